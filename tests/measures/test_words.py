"""Rules, words and exemptions: how an asset stands on a measure, and whose word counts."""

from datetime import timedelta
from typing import Any

import pytest

from assets.kinds import Host, Kind
from assets.models import Asset
from classification.levels import Level
from measures.asking.needs import computed, needs_word
from measures.asking.readings import Question
from measures.catalogue import measure, measures
from measures.figures import lines_of
from measures.models import Attestation
from measures.rules import RULES
from measures.verdicts import Verdict
from tests import make
from tests.cast import Cast
from tests.measures.registers import ON, exemption, word

MET, GAP, UNKNOWN, NOT_NEEDED, EXEMPT = (
    Verdict.MET, Verdict.GAP, Verdict.UNKNOWN, Verdict.NOT_NEEDED, Verdict.EXEMPT,
)  # fmt: skip
DAY = timedelta(days=1)
PARTLY = Attestation.State.PARTLY
SAID = "E2-i"  # rests on people's word alone; asked of paper from secret on
COMPUTED = "E2-c"  # STO-05 and nothing else
MIXED = "E2-f"  # STO-05, and a rule that is not computed yet


# Rules and words


def verdict(code: str, asset: Asset) -> Verdict:
    """How the asset stands on the measure (that lines say the same is proved above)."""
    expression = Question(ON).verdict(measure(code))
    return Verdict(Asset.objects.filter(pk=asset.pk).annotate(stands=expression).values_list("stands", flat=True).get())


def source(code: str, asset: Asset) -> Attestation | None:
    """Whose word the measure's line names."""
    findings = Question(ON).explain(Asset.objects.filter(pk=asset.pk))
    (found,) = {f.attestation for f in findings if f.measure == code and f.rule is None}
    return found


def paper(cast: Cast, **facts: Any) -> Asset:
    """A secret of the design department on paper in the mold store, locked up."""
    asset = make.asset(**{"department": cast.design, "kind": Kind.PAP} | facts)
    make.carrier(asset, place=cast.store)
    return asset


def test_these_measures_are_what_these_tests_take_them_for() -> None:
    assert (computed(measure(SAID)), needs_word(measure(SAID))) == ([], True)
    assert (computed(measure(COMPUTED)), needs_word(measure(COMPUTED))) == ([RULES["STO-05"]], False)
    assert (computed(measure(MIXED)), needs_word(measure(MIXED))) == ([RULES["STO-05"]], True)
    assert measure(SAID).kinds == (Kind.PAP,)


def test_a_measure_that_rests_on_words_is_unknown_without_one(cast: Cast) -> None:
    assert verdict(SAID, paper(cast)) is UNKNOWN


def test_partly_in_place_is_a_gap(cast: Cast) -> None:
    asset = paper(cast)
    word(SAID, by=cast.chief, state=PARTLY)
    assert verdict(SAID, asset) is GAP
    (lines,) = lines_of(Question(ON), Asset.objects.all()).values()
    told = [line for category in lines.categories for line in category.lines]
    assert next(line for line in told if line.measure.code == SAID).partly


@pytest.mark.parametrize(
    ("facts", "said", "stands"),
    [
        ({}, None, UNKNOWN),
        ({}, Attestation.State.IN_PLACE, MET),
        ({}, PARTLY, GAP),
        ({"encrypted": False}, None, GAP),
        ({"encrypted": False}, Attestation.State.IN_PLACE, GAP),
        ({"encrypted": None}, Attestation.State.IN_PLACE, UNKNOWN),
        ({"encrypted": None}, PARTLY, GAP),
        ({"encrypted": None}, None, UNKNOWN),
    ],
)
def test_a_measure_that_is_computed_in_part_needs_a_word_too(
    cast: Cast, facts: Any, said: str, stands: Verdict
) -> None:
    asset = make.asset()
    make.carrier(asset, kind=Kind.DIG, host=Host.MOBILE, **facts)
    if said:
        word(MIXED, by=cast.chief, state=said)
    assert verdict(MIXED, asset) is stands


