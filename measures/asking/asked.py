"""A rule is a question to rows of one table, asked in SQL. Nothing here judges in Python."""

import calendar
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from measures.asking.subjects import Subject, Turn
from measures.verdicts import Verdict


@dataclass(frozen=True)
class Asked:
    """What a rule asks of each row on a day, as conditions on that row.

    Attributes:
        needed: does the question apply to this row?
        known: is there enough to answer it? (What is not known is never met.)
        met: the answer.
        facts: extra columns that `because` prints.
        because: row and verdict → one sentence in the active language, with absolute dates only.
    """

    needed: Q
    met: Q
    because: Callable[[Any, Verdict], str]
    known: Q = field(default_factory=Q)
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """One rule.

    Attributes:
        id: see rules.toml for its words.
        subject: the rows that it asks.
        ask: the question. It looks nothing up: what it needs to know is part of its SQL, so that it is put together
            once for a day, the company's numbers and a language (`measures.asking.stating`).
        compares: does its answer depend on what its reader may know of? Then it is put together for
            each reach (`assets.sealing.Knowing`).
        turn: when it is asked where one gap is enough.
    """

    id: str
    subject: Subject
    ask: Callable[[date], Asked]
    compares: bool = False
    turn: Turn = Turn.THEN


def row_verdict(asked: Asked) -> Any:
    """The answer as an expression, each condition once. Only positive conditions, so that an empty column never counts
    as met."""
    answer = _where(asked.met, Value(Verdict.MET.value), otherwise=Verdict.GAP)
    known = _where(asked.known, answer, otherwise=Verdict.UNKNOWN)
    return _where(asked.needed, known, otherwise=Verdict.NOT_NEEDED)


def _where(condition: Q, then: Any, *, otherwise: Verdict) -> Any:
    """`then` where the condition holds; everywhere, if there is none."""
    if not condition:
        return then
    return Case(When(condition, then=then), default=Value(otherwise.value), output_field=IntegerField())


def number_of(rows: QuerySet[Any]) -> Coalesce:
    """How many rows there are, as an expression on others; they may refer to these by `OuterRef`."""
    counted = rows.order_by().annotate(one=Value(1)).values("one").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def months_before(on: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month.

    >>> months_before(date(2026, 8, 31), 6)
    datetime.date(2026, 2, 28)
    """
    year, month = divmod(max(on.year * 12 + on.month - 1 - months, 12), 12)  # no day lies before the year 1
    return date(year, month + 1, min(on.day, calendar.monthrange(year, month + 1)[1]))
