"""Where rules are entered, and the words that their questions share."""

from collections.abc import Callable
from datetime import date

from django.db.models import Q

from accounts.days.calendars import written
from assets.kinds import State
from classification.levels import Level
from measures.asking.asked import Asked, Rule
from measures.asking.subjects import Subject, Turn
from measures.thresholds import threshold

__all__ = ("ENTERED", "EVERY", "IN_FORCE", "KEPT", "day", "from_level", "here", "rule", "threshold")

ENTERED: dict[str, Rule] = {}
EVERY = Q(pk__isnull=False)
KEPT = ~Q(state=State.RETIRED)
IN_FORCE = KEPT & Q(level__isnull=False)


def rule(
    id: str, subject: Subject, *, compares: bool = False, turn: Turn | None = None
) -> Callable[[Callable[[date], Asked]], Callable[[date], Asked]]:
    """Enter the function below as the rule with this id; its turn is its subject's, unless it has one of its own."""

    def enter(ask: Callable[[date], Asked]) -> Callable[[date], Asked]:
        ENTERED[id] = Rule(id, subject, ask, compares, subject.turn if turn is None else turn)
        return ask

    return enter


def from_level(level: Level, prefix: str = "") -> Q:
    """In force and at least of this level."""
    retired = Q(**{f"{prefix}state": State.RETIRED})
    return ~retired & Q(**{f"{prefix}level__gte": level})


def here(on: date, prefix: str = "") -> Q:
    """People who have not left."""
    return Q(**{f"{prefix}left_on": None}) | Q(**{f"{prefix}left_on__gte": on})


def day(value: date | None) -> str:
    """A date as papers print it; a dash for none."""
    return written(value) if value else "―"
