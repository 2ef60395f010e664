"""Questions that every request asks of the database: their SQL is made once, and asked with other values ever after.

Putting a small query together takes Django longer than the database takes to answer it. What is kept is the text
alone, which hangs on the code and on nothing else; what it is asked with, and what it answers, is new each time.
PostgreSQL keeps, for as long as a connection lasts, how it answers it (`accounts.planned`).
"""

import json
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property, partial
from typing import Any, Final

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import F, Lookup, QuerySet

from accounts.planned import planning_cursor, written_out

type Fill = Callable[[Any, tuple[Any, ...]], Any]  # connection, values → what is handed over


@dataclass(frozen=True)
class Again:
    """A queryset turned into SQL once, and asked again and again.

    Attributes:
        queryset: what makes rows of what is answered.
        compiler: of the queryset; it has made the SQL.
        sql: the text.
        params: what stands in it each time.
        fills: what stands in it anew, by its place among them.
    """

    queryset: QuerySet[Any, Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    fills: Mapping[int, Fill]

    def rows(self, *values: Any) -> list[Any]:
        """The rows for these values, read anew; one query."""
        connection = connections[DEFAULT_DB_ALIAS]
        filled = {at: fill(connection, values) for at, fill in self.fills.items()}
        if connection.vendor == "postgresql":
            sql = self._text, tuple(filled.values())
        else:
            sql = self.sql, tuple(filled.get(at, each) for at, each in enumerate(self.params))
        compiler = copy(self.compiler)
        compiler.connection = _Like(connection, cursor=partial(planning_cursor, connection))
        compiler.as_sql = lambda *_args, **_kwargs: sql
        asked: Any = _Like(self.queryset, query=_Like(self.queryset.query, get_compiler=lambda *_a, **_k: compiler))
        found: Any = self.queryset._iterable_class(asked)
        return list(found)

    @cached_property
    def _text(self) -> str:
        """For PostgreSQL, with all written into it that stands in it each time: so it is planned once, whatever is
        asked."""
        return written_out(connections[DEFAULT_DB_ALIAS], self.sql, self.params, self.fills)


class Prepared[Row]:
    """A queryset in which some values change.

    Args:
        rows: makes the queryset of values; it may do nothing with them but to put them into conditions. Called once
            for each kind of database, with values that stand for those to come.
        kinds: of the values: int, str, date or datetime; list for any number of keys, to be put into `Among`.
    """

    def __init__(self, rows: Callable[..., QuerySet[Any, Row]], *kinds: type) -> None:
        self._rows, self._kinds = rows, kinds
        self._made: dict[str, Again] = {}

    def __call__(self, *values: Any) -> list[Row]:
        """The rows for these values (never None, of which SQL has a sentence of its own)."""
        if [type(value) for value in values] != list(self._kinds):
            raise TypeError(f"asked with {values!r}, not with {self._kinds!r}")
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor not in self._made:
            self._made[connection.vendor] = self._make(connection)
        return self._made[connection.vendor].rows(*values)

    def _make(self, connection: Any) -> Again:
        marks = [MARKS[kind](n) for n, kind in enumerate(self._kinds)]
        queryset = self._rows(*marks)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        known = [_adapted(connection, mark) for mark in marks]
        places = {at: known.index(param) for at, param in enumerate(params) if param in known}
        assert set(places.values()) == set(range(len(marks))), "a value stands nowhere in the SQL"
        fills = {at: _fill(which, params[at]) for at, which in places.items()}
        return Again(queryset, compiler, sql, tuple(params), fills)

    def first(self, *values: Any) -> Row | None:
        """The only row there is, or the first of them."""
        return next(iter(self(*values)), None)


KEYS: Final = object()  # stands for the keys that something will be asked of


class Among(Lookup):
    """Is a column of rows one of the keys that are asked of? (A lookup, for SQLite takes those into its WHERE as they
    are; of any other condition it asks whether it equals 1, which no index answers.)

    Args:
        column: its name.
        keys: what a `Prepared` gives for them.
    """

    prepare_rhs = False

    def __init__(self, column: str, keys: Any = KEYS) -> None:
        super().__init__(F(column), keys)

    def as_sqlite(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:  # Django's own name
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} IN (SELECT value FROM json_each(%s))", (*params, self.rhs)

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:  # Django's own name
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} = ANY(%s)", (*params, self.rhs)


def keys_of(connection: Any, keys: Iterable[int]) -> str:
    """Keys as each database takes any number of them for one value."""
    return json.dumps(list(keys)) if connection.vendor == "sqlite" else f"{{{','.join(map(str, keys))}}}"


class _Like:
    """Something of Django's, but for some of its attributes."""

    def __init__(self, like: Any, **other: Any) -> None:
        self.__dict__ |= other
        self._like = like

    def __getattr__(self, name: str) -> Any:
        return getattr(self._like, name)


# Values that nobody asks for: they stand for the others while the SQL is made.
MARKS: dict[type, Callable[[int], Any]] = {
    int: lambda n: -1_900_190_019 - n,
    str: lambda n: f"\N{REPLACEMENT CHARACTER}{n}",
    date: lambda n: date(1, 1, 1 + n),
    list: lambda n: KEYS,
    datetime: lambda n: datetime(1901, 2, 3, 4, 5, 6 + n, tzinfo=UTC),
}


def _adapted(connection: Any, value: Any) -> Any:
    """A value as a query hands it to this database."""
    if isinstance(value, list):
        return keys_of(connection, value)
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _fill(which: int, like: Any) -> Fill:
    """How a value is handed over at a place where this one stood: numbers have a size on PostgreSQL."""
    if isinstance(like, int):
        size = type(like)
        return lambda _connection, values: size(values[which])
    return lambda connection, values: _adapted(connection, values[which])
