"""`manage.py record_measures`: keep how the register stands today. To be run every day."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.querysets import today
from measures.history.snapshots import take


class Command(BaseCommand):
    help = "Keep which gaps were found and which are gone, and once a month how each asset stands. Run it once a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="the day (YYYY-MM-DD), default today")

    def handle(self, *args: Any, **options: Any) -> None:
        taken = take(options["on"] or today())
        self.stdout.write(f"assets: {taken.assets}; gaps found: {taken.opened}; gaps gone: {taken.gone}")
