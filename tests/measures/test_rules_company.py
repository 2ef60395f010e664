"""The rule on the register as a whole: too large a share at the highest level. Told only to those who see all."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from accounts.models import Company
from accounts.sight import Sight, person_sight
from assets.kinds import State
from assets.models import Asset
from classification.levels import Level
from measures import thresholds
from measures.asking.findings import Finding
from measures.asking.readings import Question
from measures.asking.subjects import TheCompany
from measures.catalogue.rulings import todays
from measures.history.earlier import Gap
from measures.history.past_counts import found_since, gone_since
from measures.history.snapshots import take
from measures.ordering import measure_or_rule
from measures.rule_texts import rule_texts
from measures.rules import RULES
from measures.telling import lines_on
from measures.verdicts import Verdict
from tests import make
from tests.cast import Cast

ON = date(2026, 11, 24)
MET, GAP, NOT_NEEDED = Verdict.MET, Verdict.GAP, Verdict.NOT_NEEDED


def register(top: int, others: int, level: Level = Level.SECRET) -> None:
    """So many assets in force at the highest level, and so many others."""
    for n in range(top):
        make.asset(f"top {n}", Level.TOP_SECRET)
    for n in range(others):
        make.asset(f"other {n}", level)


def found(reader: Sight | None) -> list[Finding]:
    return [f for f in Question(ON, reader).explain(Asset.objects.all()) if f.rule == "GOV-09"]


def stands(reader: Sight | None) -> Verdict:
    """The verdict of the highest assets, told and counted alike."""
    verdicts = {f.verdict for f in found(reader)} or {NOT_NEEDED}
    question = Question(ON, reader)
    counted = Asset.objects.annotate(verdict=question.worst(RULES["GOV-09"])).filter(level=Level.TOP_SECRET)
    assert {Verdict(v) for v in counted.values_list("verdict", flat=True)} <= verdicts
    (verdict,) = verdicts
    return verdict


@pytest.mark.parametrize(
    ("top", "others", "level", "verdict"),
    [
        (2, 8, Level.SECRET, MET),
        (3, 7, Level.SECRET, GAP),
        (3, 7, Level.INTERNAL, GAP),
        (3, 12, Level.SECRET, MET),
        (4, 15, Level.SECRET, GAP),
        (9, 0, Level.SECRET, NOT_NEEDED),
        (9, 9, Level.PUBLIC, NOT_NEEDED),
        (10, 0, Level.SECRET, GAP),
        (0, 10, Level.SECRET, NOT_NEEDED),
    ],
)
def test_the_share_of_the_highest_level(cast: Cast, top: int, others: int, level: Level, verdict: Verdict) -> None:
    register(top, others, level)
    assert stands(person_sight(cast.chief)) is verdict


def test_candidates_and_what_is_retired_do_not_count(cast: Cast) -> None:
    register(3, 6)
    make.asset("candidate", None)
    make.asset("gone", Level.SECRET, state=State.RETIRED)
    assert stands(person_sight(cast.chief)) is NOT_NEEDED
    make.asset("one more", Level.SECRET)
    assert stands(person_sight(cast.chief)) is GAP


def test_it_is_said_at_each_asset_of_the_highest_level_and_at_no_other(cast: Cast) -> None:
    register(3, 7)
    told = found(person_sight(cast.chief))
    top = Asset.objects.filter(level=Level.TOP_SECRET).values_list("pk", flat=True)
    assert sorted(f.asset for f in told) == sorted(top)
    assert {f.measure for f in told} == {None}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_why(cast: Cast, language: str) -> None:
    register(3, 7)
    with override(language):
        (because,) = {f.because for f in found(person_sight(cast.chief))}
    says = {
        "en": "Of 10 secret assets 3 are “Top secret”: 30%; at most 20%.",
        "ja": "秘密とする資産10件のうち「極秘」は3件（30%）です。目安は20%以下です。",
    }
    assert because == says[language]


def test_the_company_sets_the_share(cast: Cast) -> None:
    register(3, 7)
    number = thresholds.number("GOV-09", "top_percent", "ALL")
    assert number is not None
    assert (number.proposed, rule_texts()["GOV-09"].thresholds["from_assets"]) == (20, 10)
    thresholds.decide(number, 30, "much of it is new", by=cast.chief)
    asked: Any = Question(thresholds.today(), person_sight(cast.chief))
    told = [f for f in asked.explain(Asset.objects.all()) if f.rule == "GOV-09"]
    assert {f.verdict for f in told} == {MET}


@pytest.mark.parametrize("name", ["manager", "listed", "nobody", None])
def test_whoever_does_not_see_all_is_not_told(cast: Cast, name: str | None) -> None:
    register(10, 0)
    assert found(person_sight(getattr(cast, name)) if name else None) == []


def test_since_when_is_kept_and_told_to_those_who_see_all(cast: Cast) -> None:
    chief, days = person_sight(cast.chief), [ON, ON + timedelta(days=3), ON + timedelta(days=5), ON + timedelta(days=9)]
    of, top = measure_or_rule("GOV-09"), Asset.objects.filter(level=Level.TOP_SECRET)

    def since(day: date) -> set[tuple[date | None, bool]]:
        lines = lines_on(Question(day, chief), of, top, chief).values()
        return {(line.since, line.longer) for line in lines}

    register(3, 7)
    take(days[0])
    assert since(days[0]) == {(days[0], True)}  # when it was first looked at: perhaps longer
    extra = [make.asset(f"more {n}", Level.SECRET) for n in range(10)]
    take(days[1])
    assert since(days[1]) == {(days[1], False)}  # in place since
    Asset.objects.filter(pk__in=[asset.pk for asset in extra]).update(state=State.RETIRED)
    take(days[2])
    assert since(days[2]) == {(days[2], False)}
    take(days[3])
    assert since(days[3]) == {(days[2], False)}
    assert {gap.asset_id for gap in Gap.objects.open().filter(measure="GOV-09")} == {asset.pk for asset in top}
    for all_seen in (True, False):
        found = found_since(todays(), Asset.objects.all(), days[0], days[3], all_seen=all_seen)
        gone = gone_since(todays(), Asset.objects.all(), days[0], days[3], all_seen=all_seen)
        told = [[each.count for each in of_all if each.measure.code == "GOV-09"] for of_all in (found, gone)]
        assert told == ([[3], [3]] if all_seen else [[], []])


def test_what_came_after_a_look_that_found_all_in_order_is_known_from_that_day(cast: Cast, monkeypatch: Any) -> None:
    """But not where the rule was not asked at the look before: then it may have been there for longer."""
    register(1, 9)
    top, gaps = Asset.objects.get(name="top 0"), Gap.objects.filter(measure="GOV-09", until_on=None)
    days = [ON + timedelta(days=n) for n in range(5)]
    take(days[0])
    assert not gaps.exists()
    others = Asset.objects.exclude(pk=top.pk)
    others.update(level=Level.TOP_SECRET)
    new = make.asset("new", Level.TOP_SECRET)
    for _again in range(2):
        take(days[1])
        assert set(gaps.values_list("asset", "from_on", "from_start")) == {
            *((pk, days[1], False) for pk in Asset.objects.exclude(pk=new.pk).values_list("pk", flat=True)),
            (new.pk, days[1], True),  # never looked at before
        }
    others.update(level=Level.SECRET)
    take(days[2])
    assert not gaps.exists()
    with monkeypatch.context() as without:
        without.setattr("measures.history.snapshots.OF_THE_WHOLE", frozenset())
        take(days[3])
    others.update(level=Level.TOP_SECRET)
    take(days[4])
    assert gaps.get(asset=top).from_start


def test_without_a_company_nothing_is_asked(cast: Cast) -> None:
    chief = person_sight(cast.chief)
    register(10, 0)
    Company.objects.all().delete()
    assert stands(chief) is NOT_NEEDED


def test_its_subject_is_the_company() -> None:
    asked = {id for id, rule in RULES.items() if isinstance(rule.subject, TheCompany)}
    assert asked == {"GOV-09", "GOV-01", "GOV-05", "GOV-06", "MOV-04", "VIS-05"}  # these: test_rules_ground.py
