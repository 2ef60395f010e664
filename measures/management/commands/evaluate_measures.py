"""`manage.py evaluate_measures`: is what ought to be done in place? Writes nothing."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from accounts.people import signed_in_as
from accounts.querysets import today
from accounts.sight import sight_of
from assets.models import Asset
from classification.naming import in_the_companys_words
from measures.asking.readings import Question, by_purpose


class Command(BaseCommand):
    help = "Check the assets that USER may know of against the five categories."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--as", dest="user", required=True, metavar="USER", help="whose eyes to look with")
        parser.add_argument("--on", type=date.fromisoformat, default=None, help="the day to judge (YYYY-MM-DD)")
        parser.add_argument("--asset", metavar="CODE", help="explain one asset")
        parser.add_argument("--json", action="store_true", help="print JSON alone on standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        user, on = signed_in_as(options["user"]), options["on"] or today()
        assets, question = Asset.objects.visible_to(user).kept(), Question(on, sight_of(user, on))
        code = options["asset"]
        with in_the_companys_words():
            found = one(assets, question, code) if code else register(assets, question)
        self.stdout.write(json.dumps(found, ensure_ascii=False) if options["json"] else in_words(found))


def register(assets: QuerySet[Any], question: Question) -> dict[str, Any]:
    """The totals: by category and by measure."""
    tallies = question.tally(assets)
    return {
        "on": question.on.isoformat(),
        "assets": assets.count(),
        "categories": {purpose.value: tally.as_dict() for purpose, tally in by_purpose(tallies).items()},
        "measures": {code: tally.as_dict() for code, tally in tallies.items()},
    }


def one(assets: QuerySet[Any], question: Question, code: str) -> dict[str, Any]:
    """The lines of one asset.

    Raises:
        CommandError: there is none with this code among those that the user may know of.
    """
    asset = assets.filter(code=code)
    if not asset.exists():
        raise CommandError(f"There is no asset {code}.")
    lines = question.explain(asset)
    findings = [{"measure": f.measure, "rule": f.rule, "verdict": f.verdict.code, "because": f.because} for f in lines]
    return {"asset": code, "findings": findings}


def in_words(found: dict[str, Any]) -> str:
    """The same for people."""
    if "findings" in found:
        return "\n".join(
            f"{f['verdict']:8} {f['measure'] or '-':6} {f['rule'] or '-':7} {f['because']}" for f in found["findings"]
        )
    rows = [f"{found['assets']} assets on {found['on']}"]
    for purpose, t in found["categories"].items():
        rows.append(
            f"{purpose:20} needed {t['needed']:5}  ○ {t['met']:5}  × {t['gap']:5}  ？ {t['unknown']:5}"
            f"  exempt {t['exempt']}"
        )
    return "\n".join(rows)
