"""Who may know of an asset: the table of the rule's cases, and the agreement of its renderings."""

from datetime import timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from accounts.models import Department, Mandate
from accounts.querysets import today
from accounts.sight import Sight, person_sight
from assets.finding.nearest import nearest
from assets.kinds import State
from assets.models import Asset, Carrier, Grant
from assets.visibility import Plan, Span, as_condition, as_exists, as_union, rendering
from classification.levels import Level
from tests import make
from tests.cast import MEMBERS, Cast

DAY = timedelta(days=1)
RENDERINGS = (as_union, as_condition, as_exists)


@pytest.fixture
def asset(cast: Cast) -> Asset:
    """A secret of the design department, kept in the mold store."""
    made = make.asset(department=cast.design, owner=cast.owner, entered_by=cast.enterer)
    make.carrier(made, place=cast.store)
    make.grant(made, cast.listed)
    return made


SEES = {
    "owner": True,
    "listed": True,
    "manager": True,
    "deputy": True,
    "chief": True,
    "executive": True,
    "steward": True,
    "auditor": True,
    "colleague": False,
    "enterer": False,
    "nobody": False,
    "administrator": False,
    "leaver": False,
    "root": False,
}


@pytest.mark.parametrize("name", MEMBERS)
def test_the_cast(cast: Cast, asset: Asset, name: str) -> None:
    assert Asset.objects.visible_to(cast.sign_in(name)).filter(pk=asset.pk).exists() is SEES[name]


def test_strangers_see_nothing(cast: Cast, asset: Asset) -> None:
    assert not Asset.objects.visible_to(AnonymousUser()).exists()
    assert not Asset.objects.visible_to(None).exists()


def seen(asset: Asset, person: Any, on: Any = None) -> bool:
    return Asset.objects.seen_by(person_sight(person, on)).filter(pk=asset.pk).exists()


def test_whoever_entered_a_candidate_sees_it_until_it_is_approved(cast: Cast) -> None:
    candidate = make.asset(level=None, entered_by=cast.enterer)
    assert seen(candidate, cast.enterer)
    Asset.objects.filter(pk=candidate.pk).update(state=State.ACTIVE, level=20, approved_on=today())
    assert not seen(candidate, cast.enterer)


def test_the_custodian_sees_it(cast: Cast, asset: Asset) -> None:
    Asset.objects.filter(pk=asset.pk).update(custodian=cast.nobody)
    assert seen(asset, cast.nobody)


def test_a_grant_holds_between_its_days(cast: Cast, asset: Asset) -> None:
    Grant.objects.filter(person=cast.listed).update(from_on=today(), until_on=today() + DAY)
    assert not seen(asset, cast.listed, today() - DAY)
    assert seen(asset, cast.listed, today())
    assert seen(asset, cast.listed, today() + DAY)
    assert not seen(asset, cast.listed, today() + 2 * DAY)


def test_a_grant_to_a_department_reaches_those_below_it_and_not_those_above(cast: Cast, asset: Asset) -> None:
    team = make.department("SAL1", cast.sales)
    member, boss = make.person("課 員", team), make.person("部 員", cast.sales)
    make.grant(asset, cast.sales)
    assert seen(asset, member)
    assert seen(asset, boss)
    Grant.objects.filter(department=cast.sales).update(department=team)
    assert seen(asset, member)
    assert not seen(asset, boss)


def test_a_posting_that_ended_gives_nothing(cast: Cast, asset: Asset) -> None:
    make.grant(asset, cast.sales)
    assert seen(asset, cast.nobody)
    cast.nobody.postings.update(until_on=today() - DAY)
    assert not seen(asset, cast.nobody)


def test_the_manager_above_sees_it_and_the_manager_beside_does_not(cast: Cast, asset: Asset) -> None:
    cast.sales.manager = cast.nobody
    cast.sales.save()
    assert not seen(asset, cast.nobody)
    cast.root.manager = cast.nobody
    cast.root.save()
    assert seen(asset, cast.nobody)


