"""Rules on what is entered: zones, personal information, doubles. Each with what meets it and what does not."""

from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import Department
from accounts.sight import person_sight
from assets import seals
from assets.kinds import Kind, State
from assets.models import Asset, NumberHandler, PersonalData
from classification.levels import Level
from measures.asking.findings import Finding
from measures.asking.readings import Question
from measures.rules import RULES
from measures.verdicts import Verdict
from tests import make
from tests.cast import Cast

ON = date(2026, 11, 24)
MET, GAP, UNKNOWN, NOT_NEEDED = Verdict.MET, Verdict.GAP, Verdict.UNKNOWN, Verdict.NOT_NEEDED
OF_ENTRY = {"STO-08", "PII-01", "PII-02", "PII-03", "DAT-02"}  # the rules whose cases stand here
FULL: dict[str, Any] = {"purpose": "pay", "basis": "the tax law", "keep_for": "7 years", "entrusted": False}


def found(rule: str, asset: Asset, reader: Any = None) -> Finding | None:
    findings = Question(ON, reader).explain(Asset.objects.filter(pk=asset.pk))
    return next((f for f in findings if f.rule == rule), None)


def stands(rule: str, asset: Asset, reader: Any = None) -> Verdict:
    """As it is explained; it is counted alike."""
    finding = found(rule, asset, reader)
    explained = finding.verdict if finding else NOT_NEEDED
    counted = Asset.objects.annotate(worst=Question(ON, reader).worst(RULES[rule])).get(pk=asset.pk).worst
    assert counted == explained
    return explained


@pytest.mark.parametrize(
    ("level", "zone", "kind", "verdict"),
    [
        (Level.TOP_SECRET, 3, Kind.PAP, MET),
        (Level.TOP_SECRET, 2, Kind.PAP, GAP),
        (Level.SECRET, 2, Kind.MLD, MET),
        (Level.SECRET, 1, Kind.LIN, GAP),
        (Level.INTERNAL, 1, Kind.PAP, MET),
        (Level.INTERNAL, 0, Kind.PAP, GAP),
        (Level.SECRET, None, Kind.PRO, UNKNOWN),
        (Level.SECRET, 0, Kind.DIG, NOT_NEEDED),
        (Level.PUBLIC, 0, Kind.PAP, NOT_NEEDED),
    ],
)
def test_the_zone_of_a_thing(cast: Cast, level: Level, zone: int | None, kind: Kind, verdict: Verdict) -> None:
    room = make.place("R", cast.site, zone=zone, name="部屋")
    asset = make.asset("x", level)
    make.carrier(asset, kind=kind, place=room)
    assert stands("STO-08", asset) is verdict


@pytest.mark.parametrize(("own", "verdict"), [(None, GAP), (3, MET), (1, GAP)])
def test_a_cabinet_has_its_own_grade_or_that_of_its_room(cast: Cast, own: int | None, verdict: Verdict) -> None:
    cabinet = make.place("C", cast.store, zone=own)  # the store is of grade 2
    asset = make.asset("x", Level.TOP_SECRET)
    make.carrier(asset, place=cabinet)
    assert stands("STO-08", asset) is verdict


def test_the_zone_is_told_with_what_is_asked(cast: Cast) -> None:
    asset = make.asset("x", Level.TOP_SECRET)
    make.carrier(asset, place=cast.store, location="")
    finding = found("STO-08", asset)
    assert finding is not None
    assert "in a zone of grade 2; for “Top secret”, at least 3." in finding.because


@pytest.mark.parametrize("flag", ["personal", "sensitive", "my_number"])
@pytest.mark.parametrize(
    ("changed", "verdict", "says"),
    [
        ({}, MET, "is said"),
        ({"purpose": ""}, GAP, "purpose of use"),
        ({"basis": ""}, GAP, "by which law"),
        ({"keep_for": ""}, GAP, "how long"),
        ({"keep_for": "", "until_on": ON}, MET, "is said"),
        ({"entrusted": None}, GAP, "entrusted"),
        ({"entrusted": True}, GAP, "entrusted"),
        ({"entrusted": True, "entrusted_to": "cloud"}, MET, "is said"),
        ({"keeper": None}, GAP, "responsible"),
    ],
)
def test_particulars_of_personal_information(
    cast: Cast, flag: str, changed: dict[str, Any], verdict: Verdict, says: str
) -> None:
    asset = make.asset("x", **{flag: True})
    PersonalData.objects.create(asset=asset, **FULL | {"keeper": cast.owner} | changed)
    finding = found("PII-01", asset)
    assert finding is not None
    assert finding.verdict is verdict
    assert says in finding.because


