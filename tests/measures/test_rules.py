"""The computed rules, each with a table of cases: what the register holds → the verdict, and why in words."""

import re
from datetime import date
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Company, Employment, Posting
from assets.kinds import State
from assets.models import Asset, Choice, Decision, Development, Disposal
from measures.asking.asked import months_before
from measures.asking.grounds import Departments, Places
from measures.asking.readings import Question
from measures.asking.subjects import Hanging, PeopleWithAccess, TheCompany
from measures.readiness.records import RequirementReview
from measures.rules import RULES
from measures.verdicts import Verdict
from tests import make
from tests.cast import Cast
from tests.measures import decision_cases, host_cases, received_cases, rule_cases
from tests.measures.cases import (
    DAY,
    GAP,
    INTERNAL,
    LISTED,
    LONG_AGO,
    MET,
    NOT_NEEDED,
    ON,
    OWNED,
    SECRET,
    Case,
    Facts,
    person,
)
from tests.measures.host_cases import SEEN
from tests.measures.test_rules_entry import OF_ENTRY

RELATIVE = re.compile(r"\bago\b|\bdays?\b|\btoday\b|\byesterday\b|日前|日後|本日|昨日", re.IGNORECASE)

TABLE = rule_cases.TABLE | decision_cases.TABLE | host_cases.TABLE | received_cases.TABLE


def registered(cast: Cast, case: Case) -> Asset:
    """The case as rows: an asset of the design department in force since 2026-09-01 unless the case says otherwise."""
    facts = {"level": SECRET, "department": cast.design, "owner": make.person("担当")} | case.facts
    since = date(2026, 9, 1)
    facts = {"registered_on": since, "approved_on": since, "levelled_on": LONG_AGO, "owned_from": since} | facts
    if left_on := facts.pop("left_on", None):
        facts["owner"] = make.person("退職者", left_on=left_on)
    if facts.get("state") == State.IN_REVIEW:
        facts |= {"submitted_by": cast.owner, "judged_by": cast.owner, "proposed_level": SECRET}
    Company.objects.update(headcount=case.headcount)
    asset = make.asset(**facts)
    for carrier in case.carriers:
        make.carrier(asset, **carrier | ({"place": cast.store} if "place" in carrier else {}) | _hosts(carrier))
    for grant in case.grants:
        _grant(cast, asset, **grant)
    for on in case.reviews:
        make.review(asset, on=on)
    for holding in case.holdings:
        holder = make.person("職人", left_on=holding.get("left_on"))
        make.holding(asset, holder, **{name: value for name, value in holding.items() if name != "left_on"})
    for judgement in case.judgements:
        make.judgement(asset, cast.owner, **judgement)
    for use in case.uses:
        Choice.objects.create(asset=asset, by=cast.owner, **{"on": ON, "outcome": "PATENT"} | use)
    for decision in case.decisions:
        made = {"step": "approve", "by": cast.owner, "at": timezone.now(), "digest": "0" * 64}
        Decision.objects.create(asset=asset, **made | decision)
    for on in case.developments:
        Development.objects.create(asset=asset, what="ノート", made_on=on, on=on, sha256=f"{on:%Y%m%d}" * 8)
    for on, outcome in case.looks:
        facts = {"item": "N1", "outcome": outcome, "reason": "catalogue", "by": cast.owner, "on": on}
        RequirementReview.objects.create(asset=asset, **facts)
    for posting in case.postings:
        Posting.objects.create(person=asset.owner, **posting | {"department": getattr(cast, posting["department"])})
    return asset


def _hosts(carrier: Facts) -> dict[str, Any]:
    """The device and the system that a carrier of a case is on, from their facts."""
    found: dict[str, Any] = {}
    if (facts := carrier.get("device")) is not None:
        left_on, lent = facts.get("left_on"), "left_on" in facts
        holder = make.person("借り手", left_on=left_on) if lent else None
        plain = {name: value for name, value in facts.items() if name != "left_on"}
        found["device"] = make.device(holder=holder, **SEEN | plain)
    if (facts := carrier.get("system")) is not None:
        found["system"] = make.system(**SEEN | facts)
    return found


def _grant(cast: Cast, asset: Asset, to: str, **facts: Any) -> None:
    wishes = {
        name: facts.pop(name, None) for name in ("left_on", "postings", "approved", "people", "below", "employment")
    }
    again = {n: facts.pop(f"again_{n}", None) for n in ("on", "until")}
    whom: Any = (
        cast.sales
        if to == "department"
        else make.person("利用者", left_on=wishes["left_on"], employment=wishes["employment"] or Employment.REGULAR)
    )
    if wishes["approved"]:
        facts["approved_by"] = whom if wishes["approved"] == "self" else None
    for posting in wishes["postings"] or ():
        Posting.objects.create(person=whom, **posting | {"department": getattr(cast, posting["department"])})
    below = make.department(f"SAL{asset.pk}", cast.sales) if wishes["below"] else None
    for where, number in ((cast.sales, wishes["people"]), (below, wishes["below"])):
        for _ in range(number or 0):
            make.person("課員", where)
    make.grant(asset, whom, **{"from_on": LONG_AGO} | facts)
    if again["on"]:
        make.grant(asset, whom, from_on=again["on"], until_on=again["until"])


CASES = [
    pytest.param(id, case, id=f"{id}: {case.name}: {case.verdict.code}") for id, some in TABLE.items() for case in some
]