@pytest.mark.parametrize(("encrypted", "stands"), [(True, MET), (False, GAP), (None, UNKNOWN)])
def test_a_measure_that_is_computed_wholly_heeds_no_word(cast: Cast, encrypted: bool | None, stands: Verdict) -> None:
    asset = make.asset()
    make.carrier(asset, kind=Kind.MED, encrypted=encrypted)
    word(COMPUTED, by=cast.chief, state=PARTLY if encrypted else Attestation.State.IN_PLACE)
    assert verdict(COMPUTED, asset) is stands


def test_a_measure_whose_rules_ask_nothing_of_an_asset_is_not_needed(cast: Cast) -> None:
    asset = make.asset(kind=Kind.DIG)
    make.carrier(asset, kind=Kind.DIG, host="OFFICE_PC", encrypted=None)
    assert verdict(COMPUTED, asset) is NOT_NEEDED


# Whose word counts


@pytest.fixture
def tree(cast: Cast) -> dict[str, Any]:
    """Every scope of which a word may be said, nearest first, around an asset of a team, kept in a cabinet."""
    team, cabinet = make.department("ENG1", cast.design), make.place("C1", cast.store)
    asset = make.asset(department=team, kind=Kind.PAP)
    carrier = make.carrier(asset, place=cabinet)
    return {
        "asset": {"asset": asset},
        "carrier": {"asset": asset, "carrier": carrier},
        "cabinet": {"place": cabinet},
        "zone": {"place": cast.store},
        "site": {"place": cast.site},
        "team": {"department": team},
        "design": {"department": cast.design},
        "root": {"department": cast.root},
        "company": {},
    }


@pytest.mark.parametrize("nearest", range(9))
@pytest.mark.parametrize("partly", [True, False])
def test_the_nearest_word_counts(cast: Cast, tree: dict[str, Any], nearest: int, partly: bool) -> None:
    """asset > carrier > place > department > company, and the nearest of each tree; those farther away say the contrary."""
    asset, scopes = tree["asset"]["asset"], list(tree.values())[nearest:]
    other = Attestation.State.IN_PLACE if partly else PARTLY
    words = [word(SAID, by=cast.chief, state=other, **scope) for scope in reversed(scopes[1:])]
    mine = word(SAID, by=cast.chief, state=PARTLY if partly else Attestation.State.IN_PLACE, **scopes[0])
    Attestation.objects.filter(pk__in=[w.pk for w in words]).update(from_on=ON)  # newer, and yet farther away
    assert verdict(SAID, asset) is (GAP if partly else MET)
    assert source(SAID, asset) == mine


@pytest.mark.parametrize("scope", ["asset", "carrier", "cabinet", "team", "company"])
def test_of_two_words_on_the_same_the_later_counts(cast: Cast, tree: dict[str, Any], scope: str) -> None:
    later = word(SAID, by=cast.chief, state=PARTLY, from_on=ON, **tree[scope])
    word(SAID, by=cast.chief, from_on=ON - DAY, **tree[scope])
    assert source(SAID, tree["asset"]["asset"]) == later
    assert verdict(SAID, tree["asset"]["asset"]) is GAP


@pytest.mark.parametrize("scope", ["asset", "cabinet", "site", "team", "root", "company"])
@pytest.mark.parametrize(
    ("first", "last", "stands"),
    [(-30, 0, MET), (0, 30, MET), (0, 0, MET), (-30, -1, UNKNOWN), (1, 30, UNKNOWN)],
)
def test_a_word_holds_between_its_days(
    cast: Cast, tree: dict[str, Any], scope: str, first: int, last: int, stands: Verdict
) -> None:
    word(SAID, by=cast.chief, from_on=ON + first * DAY, until_on=ON + last * DAY, **tree[scope])
    assert verdict(SAID, tree["asset"]["asset"]) is stands


def test_an_expired_word_gives_way_to_the_next_nearest(cast: Cast, tree: dict[str, Any]) -> None:
    word(SAID, by=cast.chief, until_on=ON - DAY, **tree["asset"])
    word(SAID, by=cast.chief, until_on=ON - DAY, **tree["cabinet"])
    word(SAID, by=cast.chief, state=PARTLY, **tree["design"])
    assert verdict(SAID, tree["asset"]["asset"]) is GAP


