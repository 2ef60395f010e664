"""`manage.py import_ledger FILE --as USER`: bring a ledger in, as the browser does."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from accounts.people import signed_in_as
from accounts.sight import sight_of
from exchange.gate import Refused, refuse_size
from exchange.importing import NeedsConsent, apply, bring_in, unpacked
from exchange.ledger import understand
from exchange.lines import Problem
from exchange.plan import Plan, plan
from exchange.reader import read

FINE, REJECTED, REFUSED = 0, 1, 2


class Command(BaseCommand):
    help = "Import an 情報資産管理台帳 (.xlsx or .csv). Exit 0: fine; 1: rows rejected; 2: the file was refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--as", dest="user", required=True, metavar="USER", help="who brings it in")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
        parser.add_argument("--skip-rejected", action="store_true", help="leave wrong rows out and import the rest")
        parser.add_argument(
            "--scale", choices=["0-2", "1-3"], help="the scale of the ratings, where the file cannot tell"
        )
        parser.add_argument("--json", action="store_true", help="print JSON alone on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        sight = sight_of(signed_in_as(options["user"]))
        try:
            found = self._import(options, sight)
        except OSError as error:
            self._end(options, _answer(None, [_of_file(f"The file cannot be read: {error.strerror}.")]), REFUSED)
        except Refused as refusal:
            self._end(options, _answer(None, [_of_file(refusal.message)]), REFUSED)
        else:
            code = REFUSED if found.file_problems else REJECTED if found.rejected else FINE
            self._end(options, _answer(found, [_of(p) for p in found.problems]), code)

    def _import(self, options: dict[str, Any], sight: Any) -> Plan:
        path: Path = options["file"]
        refuse_size(path.stat().st_size, path.name)
        data = path.read_bytes()
        if options["dry_run"]:
            return plan(understand(read(data, path.name), options["scale"]), sight)
        draft = bring_in(data, path.name, by=sight, scale=options["scale"])
        found = plan(unpacked(draft.ledger), sight)
        if found.file_problems or (found.rejected and not options["skip_rejected"]):
            draft.delete()
            return found
        try:
            return apply(draft, by=sight, skip_rejected=options["skip_rejected"])
        except NeedsConsent:
            return found

    def _end(self, options: dict[str, Any], answer: dict[str, Any], code: int) -> None:
        if options["json"]:
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
        else:
            for p in answer["problems"]:
                self.stderr.write(
                    f"row {p['row']} {p['column'] or ''} {p['value'] or ''}: {p['message']}"
                    if p["row"]
                    else p["message"]
                )
            self.stdout.write(
                ", ".join(f"{name} {answer[name]}" for name in ("rows", "created", "updated", "unchanged", "rejected"))
            )
        if code:
            sys.exit(code)


def _answer(found: Plan | None, problems: list[dict[str, Any]]) -> dict[str, Any]:
    counts = found.counts() if found else dict.fromkeys(("rows", "created", "updated", "unchanged", "rejected"), 0)
    return counts | {"problems": problems}


def _of(problem: Problem) -> dict[str, Any]:
    return {"row": problem.row, "column": problem.column or None, "value": problem.value, "message": problem.message}


def _of_file(message: str) -> dict[str, Any]:
    return {"row": None, "column": None, "value": None, "message": message}
