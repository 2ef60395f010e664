"""Counting around a query that asks each asset once: how many have which verdict, or which values."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import batched
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from measures.verdicts import COUNTED, Verdict

MOST = 2**62  # more rows than a register will ever have


def around(rows: QuerySet[Any], selected: Sequence[str], by: Sequence[str] = ()) -> list[tuple[Any, ...]]:
    """What is selected around these rows, for each set of values of some columns.

    The limit keeps databases from unfolding the inner query, which would ask everything once for each expression.
    """
    try:
        sql, params = rows[:MOST].query.sql_with_params()
    except EmptyResultSet:
        return []
    group = f" GROUP BY {', '.join(by)}" if by else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join((*by, *selected))} FROM ({sql}) AS stands{group}", params)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def verdicts(
    assets: QuerySet[Any], columns: dict[str, Any], by: Sequence[str] = ()
) -> Iterator[tuple[tuple[Any, ...], list[Counter[Verdict]]]]:
    """For each column, an expression on assets, on how many of them it gives which verdict; nothing for no assets."""
    rows = assets.order_by().annotate(**columns).values(*by, *columns)
    counts = [f'COUNT(CASE WHEN "{column}" = {v.value} THEN 1 END)' for column in columns for v in COUNTED]
    for row in around(rows, counts, by):
        numbers = batched(row[len(by) :], len(COUNTED))
        yield row[: len(by)], [Counter(dict(zip(COUNTED, found, strict=True))) for found in numbers]
