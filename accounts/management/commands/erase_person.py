"""`manage.py erase_person CODE --as USER`: take the name of somebody who left out of Kura. It cannot be undone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.directory.erasing import StillHere, erase
from accounts.models import Mandate, Person, User
from accounts.people import signed_in_as
from accounts.sight import sight_of


class Command(BaseCommand):
    help = "Erase name and personal values of somebody who has left. The journal stays whole; nothing brings them back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", metavar="CODE", help="the person's number")
        parser.add_argument("--as", dest="user", required=True, metavar="USER", help="an administrator or the chief")

    def handle(self, *args: Any, **options: Any) -> None:
        user = signed_in_as(options["user"])
        if not _may_erase(user):
            raise CommandError("Only an administrator or the chief information manager erases names.")
        person = Person.objects.filter(code=options["code"]).first()
        if person is None:
            raise CommandError(f"There is no person “{options['code']}”.")
        try:
            deleted = erase(person, by=user.person)
        except StillHere as error:
            raise CommandError("Only people whose last day has passed are erased.") from error
        self.stdout.write(f"{person.code} is erased; {deleted} personal values are gone from the journal's store.")


def _may_erase(user: User) -> bool:
    return user.person is not None and (user.is_staff or sight_of(user).holds(Mandate.Role.CHIEF))
