"""A step: from where it leads where to, who may take it, and whether it needs words. Its Q is the inbox, the button,
the guard and the lock.

The life of an asset is one table of steps (`approval`). What is proposed about an asset and hangs on it, a disposal or
a gap to be accepted, goes through tables of its own by the same mechanism.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise

from accounts.models import Person
from accounts.sight import Sight, asked_again
from assets.models import Asset
from assets.models.proposals import Proposal
from assets.visibility import Plan
from journal.acts import Act

DECIDING = ("approve", "return", "uphold", "question")


class NotYours(Exception):
    """The step is not open to this person (any more): someone was faster, or rights changed."""


class ChangedMeanwhile(Exception):
    """What was shown is not what is there now."""


def _assets(sight: Sight) -> QuerySet[Any]:
    return Asset.objects.seen_by(sight, Plan.EACH)


@dataclass(frozen=True)
class Step:
    """One step: where it starts, where it leads (None: it stays), who may take it, and whether it needs words.

    `among` are the rows that the person may know of: assets, or what hangs on them.
    """

    name: str
    label: Promise
    sources: tuple[str, ...]
    target: str | None
    taken_by: Callable[[Sight], Q]
    needs_comment: bool = False
    among: Callable[[Sight], QuerySet[Any]] = _assets

    @property
    def decides(self) -> bool:
        """Is it a decision on what waits, which may be taken in another's name?"""
        return self.name in DECIDING

    def open_to(self, sight: Sight) -> QuerySet[Any]:
        """The rows on which this person may take this step now."""
        if sight.person is None:
            return self.among(sight).none()
        return self.among(sight).filter(self.taken_by(sight), state__in=self.sources)


def named(sight: Sight) -> QuerySet[Any]:
    """The keys of the assets that a person may know of by name, for what hangs on them."""
    return Asset.objects.seen_by(sight, Plan.EACH).named_to(sight).order_by().values("pk")


def claim[Row: Proposal](step: Step, row: Row, comment: str, *, by: Sight) -> Row:
    """Within an act: the row under lock, if the step is (still) open; rights and state are asked again.

    Raises:
        ValueError: a comment is needed.
        NotYours: the step is not open to this person now.
    """
    found: Row | None = step.open_to(asked_again(by)).select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None:
        raise NotYours
    if step.needs_comment and not comment.strip():
        raise ValueError("comment")
    return found


def move(deed: Act, step: Step, row: Proposal, comment: str, *, by: Sight, name: Person | None = None) -> None:
    """Within an act: where the step leads, and what was said; who decided, and in whose name, where it decides."""
    values: dict[str, Any] = {"state": step.target}
    if step.decides:
        own = row.proposed_by_id == (by.person and by.person.pk)
        values |= {"decided_by": by.person, "on_behalf": name, "decided_at": timezone.now(), "own": own}
    deed.change(row, **values | ({"answer": comment.strip()} if comment.strip() else {}))
