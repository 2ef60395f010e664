"""Rules asked of grants: each line of an access list."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from accounts.models import Employment, Posting
from accounts.querysets import in_force
from assets.kinds import State
from assets.models import Grant, GrantReview
from measures.asking.asked import Asked
from measures.asking.subjects import GRANTS
from measures.rules.entered import day, rule, threshold
from measures.verdicts import Verdict

MET = Verdict.MET
KEPT = ~Q(asset__state=State.RETIRED)


@rule("ACC-03", GRANTS)
def leavers_have_no_grant(on: date) -> Asked:
    """A grant to a person ends when the person leaves."""

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is MET:
            return _("Nobody on the access list has left.")
        facts = {"person": row.person.label, "day": day(row.person.left_on)}
        return _("%(person)s left on %(day)s and still has access.") % facts

    needed = Q(person__isnull=False) & in_force(on) & KEPT
    return Asked(needed, Q(person__left_on=None) | Q(person__left_on__gt=on), because)


@rule("ACC-04", GRANTS)
def movers_are_approved_again(on: date) -> Asked:
    """Whoever has moved since their grant began is approved again within the days of grace.

    A move is a posting in force that began after the grant, of somebody who was posted before. Approved again means:
    since the move the whole access list was confirmed, or a newer grant was given. (Changes of role alone are not
    dated, and a grant to a department follows its people by itself.)
    """
    grace = timedelta(days=threshold("ACC-04", "grace_days"))
    moves = _moves(on)

    def because(row: Any, verdict: Verdict) -> str:
        if row.moved is None:
            return _("Nobody who is named has moved since access was given.")
        facts = {"person": row.person.label, "day": day(row.moved), "until": day(row.moved + grace)}
        if verdict is not MET:
            return _("%(person)s moved on %(day)s; access was to be approved again by %(until)s.") % facts
        if row.approved_again:
            return _("%(person)s moved on %(day)s; access was approved again.") % facts
        return _("%(person)s moved on %(day)s; access is to be approved again by %(until)s.") % facts

    late = moves.filter(_not_approved_again(on), from_on__lt=on - grace)
    moved = Subquery(moves.values("person").annotate(last=Max("from_on")).values("last"))
    facts = {"moved": moved, "approved_again": ~Exists(moves.filter(_not_approved_again(on)))}
    return Asked(Q(person__isnull=False) & in_force(on) & KEPT, ~Q(Exists(late)), because, facts=facts)


def _moves(on: date) -> QuerySet[Any]:
    """The moves of a grant's person since it began."""
    earlier = Posting.objects.filter(person=OuterRef("person"), from_on__lt=OuterRef("from_on"))
    began = Posting.objects.filter(in_force(on), person=OuterRef("person"), from_on__gt=OuterRef("from_on"))
    return began.filter(Exists(earlier)).order_by()


def _not_approved_again(on: date) -> Q:
    """Of moves: neither was the list confirmed since, nor a newer grant given."""
    asset = OuterRef(OuterRef("asset"))
    reviews = GrantReview.objects.filter(asset=asset, on__gte=OuterRef("from_on"), on__lte=on)
    newer = Grant.objects.filter(in_force(on), asset=asset, person=OuterRef("person"), from_on__gte=OuterRef("from_on"))
    return ~Q(Exists(reviews)) & ~Q(Exists(newer))


HERE_FOR_A_TIME = (Employment.DISPATCHED, Employment.OUTSIDE)


@rule("ACC-06", GRANTS)
def grants_say_why_by_whom_and_how_long(on: date) -> Asked:
    """A grant names its purpose and who approved it; a temporary one its last day.

    Temporary is a grant to somebody who is here for a time: a dispatched worker, or a person of another firm. (Past
    its last day a grant opens nothing: that it is still active cannot happen.)
    """

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is MET:
            return _("Every line of the access list says what for, and who approved it; temporary ones end.")
        facts = {"whom": (row.person or row.department).label}
        if row.purpose and row.approved_by_id:
            facts["employment"] = row.person.get_employment_display()
            return _("%(whom)s (%(employment)s): the access is temporary, and no end is recorded.") % facts
        return _unsaid(row) % facts

    endless = Q(person__employment__in=HERE_FOR_A_TIME, until_on=None)
    met = ~Q(purpose="") & Q(approved_by__isnull=False) & (Q(person=None) | ~endless)
    return Asked(in_force(on) & KEPT, met, because)


def _unsaid(row: Any) -> str:
    """What a line of the access list does not say, with a place for its name."""
    if row.purpose:
        return _("%(whom)s: it is not recorded who approved the access.")
    if row.approved_by_id:
        return _("%(whom)s: it is not recorded what the access is for.")
    return _("%(whom)s: it is recorded neither what the access is for nor who approved it.")


@rule("ACC-09", GRANTS)
def nobody_approves_their_own(on: date) -> Asked:
    """Somebody else approved a person's access. (A small firm may allow it; it stays a finding, for all to see.)"""

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is MET:
            return _("Nobody approved their own access.")
        facts = {"person": row.person.label, "day": day(row.from_on)}
        return _("%(person)s approved their own access, from %(day)s on.") % facts

    needed = Q(person__isnull=False, approved_by__isnull=False) & in_force(on) & KEPT
    return Asked(needed, ~Q(approved_by=F("person")), because)
