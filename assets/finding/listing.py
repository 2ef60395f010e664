"""Reading a long list of assets by key: the few rows of a page, wherever it lies, without reading those before it.

What is looked for is a number of clues. The nearest assets that the person may know of are asked first: mostly they
fill the page. Else a clue that few assets fit leads: its keys are read from its index, and only they are asked whether
they may be known. Where all clues are common, more and more of what the person may know of is asked, in the order of
the list. Which way is taken never changes what is found, only how soon (docs/performance.md).
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache, partial
from itertools import batched
from typing import Any

from django.db import connection
from django.db.models import F
from django.db.models.expressions import OrderBy
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler

from accounts.prepared import Among
from accounts.sight import Sight
from assets.finding.clues import FEW, Clue, Lead, Near, Unled, few_of
from assets.finding.nearest import among, listed, nearest
from assets.finding.orders import KEY, Order
from assets.models import Asset
from assets.sealing import Knowing
from assets.visibility import KEPT, Plan, Span, visible
from assets.written import Statement

REACH = 3_000  # keys that are a short reach
STRIDE, LONGEST = 300, 3_000  # so many of the nearest are asked at a time
AT_ONCE = {"postgresql": 0, "sqlite": STRIDE}  # of so many keys SQLite tells as soon whether they fit as may fit
SELDOM = 10  # less than one of so many
LOOKED = 1_000  # so many assets are gone through for a page
WALK = 20_000  # entries of an index that are walked, to find those of a person's reach in another order


@dataclass(frozen=True)
class Look:
    """What a look into the list has found.

    Attributes:
        keys: of what was found.
        until: the asset at which it was ended before it had found enough; None where it was not.
        gone_through: how many assets it asked by then.
    """

    keys: list[int]
    until: int | None = None
    gone_through: int = 0


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

    @property
    def _is_led(self) -> bool:
        """Does a clue lead to few, and is that soon seen? (Of a word, its candidates would be listed to see it.)"""
        return all(clue.most <= FEW for clue in self.clues) and self.few is not None

    @cached_property
    def in_short_reach(self) -> bool:
        """Is all that this person may know of so little that it is soon read?"""
        return not self.sight.everything and len(self._reach) <= REACH

    @cached_property
    def _is_soon_read(self) -> bool:
        """The same; but where the newest and the oldest lie as close as in a long one, it is not read to see it."""
        if self.sight.everything:
            return False
        ends = (self._newest, nearest(self.sight, STRIDE, back=True)) if len(self._newest) == STRIDE else ()
        seems_long = ends and all(self._newest[0] // _apart(end) > 2 * REACH for end in ends)
        return not seems_long and self.in_short_reach

    @cached_property
    def _newest(self) -> list[int]:
        return nearest(self.sight, STRIDE)

    @cached_property
    def _reach(self) -> list[int]:
        """The newest of what this person may know of: all, where it is a short reach."""
        return nearest(self.sight, REACH + 1)

    def reached(self, most: int) -> tuple[Any, bool]:
        """Those among the newest that this person may know of, at most so many, as a queryset that is read by their
        keys; and whether the person may know of more."""
        keys = nearest(self.sight, most + 1)
        return self._fitting(of_keys(keys[:most])), len(keys) > most

    def rows(self, plan: Plan = Plan.SET, span: Span | None = None) -> Any:
        """All of them, as a queryset; where they have to be gone through, whatever may be among them."""
        if self.few is not None:
            plan = Plan.EACH if len(self.few) <= FEW else plan
            return self._fitting(visible(of_keys(self.few), self.sight, plan, span))
        return self._fitting(visible(Asset.objects.all(), self.sight, plan, span))

    def _fitting(self, assets: Any) -> Any:
        for clue in self.clues:
            assets = assets.filter(clue.condition)
        return assets.named_to(self.sight) if self.named else assets

    def _fit(self, keys: list[int], seldom: bool = False) -> set[int]:
        """Those of some keys that fit, asked in words that are kept where they say the same; `seldom`: hardly any of
        those before them do."""
        if len(keys) > AT_ONCE[connection.vendor]:
            for clue in self.clues:
                keys = clue.may_fit(keys, seldom and connection.vendor == "postgresql")
        kept = self._kept()
        return set(kept.of(keys)) if kept else _keys(self._fitting(of_keys(keys)))

    def _kept(self, stretch: "Stretch | None" = None) -> Statement | None:
        """What asks of some keys which fit, or a stretch of those; None where a clue says not what it is made of."""
        same = tuple(clue.same for clue in self.clues)
        if None in same or self.sight.person is None:
            return None
        knowing = Knowing.of(self.sight)
        found = replace(self, sight=knowing.sight)  # without what is kept on it
        return _statement(Fitting(knowing, self.named, same, found, stretch))

    @property
    def is_slow(self) -> bool:
        """Have assets to be gone through, some at a time, to tell which fit?"""
        return any(clue.sifted for clue in self.clues)

    def look(self, order: Order, limit: int, beyond: Sequence[Any] | None = None, back: bool = False) -> "Look":
        """The keys of a page, in the order of the list; or as many as a look finds that goes through so many assets.

        Args:
            order: of the list.
            limit: how many at most.
            beyond: the values (of the order's columns) of the row before it; None for the very first.
            back: read towards the beginning: `beyond` is the row that follows, or None for the very last page.
        """
        look = self._ahead(order, limit, beyond, back)
        return replace(look, keys=look.keys[::-1]) if back else look

    def _ahead(self, order: Order, limit: int, beyond: Sequence[Any] | None, back: bool) -> "Look":
        """The keys in the order in which they are met."""
        sifted = next((clue.sifted for clue in self.clues if clue.sifted), None)
        if sifted is None:
            return Look(self._next(order, limit, beyond, back))
        quick = replace(self, clues=tuple(replace(clue, sifted=None) for clue in self.clues))
        found, gone_through, stride = list[int](), 0, min(limit + limit // 4, LOOKED)
        while True:
            keys = quick._next(order, stride, beyond, back)
            fitting = sifted(keys, limit - len(found))
            found += [key for key in keys if key in fitting][: limit - len(found)]
            gone_through += len(keys)
            if len(found) == limit or len(keys) < stride:
                return Look(found)
            if gone_through >= LOOKED:
                return Look(found, keys[-1], gone_through)
            beyond, stride = order.values_of(keys[-1]), min(4 * stride, LOOKED - gone_through)

    def _next(self, order: Order, limit: int, beyond: Sequence[Any] | None, back: bool) -> list[int]:
        upwards = order.descending == back
        if order.columns == KEY:
            return self._by_key(limit, beyond[-1] if beyond else None, upwards)
        if self._is_soon_read:
            return self._sorted_at_once(order.unwalked(), limit, beyond, back)
        if order.parts and self.few is None:
            return self._by_parts(order, limit, beyond, upwards)
        return self._walked(order, limit, beyond, back) or self._sorted(order, limit, beyond, back)

    def _sorted(self, order: Order, limit: int, beyond: Sequence[Any] | None, back: bool) -> list[int]:
        """The page out of all that is found. (What seemed long may be short: the newest may lie closer.)"""
        if self.few is None and self.in_short_reach:
            return self._sorted_at_once(order.unwalked(), limit, beyond, back)
        return self._read(self.rows(Plan.WALK), order, limit, beyond, back)

    def _sorted_at_once(self, order: Order, limit: int, beyond: Sequence[Any] | None, back: bool) -> list[int]:
        """The page out of a short reach, and of nothing else: what lies outside tells nothing, not even by its time.
        (Its keys are given: else SQLite walks the register in this order.)"""
        kept = self._kept(Stretch(order, limit, back)) if beyond is None else None
        if kept:
            return list(kept.of(self._reach))
        return self._read(self._fitting(of_keys(self._reach)), order, limit, beyond, back)

    def _walked(self, order: Order, limit: int, beyond: Sequence[Any] | None, back: bool) -> list[int]:
        """The page out of the next stretch of the order's index, whatever its assets; none where that does not fill it.

        How many of the newest lie between two that the person may know of tells how long a stretch is likely to do.
        """
        if self.sight.everything or self.sight.is_wide or self.few is not None:
            return []
        length = 3 * limit * _apart(self._newest) // 2 if len(self._newest) == STRIDE else WALK + 1
        if length > WALK:
            return []
        stretch = order.prepared(Asset._base_manager.all())
        if beyond is not None:
            stretch = stretch.filter(order.beyond(beyond, back))
        keys = among(stretch.order_by(*order.by(back)).values("pk")[:length].query.sql_with_params(), self.sight)
        found = self._read(self._fitting(of_keys(keys)), order.unwalked(), limit, beyond, back)
        return found if len(found) == limit else []

    def _by_parts(self, order: Order, limit: int, beyond: Sequence[Any] | None, upwards: bool) -> list[int]:
        """Part after part, each by key, from that of the row before on."""
        found, near = list[int](), cache(self._near) if self._near else None
        asked = [clue.where for clue in self.clues]
        values = [value for value, part in order.parts.items() if part in asked] or order.parts  # none else can fit
        for value in sorted(values, reverse=not upwards):
            if beyond and (value < beyond[0] if upwards else value > beyond[0]):
                continue
            part, start = order.parts[value], beyond[-1] if beyond and value == beyond[0] else None
            lead = Lead(Asset._base_manager.filter(part), order.index)
            clue = Clue(part, few_of(part), lead=lead, same=(order.columns[0], value))
            found += self.also(clue)._by_key(limit - len(found), start, upwards, near)
            if len(found) == limit:
                break
        return found

    def _by_key(self, limit: int, beyond: int | None, upwards: bool, near: Near | None = None) -> list[int]:
        """The nearest first, stride by stride while some of them fit; then what few assets fit, or the rest."""
        order, near, found, stride = Order(KEY, descending=not upwards), near or self._near, list[int](), STRIDE
        seldom = False
        while near is not None:
            keys = near(stride, _span(beyond, upwards), upwards)
            fitting = self._fit(keys, seldom)
            found += [key for key in keys if key in fitting][: limit - len(found)]
            if len(found) == limit or len(keys) < stride:
                return found
            beyond, seldom = keys[-1], SELDOM * len(fitting) < len(keys)
            # What is left of a reach that goes on like this is soon asked, and nothing that lies outside it.
            is_short = not upwards and beyond // _apart(keys) <= LONGEST
            if stride == LONGEST or not (fitting or is_short or self.sight.is_wide):
                break
            wanted = 3 * stride * (limit - len(found)) // (2 * len(fitting)) if fitting else LONGEST
            stride = min(LONGEST, (wanted // STRIDE + 1) * STRIDE)  # whole ones: few lengths, few texts
            if stride > FEW and not is_short and self._is_led:
                break
        return found + self._rest(order, limit - len(found), _span(beyond, upwards))

    def _rest(self, order: Order, limit: int, span: Span | None) -> list[int]:
        """What a person may know of is taken as a set, and no index leads it astray; who knows all walks the list."""
        if self.few is not None:
            return self._of_few([key for key in self.few if span is None or span.holds(key)], order, limit, span)
        if self.sight.everything:
            return self._read(self.rows(Plan.WALK, span), order, limit)
        return self._led(order, limit, span)

    def _of_few(self, few: list[int], order: Order, limit: int, span: Span | None) -> list[int]:
        """Out of some candidates."""
        if self.sight.everything:
            return self._fitting_in_order(few, order, limit)
        if len(few) <= FEW:
            return self._in_order(self.rows(Plan.EACH, span), order, limit)
        return self._fitting_in_order(among(listed(few), self.sight), order, limit)

    def _led(self, order: Order, limit: int, span: Span | None) -> list[int]:
        """A clue's index tells the nearest of those that the person may know of; then all of these are asked."""
        found, back, plan = list[int](), not order.descending, Plan.SET if self.sight.is_wide else Plan.WALK
        lead = next((clue.lead for clue in self.clues if clue.lead), None)
        if lead is None:
            return self._in_order(self.rows(plan, span), order, limit)
        for many in (4 * limit, FEW):
            keys = lead.reached(self.sight, many, span, back)
            found += self._fitting_in_order(keys, order, limit - len(found))
            if len(found) == limit or len(keys) < many:
                return found
            span = _span(keys[-1], back)
        return found + self._in_order(self.rows(plan, span), order, limit - len(found))

    def _fitting_in_order(self, keys: Iterable[int], order: Order, limit: int) -> list[int]:
        found = list[int]()
        for some in batched(sorted(set(keys), reverse=order.descending), STRIDE):
            fitting = self._fit(list(some))
            found += [key for key in some if key in fitting]
            if len(found) >= limit:
                break
        return found[:limit]

    @staticmethod
    def _in_order(rows: Any, order: Order, limit: int) -> list[int]:
        by_key = OrderBy(Unled("pk"), descending=order.descending)
        return list(rows.order_by(by_key).values_list("pk", flat=True)[:limit])

    @cached_property
    def _near(self) -> Near | None:
        """The way to the nearest candidates: what the person may know of; whoever knows all is led by a clue."""
        if not self.sight.everything:
            return partial(nearest, self.sight)
        return next((clue.near for clue in self.clues if clue.near), None)

    def _read(
        self, rows: Any, order: Order, limit: int, beyond: Sequence[Any] | None = None, back: bool = False
    ) -> list[int]:
        return list(self._stretch(rows, Stretch(order, limit, back), beyond))

    def _stretch(self, rows: Any, stretch: "Stretch", beyond: Sequence[Any] | None = None) -> Any:
        """The keys of a stretch of some rows, as a queryset."""
        order, back = stretch.order, stretch.back
        rows = order.prepared(rows)
        if order.named and not self.named:
            rows = rows.named_to(self.sight)
        if beyond is not None:
            rows = rows.filter(order.beyond(beyond, back))
        return rows.order_by(*order.by(back)).values_list("pk", flat=True)[: stretch.limit]

    def count(self, cap: int) -> int:
        """How many there are, counted to a cap."""
        return int(self.rows(Plan.SET).order_by()[:cap].count())


@dataclass(frozen=True)
class Stretch:
    """The first so many in some order, or the last."""

    order: Order
    limit: int
    back: bool = False


@dataclass(frozen=True)
class Fitting:
    """What assets are asked for whether they fit: the same where what may be known, the clues and the stretch are."""

    knowing: Knowing
    named: bool
    same: tuple[Hashable, ...]
    found: Found = field(compare=False)
    stretch: Stretch | None = None


@lru_cache(maxsize=KEPT)
def _statement(fitting: Fitting) -> Statement:
    """Kept from one request to the next: what is asked, never what is found."""
    found, stretch = fitting.found, fitting.stretch
    rows = found._fitting(Asset.objects.filter(Among("pk")))
    keys = found._stretch(rows, stretch) if stretch else rows.order_by().values_list("pk", flat=True)
    return Statement(keys, is_shared=True)


def _apart(keys: list[int]) -> int:
    """How far apart some keys lie, which follow one another up or down."""
    return abs(keys[0] - keys[-1]) // len(keys) + 1


def _span(beyond: int | None, upwards: bool) -> Span | None:
    return None if beyond is None else Span("gt" if upwards else "lt", beyond)


def _keys(rows: Any) -> set[int]:
    return set(rows.order_by().values_list("pk", flat=True))


def of_keys(keys: list[int]) -> Any:
    """Assets by their keys. The database is asked even for none: how often it is asked tells nothing."""
    return Asset.objects.filter(AmongMany(F("pk"), keys))


class AmongMany(In):
    """Is a key one of many? Written into the statement: thousands of parameters take longer than the answer."""

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} IN ({', '.join(f'{key:d}' for key in self.rhs or [0])})", params

    def as_postgresql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:  # Django's own name
        """As one text: PostgreSQL plans a list key by key, which takes longer than the answer, and worse for it."""
        column, params = self.process_lhs(compiler, connection)
        keys, _params = listed(self.rhs)
        return f"{column} IN ({keys})", params
