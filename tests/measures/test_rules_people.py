"""The rules that are asked of people, and how an asset stands on them: as the worst of those with access to it."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from accounts.models import LeaverCase, Person, Posting
from assets.kinds import State
from assets.models import Asset
from classification.levels import Level
from classification.models import Acknowledgement, Handling
from measures.asking.readings import Question
from measures.asking.subjects import PeopleWithAccess
from measures.rules import RULES
from measures.verdicts import Verdict
from tests import make
from tests.cast import Cast

MET, GAP, UNKNOWN, NOT_NEEDED = Verdict.MET, Verdict.GAP, Verdict.UNKNOWN, Verdict.NOT_NEEDED
INTERNAL, SECRET, TOP_SECRET, PUBLIC = Level.INTERNAL, Level.SECRET, Level.TOP_SECRET, Level.PUBLIC
ON = date(2026, 11, 24)
DAY = timedelta(days=1)
LONG_AGO = date(2020, 4, 1)
RELATIVE = re.compile(r"\bago\b|\bdays?\b|\btoday\b|\byesterday\b|日前|日後|本日|昨日", re.IGNORECASE)

type Facts = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One person on one asset's access list, and what a rule says to the asset."""

    name: str
    verdict: Verdict
    person: Facts = field(default_factory=dict)
    asset: Facts = field(default_factory=dict)
    grant: Facts = field(default_factory=dict)
    department: bool = False  # the person's department is listed, not the person
    posting: Facts = field(default_factory=dict)
    pledges: tuple[Facts, ...] = ()
    trainings: tuple[date, ...] = ()
    confirmed: tuple[tuple[Level, int], ...] = ()
    confirmed_at: date = LONG_AGO
    versions: tuple[tuple[Level, int, date], ...] = ()  # the company's own rules
    owns: Facts | None = None  # another asset in the person's charge
    leaver: Facts | None = None  # the person's leaver case
    mandate: Facts | None = None
    says: str = ""


LEFT: Facts = {"left_on": ON - DAY}
RETIRED: Facts = {"state": State.RETIRED}
CANDIDATE: Facts = {"level": None, "state": State.CANDIDATE}
ENTRY: Facts = {"kind": "ENTRY"}
EXIT: Facts = {"kind": "EXIT", "signed_on": ON - DAY}
ENDED: Facts = {"until_on": ON - DAY}
SOON: Facts = {"notice_on": ON, "left_on": date(2026, 12, 31)}
TO_THE_END: Facts = {"until_on": date(2026, 12, 31)}
OPEN: Facts = {"notice_on": ON, "last_on": date(2026, 12, 31)}
BACK: Facts = OPEN | {"items_returned_on": ON}
CLOSED: Facts = BACK | {"closed_on": ON}
LEFT_CLOSED: Facts = {"notice_on": LONG_AGO, "last_on": ON - DAY, "items_returned_on": ON - DAY, "closed_on": ON - DAY}
READ = ((SECRET, 1),)

