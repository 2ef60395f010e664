"""What stands on the screen on which is decided: the thing, what differs from what was approved, what was asked."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from accounts.querysets import today
from accounts.sight import Sight
from assets.deciding import approval
from assets.deciding.deciders import name_of_decider
from assets.deciding.differences import Difference, differences
from assets.deciding.dossier import Dossier, approved_of, dossier_of, sha256_of
from assets.facts import Facts, facts_of
from assets.judging import judging
from assets.kinds import State
from assets.knowing.line_notes import noted
from assets.models import Asset, Decision, Grant, Judgement
from classification.criteria import CRITERIA, Criterion, Proposal

LOWERING = ("lower", "declassify")
TALK = (*LOWERING, "return", "question", "reply")


@dataclass(frozen=True)
class Judged:
    """A judgement with its scores in order, and what they suggest."""

    judgement: Judgement
    scored: tuple[tuple[Criterion, int, str], ...]
    suggestion: Proposal


@dataclass(frozen=True)
class Screen:
    """Everything that whoever decides is shown; `shown` is the digest of it that the decision is bound to."""

    asset: Asset
    shown: str
    level: int | None
    before: Decision | None
    differences: tuple[Difference, ...]
    judged: Judged | None
    facts: Facts
    talk: tuple[Decision, ...]
    steps: frozenset[str]
    in_the_name_of: Any = None

    @property
    def changed(self) -> bool:
        """Is it in force, and re-opened by a change?"""
        return self.asset.state == State.ACTIVE

    @property
    def lowered_by(self) -> Decision | None:
        """The proposal to take protection away that waits here, with its reason."""
        if self.changed or self.asset.level is None or self.level is None or self.level >= self.asset.level:
            return None
        return next((each for each in reversed(self.talk) if each.step in LOWERING), None)

    @property
    def amended_by(self) -> list[Any]:
        """Who changed something material since it was approved or submitted."""
        return list(self.asset.amendments.open().select_related("by"))

    @property
    def carriers(self) -> Any:
        return self.asset.carriers.current().select_related("place")

    @property
    def grants(self) -> list[Any]:
        """The lines of the access list, each with what is to be considered about it (`notes`)."""
        return [line for line in self._lines if isinstance(line, Grant)]

    @property
    def proposals(self) -> list[Any]:
        """The same for lines that are no grants yet."""
        return [line for line in self._lines if not isinstance(line, Grant)]

    @cached_property
    def _lines(self) -> list[Any]:
        found = (self.asset.grants.current(), self.asset.grant_proposals.order_by("pk"))
        return noted([line for rows in found for line in rows.select_related("person", "department")], today())


def screen_of(asset: Asset, who: Sight) -> Screen:
    """The screen for one asset and one person."""
    dossier, before = dossier_of(asset), approved_of(asset)
    level = asset.proposed_level if asset.state == State.IN_REVIEW else asset.level
    return Screen(
        asset=asset,
        shown=sha256_of(dossier),
        level=level,
        before=before,
        differences=tuple(_since(before, dossier, level)),
        judged=_judged(asset),
        facts=facts_of(asset),
        talk=_talk(asset),
        steps=approval.steps_open(asset, who),
        in_the_name_of=name_of_decider(who, asset) if who.stands_in else None,
    )


def changes_of(asset: Asset) -> list[Difference]:
    """What differs from what was approved, where it is kept what that was."""
    level = asset.proposed_level if asset.state == State.IN_REVIEW else asset.level
    return _since(approved_of(asset), dossier_of(asset), level)


def _since(before: Decision | None, now: Dossier, level: int | None) -> list[Difference]:
    if before is None or before.shown is None:
        return []
    return differences(before.shown, now, (before.level, level))


def _judged(asset: Asset) -> Judged | None:
    judgement = asset.judgements.select_related("by").first()
    if judgement is None:
        return None
    scored = tuple((c, judgement.scores[c.code], judgement.reasons.get(c.code, "")) for c in CRITERIA)
    return Judged(judgement, scored, judging.proposal_for(asset, judgement.scores))


def _talk(asset: Asset) -> tuple[Decision, ...]:
    """What was said since the last approval, the oldest first."""
    found = list(asset.decisions.select_related("by", "on_behalf")[:30])
    latest = next((n for n, each in enumerate(found) if each.step in ("approve", "uphold")), len(found))
    return tuple(each for each in reversed(found[:latest]) if each.step in TALK)
