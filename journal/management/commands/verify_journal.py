"""`manage.py verify_journal`: is the record of what happened still whole?"""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from journal.verify import verify


class Command(BaseCommand):
    help = "Recompute the journal's chain and compare it with the head outside the database. Exit 1 when it is bad."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON alone on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        outcome = verify()
        if options["json"]:
            self.stdout.write(json.dumps(asdict(outcome)))
        elif outcome.ok:
            self.stdout.write(f"The journal is whole: {outcome.entries} entries.")
        else:
            self.stdout.write(f"The journal does not hold: entry {outcome.first_bad} is the first bad one.")
        if not outcome.ok:
            sys.exit(1)
