"""A measure more is one entry; a computed one an entry and a function. Nothing else knows of it, and all pages do."""

import shutil
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db.models import Q
from django.test import Client
from django.utils import timezone

from accounts.querysets import today
from accounts.sight import person_sight
from assets.models import Asset, Carrier
from classification.levels import Level
from measures import catalogue, checks, rule_texts
from measures.asking import stating
from measures.asking.asked import Asked, Rule
from measures.asking.readings import Question
from measures.asking.subjects import CARRIERS
from measures.catalogue import rulings
from measures.rules import RULES
from measures.rules.entered import from_level
from measures.verdicts import Verdict
from reports.figures import checklist
from tests import make
from tests.cast import Cast

ENTRY = """
[[measure]]
code = "{code}"
audience = "EMPLOYEE"
purpose = "VISIBILITY"
ja = "{ja}"
en = "{en}"
guidance_ja = "会議のあとで確かめる。"
guidance_en = "Look after each meeting."
evidence_ja = "点検表"
evidence_en = "Check list"
scopes = ["COMPANY", "CARRIER"]
kinds = ["PAP", "DIG"]
rules = {rules}
priority = 2
flyer = ""
required_from = "INTERNAL"
yardstick = "good_practice"
handbook_ref = ""
edition = "extension"
source = ["proposal"]
standing = "proposal"
proposed = ["required_from", "yardstick", "priority", "rules", "scopes", "kinds"]
"""
RULE = """
[[rule]]
id = "STO-99"
ja = "部数が数えられていない"
en = "Nobody has counted the papers"
severity = "warn"
subject = "carrier"
standing = "proposal"
waits_for = ""
waits_for_ja = ""
[rule.thresholds]
least = 1
"""


def papers_are_counted(on: date) -> Asked:
    """The function: eight lines."""

    def because(row: Carrier, verdict: Verdict) -> str:
        return f"{row.medium}: {row.quantity if verdict is Verdict.MET else 'nobody has counted'}."

    needed = Q(kind="PAP") & from_level(Level.INTERNAL, "asset__")
    return Asked(needed, Q(quantity__gte=1), because)


@pytest.fixture
def extended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The book with two measures more, as if somebody had written them into its files."""
    shutil.copytree(catalogue.FOLDER, tmp_path / "book")
    entries = ENTRY.format(code="Z9-a", ja="白板を消す", en="Whiteboards are wiped", rules=[])
    entries += ENTRY.format(code="Z9-b", ja="部数を数える", en="Papers are counted", rules='["STO-99"]')
    with (tmp_path / "book" / "visibility.toml").open("a", encoding="utf-8") as file:
        file.write(entries)
    (tmp_path / "rules.toml").write_text(rule_texts.FILE.read_text(encoding="utf-8") + RULE, encoding="utf-8")
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path / "book")
    monkeypatch.setattr(rule_texts, "FILE", tmp_path / "rules.toml")
    rule = Rule("STO-99", CARRIERS, papers_are_counted)
    monkeypatch.setitem(RULES, "STO-99", rule)
    monkeypatch.setitem(checks.ENTERED, "STO-99", rule)
    forget()
    yield
    monkeypatch.undo()
    forget()


def forget() -> None:
    """What is kept of the book for the life of the process."""
    kept: tuple[Any, ...] = (catalogue._by_code, rule_texts._by_id, rulings._book)
    for each in (*kept, *(one for one in vars(stating).values() if hasattr(one, "cache_clear"))):
        each.cache_clear()


@pytest.mark.usefixtures("extended")
def test_two_measures_more_are_counted_explained_and_shown_everywhere(cast: Cast, client: Client) -> None:
    assert checks.the_catalogue_is_sound() == []
    asset = make.asset("curves", department=cast.design, owner=cast.owner)
    make.carrier(asset, kind="PAP")
    tallies = Question(today()).tally(Asset.objects.all())
    assert {code: tallies[code].as_dict()["gap"] for code in ("Z9-a", "Z9-b")} == {"Z9-a": 0, "Z9-b": 1}
    assert tallies["Z9-a"].unknown == 1

    make.signed_in(client, cast.sign_in("chief"))
    shown = {
        f"/assets/{asset.code}/": ("Whiteboards are wiped", "Papers are counted", "nobody has counted."),
        "/measures/": ("Whiteboards are wiped", "Papers are counted"),
        "/measures/Z9-b/": ("Papers are counted", "Nobody has counted the papers", "STO-99"),
        "/measures/Z9-b/missing/": ("curves", "nobody has counted."),
        "/measures/catalogue/": ("Whiteboards are wiped", "Papers are counted"),
        "/measures/catalogue/Z9-b/": ("Papers are counted", "STO-99"),
        f"/measures/Z9-a/assets/{asset.code}/attest/": ("Whiteboards are wiped",),
    }
    for address, words in shown.items():
        page = client.get(address).content.decode()
        assert [each for each in words if each not in page] == [], address

    out = StringIO()
    call_command("evaluate_measures", "--as", "chief", "--asset", asset.code, stdout=out)
    assert "STO-99" in out.getvalue()
    facts: dict[str, Any] = {"firm": "A", "maker": "B", "scope": (), "data_at": timezone.now()}
    paper, *_rest = checklist(Asset.objects.seen_by(person_sight(cast.chief)).kept(), today(), **facts)
    assert [each for each in ("Whiteboards are wiped", "Papers are counted") if each not in repr(paper)] == []