def test_a_mandate_covers_its_department_or_place_and_its_days(cast: Cast, asset: Asset) -> None:
    person = cast.nobody
    for scope, sees in (
        ({"department": cast.design}, True),
        ({"department": cast.sales}, False),
        ({"place": cast.site}, True),
    ):
        Mandate.objects.filter(person=person).delete()
        make.mandate(person, Mandate.Role.AUDITOR, **scope)
        assert seen(asset, person) is sees
    Mandate.objects.filter(person=person).update(until_on=today() - DAY)
    assert not seen(asset, person)


def test_a_carrier_that_is_gone_lends_no_sight(cast: Cast, asset: Asset) -> None:
    make.mandate(cast.nobody, Mandate.Role.AUDITOR, place=cast.store)
    Carrier.objects.update(ended_on=today())
    assert not seen(asset, cast.nobody)


def test_who_has_left_sees_nothing_even_as_owner(cast: Cast, asset: Asset) -> None:
    Asset.objects.filter(pk=asset.pk).update(owner=cast.leaver)
    assert not seen(asset, cast.leaver)


DAYS = st.sampled_from([-2, -1, 0, 1]).map(lambda n: today() + n * DAY)
SPANS = st.tuples(DAYS, DAYS | st.none()).filter(lambda span: span[1] is None or span[0] <= span[1])
PEOPLE, PLACES = range(5), range(2)  # departments: 0 the company, 1 and 2 below it, 3 below 1
ONE = st.sampled_from(PEOPLE)
WHERE = st.integers(0, 3)
ASSETS = st.fixed_dictionaries(
    {
        "owner": ONE | st.none(),
        "custodian": ONE | st.none(),
        "entered_by": ONE,
        "approved": st.booleans(),
        "waits": st.booleans(),
        "department": WHERE | st.none(),
        "grants": st.lists(st.tuples(ONE | WHERE.map(lambda n: -1 - n), SPANS), max_size=3),
        "carriers": st.lists(st.tuples(st.sampled_from(PLACES) | st.none(), st.booleans()), max_size=2),
    }
)
SCOPES = WHERE.map(lambda n: ("department", n)) | st.sampled_from([("place", 1), ("company", 0)])
OFFICES = st.tuples(
    st.lists(st.tuples(ONE, WHERE, SPANS), max_size=6),  # postings
    st.lists(st.tuples(ONE, WHERE), max_size=2),  # managers
    st.lists(st.tuples(ONE, SCOPES, SPANS), max_size=3),  # mandates
    st.lists(st.tuples(ONE, ONE).filter(lambda two: two[0] != two[1]), max_size=3),  # who decides in whose name
)


@settings(max_examples=30)
@given(assets=st.lists(ASSETS, min_size=1, max_size=8), offices=OFFICES)
def test_the_renderings_agree(db: None, assets: list[Any], offices: Any) -> None:
    """Random registers, random people, on days around the ends of what is dated."""
    with transaction.atomic():
        people = random_register(assets, offices)
        for person, day in product(people, (today() - DAY, today(), today() + DAY)):
            sight = person_sight(person, day)
            if sight.everything:  # no rule to go by
                continue
            seen = [
                list(render(Asset.objects.order_by("pk"), sight).values_list("pk", flat=True)) for render in RENDERINGS
            ]
            assert seen[0] == seen[1] == seen[2]
            assert [spanned(render, sight) for render in RENDERINGS] == [seen[0][:-1]] * 3
            assert [in_strides(sight, size) for size in (1, 2, 99)] == [seen[0][::-1]] * 3
            assert [in_strides(sight, size, back=True) for size in (1, 2, 99)] == [seen[0]] * 3
            assert sorted(nearest(sight, 99)) == seen[0]
            assert [render(Asset.objects.all(), sight).count() for render in RENDERINGS] == [len(seen[0])] * 3
        transaction.set_rollback(True)


