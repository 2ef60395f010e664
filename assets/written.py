"""What is asked of rows again and again, written out in SQL once.

Putting an expression together and turning it into SQL takes Django longer than most answers to it take the database.
The rule of visibility stands in some twenty queries of a person's first page, a rule of measures in as many columns as
measures rest on it: each time the same but for the name of the outer table.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import DEFAULT_DB_ALIAS
from django.db.models import BooleanField, Exists, Expression, F, QuerySet

from accounts.prepared import KEYS, Again, Fill, keys_of

HERE = "here"  # stands for whatever the outer table will be called
# The names that Django gives to tables of inner queries, and what they are called here.
INNER = re.compile(r'"((?:its_)*[A-Z]+\d+)"')

type Sql = tuple[str, tuple[Any, ...]]


class Condition:
    """The conditions of a queryset, as text. Thrown away with whoever it was put together for.

    Args:
        rows: gives the queryset; asked when the text is first needed, and never again.
    """

    def __init__(self, rows: Callable[[], QuerySet[Any]]) -> None:
        self._rows = rows

    @cached_property
    def text(self) -> Sql | None:
        """The condition in SQL, with its values; None where no row can meet it, "" where each does."""
        query = self._rows().query
        try:
            return written(query, query.where)
        except EmptyResultSet:
            return None
        except FullResultSet:
            return "", ()


class Column:
    """An annotation `it` of a queryset, as text; it stands on the queryset's own table alone.

    Args:
        rows: the queryset, annotated.
    """

    def __init__(self, rows: QuerySet[Any]) -> None:
        self._rows = rows

    @classmethod
    def of(cls, rows: QuerySet[Any], expression: Any) -> Any:
        """What stands for an expression on these rows; the expression itself where it joins other tables."""
        annotated = rows.order_by().annotate(it=expression)
        if joins(annotated.query):
            return expression
        return Written(cls(annotated), output_field=annotated.query.annotations["it"].output_field)

    @cached_property
    def text(self) -> Sql:
        """The expression in SQL, with its values."""
        query = self._rows.query
        return written(query, query.annotations["it"])


def joins(query: Any) -> bool:
    """Does a query read other tables than its own (not counting those of inner queries)?"""
    return sum(1 for used in query.alias_refcount.values() if used) > 1


def written(query: Any, what: Any) -> Sql:
    """Part of a query in SQL, its own table called HERE."""
    table = query.base_table or query.get_initial_alias()
    compiler = query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.compile(what.relabeled_clone({table: HERE}))
    # Inner tables get names that no outer query gives to its own. A text within this text is one further in: were its
    # names left alone, its "its_U0" would take what is meant for this one's.
    return INNER.sub(r'"its_\1"', sql), tuple(params)


class Written(Expression):
    """A condition or a column, put into queries on the rows that it is about as any expression is."""

    output_field = BooleanField()

    def __init__(self, part: Condition | Column, output_field: Any = None) -> None:
        super().__init__(output_field)
        self.part = part
        self.row: Any = F("pk")

    def get_source_expressions(self) -> list[Any]:  # Django's own name
        return [self.row]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:  # Django's own name
        (self.row,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> Sql:
        found = self.part.text
        if found is None:
            raise EmptyResultSet
        sql, params = found
        if not sql:
            raise FullResultSet
        quoted = compiler.quote_name(self.row.alias)
        return sql.replace(f'"{HERE}"', quoted), params


class LookedUp(Exists):
    """Is there such a row? Looked up for each row that is asked: PostgreSQL would rather hash all of them, though
    few ask."""

    def as_postgresql(self, compiler: Any, connection: Any) -> Sql:  # Django's own name
        sql, params = self.as_sql(compiler, connection, template="EXISTS(%(subquery)s OFFSET 0)")
        return sql, tuple(params)


class Statement:
    """A queryset turned into SQL once, and asked again and again, each time of other keys.

    Args:
        rows: the queryset, filtered by `Among` where keys are to stand. What else it holds is as it was when the
            statement was made.
        is_shared: hands all values over each time, so that the text is the same for everybody of whom as many things
            are to be said, and is planned once for all of them.
    """

    def __init__(self, rows: QuerySet[Any], *, is_shared: bool = False) -> None:
        compiler: Any = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        fills = {at: _fill(each) for at, each in enumerate(params) if each is KEYS or is_shared}
        self._again = Again(rows, compiler, sql, tuple(params), fills)

    def of(self, keys: Iterable[int] = ()) -> list[Any]:
        """The rows of these keys, read anew; one query, for no keys as well."""
        return self._again.rows(keys)


def _fill(param: Any) -> Fill:
    """What is handed over where this stands: the keys, or itself."""
    if param is KEYS:
        return lambda connection, values: keys_of(connection, values[0])
    return lambda _connection, _values: param
