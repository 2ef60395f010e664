"""Rules about what was judged and decided of an asset."""

from datetime import date, timedelta
from typing import Any

from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import Exact, GreaterThan, GreaterThanOrEqual, IsNull, LessThan
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from assets.deciding.dossier import APPROVING
from assets.kinds import State
from assets.models import Choice, Decision, Disposal, Judgement
from classification.levels import Level
from measures.asking.asked import Asked, months_before
from measures.models import Exemption
from measures.readiness.records import RequirementReview
from measures.rules.assets import ASSETS
from measures.rules.entered import day, from_level, rule, threshold
from measures.verdicts import Verdict

MET = Verdict.MET
TWO_LEVELS = 20


def _latest(field: str, output: Any, on: date) -> Subquery:
    """A field of an asset's latest judgement by a day."""
    judgements = Judgement.objects.filter(asset=OuterRef("pk"), on__lte=on).order_by("-on", "-id")
    return Subquery(judgements.values(field)[:1], output_field=output)


@rule("GOV-03", ASSETS)
def level_reviewed(on: date) -> Asked:
    """It was judged or approved within the level's months."""
    judged = _latest("on", DateField(), on)
    since = Coalesce(Greatest(judged, F("approved_on")), judged, F("approved_on"), output_field=DateField())
    months = threshold("GOV-03", "months")
    met = Q()
    for level, limit in months.items():
        met |= Q(level=level) & Q(GreaterThanOrEqual(since, months_before(on, limit)))

    def because(row: Any, verdict: Verdict) -> str:
        facts = {"day": day(row.since), "months": months[Level(row.level)]}
        if row.since is None:
            return _("It is not known when its level was last judged; due every %(months)s months.") % facts
        return _("Last judged or approved on %(day)s; due every %(months)s months.") % facts

    known = Q(IsNull(since, False))
    return Asked(from_level(Level.INTERNAL), met, because, known, facts={"since": since})


@rule("GOV-04", ASSETS)
def decided_in_time(on: date) -> Asked:
    """A candidate is judged, and what was judged is decided, within so many days."""
    candidate, decision = (threshold("GOV-04", name) for name in ("candidate_days", "decision_days"))
    judged = _latest("on", DateField(), on)
    in_time = Q(GreaterThanOrEqual(judged, on - timedelta(days=decision)))
    new = Q(IsNull(judged, True)) & Q(registered_on__gte=on - timedelta(days=candidate))

    def because(row: Any, verdict: Verdict) -> str:
        if row.judged:
            facts = {"day": day(row.judged), "until": day(row.judged + timedelta(days=decision))}
            return _("Judged on %(day)s; to be decided by %(until)s.") % facts
        if row.registered_on is None:
            return _("A candidate that nobody has judged; it is not known since when.")
        facts = {"day": day(row.registered_on), "until": day(row.registered_on + timedelta(days=candidate))}
        return _("A candidate since %(day)s; to be judged by %(until)s.") % facts

    known = Q(IsNull(judged, False)) | Q(registered_on__isnull=False)
    needed = Q(state__in=(State.CANDIDATE, State.IN_REVIEW))
    return Asked(needed, in_time | new, because, known, facts={"judged": judged})


@rule("GOV-08", ASSETS)
def level_agrees_with_scores(on: date) -> Asked:
    """The level is not below what the latest scores suggest, unless with a reason, nor two levels above."""
    suggested, chosen = _latest("suggested", IntegerField(), on), _latest("level", IntegerField(), on)
    reasoned = Q(GreaterThan(_latest("override_reason", CharField(), on), Value(""))) & Q(Exact(chosen, F("level")))
    at_least, below = Q(GreaterThanOrEqual(F("level"), suggested)), Q(LessThan(F("level"), suggested + TWO_LEVELS))

    def because(row: Any, verdict: Verdict) -> str:
        facts = {"level": Level(row.level).label, "suggested": Level(row.suggested).label}
        if row.level == row.suggested:
            return _("The level is what the scores suggest: “%(level)s”.") % facts
        if row.level > row.suggested:
            return _("The scores suggest “%(suggested)s”; the level is higher: “%(level)s”.") % facts
        if verdict is MET:
            return _("The scores suggest “%(suggested)s”; “%(level)s” was chosen with a reason.") % facts
        return _("The scores suggest “%(suggested)s”; the level is lower, without a reason: “%(level)s”.") % facts

    needed = ~Q(state=State.RETIRED) & Q(level__isnull=False) & Q(IsNull(suggested, False))
    return Asked(needed, below & (at_least | reasoned), because, facts={"suggested": suggested})


