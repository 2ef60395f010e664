"""`manage.py verify_journal`: is the record of what happened still whole?"""

import json
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from journal.verify import Outcome, verify_all


class Command(BaseCommand):
    help = "Recompute the journal's two chains and compare them with their heads outside. Exit 1 when one is bad."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print JSON alone on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        found = verify_all()
        acts, sightings = found["acts"], found["sightings"]
        if options["json"]:
            self.stdout.write(json.dumps(asdict(acts) | {"sightings": asdict(sightings)}))
        else:
            self.stdout.write(_sentence("The journal", acts))
            self.stdout.write(_sentence("The record of views, exports and sign-ins", sightings))
        if not (acts.ok and sightings.ok):
            sys.exit(1)


def _sentence(what: str, outcome: Outcome) -> str:
    if outcome.ok:
        return f"{what} is whole: {outcome.entries} entries."
    return f"{what} does not hold: entry {outcome.first_bad} is the first bad one."
