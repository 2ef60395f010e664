"""作成・確認・承認: three boxes with a name and a day each, as Japanese forms have them, from the decisions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Prefetch
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.days.calendars import written
from assets.deciding.approval import STEPS
from assets.deciding.dossier import APPROVING
from assets.kinds import State
from assets.models import Decision, Judgement

PROPOSING: Final = tuple(step.name for step in STEPS.values() if step.target == State.IN_REVIEW)


@dataclass(frozen=True)
class Stamp:
    """One box: who, for whom if in another's name, and when; empty where nobody has."""

    name: str = ""
    day: str = ""
    on_behalf: str = ""


def with_decisions() -> Any:
    """The decisions that the boxes are filled from, for many assets at once."""
    told = Decision.objects.filter(step__in=(*PROPOSING, *APPROVING)).select_related("by", "on_behalf").defer("shown")
    return Prefetch("decisions", told)


def stamps_of(asset: Any) -> tuple[Stamp, Stamp, Stamp]:
    """Who judged, who submitted it where that was another, and who approved what is in force.

    Args:
        asset: with its decisions and judgements, the latest first, at hand where there are many (`with_decisions`).
    """
    decisions = list(asset.decisions.all())
    approved = next((each for each in decisions if each.step in APPROVING), None)
    if approved is None:
        return Stamp(), Stamp(), Stamp()
    submitted = next(_proposals_before(decisions, approved), None)
    judged = _judged_before(asset.judgements.all(), submitted or approved)
    made = Stamp(judged.by.label, _day(judged.on)) if judged and judged.by else _stamp(submitted)
    other = submitted if submitted and judged and submitted.by != judged.by else None
    return made, _stamp(other), _stamp(approved)


def _proposals_before(decisions: Iterable[Decision], approved: Decision) -> Iterator[Decision]:
    return (each for each in decisions if each.step in PROPOSING and each.at <= approved.at)


def _judged_before(judgements: Iterable[Judgement], decision: Decision) -> Judgement | None:
    """The judgement that was submitted: the latest by then."""
    return next((each for each in judgements if each.on <= localdate(decision.at)), None)


def _stamp(decision: Decision | None) -> Stamp:
    if decision is None or decision.by is None:
        return Stamp()
    behalf = _("for %(person)s") % {"person": decision.on_behalf.label} if decision.on_behalf else ""
    return Stamp(decision.by.label, _day(localdate(decision.at)), behalf)


def _day(day: Any) -> str:
    return written(day, "SHORT_DATE_FORMAT")
