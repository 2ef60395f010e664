"""The rule's text is kept from one request to the next: never the one of somebody who may see something else."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db.models import Q

from accounts.prepared import KEYS
from accounts.sight import Role, Sight
from assets import sealing, visibility
from assets.finding import listing, nearest
from assets.finding.clues import Clue
from assets.models import Asset
from assets.visibility import Plan
from desk.listing import finding
from desk.listing.columns import ORDERS
from tests import make

DAY = date(2026, 4, 1)


def sql(sight: Sight, plan: Plan) -> Any:
    near = nearest._text(visibility.Reach.of(sight), 9, "lt", False)
    knowing, found = sealing.Knowing.of(sight), listing.Found(sight, (Clue(Q(kind="PAP"), same="kind"),), named=True)
    fitting = listing._statement(listing.Fitting(knowing, True, ("kind",), found))._again
    by_name = listing.Stretch(ORDERS["name"], 9)
    sorted_ = listing._statement(listing.Fitting(knowing, True, ("kind",), found, by_name))._again
    shown = finding._statement(knowing, ("name",))._again
    page = [(each.sql, [param for param in each.params if param is not KEYS]) for each in (fitting, sorted_, shown)]
    return Asset.objects.seen_by(sight, plan).named_to(sight).query.sql_with_params(), near, page


def forget() -> None:
    visibility._written.cache_clear()
    sealing._written.cache_clear()
    nearest._text.cache_clear()
    listing._statement.cache_clear()
    finding._statement.cache_clear()


@pytest.mark.django_db
@pytest.mark.parametrize("plan", Plan)
def test_every_part_of_a_sight_tells_texts_apart(plan: Plan) -> None:
    one, other = make.person("一"), make.person("二")
    plain = Sight(one, DAY, belongs=frozenset([7]))
    led, chief = replace(plain, leads=frozenset([5])), replace(plain, roles=frozenset([Role.CHIEF]))
    executive = replace(plain, roles=frozenset([Role.EXECUTIVE]))
    sights = [
        plain,
        replace(plain, person=other),
        replace(plain, on=DAY.replace(day=2)),
        replace(plain, belongs=frozenset([7, 8])),
        replace(plain, belongs=frozenset([8])),
        led,
        replace(plain, leads=frozenset([6])),
        replace(plain, covered=frozenset([5])),
        replace(led, covered=frozenset([6])),
        replace(plain, places=frozenset([5])),
        replace(plain, everything=True),
        chief,
        executive,
        replace(plain, roles=frozenset([Role.AUDITOR])),
        *(replace(plain, stands_in=(name,)) for name in (led, chief, executive, plain)),
    ]
    forget()
    kept = [sql(replace(sight), plan) for sight in [*sights, *sights]]
    alone = []
    for sight in sights:
        forget()
        alone.append(sql(replace(sight), plan))
    assert kept == [*alone, *alone]
    assert len({repr(text) for text in alone}) >= len(sights) - 5  # some of them may see the same
