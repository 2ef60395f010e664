"""Levels by tiers: the counts are of what one may know of, and each leads to a list of as many."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.querysets import today
from accounts.sight import person_sight
from assets.kinds import State, Tier
from assets.models import Asset, Choice
from classification.levels import Level
from desk.addressee import Addressee
from desk.asset.due import due_on
from tests import make
from tests.cast import Cast


@pytest.fixture
def register(cast: Cast) -> None:
    for n, (level, tier) in enumerate(
        [(Level.TOP_SECRET, Tier.NEVER), (Level.TOP_SECRET, Tier.ORDINARY), (Level.SECRET, Tier.NDA), (Level.SECRET, ""),
         (Level.SECRET, ""), (Level.PUBLIC, Tier.ORDINARY), (None, "")]
    ):  # fmt: skip
        make.asset(f"asset {n}", level, tier=tier, department=cast.design)
    make.asset("of sales", Level.SECRET, tier=Tier.NEVER, department=cast.sales)
    make.asset("gone", Level.SECRET, tier=Tier.NEVER, department=cast.design, state=State.RETIRED)


def cells(client: Client) -> list[tuple[Any, int, int, str]]:
    """(level, place in the line, count, address) of every cell that is not empty."""
    lines = client.get("/assets/levels/").context["lines"]
    return [(li.level, n, cell.count, cell.url) for li in lines for n, cell in enumerate(li.cells) if cell.count]


@pytest.mark.usefixtures("register")
def test_every_count_leads_to_a_list_of_as_many(cast: Cast, client: Client) -> None:
    make.signed_in(client, cast.sign_in("manager"))
    found = cells(client)
    assert [(level, n, count) for level, n, count, _url in found] == [
        (30, 0, 1), (30, 2, 1), (20, 1, 1), (20, 3, 2), (0, 2, 1), (None, 3, 1),
    ]  # fmt: skip
    for _level, _n, count, url in found:
        assert len(re.findall(r"asset \d</a>", client.get(url).content.decode())) == count, url


@pytest.mark.usefixtures("register")
@pytest.mark.parametrize(("name", "total"), [("nobody", 0), ("manager", 7), ("chief", 8)])
def test_it_counts_what_one_may_know_of(cast: Cast, client: Client, name: str, total: int) -> None:
    make.signed_in(client, cast.sign_in(name))
    assert client.get("/assets/levels/").context["total"] == sum(count for _l, _n, count, _u in cells(client)) == total


@pytest.mark.usefixtures("register")
def test_what_hardly_fits_together_says_why(cast: Cast, client: Client) -> None:
    make.signed_in(client, cast.sign_in("chief"))
    text = client.get("/assets/levels/").content.decode()
    assert text.count("What is told in ordinary business is hardly secret at all.") == 1
    assert "What is public needs no agreement." not in text


# What follows from a use


def due(cast: Cast, asset: Asset) -> list[tuple[str, Any, int]]:
    who = Addressee(cast.sign_in("owner"), person_sight(cast.owner))
    return [(line.text, line.day, line.late) for line in due_on(asset, who, []) if "public" in line.text]


@pytest.mark.parametrize(
    ("outcome", "level", "days", "expected"),
    [
        ("PATENT", Level.SECRET, 60, "It becomes public (Patent): lower its level"),
        ("STANDARD", Level.INTERNAL, 0, "It becomes public (Standard): lower its level"),
        ("PUBLISH", Level.SECRET, -5, "It becomes public (Publish): lower its level"),
        ("PATENT", Level.SECRET, 100, None),
        ("PATENT", Level.PUBLIC, 0, None),
        ("KEEP_SECRET", Level.SECRET, 0, None),
        ("PATENT", Level.SECRET, None, "Enter the day on which it becomes public (Patent)"),
        ("KEEP_SECRET", Level.SECRET, None, None),
    ],
)
def test_a_use_that_ends_secrecy_is_due_on_its_day(
    cast: Cast, outcome: str, level: Level, days: int | None, expected: str | None
) -> None:
    asset = make.asset(level=level, department=cast.design, owner=cast.owner)
    day = None if days is None else today() + timedelta(days=days)
    Choice.objects.create(asset=asset, by=cast.owner, on=today(), outcome=outcome, public_on=day)
    late = max(-(days or 0), 0)
    assert due(cast, asset) == ([(expected, day, late)] if expected else [])


def test_the_latest_decision_counts(cast: Cast) -> None:
    asset = make.asset(level=Level.SECRET, department=cast.design, owner=cast.owner)
    Choice.objects.create(
        asset=asset, by=cast.owner, on=today() - timedelta(days=9), outcome="PATENT", public_on=today()
    )
    Choice.objects.create(asset=asset, by=cast.owner, on=today(), outcome="KEEP_SECRET")
    assert due(cast, asset) == []
