"""The life of an asset: a table of steps whose guard is a Q. The Q is the inbox, the button, the guard and the lock.

candidate → submit → in review → approve → in force → revise → in review … → retired; return leads back.
Nobody approves their own proposal: it goes up to the next manager, the chief, then the executive.
"""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, Mandate
from accounts.querysets import in_force
from accounts.sight import Sight, asked_again
from assets.kinds import State
from assets.models import Asset, Decision, Judgement, KnowHow, PersonalData
from assets.rights import Role, carried_by
from classification.levels import Level
from journal.acts import act


class NotYours(Exception):
    """The step is not open to this person (any more): someone was faster, or rights changed."""


class ChangedMeanwhile(Exception):
    """What was shown is not what is there now."""


@dataclass(frozen=True)
class Step:
    """One step: where it starts, where it leads, who may take it, and whether it needs a reason in words."""

    name: str
    label: Promise
    sources: tuple[State, ...]
    target: State
    taken_by: Callable[[Sight], Q]
    needs_comment: bool = False

    def open_to(self, sight: Sight) -> QuerySet[Asset]:
        """The assets on which this person may take this step now."""
        if sight.person is None:
            return Asset.objects.none()
        return Asset.objects.seen_by(sight).filter(self.taken_by(sight), state__in=self.sources)


def _judged(sight: Sight) -> Q:
    return Exists(Judgement.objects.filter(asset=OuterRef("pk"))) & carried_by(sight)


def _decides(sight: Sight) -> Q:
    """Who decides on what is in review (handbook.md 7.2): up to secret the department, top secret the chief."""
    top = Q(proposed_level=Level.TOP_SECRET) | Q(level=Level.TOP_SECRET)
    rule = Q(department__in=sight.leads) & ~top
    if sight.holds(Role.CHIEF):
        rule |= top | _without_other_manager()
    if sight.holds(Role.EXECUTIVE):
        chiefs = _holders(Role.CHIEF, sight)
        rule |= Q(submitted_by__in=chiefs) | Q(judged_by__in=chiefs)
    return rule & ~_proposed_by(sight.person)


def _proposed_by(person: Any) -> Q:
    """Whoever gave the scores proposed it too, whoever pressed the button."""
    return Q(submitted_by=person) | Q(judged_by=person)


def _without_other_manager() -> Q:
    """No manager or deputy of the asset's department can decide: there is none, or they proposed it."""
    free = _free("manager") | _free("deputy")
    return ~Q(Exists(Department.objects.filter(free, pk=OuterRef("department"))))


def _free(post: str) -> Q:
    proposers = Q(**{post: OuterRef("submitted_by")}) | Q(**{post: OuterRef("judged_by")})
    return Q(**{f"{post}__isnull": False}) & ~proposers


def _holders(role: str, sight: Sight) -> QuerySet[Any]:
    whole = Mandate.objects.filter(in_force(sight.on), role=role, department=None, place=None)
    return whole.values("person")


STEPS = {
    step.name: step
    for step in (
        Step("submit", _("Submit for approval"), (State.CANDIDATE,), State.IN_REVIEW, _judged),
        Step("approve", _("Approve"), (State.IN_REVIEW,), State.ACTIVE, _decides),
        Step("return", _("Send back"), (State.IN_REVIEW,), State.CANDIDATE, _decides, needs_comment=True),
        Step("revise", _("Propose another level"), (State.ACTIVE,), State.IN_REVIEW, _judged),
        Step("retire", _("Retire"), (State.ACTIVE,), State.RETIRED, carried_by, needs_comment=True),
    )
}


def awaiting(sight: Sight) -> QuerySet[Asset]:
    """What waits for this person's decision."""
    return STEPS["approve"].open_to(sight)