@rule("GOV-10", ASSETS)
def public_by_now(on: date) -> Asked:
    """What was to become public on a day (laid open, standard published) is secret until then, and no longer."""
    uses = Choice.objects.filter(asset=OuterRef("pk"), on__lte=on).order_by("-on", "-id").values("public_on")
    public_on = Subquery(uses[:1], output_field=DateField())

    def because(row: Any, verdict: Verdict) -> str:
        facts = {"day": day(row.public_on), "level": Level(row.level).label}
        if verdict is MET:
            return _("It becomes public on %(day)s, and is “%(level)s” until then.") % facts
        return _("It was to become public on %(day)s, and is still “%(level)s”.") % facts

    needed = from_level(Level.INTERNAL) & Q(IsNull(public_on, False))
    return Asked(needed, Q(GreaterThan(public_on, Value(on))), because, facts={"public_on": public_on})


@rule("GOV-11", ASSETS)
def not_published(on: date) -> Asked:
    """Whoever looked last at whether it was published found that it was not. Where a part was, it is not known
    whether the rest is still secret. (Publications have no records of their own yet: half of this rule waits.)"""
    looks = RequirementReview.objects.filter(asset=OuterRef("pk"), item=RequirementReview.Item.PUBLISHED, on__lte=on)
    last = {name: Subquery(looks.order_by("-on", "-id").values(name)[:1]) for name in ("outcome", "on", "reason")}

    def because(row: Any, verdict: Verdict) -> str:
        facts = {"day": day(row.seen_on), "reason": row.seen_reason}
        if verdict is MET:
            return _("Looked at on %(day)s: not published (%(reason)s).") % facts
        if verdict is Verdict.UNKNOWN:
            words = _("Published in part, as was found on %(day)s: %(reason)s. Nobody said whether the rest is secret.")
            return words % facts
        return _("Published, as was found on %(day)s: %(reason)s.") % facts

    needed = from_level(Level.INTERNAL) & Q(IsNull(last["outcome"], False))
    met, part = (Q(Exact(last["outcome"], Value(outcome))) for outcome in ("YES", "PARTLY"))
    return Asked(needed, met, because, ~part, {"seen_on": last["on"], "seen_reason": last["reason"]})


@rule("GOV-13", ASSETS)
def another_approved(on: date) -> Asked:
    """Whoever approved it last had not proposed it, nor whoever let it be disposed of or accepted a gap of it. (A small
    firm may allow it; it stays a finding, for all to see.)"""

    def last(field: str, output: Any) -> Subquery:
        approvals = Decision.objects.filter(asset=OuterRef("pk"), step__in=APPROVING).order_by("-at", "-id")
        return Subquery(approvals.values(field)[:1], output_field=output)

    def because(row: Any, verdict: Verdict) -> str:
        if row.own_disposal_at:
            facts = {"day": day(localdate(row.own_disposal_at))}
            return _("That it is disposed of was approved on %(day)s by whoever had proposed it.") % facts
        if row.own_gap_at:
            facts = {"day": day(localdate(row.own_gap_at))}
            return _("A gap of it was accepted on %(day)s by whoever had proposed it.") % facts
        facts = {"day": day(localdate(row.approved_at))}
        if verdict is MET:
            return _("Last approved on %(day)s by somebody who had not proposed it.") % facts
        return _("Last approved on %(day)s by whoever had proposed it.") % facts

    own, approved_at = last("own", BooleanField()), last("at", DateTimeField())
    own_disposal_at = _own(Disposal.objects.filter(state=Disposal.State.AGREED))
    own_gap_at = _own(Exemption.objects.current(on))
    others = Q(IsNull(own_disposal_at, True)) & Q(IsNull(own_gap_at, True))
    needed = ~Q(state=State.RETIRED) & Q(level__isnull=False) & (Q(IsNull(approved_at, False)) | ~others)
    facts = {"approved_at": approved_at, "own_disposal_at": own_disposal_at, "own_gap_at": own_gap_at}
    return Asked(needed, others & Q(Exact(own, Value(False))), because, facts=facts)


def _own(rows: QuerySet[Any]) -> Subquery:
    """When somebody decided on what they had proposed about the asset themselves."""
    found = rows.filter(asset=OuterRef("pk"), own=True).order_by("-decided_at").values("decided_at")
    return Subquery(found[:1], output_field=DateTimeField())