@pytest.mark.parametrize("scope", ["asset", "place", "department"])
def test_words_reach_nobody_else(cast: Cast, scope: str) -> None:
    asset, elsewhere = paper(cast), make.place("Z9", cast.site)
    other = make.asset("other", department=cast.sales)
    make.carrier(other, place=elsewhere)
    word(SAID, by=cast.chief, **{scope: {"asset": other, "place": elsewhere, "department": cast.sales}[scope]})
    assert verdict(SAID, asset) is UNKNOWN
    assert verdict(SAID, other) is MET


def test_a_word_below_does_not_reach_up(cast: Cast, tree: dict[str, Any]) -> None:
    asset = paper(cast)
    for scope in ("cabinet", "team"):
        word(SAID, by=cast.chief, **tree[scope])
    assert verdict(SAID, asset) is UNKNOWN


def test_an_asset_without_department_is_reached_by_the_company_only(cast: Cast) -> None:
    asset = make.asset()
    make.carrier(asset)
    word(SAID, by=cast.chief, department=cast.root)
    assert verdict(SAID, asset) is UNKNOWN
    word(SAID, by=cast.chief)
    assert verdict(SAID, asset) is MET


PLACES: list[tuple[str, list[dict[str, Any]], Verdict]] = [
    ("all of its paper is there", [{"at": "store"}, {"at": "store"}], MET),
    ("one paper is at another place of which it was said", [{"at": "store"}, {"at": "annex"}], MET),
    ("one paper is at a place of which nothing was said", [{"at": "store"}, {"at": "yard"}], UNKNOWN),
    ("one paper is nobody knows where", [{"at": "store"}, {}], UNKNOWN),
    ("one paper is at a place that is partly so", [{"at": "store"}, {"at": "attic"}], GAP),
    ("a mold elsewhere is not asked of", [{"at": "store"}, {"at": "yard", "kind": Kind.MLD}], MET),
    ("a mold is there, paper elsewhere", [{"at": "store", "kind": Kind.MLD}, {"at": "yard"}], UNKNOWN),
    ("a paper elsewhere is gone", [{"at": "store"}, {"at": "yard", "ended_on": ON}], MET),
    ("it has no carrier at all", [], UNKNOWN),
]


@pytest.mark.parametrize(("carriers", "stands"), [p[1:] for p in PLACES], ids=[p[0] for p in PLACES])
def test_a_places_word_counts_when_all_its_carriers_are_covered(
    cast: Cast, carriers: list[dict[str, Any]], stands: Verdict
) -> None:
    places = {name: make.place(name, cast.site) for name in ("annex", "attic", "yard")} | {"store": cast.store}
    asset = make.asset(kind=Kind.PAP)
    for carrier in carriers:
        facts = {name: value for name, value in carrier.items() if name != "at"}
        make.carrier(asset, place=places.get(carrier.get("at", "")), **facts)
    for name in ("store", "annex"):
        word(SAID, by=cast.chief, place=places[name])
    word(SAID, by=cast.chief, place=places["attic"], state=PARTLY)
    assert verdict(SAID, asset) is stands


