"""The one rule of who may know of an asset, as a list of branches with mechanical renderings: three as conditions
here, and one that reads the nearest keys (assets.finding.nearest).

An asset may be known by its owner and custodian; by whoever entered it, until it is first approved; by people
with a current grant, in person or through their department or one above it; by managers and deputies of its
department or one above it; by holders of a mandate that covers it; while it waits for a decision, by whoever decides
in the name of those who lead its department or the company. Superusers get no way round.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from datetime import date
from enum import Enum, auto
from functools import lru_cache, partial, reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet

from accounts.querysets import in_force
from accounts.sight import Role, Sight
from assets.kinds import State
from assets.rights import NONE
from assets.written import Condition, LookedUp, Written

KEPT = 1_000  # texts of the rule, of those who asked lately

type Rendering = Callable[[QuerySet[Any], Sight], QuerySet[Any]]


class Plan(Enum):
    """How the assets that a person may know of will be read. Says nothing about what is seen, only how the database
    best finds it (docs/performance.md)."""

    SET = auto()  # as a set: counted, searched, taken out
    WALK = auto()  # by an index of the asset's own, until there are enough
    EACH = auto()  # of a few candidates that are known already


@dataclass(frozen=True)
class Span:
    """Only keys below ("lt") or above ("gt") this one: said to each branch, so that none is read from its beginning."""

    word: str
    key: int

    def of(self, column: str) -> Q:
        """The same as a condition on a key."""
        return Q(**{f"{column}__{self.word}": self.key})

    def holds(self, key: int) -> bool:
        """Does a key lie within it?"""
        return key < self.key if self.word == "lt" else key > self.key


@dataclass(frozen=True)
class Branch:
    """One way to know of an asset: a column that holds one of the person's values.

    Attributes:
        name: what this way is called.
        column: of the asset, or of rows that hang on it.
        values: what of the person's it must hold; none: this way is closed to them.
        on: the name of those rows; "" for the asset itself.
        when: what else must hold of the row.
        names: does this way tell the name of a sealed asset too, or its code only?
    """

    name: str
    column: str
    values: Callable[[Sight], Collection[Any]]
    on: str = ""
    when: Callable[[Sight], Q] = lambda _sight: Q()
    names: bool = False

    def condition(self, sight: Sight) -> Q | None:
        """This way as a condition on the asset's or the rows' own columns; None where it is closed."""
        values = self.values(sight)
        if len(values) == 1:
            return self.with_value(next(iter(values)), sight)
        return Q(**{f"{self.column}__in": values}) & self.when(sight) if values else None

    def with_value(self, value: Any, sight: Sight) -> Q:
        """The same for one of the values: an index holds these rows in the order of the assets' keys."""
        return Q(**{self.column: value}) & self.when(sight)


def _self(sight: Sight) -> Collection[int]:
    return (sight.person.pk,) if sight.person else ()


def _led_by_others(sight: Sight) -> Collection[int]:
    """The departments that those lead in whose name one decides."""
    return frozenset().union(*(name.leads for name in sight.stands_in))


def _for_the_company(state: State, sight: Sight) -> Collection[str]:
    """This state, where one decides in the name of somebody who decides for the company."""
    return (state.value,) if any(name.holds(Role.CHIEF, Role.EXECUTIVE) for name in sight.stands_in) else ()


def _proposed_for_the_company(sight: Sight) -> Collection[str]:
    return ("PROPOSED",) if _for_the_company(State.ACTIVE, sight) else ()


def _given_for_the_company(sight: Sight) -> Collection[bool]:
    """Lines that one has given (their giver is not null), where one says the second yes in the chief's name. (An
    executive says it to the chief's own lines alone, and is not stood in for: that would open all the others.)"""
    return (False,) if any(name.holds(Role.CHIEF) for name in sight.stands_in) else ()