def in_strides(sight: Sight, size: int, back: bool = False) -> list[int]:
    """All keys, so many at a time."""
    found: list[int] = []
    while more := nearest(sight, size, Span("gt" if back else "lt", found[-1]) if found else None, back):
        found += more
    return found


def spanned(render: Any, sight: Any) -> list[int]:
    """All but the last, by a span that ends there."""
    rows = Asset.objects.order_by("pk")
    keys = list(render(rows, sight).values_list("pk", flat=True))
    return list(render(rows, sight, span=Span("lt", keys[-1])).values_list("pk", flat=True)) if keys else []


def random_register(assets: list[Any], offices: Any) -> list[Any]:
    """The people of a register made of these numbers."""
    top = make.department("T")
    departments = [top, make.department("T1", top), make.department("T2", top)]
    departments.append(make.department("T11", departments[1]))
    site = make.place("P")
    places, people = [site, make.place("P1", site)], [make.person(f"人 {n}") for n in PEOPLE]
    postings, managers, mandates, delegations = offices
    for who, where, (start, end) in postings:
        people[who].postings.create(department=departments[where], from_on=start, until_on=end)
    for who, where in managers:
        Department.objects.filter(pk=departments[where].pk).update(manager=people[who])
    for who, (scope, where), (start, end) in mandates:
        over = {"department": {"department": departments[where]}, "place": {"place": places[where % 2]}}.get(scope, {})
        make.mandate(people[who], Mandate.Role.CHIEF, from_on=start, until_on=end, **over)
    for giver, to in delegations:
        make.delegation(people[giver], people[to])
    for facts in assets:
        random_asset(facts, people, departments, places)
    return people


def random_asset(facts: Any, people: list[Any], departments: list[Any], places: list[Any]) -> None:
    who = {name: people[facts[name]] for name in ("owner", "custodian", "entered_by") if facts[name] is not None}
    level = Level.SECRET if facts["approved"] else None
    made = make.asset(level=level, department=at(departments, facts["department"]), **who)
    if facts["waits"] and facts["approved"]:
        made.amendments.create(by=people[0], at=timezone.now(), act=uuid4())
    elif facts["waits"]:
        now = {
            "submitted_by": people[0],
            "judged_by": people[0],
            "submitted_at": timezone.now(),
            "proposed_level": Level.SECRET,
        }
        Asset.objects.filter(pk=made.pk).update(state=State.IN_REVIEW, **now)
    for whom, (start, end) in facts["grants"]:
        make.grant(made, departments[-1 - whom] if whom < 0 else people[whom], from_on=start, until_on=end)
    for where, ended in facts["carriers"]:
        make.carrier(made, place=at(places, where), ended_on=today() if ended else None)


def at(rows: list[Any], number: int | None) -> Any:
    return None if number is None else rows[number]


@pytest.mark.parametrize(
    ("vendor", "wide", "plan", "expected"),
    [
        ("sqlite", False, Plan.SET, as_union),
        ("sqlite", False, Plan.WALK, as_union),
        ("sqlite", False, Plan.EACH, as_exists),
        ("sqlite", True, Plan.SET, as_union),
        ("sqlite", True, Plan.WALK, as_exists),
        ("postgresql", False, Plan.SET, as_condition),
        ("postgresql", False, Plan.WALK, as_union),
        ("postgresql", True, Plan.WALK, as_exists),
        ("postgresql", True, Plan.EACH, as_exists),
    ],
)
def test_the_rendering_goes_by_database_reach_and_plan(
    cast: Cast, vendor: str, wide: bool, plan: Plan, expected: Any
) -> None:
    sight = person_sight(cast.manager if wide else cast.nobody)
    assert rendering(vendor, sight, plan).func is expected


def test_every_plan_finds_the_same_assets(cast: Cast, asset: Asset) -> None:
    for name, plan in product(MEMBERS, Plan):
        user = cast.sign_in(name)
        listed = Asset.objects.visible_to(user, plan=plan)
        assert set(listed.values_list("pk")) == set(Asset.objects.visible_to(user).values_list("pk"))