DATA = "E2-g"  # of data alone, said of carriers
LOGS = "E3-l"  # done at systems, asked of paper and data
IN_PLACE, NOT = Attestation.State.IN_PLACE, Attestation.State.NOT_NEEDED
# The carriers of an asset; what is said of the first of them, of the system, the device, the place; how it stands.
COVERED: list[tuple[str, str, list[dict[str, Any]], dict[str, str], Verdict]] = [
    ("all its data are in the system", DATA, [{"on": "system"}, {"on": "system"}], {"system": IN_PLACE}, MET),
    ("some are elsewhere", DATA, [{"on": "system"}, {}], {"system": IN_PLACE}, UNKNOWN),
    ("the rest is at a place of which it was said", DATA, [{"on": "system"}, {"on": "place"}],
     {"system": IN_PLACE, "place": IN_PLACE}, MET),
    ("and there only partly", DATA, [{"on": "system"}, {"on": "place"}], {"system": IN_PLACE, "place": PARTLY}, GAP),
    ("on a device", DATA, [{"on": "device"}], {"device": PARTLY}, GAP),
    ("a system is nearer than its place", DATA, [{"on": "both"}], {"system": IN_PLACE, "place": PARTLY}, MET),
    ("a carrier's own word is the nearest", DATA, [{"on": "system"}], {"carrier": IN_PLACE, "system": PARTLY}, MET),
    ("its own for one, the system's for the other", DATA, [{}, {"on": "system"}],
     {"carrier": PARTLY, "system": IN_PLACE}, GAP),
    ("one of two carriers is spoken for", DATA, [{}, {}], {"carrier": IN_PLACE}, UNKNOWN),
    ("one does not need it, the other has it", DATA, [{}, {"on": "system"}], {"carrier": NOT, "system": IN_PLACE}, MET),
    ("the only one does not need it", DATA, [{}], {"carrier": NOT}, NOT_NEEDED),
    ("a carrier that is gone speaks for nothing", DATA, [{"ended_on": ON}, {}], {"carrier": IN_PLACE}, UNKNOWN),
    ("one that is gone need not be spoken for", DATA, [{}, {"ended_on": ON}], {"carrier": IN_PLACE}, MET),
    ("paper is not asked of systems", LOGS, [{"on": "system"}, {"kind": Kind.PAP}], {"system": IN_PLACE}, MET),
    ("paper alone is not reached by them", LOGS, [{"kind": Kind.PAP, "on": "system"}], {"system": IN_PLACE}, UNKNOWN),
]  # fmt: skip


def test_systems_devices_and_carriers_speak_for_an_asset_when_all_its_carriers_are_covered(cast: Cast) -> None:
    """The nearest word on each carrier, and of these the worst; counted and explained alike."""
    for about, code, carriers, said, stands in COVERED:
        Attestation.objects.all().delete()
        system, device = make.system(), make.device()
        asset = make.asset(kind=Kind.DIG)
        of: dict[str, Any] = {"system": {"system": system}, "device": {"device": device}}
        of |= {"place": {"place": cast.store}, "both": {"system": system, "place": cast.store}}
        rows = [make.carrier(asset, **_carrier(facts, of)) for facts in carriers]
        of["carrier"] = {"asset": asset, "carrier": rows[0]}
        for part, state in said.items():
            word(code, by=cast.chief, state=state, **of[part])
        assert verdict(code, asset) is stands, about
        told = {f.measure: f for f in Question(ON).explain(Asset.objects.filter(pk=asset.pk))}
        assert code not in told if stands is NOT_NEEDED else told[code].verdict is stands, about


def _carrier(facts: dict[str, Any], of: dict[str, Any]) -> dict[str, Any]:
    facts = {"kind": Kind.DIG, "host": "", "place": None} | facts
    return {name: value for name, value in facts.items() if name != "on"} | of.get(facts.get("on", ""), {})


def test_an_asset_says_from_where_a_word_comes(cast: Cast) -> None:
    """From the system, from one of its carriers, not from what is farther away."""
    system, asset = make.system(name="Files"), make.asset(kind=Kind.DIG)
    carrier = make.carrier(asset, kind=Kind.DIG, host="", place=None, system=system, serial="HD-7")

    def origin() -> str:
        (lines,) = lines_of(Question(ON), Asset.objects.filter(pk=asset.pk)).values()
        return next(ln.inherited for c in lines.categories for ln in c.lines if ln.measure.code == DATA)

    word(DATA, by=cast.chief)
    assert origin() == "The company"
    word(DATA, by=cast.chief, system=system)
    assert origin() == system.label
    word(DATA, by=cast.chief, asset=asset, carrier=carrier)
    assert "HD-7" in origin()
    word(DATA, by=cast.chief, asset=asset)
    assert origin() == ""


def test_for_a_measure_of_all_kinds_every_carrier_must_be_covered(cast: Cast) -> None:
    asset = paper(cast)
    word("E3-e", by=cast.chief, place=cast.store)
    assert verdict("E3-e", asset) is MET
    make.carrier(asset, kind=Kind.TAC)
    assert verdict("E3-e", asset) is UNKNOWN


