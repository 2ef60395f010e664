"""The one rule of who may know of an asset, as a list of branches with three mechanical renderings.

An asset may be known by its owner and custodian; by whoever entered it, until it is first approved; by people
with a current grant, in person or through their department or one above it; by managers and deputies of its
department or one above it; by holders of a mandate that covers it. Superusers get no way round.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial, reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, Exists, Func, OuterRef, Q, QuerySet

from accounts.querysets import in_force
from accounts.sight import Role, Sight
from assets.kinds import State

type Rendering = Callable[[QuerySet[Any], Sight], QuerySet[Any]]


class Plan(Enum):
    """How the assets that a person may know of will be read. Says nothing about what is seen, only how the database
    best finds it (docs/performance.md)."""

    SET = auto()  # as a set: counted, searched, taken out
    WALK = auto()  # by an index of the asset's own, newest first or one by its code, until there are enough
    LED = auto()  # by the index of a filter, newest first
    EACH = auto()  # of a few candidates that are known already


@dataclass(frozen=True)
class Span:
    """Only keys below ("lt") or above ("gt") this one: said to each branch, so that none is read from its beginning."""

    word: str
    key: int

    def of(self, column: str) -> Q:
        """The same as a condition on a key."""
        return Q(**{f"{column}__{self.word}": self.key})


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


def _decides_for_another(sight: Sight) -> Q | None:
    """While it is in review, whoever decides in the name of another sees what that one decides on."""
    return Q(state=State.IN_REVIEW) & _of_others(sight, "") if sight.stands_in else None


def _changed_for_another(sight: Sight) -> tuple[str, Q] | None:
    """The same of what is in force and was changed since it was approved."""
    waits = Q(decision=None, asset__state=State.ACTIVE)
    return ("amendments", waits & _of_others(sight, "asset__")) if sight.stands_in else None


def _of_others(sight: Sight, prefix: str) -> Q:
    """Of the departments that those lead in whose name one decides; all where one of them decides for the company."""
    if any(name.holds(Role.CHIEF, Role.EXECUTIVE) for name in sight.stands_in):
        return Q(**{f"{prefix}pk__isnull": False})
    return Q(**{f"{prefix}department__in": frozenset().union(*(name.leads for name in sight.stands_in))})


# One branch, one index: an OR inside a branch makes SQLite read the whole table.
BRANCHES = (
    Branch("owner", columns=_owned, names=True),
    Branch("custodian", columns=_kept, names=True),
    Branch("entered by, until approved", columns=_entered, names=True),
    Branch("department led, or under a mandate", columns=_departments),
    Branch("grant in person", rows=_granted, names=True),
    Branch("grant to a department", rows=_granted_to_department, names=True),
    Branch("kept at a place under a mandate", rows=_kept_at),
    Branch("in review, decided in another's name", columns=_decides_for_another, names=True),
    Branch("changed since approved, decided in another's name", rows=_changed_for_another, names=True),
)


def visible(assets: QuerySet[Any], sight: Sight, plan: Plan = Plan.SET, span: Span | None = None) -> QuerySet[Any]:
    """The assets that the person may know of; none for nobody, all for who holds a mandate for the company.

    Args:
        assets: among which.
        sight: the person's.
        plan: how they will be read.
        span: among these keys only.
    """
    if sight.person is None:
        return assets.none()
    if sight.everything:
        return assets.filter(span.of("pk")) if span else assets
    return rendering(connection.vendor, sight, plan, span)(assets, sight)


def rendering(vendor: str, sight: Sight, plan: Plan, span: Span | None = None) -> Rendering:
    """The rendering that this database does best for this person."""
    if plan is Plan.EACH or (sight.is_wide and plan in (Plan.WALK, Plan.LED)):
        return partial(as_exists, span=span)
    if vendor != "sqlite":
        return partial(as_condition, span=span)
    return partial(as_union, span=span, tested=plan is Plan.LED)


def as_condition(assets: QuerySet[Any], sight: Sight, span: Span | None = None) -> QuerySet[Any]:
    """`columns OR pk IN (rows)`: the plan that PostgreSQL does best."""
    columns, rows = _rendered(sight)
    rule = reduce(or_, [*columns, *(Q(pk__in=_related(assets, *each)) for each in rows)])
    return _within(assets.filter(rule), span)


def as_exists(assets: QuerySet[Any], sight: Sight, span: Span | None = None) -> QuerySet[Any]:
    """`columns OR EXISTS (rows)`: the newest are walked and each is asked, which is soon done for whoever sees many,
    and where there are few to ask."""
    columns, rows = _rendered(sight)
    asked = (Q(Exists(_hanging(assets, name).filter(when, asset=OuterRef("pk")))) for name, when in rows)
    return _within(assets.filter(reduce(or_, [*columns, *asked])), span)


def as_union(assets: QuerySet[Any], sight: Sight, span: Span | None = None, *, tested: bool = False) -> QuerySet[Any]:
    """`pk IN (union of branches)`: the plan that SQLite does best.

    `tested`: the union does not lead; another index is walked, and each of its rows is looked up in the union.
    """
    union = _union(assets, sight, span)
    if tested:
        return _within(assets.alias(_tested=Unled("pk")).filter(_tested__in=union), span)
    return assets.filter(pk__in=union)


def reach_of(assets: QuerySet[Any], sight: Sight, limit: int) -> list[int] | None:
    """The keys of all that the person may know of, the newest first, if they are at most so many; None where there
    are more, or there is no rule to go by."""
    if sight.person is None or sight.everything:
        return None if sight.everything else []
    keys = [row["pk"] for row in _union(assets, sight, None).order_by()[: limit + 1]]
    return None if len(keys) > limit else sorted(set(keys), reverse=True)


def _union(assets: QuerySet[Any], sight: Sight, span: Span | None) -> QuerySet[Any]:
    """The keys of each branch, one after the other; some may come twice."""
    columns, rows = _rendered(sight)
    keys = [_within(assets.model._base_manager.filter(each), span).order_by().values("pk") for each in columns]
    keys += [_within(_related(assets, *each), span, "asset") for each in rows]
    return keys[0].union(*keys[1:], all=True)


class Unled(Func):
    """A column that no index is entered by (SQLite's unary plus)."""

    template = "+%(expressions)s"
    output_field = BigIntegerField()


def _within(rows: QuerySet[Any], span: Span | None, column: str = "pk") -> QuerySet[Any]:
    return rows.filter(span.of(column)) if span else rows


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
