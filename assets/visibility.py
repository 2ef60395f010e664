"""The one rule of who may know of an asset, as a list of branches with three mechanical renderings.

An asset may be known by its owner and custodian; by whoever entered it, until it is first approved; by people
with a current grant, in person or through their department or one above it; by managers and deputies of its
department or one above it; by holders of a mandate that covers it. Superusers get no way round.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.querysets import in_force
from accounts.sight import Sight

type Rendering = Callable[[QuerySet[Any], Sight], QuerySet[Any]]


@dataclass(frozen=True)
class Branch:
    """One way to know of an asset: a condition on its own columns, or on rows that hang on it.

    `names`: does this way tell the name of a sealed asset too, or its code only?
    """

    name: str
    columns: Callable[[Sight], Q | None] | None = None
    rows: Callable[[Sight], tuple[str, Q] | None] | None = None  # (related model, condition)
    names: bool = False


def _owned(sight: Sight) -> Q:
    return Q(owner=sight.person)


def _kept(sight: Sight) -> Q:
    return Q(custodian=sight.person)


def _entered(sight: Sight) -> Q:
    return Q(entered_by=sight.person, approved_on=None)


def _departments(sight: Sight) -> Q | None:
    departments = sight.leads | sight.covered
    return Q(department__in=departments) if departments else None


def _granted(sight: Sight) -> tuple[str, Q]:
    return "grants", Q(person=sight.person) & in_force(sight.on)


def _granted_to_department(sight: Sight) -> tuple[str, Q] | None:
    return ("grants", Q(department__in=sight.belongs) & in_force(sight.on)) if sight.belongs else None


def _kept_at(sight: Sight) -> tuple[str, Q] | None:
    return ("carriers", Q(place__in=sight.places, ended_on=None)) if sight.places else None


# One branch, one index: an OR inside a branch makes SQLite read the whole table.
BRANCHES = (
    Branch("owner", columns=_owned, names=True),
    Branch("custodian", columns=_kept, names=True),
    Branch("entered by, until approved", columns=_entered, names=True),
    Branch("department led, or under a mandate", columns=_departments),
    Branch("grant in person", rows=_granted, names=True),
    Branch("grant to a department", rows=_granted_to_department, names=True),
    Branch("kept at a place under a mandate", rows=_kept_at),
)


def visible(assets: QuerySet[Any], sight: Sight, *, in_order: bool = False) -> QuerySet[Any]:
    """The assets that the person may know of; none for nobody, all for who holds a mandate for the company.

    Args:
        assets: among which.
        sight: the person's.
        in_order: does an index of the asset's own lead, the newest first, or one by its code? Says nothing about what
            is seen, only how the database best finds it (docs/performance.md).
    """
    if sight.person is None:
        return assets.none()
    if sight.everything:
        return assets
    return rendering(connection.vendor, sight, in_order=in_order)(assets, sight)


def rendering(vendor: str, sight: Sight, *, in_order: bool = False) -> Rendering:
    """The rendering that this database does best for this person."""
    if vendor != "sqlite":
        return as_condition
    return as_exists if in_order and sight.is_wide else as_union


def as_condition(assets: QuerySet[Any], sight: Sight) -> QuerySet[Any]:
    """`columns OR pk IN (rows)`: the plan that PostgreSQL does best."""
    columns, rows = _rendered(sight)
    rule = reduce(or_, [*columns, *(Q(pk__in=_related(assets, *each)) for each in rows)])
    return assets.filter(rule)


def as_exists(assets: QuerySet[Any], sight: Sight) -> QuerySet[Any]:
    """`columns OR EXISTS (rows)`: SQLite walks the newest first and asks of each, which is soon done for whoever sees
    many."""
    columns, rows = _rendered(sight)
    asked = (Q(Exists(_hanging(assets, name).filter(when, asset=OuterRef("pk")))) for name, when in rows)
    return assets.filter(reduce(or_, [*columns, *asked]))


def as_union(assets: QuerySet[Any], sight: Sight) -> QuerySet[Any]:
    """`pk IN (union of branches)`: the plan that SQLite does best."""
    columns, rows = _rendered(sight)
    keys = [assets.model._base_manager.filter(each).order_by().values("pk") for each in columns]
    keys += [_related(assets, *each) for each in rows]
    return assets.filter(pk__in=keys[0].union(*keys[1:], all=True))


def _rendered(sight: Sight) -> tuple[list[Q], list[tuple[str, Q]]]:
    """The branches that are open to this person: those on columns, and those on rows."""
    columns = [branch.columns(sight) for branch in BRANCHES if branch.columns]
    rows = [branch.rows(sight) for branch in BRANCHES if branch.rows]
    return [c for c in columns if c is not None], [r for r in rows if r is not None]


def _related(assets: QuerySet[Any], name: str, condition: Q) -> QuerySet[Any]:
    return _hanging(assets, name).filter(condition).order_by().values("asset")


def _hanging(assets: QuerySet[Any], name: str) -> QuerySet[Any]:
    """The rows that hang on assets under this name."""
    related = assets.model._meta.get_field(name).related_model
    return related._base_manager.all()
