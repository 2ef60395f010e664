"""The numbers of the rules: proposed by Kura, decided by the company, with a reason and a way back."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.querysets import today
from assets.models import Asset
from classification.levels import Level
from journal.models import Entry
from measures.asking.readings import Question
from measures.models import Threshold
from measures.rule_texts import rule_texts
from measures.thresholds import MOST, WORDS, decide, every_number, number, threshold
from measures.verdicts import Verdict
from tests import make
from tests.cast import MEMBERS, Cast

ADDRESS = "/settings/numbers/ACC-02/months/SECRET/"


def reviewed(cast: Cast, months: int) -> Asset:
    """An asset whose access list was confirmed that long ago."""
    asset = make.asset("curves", Level.SECRET, department=cast.design, owner=cast.owner)
    make.carrier(asset)
    make.grant(asset, cast.listed)
    make.review(asset, cast.owner, on=today() - timedelta(days=31 * months))
    return asset


def verdict(rule: str) -> Verdict:
    found = [f for f in Question(today()).explain(Asset.objects.all()) if f.rule == rule]
    return found[0].verdict


def test_every_number_has_words_and_can_be_decided() -> None:
    names = {name for text in rule_texts().values() for name in text.thresholds}
    assert names <= set(WORDS)


def test_without_a_word_of_the_company_kuras_proposal_holds(db: None) -> None:
    assert threshold("ACC-02", "months")[Level.SECRET] == 12
    assert all(each.value == each.proposed and not each.differs for each in every_number())


def test_the_companys_number_moves_the_verdict_and_the_sentence(cast: Cast) -> None:
    reviewed(cast, months=15)
    assert verdict("ACC-02") is Verdict.GAP
    before = Question(today()).tally(Asset.objects.all())["E1-a"].gap
    about = number("ACC-02", "months", "SECRET")
    assert about
    decide(about, 18, "checked with the stock-take", by=cast.chief)
    assert verdict("ACC-02") is Verdict.MET
    because = [f.because for f in Question(today()).explain(Asset.objects.all()) if f.rule == "ACC-02"]
    assert "every 18 months" in because[0]
    assert Question(today()).tally(Asset.objects.all())["E1-a"].gap == before - 1
    decide(about, None, "the auditor asked", by=cast.chief)
    assert verdict("ACC-02") is Verdict.GAP


def test_other_levels_keep_theirs(cast: Cast) -> None:
    about = number("ACC-02", "months", "SECRET")
    assert about
    decide(about, 3, "stricter", by=cast.chief)
    assert dict(threshold("ACC-02", "months")) == {Level.INTERNAL: 24, Level.SECRET: 3, Level.TOP_SECRET: 6}


def test_a_number_holds_from_its_day_on(cast: Cast) -> None:
    reviewed(cast, months=15)
    row = decide(number("ACC-02", "months", "SECRET"), 18, "from today", by=cast.chief)
    assert (row.on, Question(today()).numbers != {}, Question(today() - timedelta(days=1)).numbers) == (
        today(),
        True,
        {},
    )


def test_an_evaluation_looks_them_up_once(cast: Cast) -> None:
    reviewed(cast, months=1)
    question = Question(today())
    with CaptureQueriesContext(connection) as captured:
        question.tally(Asset.objects.all())
        question.explain(Asset.objects.all())
        question.carriers([])
    assert sum("measures_threshold" in q["sql"] for q in captured.captured_queries) == 1


@pytest.mark.parametrize("name", sorted(set(MEMBERS) - {"leaver"}))
def test_administrators_and_the_chief_decide(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.sign_in(name))
    may = name in {"administrator", "chief"}
    assert (client.get(ADDRESS).status_code == 200) == may
    answer = client.post(ADDRESS, {"value": 18, "reason": "checked with the stock-take"})
    assert (answer.status_code == 302) == may
    assert Threshold.objects.count() == may
    if may:
        assert Entry.objects.get().verb == "measures.set_threshold"
        assert "checked with the stock-take" in client.get("/settings/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"value": 18},
        {"reason": "because"},
        {"value": 0, "reason": "x"},
        {"value": MOST + 1, "reason": "x"},
        {"value": "many", "reason": "x"},
    ],
)
def test_a_number_needs_sense_and_a_reason(cast: Cast, client: Client, wrong: dict[str, Any]) -> None:
    client.force_login(cast.sign_in("chief"))
    assert client.post(ADDRESS, wrong).status_code == 422
    assert not Threshold.objects.exists()


def test_the_way_back_keeps_what_was_decided_on_record(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("chief"))
    client.post(ADDRESS, {"value": 18, "reason": "longer"})
    client.post(ADDRESS, {"value": 18, "reason": "the auditor asked", "back": "yes"})
    assert list(Threshold.objects.order_by("pk").values_list("value", flat=True)) == [18, None]
    assert not number("ACC-02", "months", "SECRET").differs


@pytest.mark.parametrize(
    "address", ["ACC-02/months/PUBLIC", "ACC-02/days/SECRET", "XXX-01/months/SECRET", "STO-02/lock_check_months/SECRET"]
)
def test_a_number_that_does_not_exist_is_not_found(cast: Cast, client: Client, address: str) -> None:
    client.force_login(cast.sign_in("chief"))
    assert client.get(f"/settings/numbers/{address}/").status_code == 404
