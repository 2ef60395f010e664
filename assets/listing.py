"""Reading a long list of assets by key: the few rows of a page, wherever it lies, without reading those before it.

What is looked for is a number of clues. A clue that few assets fit leads: its keys are read from its index, and only
they are asked whether they may be known. Where all clues are common, the list is walked in its order until the page is
full. Which way is taken never changes what is found, only how soon (docs/performance.md).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce

from accounts.sight import Sight
from assets.models import Asset
from assets.visibility import Plan, Span, reach_of, visible

FEW = 1_000  # keys that a clue may lead to
MANY = 10_000  # keys that a word may lead to
REACH = 3_000  # keys that are a person's whole reach
NEAR = 300  # of them, so many are asked first


@dataclass(frozen=True)
class Clue:
    """One thing that is known of the assets looked for.

    Attributes:
        where: the condition on assets.
        few: the keys of all that fit it, if they are at most so many; None where there are more. Asked without regard
            to who asks, so it is a way to find, never an answer.
        leads: has the condition an index of its own, in the order of the keys?
        most: so many are still few.
    """

    where: Q
    few: Callable[[int], list[int] | None] | None = None
    leads: bool = False
    most: int = FEW


def few_of(*parts: Q) -> Callable[[int], list[int] | None]:
    """For a condition that has an index; where it has several parts, each is asked by itself."""

    def few(limit: int) -> list[int] | None:
        keys: list[int] = []
        for where in parts:
            keys += Asset._base_manager.filter(where).order_by().values_list("pk", flat=True)[: limit + 1]
        return None if len(keys) > limit else list(dict.fromkeys(keys))

    return few


@dataclass(frozen=True)
class Order:
    """By what a list is sorted: the columns, the last of them the key, all in one direction."""

    columns: tuple[str, ...]
    descending: bool = False
    kind: Callable[[str], Any] = str  # of the first column
    named: bool = False  # by something that a sealed asset keeps to itself

    def prepared(self, assets: Any) -> Any:
        """With what is sorted by and is no column."""
        return assets.annotate(known_level=Coalesce("level", Value(-1))) if "known_level" in self.columns else assets

    def by(self, back: bool) -> list[OrderBy]:
        """For `order_by`; `back` reads it from the other end."""
        return [OrderBy(F(name), descending=self.descending != back) for name in self.columns]

    def beyond(self, values: Sequence[Any], back: bool) -> Q:
        """What follows (or precedes) the row with these values."""
        word = "lt" if self.descending != back else "gt"
        rule, same = Q(), Q()
        for name, value in zip(self.columns, values, strict=True):
            rule |= same & Q(**{f"{name}__{word}": value})
            same &= Q(**{name: value})
        first = Q(**{f"{self.columns[0]}__{word}e": values[0]})  # an index is entered by its first column
        return rule if len(self.columns) == 1 else first & rule


KEY = ("pk",)
NEWEST = Order(KEY, descending=True)


@dataclass(frozen=True)
class Found:
    """The assets that a person may know of and that fit all clues."""

    sight: Sight
    clues: tuple[Clue, ...] = ()
    named: bool = False  # only those whose name this person may read

    def also(self, clue: Clue) -> "Found":
        """Those that fit one more clue."""
        return replace(self, clues=(*self.clues, clue))

    @cached_property
    def few(self) -> list[int] | None:
        """The keys of all candidates, where some clue leads to few."""
        sets = [keys for clue in self.clues if clue.few and (keys := clue.few(clue.most)) is not None]
        return sorted(set(sets[0]).intersection(*sets[1:])) if sets else None

    @cached_property
    def reach(self) -> list[int] | None:
        """The keys of all that this person may know of, the newest first, where they are not many."""
        return reach_of(Asset.objects.all(), self.sight, REACH)

    def rows(self, plan: Plan = Plan.SET, span: Span | None = None) -> Any:
        """All of them, as a queryset."""
        if self.few is not None:
            plan = Plan.EACH if len(self.few) <= FEW else Plan.LED
            return self._fitting(visible(_of(self.few), self.sight, plan))
        if self.reach is not None:
            return self._fitting(_of(self.reach))
        return self._fitting(visible(Asset.objects.all(), self.sight, plan, span))

    def _fitting(self, assets: Any) -> Any:
        for clue in self.clues:
            assets = assets.filter(clue.where)
        return assets.named_to(self.sight) if self.named else assets

    def keys(self, order: Order, limit: int, beyond: Sequence[Any] | None = None, back: bool = False) -> list[int]:
        """The keys of a page, in the order of the list.

        Args:
            order: of the list.
            limit: how many at most.
            beyond: the values (of the order's columns) of the row before it; None for the very first.
            back: read towards the beginning: `beyond` is the row that follows, or None for the very last page.
        """
        span = self._span(order, beyond, back)
        if self.few is None and self.reach is not None:
            keys = self._walked(self.reach, order, limit, beyond, back)
        else:
            keys = self._read(self.rows(self._plan(order), span), order, limit, beyond, back)
        return keys[::-1] if back else keys

    def _read(self, rows: Any, order: Order, limit: int, beyond: Sequence[Any] | None, back: bool) -> list[int]:
        rows = order.prepared(rows)
        if order.named and not self.named:
            rows = rows.named_to(self.sight)
        if beyond is not None:
            rows = rows.filter(order.beyond(beyond, back))
        return list(rows.order_by(*order.by(back)).values_list("pk", flat=True)[:limit])

    def _walked(
        self, reach: list[int], order: Order, limit: int, beyond: Sequence[Any] | None, back: bool
    ) -> list[int]:
        """The same of keys that are known: by key, the nearest are asked first, and mostly are enough."""
        if order.columns != KEY:
            return self._read(self._fitting(_of(reach)), order, limit, beyond, back)
        downwards = order.descending != back
        ahead = [k for k in reach if beyond is None or (k < beyond[-1] if downwards else k > beyond[-1])]
        ahead = ahead if downwards else ahead[::-1]
        found: list[int] = []
        for some in (ahead[:NEAR], ahead[NEAR:]):
            if len(found) < limit:
                found += self._read(self._fitting(_of(some)), order, limit - len(found), None, back)
        return found

    def count(self, cap: int) -> int:
        """How many there are, counted to a cap."""
        return int(self.rows(Plan.SET).order_by()[:cap].count())

    def _plan(self, order: Order) -> Plan:
        if order.columns != KEY:
            return Plan.WALK
        return Plan.LED if any(clue.leads for clue in self.clues) else Plan.WALK

    def _span(self, order: Order, beyond: Sequence[Any] | None, back: bool) -> Span | None:
        if order.columns != KEY or beyond is None:
            return None
        return Span("lt" if order.descending != back else "gt", beyond[-1])


def _of(keys: list[int]) -> Any:
    """Assets by their keys. The database is asked even for none: how often it is asked tells nothing."""
    return Asset.objects.filter(pk__in=keys or [0])