SPOKEN = [each for each in CASES if each.id and not each.id.endswith(NOT_NEEDED.code)]


def answer(id: str, asset: Asset, on: date = ON) -> tuple[Verdict, str]:
    """The verdict and the sentence of one rule, as `explain` takes them."""
    found = Question(on).answers([asset.pk])[id]
    assert found.keys() <= {asset.pk}
    answer = found.get(asset.pk)
    return (answer.verdict, answer.because) if answer else (NOT_NEEDED, "")


def test_every_computed_rule_has_its_table() -> None:
    asked = (PeopleWithAccess, TheCompany, Places, Departments)  # in tables of their own
    elsewhere = {id for id, rule in RULES.items() if isinstance(rule.subject, asked)} | OF_ENTRY
    assert TABLE.keys() == RULES.keys() - elsewhere


@pytest.mark.parametrize(("id", "case"), CASES)
def test_the_verdict_is_counted_and_explained(cast: Cast, id: str, case: Case) -> None:
    registered(cast, Case("something else beside it", MET))
    asset = registered(cast, case)
    worst = Asset.objects.annotate(worst=Question(ON).worst(RULES[id])).values_list("worst", flat=True)
    assert Verdict(worst.get(pk=asset.pk)) is case.verdict
    assert answer(id, asset)[0] is case.verdict


@pytest.mark.parametrize(("id", "case"), SPOKEN)
def test_the_sentence_in_both_languages(cast: Cast, id: str, case: Case) -> None:
    asset = registered(cast, case)
    with override("en"):
        english = answer(id, asset)[1]
    with override("ja"):
        japanese = answer(id, asset)[1]
    assert case.says in english
    for sentence in (english, japanese):
        assert sentence == sentence.strip()
        assert sentence.endswith((".", "。"))
        assert not re.search(r"None|%\(|―", sentence), sentence
        assert not RELATIVE.search(sentence), sentence


@pytest.mark.parametrize(
    ("id", "case"),
    [
        ("ACC-01", Case("", MET, grants=LISTED)),
        ("ACC-02", Case("", GAP, reviews=(date(2024, 1, 9),))),
        ("ACC-03", Case("", GAP, grants=(person(left_on=date(2026, 5, 1)),))),
        ("STO-02", Case("", GAP, carriers=({"lock_checked_on": date(2024, 1, 9)},))),
        ("LAB-01", Case("", GAP, {"levelled_on": date(2026, 11, 20)}, ({"label": INTERNAL},))),
        ("GOV-02", Case("", GAP, OWNED | {"left_on": date(2026, 5, 1)})),
    ],
)
def test_a_sentence_is_the_same_the_day_after(cast: Cast, id: str, case: Case) -> None:
    asset = registered(cast, case)
    assert answer(id, asset, ON)[1] == answer(id, asset, ON + DAY)[1] != ""


def test_sentences_of_rows_that_say_the_same_are_said_once(cast: Cast) -> None:
    asset = registered(cast, Case("", GAP, carriers=({"label": -1}, {"label": -1}, {"label": -1, "location": "shelf"})))
    assert (
        answer("LAB-01", asset)[1] == "Paper and drawings (cabinet 1): No label. Paper and drawings (shelf): No label."
    )


def test_only_the_rows_that_have_the_worst_verdict_speak(cast: Cast) -> None:
    asset = registered(cast, Case("", GAP, carriers=({"location": "safe"}, {"label": -1, "location": "desk"})))
    assert answer("LAB-01", asset)[1] == "Paper and drawings (desk): No label."


def test_past_its_day_an_approved_disposal_is_enough_and_a_proposed_one_is_not(cast: Cast) -> None:
    asset = registered(cast, Case("", GAP, carriers=({"keep_until_on": ON - DAY},)))
    proposed = {"reason": "r", "proposed_by": cast.owner, "proposed_at": timezone.now()}
    row = Disposal.objects.create(asset=asset, state=Disposal.State.PROPOSED, **proposed)
    assert answer("DSP-02", asset)[0] is Verdict.GAP
    Disposal.objects.filter(pk=row.pk).update(state=Disposal.State.AGREED)
    found, words = answer("DSP-02", asset)
    assert (found, "its disposal is approved" in words) == (Verdict.MET, True)


def test_what_each_rule_asks() -> None:
    asked = {id: type(rule.subject) for id, rule in RULES.items()}
    assert {id for id, subject in asked.items() if subject is Hanging} == {
        "ACC-03", "ACC-04", "ACC-06", "ACC-09", "STO-02", "STO-03", "STO-05", "STO-07", "STO-08", "LAB-01", "LAB-02", "MOV-01",
        "DSP-02",
    } | host_cases.TABLE.keys()  # fmt: skip
    assert {id for id, subject in asked.items() if subject is PeopleWithAccess} == {
        "PER-01",
        "PER-02",
        "PER-03",
        "PER-05",
    }


@pytest.mark.parametrize(
    ("on", "months", "before"),
    [
        (date(2026, 11, 24), 12, date(2025, 11, 24)),
        (date(2026, 8, 31), 6, date(2026, 2, 28)),
        (date(2024, 8, 31), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 31), 24, date(2024, 12, 31)),
        (date(2026, 3, 31), 0, date(2026, 3, 31)),
    ],
)
def test_months_before(on: date, months: int, before: date) -> None:
    assert months_before(on, months) == before
