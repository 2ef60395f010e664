"""The life of an asset: a table of steps whose guard is a Q. The Q is the inbox, the button, the guard and the lock.

candidate → submit → in review → approve → in force → revise → in review … → retired; return leads back. What takes
protection away (lower, declassify) is a proposal with a reason, decided by the same people under the same guards.
Nobody approves their own proposal: it goes up to the next manager, the chief, then the executive.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.lookups import LessThan
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.sight import Sight, asked_again
from assets.deciding.deciders import changed, decided_by, decides, name_of_decider, proposed_by, waiting
from assets.deciding.dossier import APPROVING, Dossier, dossier_of, sha256_of
from assets.deciding.steps import ChangedMeanwhile as ChangedMeanwhile
from assets.deciding.steps import NotYours as NotYours
from assets.deciding.steps import Step
from assets.judging import judging
from assets.kinds import State
from assets.knowing import access
from assets.models import Asset, Decision, GrantProposal, Judgement
from assets.rights import carried_by
from assets.visibility import Plan
from classification.levels import Level
from journal.acts import Act, act


def _judged(sight: Sight) -> Q:
    return Exists(Judgement.objects.filter(asset=OuterRef("pk"))) & carried_by(sight)


def _judged_lower() -> LessThan:
    """Was it judged, last, to be less secret than it is now?"""
    latest = Judgement.objects.filter(asset=OuterRef("pk")).order_by("-on", "-id").values("level")
    return LessThan(Subquery(latest[:1]), F("level"))


def _judged_as_high(sight: Sight) -> Q:
    return _judged(sight) & ~Q(_judged_lower())


def _judged_down(sight: Sight) -> Q:
    return _judged(sight) & Q(_judged_lower())


def _secret_until_now(sight: Sight) -> Q:
    return _judged(sight) & Q(level__gt=Level.PUBLIC)


def _no_secret(sight: Sight) -> Q:
    """What is no secret may be retired by whoever carries it; a secret is disposed of (`assets.disposing`)."""
    return carried_by(sight) & Q(level__lte=Level.PUBLIC)


def _decides_on_change(sight: Sight) -> Q:
    return decided_by(sight) & changed()


def _questions(sight: Sight) -> Q:
    return decided_by(sight) & waiting() & Q(asked_by=None)


def _answers(sight: Sight) -> Q:
    """Whoever proposed what was asked about, and its owner; never who asked."""
    theirs = Q(owner=sight.person) | proposed_by([sight.person])
    return waiting() & Q(asked_by__isnull=False) & ~Q(asked_by=sight.person) & theirs


STEPS = {
    step.name: step
    for step in (
        Step("submit", _("Submit for approval"), (State.CANDIDATE,), State.IN_REVIEW, _judged),
        Step("approve", _("Approve"), (State.IN_REVIEW,), State.ACTIVE, decided_by),
        Step("return", _("Send back"), (State.IN_REVIEW,), State.CANDIDATE, decided_by, needs_comment=True),
        Step("revise", _("Propose another level"), (State.ACTIVE,), State.IN_REVIEW, _judged_as_high),
        Step("lower", _("Propose a lower level"), (State.ACTIVE,), State.IN_REVIEW, _judged_down, True),
        Step("declassify", _("Propose: no longer secret"), (State.ACTIVE,), State.IN_REVIEW, _secret_until_now, True),
        Step("uphold", _("Approve as it is now"), (State.ACTIVE,), State.ACTIVE, _decides_on_change),
        Step("question", _("Ask a question"), (State.IN_REVIEW, State.ACTIVE), None, _questions, needs_comment=True),
        Step("reply", _("Answer"), (State.IN_REVIEW, State.ACTIVE), None, _answers, needs_comment=True),
        Step("retire", _("Retire"), (State.ACTIVE,), State.RETIRED, _no_secret, needs_comment=True),
    )
}


def steps_open(asset: Asset, sight: Sight) -> frozenset[str]:
    """The names of the steps that a person may take on an asset now; all asked in one query."""
    if sight.person is None:
        return frozenset()
    may = {name: step.taken_by(sight) & Q(state__in=step.sources) for name, step in STEPS.items()}
    columns = {f"may_{name}": Case(When(condition, then=True), default=False) for name, condition in may.items()}
    known = Asset.objects.seen_by(sight, Plan.EACH).filter(pk=asset.pk).order_by()
    row = known.annotate(**columns).values_list(*columns).first()
    return frozenset(name for name, is_open in zip(may, row or (), strict=False) if is_open)


def awaiting(sight: Sight) -> QuerySet[Asset]:
    """What waits for this person's decision, and not for an answer to what they or others asked."""
    return decidable(sight).filter(asked_by=None)


