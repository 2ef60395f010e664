"""`manage.py review_rounds`: begin what is due, close what is done, end what nobody answered. To be run every day."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.querysets import today
from assets.knowing import rounds
from assets.models import Round
from desk.reviewing.rounds import begin_what_is_due


class Command(BaseCommand):
    help = "Begin a review round over the access lists that fall due, and end what is over. Run it once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="the day (YYYY-MM-DD), default today")

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["on"] or today()
        ended = sum(rounds.tend(each, on) for each in Round.objects.filter(closed_on=None).order_by("pk"))
        begun = begin_what_is_due(on)
        lists = begun.lists.count() if begun else 0
        self.stdout.write(f"lines that ended without an answer: {ended}; lists in a new round: {lists}")
