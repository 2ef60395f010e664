"""`manage.py welcome`: who may sign in with what, or the code for the first visit."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from accounts.models import Company, User
from accounts.signing.invitations import console_code


class Command(BaseCommand):
    help = "Print who may sign in (demo), or a one-time code with which the first visitor sets Kura up."

    def handle(self, *args: Any, **options: Any) -> None:
        company = Company.objects.first()
        if company is None:
            code = console_code()
            self.stdout.write(f"Open /start/ and set Kura up with this one-time code: {code}")
            self.stdout.write(f"/start/ を開き、この初回コードで会社を登録してください：{code}")
            return
        self.stdout.write(company.name)
        if company.demo:
            self._demo()

    def _demo(self) -> None:
        users = User.objects.filter(is_active=True).select_related("person").order_by("person__code")
        names = [u.username for u in users if u.person and u.person.is_employed()]
        kept = settings.KURA_HOME / "demo-password"
        password = kept.read_text().strip() if kept.exists() else "as set by KURA_DEMO_PASSWORD"
        self.stdout.write("Who may sign in (demo): " + " ".join(names))
        self.stdout.write(f"Password of all: {password}")
        self.stdout.write(
            "e.g. kobayashi (steward), eto (manager), ishida (chief), kano (auditor), sone (staff), kubo (sign-ins)"
        )
