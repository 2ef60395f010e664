"""What a kind of waiting thing is: whose rows, how many, and each as one line that leads to where it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.utils.functional import Promise

from desk.addressee import Addressee

SOON = timedelta(days=30)  # what ends within these days is told beforehand
LATELY = timedelta(days=30)  # what happened within these days is still news
SHOWN = 4  # lines of one kind on the first page


@dataclass(frozen=True)
class Line:
    """One thing that waits: what it is, where it is done, and by when or since when.

    `level` gives the line its badge. A `day` that is `due` is one until which it is to be done; `late` is by how many
    days that has passed. `asks` names the right without which its page is not there.
    """

    text: str
    url: str
    note: str = ""
    day: date | None = None
    due: bool = False
    late: int = 0
    level: int | None = None
    asks: str = ""


@dataclass(frozen=True)
class Kind:
    """A kind of waiting thing.

    Attributes:
        name: the kind's own, used as an anchor.
        heading: what is to be done, as people say it.
        rows: what waits for somebody, most urgent first, narrowed to what they may know of; a list where it is short.
        line: one of these rows as a line.
        everything: where the rest is listed; "" where nothing lists it.
    """

    name: str
    heading: Promise
    rows: Callable[[Addressee], QuerySet[Any] | list[Any]]
    line: Callable[[Any, Addressee], Line]
    everything: Callable[[], str] = str


@dataclass(frozen=True)
class Group:
    """What of one kind waits: the first lines, and how many there are."""

    kind: Kind
    lines: tuple[Line, ...]
    count: int

    @property
    def overdue(self) -> bool:
        return any(line.late for line in self.lines)

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


def group_of(kind: Kind, who: Addressee) -> Group:
    """What of a kind waits, by one query: the first rows, each with the count of all."""
    rows = kind.rows(who)
    if isinstance(rows, list):
        return Group(kind, tuple(kind.line(row, who) for row in rows), len(rows))
    first = list(rows.annotate(in_all=Window(Count(F("pk"))))[:SHOWN])
    return Group(kind, tuple(kind.line(row, who) for row in first), first[0].in_all if first else 0)
