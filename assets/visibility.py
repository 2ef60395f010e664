"""The one rule of who may know of an asset, as a list of branches with two mechanical renderings.

An asset may be known by its owner and custodian; by whoever entered it, until it is first approved; by people
with a current grant, in person or through their department or one above it; by managers and deputies of its
department or one above it; by holders of a mandate that covers it. Superusers get no way round.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from accounts.querysets import in_force
from accounts.sight import Sight


@dataclass(frozen=True)
class Branch:
    """One way to know of an asset: a condition on its own columns, or on rows that hang on it.

    `names`: does this way tell the name of a sealed asset too, or its code only?
    """

    name: str
    columns: Callable[[Sight], Q | None] | None = None
    rows: Callable[[Sight], tuple[str, Q] | None] | None = None  # (related model, condition)
    names: bool = False


def _own(sight: Sight) -> Q:
    return Q(owner=sight.person) | Q(custodian=sight.person)


def _entered(sight: Sight) -> Q:
    return Q(entered_by=sight.person, approved_on=None)


def _departments(sight: Sight) -> Q | None:
    departments = sight.leads | sight.covered
    return Q(department__in=departments) if departments else None


def _granted(sight: Sight) -> tuple[str, Q]:
    to = Q(person=sight.person)
    if sight.belongs:
        to |= Q(department__in=sight.belongs)
    return "grants", to & in_force(sight.on)


def _kept_at(sight: Sight) -> tuple[str, Q] | None:
    return ("carriers", Q(place__in=sight.places, ended_on=None)) if sight.places else None


BRANCHES = (
    Branch("owner or custodian", columns=_own, names=True),
    Branch("entered by, until approved", columns=_entered, names=True),
    Branch("department led, or under a mandate", columns=_departments),
    Branch("grant", rows=_granted, names=True),
    Branch("kept at a place under a mandate", rows=_kept_at),
)


def visible(assets: QuerySet[Any], sight: Sight) -> QuerySet[Any]:
    """The assets that the person may know of; none for nobody, all for who holds a mandate for the company."""
    if sight.person is None:
        return assets.none()
    if sight.everything:
        return assets
    render = as_union if connection.vendor == "sqlite" else as_condition
    return render(assets, sight)


def as_condition(assets: QuerySet[Any], sight: Sight) -> QuerySet[Any]:
    """`columns OR pk IN (rows)`: the plan that PostgreSQL does best."""
    rule = Q(pk__in=[])
    for branch in BRANCHES:
        if (columns := branch.columns and branch.columns(sight)) is not None:
            rule |= columns
        if (rows := branch.rows and branch.rows(sight)) is not None:
            rule |= Q(pk__in=_related(assets, *rows))
    return assets.filter(rule)


def as_union(assets: QuerySet[Any], sight: Sight) -> QuerySet[Any]:
    """`pk IN (union of branches)`: the plan that SQLite does best."""
    keys = []
    for branch in BRANCHES:
        if (columns := branch.columns and branch.columns(sight)) is not None:
            keys.append(assets.model._base_manager.filter(columns).order_by().values("pk"))
        if (rows := branch.rows and branch.rows(sight)) is not None:
            keys.append(_related(assets, *rows))
    return assets.filter(pk__in=keys[0].union(*keys[1:], all=True))


def _related(assets: QuerySet[Any], name: str, condition: Q) -> QuerySet[Any]:
    related = assets.model._meta.get_field(name).related_model
    return related._base_manager.filter(condition).order_by().values("asset")
