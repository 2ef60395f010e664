"""The demo's findings, as pages and papers tell them, are the seeded ones and no others."""

import json
from collections import defaultdict
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from assets.kinds import State
from assets.models import Asset
from classification.levels import Level
from measures.asking.findings import Finding
from measures.asking.readings import Question
from measures.figures import lines_of
from measures.verdicts import Verdict

TODAY = "2026-11-24"
EXPECTED: dict[str, list[str]] = json.loads(Path(__file__).with_name("expected_findings.json").read_text())

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KURA_DEMO_PASSWORD", "mikan-batake-7-tsubo")
    call_command("load_demo", "--today", TODAY, stdout=StringIO())


def of_rules(findings: list[Finding]) -> dict[str, dict[str, set[Verdict]]]:
    """For each asset's code, each rule's verdicts."""
    codes = dict(Asset.objects.values_list("pk", "code"))
    found: dict[str, dict[str, set[Verdict]]] = {code: defaultdict(set) for code in codes.values()}
    for finding in findings:
        if finding.rule:
            found[codes[finding.asset]][finding.rule].add(finding.verdict)
    return found


def gaps(found: dict[str, dict[str, set[Verdict]]]) -> dict[str, list[str]]:
    return {
        code: sorted(id for id, verdicts in rules.items() if Verdict.GAP in verdicts) for code, rules in found.items()
    }


def test_the_gaps_that_are_told_are_the_seeded_ones() -> None:
    found = of_rules(Question(day()).explain(Asset.objects.all()))
    assert gaps(found) == EXPECTED


def test_rules_leave_nothing_unknown_and_nothing_exempt() -> None:
    found = of_rules(Question(day()).explain(Asset.objects.all()))
    assert {v for rules in found.values() for verdicts in rules.values() for v in verdicts} == {
        Verdict.MET,
        Verdict.GAP,
    }


def test_lines_of_the_assets_hold_the_same_gaps() -> None:
    everything = lines_of(Question(day()), Asset.objects.all())
    codes: dict[int, str] = dict(Asset.objects.values_list("pk", "code"))
    found: dict[str, set[str]] = {code: set() for code in EXPECTED}
    for pk, lines in everything.items():
        found[codes[pk]] |= {f.rule for f in lines.findings if f.rule and f.verdict is Verdict.GAP}
    assert {code: sorted(rules) for code, rules in found.items()} == EXPECTED


def test_the_command_says_so_too_and_of_the_highest_level_that_there_is_too_much_of_it() -> None:
    """The steward sees all, so is told of the company too: 8 of 37 are top secret, more than a fifth."""
    top = Asset.objects.filter(state=State.ACTIVE, level=Level.TOP_SECRET).values_list("code", flat=True)
    told = {code: rules + ["GOV-09"] * (code in top) for code, rules in EXPECTED.items()}
    for code, expected in told.items():
        if expected:
            answer = evaluated("--asset", code)
            found = {f["rule"] for f in answer["findings"] if f["rule"] and f["verdict"] == "gap"}
            assert sorted(found) == sorted(expected)


def test_a_week_later_nothing_has_changed_by_itself() -> None:
    """The demo is loaded on one day and looked at on the next ones."""
    later = of_rules(Question(day(7)).explain(Asset.objects.all()))
    assert gaps(later) == EXPECTED


def day(later: int = 0) -> date:
    return date.fromisoformat(TODAY) + timedelta(days=later)


def evaluated(*options: str) -> dict[str, Any]:
    """What `evaluate_measures` says to the steward."""
    out = StringIO()
    call_command("evaluate_measures", "--as", "kobayashi", "--on", TODAY, "--json", *options, stdout=out)
    return json.loads(out.getvalue())
