"""Questions that every request asks of the database: their SQL is made once, and asked with other values ever after.

Putting a small query together takes Django longer than the database takes to answer it. What is kept is the text
alone, which hangs on the code and on nothing else; what it is asked with, and what it answers, is new each time.
"""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet


class Prepared[Row]:
    """A queryset in which some values change.

    Args:
        rows: makes the queryset of values; it may do nothing with them but to put them into conditions. Called once
            for each kind of database, with values that stand for those to come.
        kinds: of the values: int, str, date or datetime.
    """

    def __init__(self, rows: Callable[..., QuerySet[Any, Row]], *kinds: type) -> None:
        self._rows, self._kinds = rows, kinds
        self._made: dict[str, _Text] = {}

    def __call__(self, *values: Any) -> list[Row]:
        """The rows for these values (never None, of which SQL has a sentence of its own)."""
        if [type(value) for value in values] != list(self._kinds):
            raise TypeError(f"asked with {values!r}, not with {self._kinds!r}")
        connection = connections[DEFAULT_DB_ALIAS]
        if connection.vendor not in self._made:
            self._made[connection.vendor] = _Text.of(self._rows, self._kinds, connection)
        return self._made[connection.vendor].rows(connection, values)

    def first(self, *values: Any) -> Row | None:
        """The only row there is, or the first of them."""
        return next(iter(self(*values)), None)


@dataclass(frozen=True)
class _Text:
    """The SQL of a queryset, and at which places which value stands in it."""

    queryset: QuerySet[Any, Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    places: tuple[tuple[int, int, Callable[[Any, Any], Any]], ...]

    @classmethod
    def of(cls, rows: Callable[..., QuerySet[Any, Any]], kinds: tuple[type, ...], connection: Any) -> "_Text":
        marks = [MARKS[kind](n) for n, kind in enumerate(kinds)]
        queryset = rows(*marks)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        known = [_adapted(connection, mark) for mark in marks]
        found = tuple((at, known.index(param), _like(param)) for at, param in enumerate(params) if param in known)
        assert {which for _at, which, _like in found} == set(range(len(kinds))), "a value stands nowhere in the SQL"
        return cls(queryset, compiler, sql, tuple(params), found)

    def rows(self, connection: Any, values: tuple[Any, ...]) -> list[Any]:
        params = list(self.params)
        for at, which, like in self.places:
            params[at] = like(connection, values[which])
        return asked_again(self.queryset, self.compiler, connection, (self.sql, tuple(params)))


def asked_again(queryset: QuerySet[Any, Any], compiler: Any, connection: Any, sql: tuple[str, Any]) -> list[Any]:
    """The rows of a queryset whose compiler has made its SQL before, asked with these values now."""
    compiler = copy(compiler)
    compiler.connection, compiler.as_sql = connection, lambda *_args, **_kwargs: sql
    asked: Any = _Asked(queryset, query=_Asked(queryset.query, get_compiler=lambda *_a, **_k: compiler))
    found: Any = queryset._iterable_class(asked)
    return list(found)


class _Asked:
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
    datetime: lambda n: datetime(1901, 2, 3, 4, 5, 6 + n, tzinfo=UTC),
}


def _adapted(connection: Any, value: Any) -> Any:
    """A value as a query hands it to this database."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _like(param: Any) -> Callable[[Any, Any], Any]:
    """How a value is handed over at a place where this one stood: numbers have a size on PostgreSQL."""
    if isinstance(param, int):
        size = type(param)
        return lambda _connection, value: size(value)
    return _adapted
