"""`manage.py make_report checklist --as USER --output FILE`: a paper from the command line."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import Department
from accounts.people import signed_in_as
from accounts.sight import sight_of
from classification.levels import Level
from reports.making import NothingToPrint, Scope, Withdrawn, make_checklist


class Command(BaseCommand):
    help = "Write a paper about the assets that USER may know of. Scopes combine by AND."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=["checklist"])
        parser.add_argument("--as", dest="user", required=True, metavar="USER", help="who makes it")
        parser.add_argument("--department", metavar="CODE", help="this department and those below it")
        parser.add_argument("--level", choices=Level.names, help="only assets of this level")
        parser.add_argument("--asset", metavar="CODE", help="one asset")
        parser.add_argument("--on", type=date.fromisoformat, help="the day judged (YYYY-MM-DD)")
        parser.add_argument("--language", choices=["ja", "en"], default="ja")
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        sight = sight_of(signed_in_as(options["user"]))
        if sight.person is None:
            raise CommandError("This sign-in belongs to no person: it may see nothing.")
        department = Department.objects.filter(code=options["department"]).first()
        if options["department"] is not None and department is None:
            raise CommandError(f"There is no department “{options['department']}”.")
        if options["asset"] == "":
            raise CommandError("--asset needs a code; leave it out for all assets.")
        output: Path = options["output"]
        if output.is_dir() or not output.parent.is_dir():
            raise CommandError(f"{output} cannot be written: name a file in a folder that exists.")
        level = Level[options["level"]] if options["level"] else None
        try:
            scope = Scope(department, level, options["asset"] or "")
            report = make_checklist(scope, by=sight, language=options["language"], on=options["on"])
        except NothingToPrint:
            raise CommandError(
                "There is nothing to print: no asset in this scope may be known to this person."
            ) from None
        except Withdrawn:
            raise CommandError("While it was being made, something in it was closed to this person.") from None
        output.write_bytes(report.path.read_bytes())
        self.stderr.write(f"{report.number}: {len(report.assets)} assets, {output}")