TABLE: dict[str, list[Case]] = {
    "PER-01": [
        Case("no pledge", GAP, says="has access to secrets and has signed no pledge."),
        Case("a pledge", MET, pledges=(ENTRY,), says="Everybody with access to secrets is bound by a pledge."),
        Case("a project's", MET, pledges=({"kind": "PROJECT"},)),
        Case("it ends today", MET, pledges=(ENTRY | {"until_on": ON},)),
        Case("it ended yesterday", GAP, pledges=(ENTRY | {"until_on": ON - DAY},), says="ended on 23 November 2026."),
        Case("one of two has ended", MET, pledges=(ENTRY | {"until_on": ON - DAY}, {"kind": "PROJECT"})),
        Case("it will be signed tomorrow", GAP, pledges=(ENTRY | {"signed_on": ON + DAY},)),
        Case("one on leaving is another", GAP, pledges=(EXIT,)),
        Case("top secret", GAP, asset={"level": TOP_SECRET}),
        Case("internal", NOT_NEEDED, asset={"level": INTERNAL}),
        Case("a candidate", NOT_NEEDED, asset=CANDIDATE),
        Case("retired", NOT_NEEDED, asset=RETIRED),
        Case("the grant has ended", NOT_NEEDED, grant=ENDED),
        Case("the grant begins tomorrow", NOT_NEEDED, grant={"from_on": ON + DAY}),
        Case("by way of the department", GAP, department=True),
        Case("no longer posted there", NOT_NEEDED, department=True, posting=ENDED),
        Case("who has left is asked by other rules", NOT_NEEDED, person=LEFT),
        Case("the last day is today", GAP, person={"left_on": ON}),
    ],
    "PER-02": [
        Case("never trained, it is not known since when they are here", GAP, says="has access and has not been trained."),
        Case("trained today", MET, trainings=(ON,), says="Everybody with access was trained in time."),
        Case("twelve months ago to the day", MET, trainings=(date(2025, 11, 24),)),
        Case("a day earlier", GAP, trainings=(date(2025, 11, 23),), says="was last trained on 23 November 2025; due every 12 months."),
        Case("the latest counts", MET, trainings=(LONG_AGO, date(2026, 1, 1))),
        Case("it will be tomorrow", GAP, trainings=(ON + DAY,)),
        Case("hired 30 days ago", MET, {"entered_on": date(2026, 10, 25)}, says="the first training is due by 24 November 2026."),
        Case("hired 31 days ago", GAP, {"entered_on": date(2026, 10, 24)}, says="joined on 24 October 2026 and has not been trained; that was due by 23 November 2026."),
        Case("internal", GAP, asset={"level": INTERNAL}),
        Case("public", NOT_NEEDED, asset={"level": PUBLIC}),
        Case("by way of the department", GAP, department=True),
        Case("the grant has ended", NOT_NEEDED, grant=ENDED),
        Case("who has left", NOT_NEEDED, person=LEFT),
        Case("retired", NOT_NEEDED, asset=RETIRED),
    ],
    "PER-03": [
        Case("who stays", NOT_NEEDED),
        Case("who will give notice tomorrow", NOT_NEEDED, {"notice_on": ON + DAY, "left_on": date(2026, 12, 31)}),
        Case("gave notice, nothing is done", GAP, SOON, leaver=OPEN, says="leaves on 31 December 2026. To be settled by then: access that goes on, the return of what they had, the pledge on leaving, the closing of the leaver case."),
        Case("access ends with the last day", GAP, SOON, grant=TO_THE_END, leaver=CLOSED, says="To be settled by then: the pledge on leaving."),
        Case("a day too late", GAP, SOON, grant={"until_on": date(2027, 1, 1)}, pledges=(EXIT,), leaver=CLOSED, says="by then: access that goes on."),
        Case("everything is done", MET, SOON, grant=TO_THE_END, pledges=(EXIT,), leaver=CLOSED, says="Nothing is left open of those who leave."),
        Case("still in charge of something", GAP, SOON, grant=TO_THE_END, pledges=(EXIT,), leaver=CLOSED, owns={}, says="by then: information in their charge."),
        Case("was in charge of what is retired", MET, SOON, grant=TO_THE_END, pledges=(EXIT,), leaver=CLOSED, owns=RETIRED),
        Case("a pledge on joining is another", GAP, SOON, grant=TO_THE_END, pledges=(ENTRY,), leaver=CLOSED),
        Case("nothing came back", GAP, SOON, grant=TO_THE_END, pledges=(EXIT,), leaver=OPEN, says="by then: the return of what they had, the closing of the leaver case."),
        Case("everything came back, the case is open", GAP, SOON, grant=TO_THE_END, pledges=(EXIT,), leaver=BACK, says="by then: the closing of the leaver case."),
        Case("it comes back tomorrow", GAP, SOON, grant=TO_THE_END, pledges=(EXIT,), leaver=CLOSED | {"items_returned_on": ON + DAY}, says="by then: the return of what they had."),
        Case("closed without a word of what came back", GAP, SOON, grant=TO_THE_END, pledges=(EXIT,), leaver=CLOSED | {"items_returned_on": None}, says="by then: the return of what they had."),
        Case("closed tomorrow", GAP, SOON, grant=TO_THE_END, pledges=(EXIT,), leaver=CLOSED | {"closed_on": ON + DAY}, says="by then: the closing of the leaver case."),
        Case("no case was opened", GAP, SOON, grant=TO_THE_END, pledges=(EXIT,), says="by then: the return of what they had, the closing of the leaver case."),
        Case("an earlier notice was withdrawn", GAP, SOON, grant=TO_THE_END, pledges=(EXIT,), leaver=CLOSED | {"withdrawn": True}, says="by then: the return of what they had, the closing of the leaver case."),
        Case("the closed case is of another leaving", GAP, SOON, grant=TO_THE_END, pledges=(EXIT,), leaver=CLOSED | {"last_on": date(2026, 11, 30)}),
        Case("a mandate goes on", GAP, SOON, grant=TO_THE_END, pledges=(EXIT,), leaver=CLOSED, mandate={}, says="by then: access that goes on."),
        Case("a mandate ends with the last day", MET, SOON, grant=TO_THE_END, pledges=(EXIT,), leaver=CLOSED, mandate=TO_THE_END),
        Case("gave notice, the last day is not known", UNKNOWN, {"notice_on": ON}, says="gave notice on 24 November 2026; it is not known when they leave."),
        Case("left, and still has access", GAP, LEFT, pledges=(EXIT,), leaver=LEFT_CLOSED, says="left on 23 November 2026. Still open: access that goes on."),
        Case("left without notice on record", GAP, LEFT, says="Still open: access that goes on, the return of what they had, the pledge on leaving, the closing of the leaver case."),
        Case("left, the grant has ended", NOT_NEEDED, LEFT, grant=ENDED),
        Case("left, still posted to a listed department", GAP, LEFT, department=True, leaver=LEFT_CLOSED, says="Still open: the pledge on leaving."),
        Case("left, posted no more", NOT_NEEDED, LEFT, department=True, posting=ENDED),
        Case("internal", GAP, SOON, {"level": INTERNAL}),
    ],
    "PER-05": [
        Case("not confirmed", GAP, says="has not confirmed the handling rules of all levels"),
        Case("confirmed", MET, confirmed=READ, says="has confirmed the handling rules in force, or still has time to."),
        Case("confirmed today", MET, confirmed=READ, confirmed_at=ON),
        Case("confirmed tomorrow", GAP, confirmed=READ, confirmed_at=ON + DAY),
        Case("confirmed another level", GAP, confirmed=((TOP_SECRET, 1),)),
        Case("access for 30 days", GAP, grant={"from_on": ON - 30 * DAY}),
        Case("access for 29 days", MET, grant={"from_on": ON - 29 * DAY}),
        Case("the rules changed 29 days ago, the old ones are confirmed", MET, confirmed=READ, versions=((SECRET, 2, ON - 29 * DAY),)),
        Case("the rules changed 30 days ago", GAP, confirmed=READ, versions=((SECRET, 2, ON - 30 * DAY),)),
        Case("the new rules are confirmed", MET, confirmed=((SECRET, 2),), versions=((SECRET, 2, ON - 90 * DAY),)),
        Case("newer rules are confirmed than need be", MET, confirmed=((SECRET, 3),), versions=((SECRET, 2, ON - 90 * DAY), (SECRET, 3, ON - DAY))),
        Case("another level's rules changed", MET, confirmed=READ, versions=((INTERNAL, 2, ON - 90 * DAY),)),
        Case("internal", GAP, asset={"level": INTERNAL}, confirmed=READ),
        Case("public", NOT_NEEDED, asset={"level": PUBLIC}),
        Case("by way of the department", GAP, department=True),
        Case("posted for 29 days", MET, department=True, posting={"from_on": ON - 29 * DAY}),
        Case("the grant has ended", NOT_NEEDED, grant=ENDED),
        Case("who has left", NOT_NEEDED, person=LEFT),
        Case("retired", NOT_NEEDED, asset=RETIRED),
    ],
}  # fmt: skip


