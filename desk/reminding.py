"""Reminders by mail: a link to the first page for whoever has something overdue there, and nothing else."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Company, User
from accounts.sight import person_sight
from desk.addressee import Addressee
from desk.waiting import waiting_for


def reminders(on: date, link: str) -> Iterator[EmailMessage]:
    """A letter for everybody who may sign in, has an address and lets something wait for too long, in their language.

    Neither what waits nor how much: a mail is read by more than its addressee.
    """
    company = Company.objects.first() or Company()
    for user in User.objects.filter(is_active=True).exclude(email="").select_related("person").order_by("pk"):
        who = Addressee(user, person_sight(user.person, on))
        if any(group.overdue for group in waiting_for(who)):
            with override(user.language or company.language or settings.LANGUAGE_CODE):
                yield EmailMessage(_("Something waits for you and is overdue"), f"{link}\n", to=[user.email])
