"""What is known of the assets that a list looks for, and which index leads to them."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, F, Func, Q
from django.db.models.sql.compiler import SQLCompiler

from accounts.prepared import Among
from accounts.sight import Sight
from assets.finding.nearest import among
from assets.models import Asset
from assets.visibility import KEPT, Span
from assets.written import Statement

FEW = 1_000  # keys that a clue may lead to
MANY = {"postgresql": 10_000, "sqlite": 3_000}  # keys that a word may lead to; SQLite looks each of them up

# Of some keys, in the order in which they are wanted, those that fit; once there are enough, the rest may be left out.
type Sift = Callable[[list[int], int], set[int]]
type Near = Callable[[int, Span | None, bool], list[int]]  # the nearest keys: how many, within what, backwards?


@dataclass(frozen=True)
class Clue:
    """One thing that is known of the assets looked for.

    Attributes:
        where: the condition on assets.
        few: the keys of all that fit it, if they are at most so many; None where there are more. Asked without regard
            to who asks, so it is a way to find, never an answer.
        most: so many are still few.
        near: gives the nearest keys that fit it, in order, at most so many within a span; None where no index does.
        lead: where the keys of all that fit it are read, without reading the assets; None where no index holds both.
        sifted: of those that fit the condition, some at a time, which really do: for what takes long to tell.
        narrowed: of some keys those that may fit, told sooner than whether they do.
        same: all that the condition is made of: where it is the same, so is the condition. None: nobody says.
    """

    where: Q | Callable[[], Q]
    few: Callable[[int], list[int] | None] | None = None
    most: int = FEW
    near: Near | None = None
    lead: "Lead | None" = None
    sifted: Sift | None = None
    same: Hashable = None
    narrowed: Callable[[list[int]], list[int]] | None = None

    @cached_property
    def condition(self) -> Q:
        """What fits, put together."""
        return self.where() if callable(self.where) else self.where

    def may_fit(self, keys: list[int], seldom: bool) -> list[int]:
        """Of some keys those that may fit; all of them where that is not told sooner than whether they do.

        Args:
            seldom: hardly any of those before them fit. Then, on PostgreSQL, an index leaves out most without reading
                the assets: two places of the memory are looked at in place of three or four, for each.
        """
        if self.narrowed:
            return self.narrowed(keys)
        if self.lead is None or self.same is None or (self.lead.of_assets and not seldom):
            return keys
        return _telling(Telling(self.same, self.lead)).of(keys)


@dataclass(frozen=True)
class Lead:
    """Rows by an index that holds what is known of them and the key of the asset, so that no row is read.

    Attributes:
        rows: a queryset. What the index does not hold may be left out: every clue is asked again of what is found.
        column: that holds the asset's key.
        index: its name, said to SQLite, which would read every asset of a person instead.
    """

    rows: Any
    index: str
    column: str = "pk"

    @property
    def of_assets(self) -> bool:
        """Are the rows the assets themselves?"""
        return self.column == "pk"

    def reached(self, sight: Sight, limit: int, span: Span | None, back: bool) -> list[int]:
        """The nearest keys that this person may know of, at most so many within a span; some come twice."""
        rows = self.rows.filter(span.of(self.column)) if span else self.rows
        sql, params = rows.order_by().values(pk=F(self.column)).query.sql_with_params()
        if connection.vendor == "sqlite":
            table = f'FROM "{rows.model._meta.db_table}"'
            sql = sql.replace(table, f'{table} INDEXED BY "{self.index}"', 1)
        return among((sql, params), sight, span, back, limit)


@dataclass(frozen=True)
class Telling:
    """An index that some keys are looked up in: the same where what the clue says is."""

    same: Hashable
    lead: Lead = field(compare=False)


@lru_cache(maxsize=KEPT)
def _telling(telling: Telling) -> Statement:
    """Kept from one request to the next: what is asked, never what is found."""
    lead = telling.lead
    keys = lead.rows.filter(Among(lead.column)).order_by().values_list(lead.column, flat=True)
    return Statement(keys, is_shared=True)


def few_of(*parts: Q) -> Callable[[int], list[int] | None]:
    """For a condition that has an index; where it has several parts, each is asked by itself."""

    def few(limit: int) -> list[int] | None:
        found = [keys_of(Asset._base_manager.filter(where), "pk", limit) for where in parts]
        keys = list(dict.fromkeys(key for keys in found for key in keys or ()))
        return None if None in found or len(keys) > limit else keys

    return few


class Unled(Func):
    """A column that no index is entered by (SQLite's unary plus): where many fit, the list leads."""

    template = "+%(expressions)s"
    output_field = BigIntegerField()


class Unwalked(Unled):
    """A column of any type that is sorted by, and that SQLite does not walk an index for; PostgreSQL sees by itself."""

    def as_postgresql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:  # Django's own name
        return self.as_sql(compiler, connection, template="%(expressions)s")


def keys_of(rows: Any, column: str, limit: int) -> list[int] | None:
    """The keys in a column of some rows, if they are at most so many: that there are more is seen by the last one."""
    keys = rows.order_by().values_list(column, flat=True)
    return None if keys[limit : limit + 1] else list(keys[:limit])