def digest_of(asset: Asset) -> str:
    """The SHA-256 of what a decision is about: asset and cards, carriers, access list, judgement."""
    judgement = asset.judgements.order_by("-on", "-id").values("pk", "scores", "reasons", "level").first()
    shown = {
        "asset": Asset.objects.filter(pk=asset.pk).values(*_SHOWN).get(),
        "carriers": list(asset.carriers.order_by("pk").values()),
        "holdings": list(asset.holdings.order_by("pk").values()),
        "cards": [list(model.objects.filter(asset=asset).values()) for model in (KnowHow, PersonalData)],
        "handlers": list(asset.number_handlers.order_by("pk").values()),
        "grants": list(asset.grants.order_by("pk").values()),
        "proposals": list(asset.grant_proposals.order_by("pk").values(*_PROPOSED)),
        "judgement": judgement,
    }
    text = json.dumps(shown, sort_keys=True, cls=DjangoJSONEncoder, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


_PROPOSED = ("words", "person", "department", "purpose", "from_on", "until_on", "granted_by")
_SHOWN = (
    "name",
    "business",
    "kind",
    "summary",
    "level",
    "proposed_level",
    "outcome",
    "tier",
    "department",
    "owner",
    "custodian",
    "origin",
    "giver",
    "permitted_use",
    "received_on",
    "return_due_on",
    "kept_apart",
    "personal",
    "sensitive",
    "my_number",
)


def take(step: Step, asset: Asset, *, by: Sight, comment: str = "", shown: str | None = None) -> Decision:
    """Take a step: state, decision and journal in one act, claimed by a conditional UPDATE.

    Args:
        step: the step to take.
        asset: what it is taken on.
        by: who takes it, on which day.
        comment: reasons in words; needed where the step says so.
        shown: the digest of what the person saw; None where nothing was shown (commands, tests).

    Raises:
        ValueError: a comment is needed.
        NotYours: the step is not open to this person now.
        ChangedMeanwhile: the asset is not what was shown.
    """
    if not step.open_to(by).filter(pk=asset.pk).exists():
        raise NotYours
    if step.needs_comment and not comment.strip():
        raise ValueError("comment")
    with act(by.person, f"assets.{step.name}", asset) as deed:
        before = Asset.objects.select_for_update().values(*_MOVED).get(pk=asset.pk)
        digest = digest_of(asset)
        if shown not in (None, digest):
            raise ChangedMeanwhile
        after = _after(step, asset, before, by)
        still_mine = step.open_to(asked_again(by)).filter(pk=asset.pk)  # whatever was waited for meanwhile
        if not Asset.objects.filter(pk__in=still_mine.values("pk")).update(**after):
            raise NotYours
        asset.refresh_from_db()
        deed.record(asset, {name: (before[name], after[name]) for name in after if before[name] != after[name]})
        return deed.add(
            Decision(
                asset=asset,
                step=step.name,
                by=by.person,
                at=timezone.now(),
                comment=comment.strip(),
                level=asset.proposed_level,
                digest=digest,
            )
        )


_MOVED = (
    "state",
    "level",
    "proposed_level",
    "levelled_on",
    "approved_on",
    "submitted_by_id",
    "submitted_at",
    "judged_by_id",
)


def _after(step: Step, asset: Asset, before: dict[str, Any], by: Sight) -> dict[str, Any]:
    """The columns that a step writes."""
    if by.person is None:
        raise NotYours
    if step.target == State.IN_REVIEW:
        judgement = asset.judgements.latest()
        return {
            "state": State.IN_REVIEW.value,
            "proposed_level": judgement.level,
            "submitted_by_id": by.person.pk,
            "submitted_at": timezone.now(),
            "judged_by_id": judgement.by_id,
        }
    if step.name == "approve":
        level = before["proposed_level"]
        since = before["levelled_on"] if before["level"] == level else by.on
        return {"state": State.ACTIVE.value, "level": level, "levelled_on": since, "approved_on": by.on}
    if step.name == "return" and before["level"] is not None:
        return {"state": State.ACTIVE.value}  # what was in force before stays in force
    return {"state": step.target.value}