def decidable(sight: Sight) -> QuerySet[Asset]:
    """What this person may decide on now: in review, or in force and changed since it was approved."""
    return _known(sight, lambda: decided_by(sight) & waiting()) if decides(sight) else Asset.objects.none()


def asked(sight: Sight) -> QuerySet[Asset]:
    """What this person is asked about: they proposed it, or it is theirs."""
    return _known(sight, lambda: _answers(sight))


def concerning(sight: Sight) -> QuerySet[Asset]:
    """What this person may decide on, or is asked about."""
    return _known(sight, lambda: decided_by(sight) & waiting() | _answers(sight))


def _known(sight: Sight, rule: Callable[[], Q]) -> QuerySet[Asset]:
    """Of what waits, and so is led to by an index, what the person may know of by name."""
    if sight.person is None:
        return Asset.objects.none()
    return Asset.objects.seen_by(sight, Plan.EACH).named_to(sight).filter(rule())


def take(
    step: Step,
    asset: Asset,
    *,
    by: Sight,
    comment: str = "",
    shown: str | None = None,
    accepting: Iterable[GrantProposal] = (),
) -> Decision:
    """Take a step: state, decision and journal in one act, claimed by a conditional UPDATE.

    Args:
        step: the step to take.
        asset: what it is taken on.
        by: who takes it, on which day.
        comment: reasons in words; needed where the step says so.
        shown: the digest of what the person saw; None where nothing was shown (commands, tests).
        accepting: proposed lines of the access list that are given with an approval.

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
        asset.state = before["state"]
        dossier = dossier_of(asset, proposing=step.target == State.IN_REVIEW)
        if shown not in (None, sha256_of(dossier)):
            raise ChangedMeanwhile
        if step.name == "declassify":
            judging.no_longer_secret(deed, asset, comment, by=by)
            dossier = dossier_of(asset, proposing=True)
        name = name_of_decider(by, asset) if step.decides else None
        own = step.decides and Asset.objects.filter(proposed_by([by.person]), pk=asset.pk).exists()
        _move(deed, step, asset, before, by)
        if step.name == "approve" and access.accept(accepting, by=by):
            dossier |= _listed_now(asset)
        decision = Decision(step=step.name, by=by.person, comment=comment, on_behalf=name, own=own)
        return _decided(deed, asset, dossier, decision)


def _move(deed: Act, step: Step, asset: Asset, before: dict[str, Any], by: Sight) -> None:
    """Write the columns of a step, if it is still open: rights and state are asked again under the lock."""
    after = _after(step, asset, before, by)
    still_mine = step.open_to(asked_again(by)).filter(pk=asset.pk)  # whatever was waited for meanwhile
    if not Asset.objects.filter(pk__in=still_mine.values("pk")).update(**after):
        raise NotYours
    asset.refresh_from_db()
    deed.record(asset, {name: (before[name], after[name]) for name in after if before[name] != after[name]})


def _listed_now(asset: Asset) -> Dossier:
    """The access list as it stands approved."""
    whole = dossier_of(asset)
    return {part: whole[part] for part in ("grants", "proposals")}


def _decided(deed: Act, asset: Asset, dossier: Dossier, decision: Decision) -> Decision:
    """The decision on record; an approval covers what was changed until then."""
    decision.asset, decision.at, decision.comment = asset, timezone.now(), decision.comment.strip()
    decision.level = asset.level if decision.step == "uphold" else asset.proposed_level
    decision.digest, decision.shown = sha256_of(dossier), dossier
    deed.add(decision)
    if decision.step in APPROVING:
        deed.change_all((each, {"decision": decision}) for each in asset.amendments.open())
    return decision


_MOVED = (
    "state",
    "level",
    "proposed_level",
    "levelled_on",
    "approved_on",
    "submitted_by_id",
    "submitted_at",
    "judged_by_id",
    "asked_by_id",
)


def _after(step: Step, asset: Asset, before: dict[str, Any], by: Sight) -> dict[str, Any]:
    """The columns that a step writes."""
    if by.person is None:
        raise NotYours
    if step.target is None:
        return {"asked_by_id": by.person.pk if step.name == "question" else None}
    return {"asked_by_id": None} | _new_state(step, asset, before, by)


def _new_state(step: Step, asset: Asset, before: dict[str, Any], by: Sight) -> dict[str, Any]:
    assert by.person is not None
    assert step.target is not None
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
    if step.name == "uphold":
        return {}  # the level was not judged anew: when it was last approved stays as it is
    if step.name == "return" and before["level"] is not None:
        return {"state": State.ACTIVE.value}  # what was in force before stays in force
    return {"state": step.target}
