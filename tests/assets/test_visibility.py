"""Who may know of an asset: the table of the rule's cases, and the agreement of its renderings."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from accounts.models import Mandate
from accounts.querysets import today
from accounts.sight import person_sight
from assets.kinds import State
from assets.models import Asset, Carrier, Grant
from assets.visibility import as_condition, as_union
from classification.levels import Level
from tests import make
from tests.cast import MEMBERS, Cast

DAY = timedelta(days=1)


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


def test_the_renderings_agree(cast: Cast, asset: Asset) -> None:
    import random

    dice = random.Random(20261124)
    people: list[Any] = [cast.owner, cast.listed, cast.manager, cast.nobody, cast.colleague, cast.enterer]
    cast_list: list[Any] = [*people, cast.sales, cast.design]
    make.mandate(cast.colleague, Mandate.Role.AUDITOR, place=cast.store)
    for n in range(60):
        level = dice.choice([None, *Level])
        facts = {"department": dice.choice([cast.design, cast.sales, None]), "owner": dice.choice([*people, None])}
        made = make.asset(f"a{n}", level, entered_by=dice.choice(people), **facts)
        make.carrier(made, place=dice.choice([cast.store, None]), ended_on=dice.choice([None, None, today()]))
        for _ in range(dice.randrange(3)):
            ends = dice.choice([None, today() - DAY, today()])
            make.grant(made, dice.choice(cast_list), until_on=ends)
    for person in people:
        sight = person_sight(person)
        union = set(as_union(Asset.objects.all(), sight).values_list("pk", flat=True))
        assert union == set(as_condition(Asset.objects.all(), sight).values_list("pk", flat=True))
        assert (
            len(union)
            == as_condition(Asset.objects.all(), sight).count()
            == as_union(Asset.objects.all(), sight).count()
        )