def test_nothing_said_at_all_is_a_gap_and_what_is_not_personal_is_not_asked(cast: Cast) -> None:
    assert stands("PII-01", make.asset("x", personal=True)) is GAP
    assert stands("PII-01", make.asset("a candidate", None, personal=True)) is GAP
    assert stands("PII-01", make.asset("y")) is NOT_NEEDED
    assert stands("PII-01", make.asset("z", personal=True, state=State.RETIRED)) is NOT_NEEDED


@pytest.mark.parametrize(
    ("level", "handler", "until", "destroyed", "verdict"),
    [
        (Level.SECRET, True, ON, None, MET),
        (Level.SECRET, True, None, None, MET),
        (Level.SECRET, False, None, None, GAP),
        (Level.INTERNAL, True, None, None, GAP),
        (Level.SECRET, True, ON - timedelta(days=1), None, GAP),
        (Level.SECRET, True, ON - timedelta(days=1), ON, MET),
        (None, True, None, None, UNKNOWN),
        (None, False, None, None, GAP),
    ],
)
def test_my_number(
    cast: Cast, level: Level | None, handler: bool, until: date | None, destroyed: date | None, verdict: Verdict
) -> None:
    asset = make.asset("x", level, my_number=True)
    PersonalData.objects.create(asset=asset, until_on=until, destroyed_on=destroyed)
    if handler:
        NumberHandler.objects.create(asset=asset, person=cast.owner)
    assert stands("PII-02", asset) is verdict


def test_my_number_without_any_particulars(cast: Cast) -> None:
    asset = make.asset("x", my_number=True)
    NumberHandler.objects.create(asset=asset, person=cast.owner)
    assert stands("PII-02", asset) is MET
    assert stands("PII-02", make.asset("y", personal=True)) is NOT_NEEDED


@pytest.mark.parametrize(
    ("level", "verdict"),
    [(Level.TOP_SECRET, MET), (Level.SECRET, MET), (Level.INTERNAL, GAP), (Level.PUBLIC, GAP), (None, NOT_NEEDED)],
)
def test_sensitive_information(cast: Cast, level: Level | None, verdict: Verdict) -> None:
    assert stands("PII-03", make.asset("x", level, sensitive=True)) is verdict


# Doubles


@pytest.fixture
def pair(cast: Cast) -> tuple[Asset, Asset]:
    facts = {"department": cast.design, "owner": cast.owner}
    return make.asset("金型 M-112（ハウジング）", **facts), make.asset("金型Ｍ１１２ ハウジング", **facts)


def test_a_double_is_suspected_and_named_by_its_code(cast: Cast, pair: tuple[Asset, Asset]) -> None:
    one, other = pair
    finding = found("DAT-02", one, person_sight(cast.owner))
    assert finding is not None
    assert (finding.verdict, other.code in finding.because) == (GAP, True)


@pytest.mark.parametrize("case", ["another letter", "elsewhere", "retired", "nowhere"])
def test_no_double(cast: Cast, pair: tuple[Asset, Asset], case: str) -> None:
    one, other = pair
    if case == "another letter":
        other.name = "金型 M-113（ハウジング）"
        other.save()
    else:
        places: dict[str, Department | None] = {"elsewhere": cast.sales, "nowhere": None}
        change: dict[str, Any] = {"state": State.RETIRED} if case == "retired" else {"department": places[case]}
        Asset.objects.filter(pk=other.pk).update(**change)
    assert stands("DAT-02", one, person_sight(cast.owner)) is MET


def test_a_double_that_the_reader_may_not_know_of_is_none(cast: Cast, pair: tuple[Asset, Asset]) -> None:
    one, other = pair
    make.grant(one, cast.listed)
    assert stands("DAT-02", one, person_sight(cast.listed)) is MET
    make.grant(other, cast.listed)
    del cast.listed
    assert stands("DAT-02", one, person_sight(cast.owner)) is GAP


def test_a_sealed_name_is_compared_for_nobody_who_may_not_read_it(cast: Cast, pair: tuple[Asset, Asset]) -> None:
    one, other = pair
    make.grant(one, cast.listed)
    make.grant(other, cast.listed)
    seals.put(other, "why", by=person_sight(cast.chief))
    assert stands("DAT-02", one, person_sight(cast.steward)) is MET
    assert stands("DAT-02", other, person_sight(cast.steward)) is NOT_NEEDED
    assert stands("DAT-02", other, person_sight(cast.owner)) is GAP


def test_without_a_reader_nothing_is_compared(cast: Cast, pair: tuple[Asset, Asset]) -> None:
    assert stands("DAT-02", pair[0]) is NOT_NEEDED