# Exemptions


def test_an_exemption_turns_a_gap_into_exempt(cast: Cast) -> None:
    asset, other = paper(cast), paper(cast)
    word(SAID, by=cast.chief, state=PARTLY)
    exemption(SAID, asset, cast.chief)
    assert verdict(SAID, asset) is EXEMPT
    assert verdict(SAID, other) is GAP
    tally = Question(ON).tally(Asset.objects.all())[SAID]
    assert (tally.needed, tally.exempt, tally.gap) == (2, 1, 1)


def test_an_exemption_covers_what_a_rule_finds(cast: Cast) -> None:
    asset = make.asset()
    make.carrier(asset, kind=Kind.DIG, host=Host.MOBILE, encrypted=False)
    exemption(MIXED, asset, cast.chief)
    assert verdict(MIXED, asset) is EXEMPT
    assert "gap" not in {f.verdict.code for f in Question(ON).explain(Asset.objects.all()) if f.measure == MIXED}


@pytest.mark.parametrize(("state", "stands"), [(None, UNKNOWN), (Attestation.State.IN_PLACE, MET)])
def test_an_exemption_leaves_all_else_as_it_is(cast: Cast, state: str, stands: Verdict) -> None:
    asset = paper(cast)
    if state:
        word(SAID, by=cast.chief, state=state)
    exemption(SAID, asset, cast.chief)
    assert verdict(SAID, asset) is stands
    assert verdict(SAID, make.asset("public", Level.PUBLIC)) is NOT_NEEDED


@pytest.mark.parametrize(
    ("first", "last", "stands"), [(0, 0, EXEMPT), (-9, 0, EXEMPT), (0, 9, EXEMPT), (-9, -1, GAP), (1, 9, GAP)]
)
def test_an_exemption_holds_between_its_days(cast: Cast, first: int, last: int, stands: Verdict) -> None:
    asset = paper(cast)
    word(SAID, by=cast.chief, state=PARTLY)
    exemption(SAID, asset, cast.chief, from_on=ON + first * DAY, until_on=ON + last * DAY)
    assert verdict(SAID, asset) is stands


def test_an_exemption_is_for_one_measure(cast: Cast) -> None:
    asset = paper(cast)
    word(SAID, by=cast.chief, state=PARTLY)
    exemption("E1-d", asset, cast.chief)
    assert verdict(SAID, asset) is GAP


# Of whom it is asked


@pytest.mark.parametrize(
    ("kind", "carriers", "asked"),
    [
        (Kind.PAP, [], True),
        (Kind.DIG, [], False),
        (Kind.DIG, [Kind.PAP], True),
        (Kind.DIG, [Kind.DIG, Kind.PAP], True),
        (Kind.PAP, [Kind.DIG], False),
    ],
)
def test_a_measure_is_asked_of_what_an_asset_lives_on_and_of_its_own_kind_where_that_is_not_known(
    cast: Cast, kind: str, carriers: list[str], asked: bool
) -> None:
    asset = make.asset(kind=kind)
    for each in carriers:
        make.carrier(asset, kind=each)
    assert (verdict(SAID, asset) is not NOT_NEEDED) is asked


def test_a_carrier_that_is_gone_counts_for_nothing(cast: Cast) -> None:
    asset = make.asset(kind=Kind.DIG)
    make.carrier(asset, kind=Kind.PAP, ended_on=ON)
    assert verdict(SAID, asset) is NOT_NEEDED
    assert verdict("E2-g", asset) is not NOT_NEEDED  # of data: asked by its own kind


@pytest.mark.parametrize("each", [m for m in measures() if len(m.kinds) in (0, len(Kind))], ids=lambda m: m.code)
def test_a_measure_of_all_kinds_is_asked_of_every_asset_from_its_level_on(cast: Cast, each: Any) -> None:
    question = Question(ON)
    for level in Level:
        asset = make.asset("a", level, kind=Kind.TAC)
        asked = Asset.objects.filter(question.needed(each), pk=asset.pk).exists()
        assert asked is (level >= each.required_from)