def registered(cast: Cast, case: Case) -> Asset:
    """The case as rows: somebody posted to sales since long ago, with access since then."""
    person = make.person("利用者", **case.person)
    Posting.objects.create(person=person, **{"department": cast.sales, "from_on": LONG_AGO} | case.posting)
    asset = make.asset(**{"level": SECRET, "department": cast.design} | case.asset)
    make.grant(asset, cast.sales if case.department else person, **{"from_on": LONG_AGO} | case.grant)
    for pledge in case.pledges:
        make.pledge(person, **pledge)
    for number, on in enumerate(case.trainings):
        make.training(person, on=on, topic=f"topic {number}")
    at = timezone.make_aware(datetime.combine(case.confirmed_at, datetime.min.time()))
    for level, version in case.confirmed:
        Acknowledgement.objects.create(person=person, level=level, version=version, at=at)
    for level, version, on in case.versions:
        Handling.objects.create(level=level, version=version, from_on=on, texts={"copy": "x"})
    if case.owns is not None:
        make.asset("another", owner=person, **case.owns)
    if case.leaver is not None:
        LeaverCase.objects.create(person=person, **case.leaver)
    if case.mandate is not None:
        make.mandate(person, "AUDITOR", **case.mandate)
    return asset


CASES = [
    pytest.param(id, case, id=f"{id}: {case.name}: {case.verdict.code}") for id, some in TABLE.items() for case in some
]
SPOKEN = [each for each in CASES if each.id and not each.id.endswith(NOT_NEEDED.code)]


