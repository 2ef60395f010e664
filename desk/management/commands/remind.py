"""`manage.py remind`: mail a link to everybody who has something overdue. To be run once a week."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.querysets import today
from accounts.signing.mailing import mails, send
from desk.reminding import reminders


class Command(BaseCommand):
    help = "Mail a link to everybody who has something overdue: no names, no numbers. Run it once a week."

    def add_arguments(self, parser: CommandParser) -> None:
        address = next(iter(settings.CSRF_TRUSTED_ORIGINS), "")
        parser.add_argument("--link", default=address, help="where Kura is, e.g. https://kura.example.co.jp")
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="the day (YYYY-MM-DD), default today")

    def handle(self, *args: Any, **options: Any) -> None:
        if not mails():
            raise CommandError("There is no mail server: set EMAIL_URL (docs/deploy.md).")
        if not options["link"]:
            raise CommandError("Say where Kura is: --link https://kura.example.co.jp, or set CSRF_TRUSTED_ORIGINS.")
        letters = list(reminders(options["on"] or today(), options["link"].rstrip("/") + "/"))
        if letters and not send(letters):
            raise CommandError("The mail server did not take them; the log says what kind of fault it was.")
        self.stdout.write(f"reminded: {len(letters)}")
