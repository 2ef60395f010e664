"""A condition on rows that is asked again and again, written out once.

Putting the rule of visibility together and turning it into SQL takes longer than most answers to it. On the first page
of a person it stands in some twenty queries, each time the same but for the name of the outer table.
"""

import re
from collections.abc import Callable
from functools import cached_property
from typing import Any, Self, cast

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, Expression, F, QuerySet

HERE = "here"  # stands for whatever the outer table will be called
INNER = re.compile(r'"([U-Z]\d+)"')  # the names that Django gives to tables of inner queries

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
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        where = query.where.relabeled_clone({query.base_table or query.get_initial_alias(): HERE})
        try:
            sql, params = compiler.compile(where)
        except EmptyResultSet:
            return None
        except FullResultSet:
            return "", ()
        # Inner tables get names that no outer query gives to its own.
        return INNER.sub(r'"its_\1"', sql), tuple(params)


class Meets(Expression):
    """Do rows meet a condition? Filtered by, or annotated, as any expression that is true or false."""

    output_field = BooleanField()

    def __init__(self, condition: Condition, row: Any = F("pk")) -> None:
        super().__init__()
        self.condition = condition
        self.row = row

    def get_source_expressions(self) -> list[Any]:  # Django's own name
        return [self.row]

    def set_source_expressions(self, exprs: list[Any]) -> None:  # Django's own name
        (self.row,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> Sql:
        found = self.condition.text
        if found is None:
            raise EmptyResultSet
        sql, params = found
        if not sql:
            raise FullResultSet
        quoted = compiler.quote_name(self.row.alias)
        return sql.replace(f'"{HERE}"', quoted), params
