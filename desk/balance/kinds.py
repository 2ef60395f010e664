"""What a warning of the balance page is: whose rows, what it says, what to do, and where the rows stand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, QuerySet, Window
from django.utils.functional import Promise

from desk.addressee import Addressee
from desk.waiting.kinds import Line
from measures.thresholds import judged_by, threshold

RULE = "GOV-09"
SHOWN = 6  # rows of one warning on the page


@dataclass(frozen=True)
class Scales:
    """Who reads, on which day, and the numbers by which it is judged, as they hold for the company."""

    who: Addressee
    numbers: dict[str, int]

    @classmethod
    def of(cls, who: Addressee) -> "Scales":
        names = (
            "top_percent", "from_assets", "department_percent", "department_assets", "unused_days",
            "strained", "strained_days",
        )  # fmt: skip
        with judged_by(who.question.numbers):
            return cls(who, {name: int(threshold(RULE, name)) for name in names})

    @property
    def on(self) -> date:
        return self.who.on

    @property
    def assets(self) -> Any:
        """What the reader may know of, by name, with a level."""
        return self.who.assets.in_force()

    def __getitem__(self, name: str) -> int:
        return self.numbers[name]

    def since(self, name: str) -> date:
        """So many days ago as the number of this name says."""
        return self.on - timedelta(days=self[name])


@dataclass(frozen=True)
class Imbalance:
    """A way to lean to one side.

    Attributes:
        name: the warning's own, used as an anchor.
        heading: what is seen.
        advice: what one may do.
        rows: those that show it, the weightiest first; none where there is nothing to say.
        line: one of them in words, with where it stands.
        facts: what `heading` names, from the rows and their count.
        flyer: is the thought METI's own? (Else it is Kura's proposal, as all numbers are.)
        everything: where all rows are listed; "" where nothing lists them.
    """

    name: str
    heading: Promise
    advice: Promise
    rows: Callable[[Scales], QuerySet[Any] | list[Any]]
    line: Callable[[Any, Scales], Line]
    flyer: bool = False
    everything: Callable[[], str] = str


@dataclass(frozen=True)
class Found:
    """A warning that there is something to say about."""

    warning: Imbalance
    lines: tuple[Line, ...]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


def found(warning: Imbalance, scales: Scales) -> Found | None:
    """What a warning has to say, by one query or a fixed few; None for nothing."""
    rows = warning.rows(scales)
    if isinstance(rows, list):
        first, count = rows[:SHOWN], len(rows)
    else:
        first = list(rows.annotate(in_all=Window(Count(F("pk"))))[:SHOWN])
        count = first[0].in_all if first else 0
    return Found(warning, tuple(warning.line(row, scales) for row in first), count) if count else None