# One branch, one index: an OR inside a branch makes SQLite read the whole table.
BRANCHES = (
    Branch("owner", "owner", _self, names=True),
    Branch("custodian", "custodian", _self, names=True),
    Branch("entered by, until approved", "entered_by", _self, when=lambda _sight: Q(approved_on=None), names=True),
    Branch("department led, or under a mandate", "department", lambda sight: sight.leads | sight.covered),
    Branch("grant in person", "person", _self, on="grants", when=lambda sight: in_force(sight.on), names=True),
    Branch(
        "grant to a department",
        "department",
        lambda sight: sight.belongs,
        on="grants",
        when=lambda sight: in_force(sight.on),
        names=True,
    ),
    Branch(
        "kept at a place under a mandate",
        "place",
        lambda sight: sight.places,
        on="carriers",
        when=lambda _sight: Q(ended_on=None),
    ),
    # While it waits for a decision, whoever decides in the name of another sees what that one decides on.
    Branch(
        "in review, decided in another's name",
        "department",
        _led_by_others,
        when=lambda _sight: Q(state=State.IN_REVIEW),
        names=True,
    ),
    Branch("in review, decided in the company's name", "state", partial(_for_the_company, State.IN_REVIEW), names=True),
    Branch(
        "changed since approved, decided in another's name",
        "asset__department",
        _led_by_others,
        on="amendments",
        when=lambda _sight: Q(decision=None, asset__state=State.ACTIVE),
        names=True,
    ),
    Branch(
        "changed since approved, decided in the company's name",
        "asset__state",
        partial(_for_the_company, State.ACTIVE),
        on="amendments",
        when=lambda _sight: Q(decision=None),
        names=True,
    ),
    Branch(
        "to be disposed of, decided in another's name",
        "asset__department",
        _led_by_others,
        on="disposals",
        when=lambda _sight: Q(state="PROPOSED"),
        names=True,
    ),
    Branch(
        "to be disposed of, decided in the company's name",
        "state",
        _proposed_for_the_company,
        on="disposals",
        names=True,
    ),
    Branch(
        "with access that waits for the second yes, said in the chief's name",
        "granted_by__isnull",
        _given_for_the_company,
        on="grant_proposals",
        names=True,
    ),
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
    if span:  # a stretch of keys is asked for once
        return rendering(connection.vendor, sight, plan, span)(assets, sight)
    model: Any = assets.model
    return assets.filter(Written(sight.once((visible, plan), lambda: _written(model, plan, Reach.of(sight)))))


@dataclass(frozen=True)
class Reach:
    """All of a sight that the rule is made of, and nothing else: where it is the same, the rule reads the same."""

    on: date
    values: tuple[frozenset[Any], ...]
    is_wide: bool
    vendor: str
    sight: Sight = field(compare=False)

    @classmethod
    def of(cls, sight: Sight) -> "Reach":
        values = tuple(frozenset(branch.values(sight)) for branch in BRANCHES)
        return cls(sight.on, values, sight.is_wide, connection.vendor, replace(sight))  # without what is kept on it


@lru_cache(maxsize=KEPT)
def _written(model: Any, plan: Plan, reach: Reach) -> Condition:
    """The rule in SQL, kept from one request to the next: the text says what is asked, never what is found."""
    rows, render = model._base_manager.all(), rendering(reach.vendor, reach.sight, plan)
    return Condition(lambda: render(rows, reach.sight))


def rendering(vendor: str, sight: Sight, plan: Plan, span: Span | None = None) -> Rendering:
    """The rendering that this database does best for this person."""
    if plan is Plan.EACH or (sight.is_wide and plan is Plan.WALK):
        return partial(as_exists, span=span)
    return partial(as_union if vendor == "sqlite" or plan is Plan.WALK else as_condition, span=span)


def as_condition(assets: QuerySet[Any], sight: Sight, span: Span | None = None) -> QuerySet[Any]:
    """`columns OR pk IN (rows)`: the plan by which PostgreSQL counts best."""
    columns, rows = _rendered(sight)
    rule = reduce(or_, [*columns, *(Q(pk__in=_related(assets, *each)) for each in rows)], NONE)
    return _within(assets.filter(rule), span)


def as_exists(assets: QuerySet[Any], sight: Sight, span: Span | None = None) -> QuerySet[Any]:
    """`columns OR EXISTS (rows)`: the newest are walked and each is asked, which is soon done for whoever sees many,
    and where there are few to ask."""
    columns, rows = _rendered(sight)
    asked = (Q(LookedUp(hanging(assets, name).filter(when, asset=OuterRef("pk")))) for name, when in rows)
    return _within(assets.filter(reduce(or_, [*columns, *asked], NONE)), span)


def as_union(assets: QuerySet[Any], sight: Sight, span: Span | None = None) -> QuerySet[Any]:
    """`pk IN (union of branches)`: a reach that is not wide is read first, and the rest of the register never; the plan
    that SQLite does best for every set."""
    keys = union(assets, sight, span)
    return assets.none() if keys is None else assets.filter(pk__in=keys)


def union(assets: QuerySet[Any], sight: Sight, span: Span | None) -> QuerySet[Any] | None:
    """The keys of each branch, one after the other; some may come twice. None where no branch is open."""
    columns, rows = _rendered(sight)
    keys = [_within(assets.model._base_manager.filter(each), span).order_by().values("pk") for each in columns]
    keys += [_within(_related(assets, *each), span, "asset") for each in rows]
    return keys[0].union(*keys[1:], all=True) if keys else None


def _within(rows: QuerySet[Any], span: Span | None, column: str = "pk") -> QuerySet[Any]:
    return rows.filter(span.of(column)) if span else rows


def _rendered(sight: Sight) -> tuple[list[Q], list[tuple[str, Q]]]:
    """The branches that are open to this person: those on columns, and those on rows."""
    ways = [(branch.on, branch.condition(sight)) for branch in BRANCHES]
    opened = [(on, way) for on, way in ways if way is not None]
    return [way for on, way in opened if not on], [(on, way) for on, way in opened if on]


def _related(assets: QuerySet[Any], name: str, condition: Q) -> QuerySet[Any]:
    return hanging(assets, name).filter(condition).order_by().values("asset")


def hanging(assets: QuerySet[Any], name: str) -> QuerySet[Any]:
    """The rows that hang on assets under this name."""
    related = assets.model._meta.get_field(name).related_model
    return related._base_manager.all()