def answer(id: str, asset: Asset, on: date = ON) -> tuple[Verdict, str]:
    found = Question(on).answers([asset.pk])[id].get(asset.pk)
    return (found.verdict, found.because) if found else (NOT_NEEDED, "")


def counted(id: str, asset: Asset, on: date = ON) -> Verdict:
    return Verdict(
        Asset.objects.annotate(worst=Question(on).worst(RULES[id])).values_list("worst", flat=True).get(pk=asset.pk)
    )


def test_the_table_is_of_all_rules_about_people() -> None:
    assert TABLE.keys() == {id for id, rule in RULES.items() if isinstance(rule.subject, PeopleWithAccess)}


@pytest.mark.parametrize(("id", "case"), CASES)
def test_the_verdict_is_counted_and_explained(cast: Cast, id: str, case: Case) -> None:
    asset = registered(cast, case)
    assert counted(id, asset) is case.verdict
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
        assert sentence.endswith((".", "。"))
        assert not re.search(r"None|%\(|―", sentence), sentence
        assert not RELATIVE.search(sentence), sentence
    if case.verdict is GAP:
        assert "利用者" in english


@pytest.mark.parametrize("id", TABLE)
def test_nobody_has_access_nobody_is_asked(cast: Cast, id: str) -> None:
    asset = make.asset(department=cast.design, owner=cast.owner)
    assert counted(id, asset) is answer(id, asset)[0] is NOT_NEEDED


def test_the_worst_of_all_who_have_access_counts_and_each_is_named(cast: Cast) -> None:
    asset = registered(cast, Case("", MET, pledges=(ENTRY,)))
    for name in ("佐藤", "鈴木"):
        make.grant(asset, make.person(name))
    verdict, sentence = answer("PER-01", asset)
    assert verdict is counted("PER-01", asset) is GAP
    assert "佐藤" in sentence
    assert "鈴木" in sentence
    assert "利用者" not in sentence


def test_who_has_no_access_to_an_asset_does_not_weigh_on_it(cast: Cast) -> None:
    asset = registered(cast, Case("", MET, pledges=(ENTRY,)))
    registered(cast, Case("", GAP, {"name_en": "Another"}, department=False))
    assert counted("PER-01", asset) is answer("PER-01", asset)[0] is MET


@pytest.mark.parametrize("listed", ["root", "sales", "team"])
def test_a_listed_department_reaches_those_posted_there_and_below(cast: Cast, listed: str) -> None:
    team, asset = make.department("SAL1", cast.sales), make.asset(department=cast.design)
    make.person("課員", team)
    make.grant(asset, {"root": cast.root, "sales": cast.sales, "team": team}[listed])
    assert counted("PER-01", asset) is answer("PER-01", asset)[0] is GAP


def test_but_not_those_above_or_beside(cast: Cast) -> None:
    team, asset = make.department("SAL1", cast.sales), make.asset(department=cast.design)
    make.person("課長", cast.sales)
    make.person("設計", cast.design)
    make.grant(asset, team)
    assert counted("PER-01", asset) is answer("PER-01", asset)[0] is NOT_NEEDED


def test_a_sentence_is_the_same_the_day_after(cast: Cast) -> None:
    gaps = {"PER-01": Case("", GAP), "PER-02": Case("", GAP, trainings=(LONG_AGO,)), "PER-03": Case("", GAP, SOON)}
    for id, case in gaps.items():
        asset = registered(cast, case)
        assert answer(id, asset)[1] == answer(id, asset, ON + DAY)[1] != ""
        Person.objects.filter(grants__asset=asset).update(left_on=LONG_AGO)
