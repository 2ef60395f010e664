"""Several decisions in one act: never of what is or would be top secret nor of what is to go down, each row bound to
what was shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.sight import Sight
from assets.deciding import approval
from assets.deciding.deciders import DOWN, TOP
from assets.kinds import State
from assets.models import Asset
from journal.acts import act

MOST = 50
VERB = "assets.approve_many"


class Fate(Enum):
    """What became of one row."""

    APPROVED = "approved"
    CHANGED = "changed"
    CLOSED = "closed"

    @property
    def words(self) -> Promise:
        return _FATES[self]


_FATES = {
    Fate.APPROVED: _("approved"),
    Fate.CHANGED: _("skipped: it was changed after the list was shown"),
    Fate.CLOSED: _("skipped: someone was faster, or it is not yours to decide together with others"),
}


@dataclass(frozen=True)
class Outcome:
    """One row, and what became of it."""

    asset: Asset
    fate: Fate


class NothingApproved(Exception):
    """Not one of them was approved; nothing is written."""

    def __init__(self, outcomes: list[Outcome]) -> None:
        super().__init__(len(outcomes))
        self.outcomes = outcomes


def choosable(sight: Sight) -> QuerySet[Any]:
    """What this person may decide on together with others: what is and stays below top secret, and
    loses no protection."""
    return approval.awaiting(sight).exclude(TOP | DOWN)


def approve_together(assets: Iterable[Asset], shown: Mapping[str, str], *, by: Sight) -> list[Outcome]:
    """Approve each of some assets that is still what was shown and still theirs; skip the others, and say why.

    Args:
        assets: that the person may know of.
        shown: the digest of what they saw, by code.

    Raises:
        NothingApproved: all were skipped.
    """
    with act(by.person, VERB) as deed:
        outcomes = [Outcome(asset, _approve(asset, shown[asset.code], by)) for asset in assets]
        approved = [outcome.asset.code for outcome in outcomes if outcome.fate is Fate.APPROVED]
        if not approved:
            raise NothingApproved(outcomes)
        deed.facts["assets"] = approved
    return outcomes


def _approve(asset: Asset, shown: str, by: Sight) -> Fate:
    if not choosable(by).filter(pk=asset.pk).exists():
        return Fate.CLOSED
    step = approval.STEPS["uphold" if asset.state == State.ACTIVE else "approve"]
    try:
        approval.take(step, asset, by=by, shown=shown)
    except approval.NotYours:
        return Fate.CLOSED
    except approval.ChangedMeanwhile:
        return Fate.CHANGED
    return Fate.APPROVED
