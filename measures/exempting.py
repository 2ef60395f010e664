"""A gap accepted for a while: proposed by whoever carries the asset, with a reason and an end within a year, decided by
somebody else; it ends by itself, or is withdrawn (handbook.md 7.2). The mechanism is that of an asset's steps."""

from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.sight import Sight
from assets.deciding.deciders import name_of_proposals_decider, proposal_decided_by
from assets.deciding.steps import NotYours, Step, claim, move, named
from assets.kinds import State
from assets.models import Asset
from assets.rights import carried_by
from journal.acts import act
from measures.models import Exemption

At = Exemption.State
DAY, LONGEST = timedelta(days=1), timedelta(days=366)
# What a step is called in the journal; a gap was accepted before there were proposals.
VERBS = {
    "approve": "measures.exempt",
    "return": "measures.return_exemption",
    "withdraw": "measures.withdraw_exemption",
}


class TooLong(ValueError):
    """A gap is accepted for a year at most; then it is looked at again."""


def _among(sight: Sight) -> QuerySet[Any]:
    kept = Q(until_on__gte=sight.on) & ~Q(asset__state=State.RETIRED)
    return Exemption.objects.filter(kept, asset__in=named(sight))


def _carries(sight: Sight) -> Q:
    return Q(asset__in=Asset.objects.filter(carried_by(sight)).order_by().values("pk"))


def _withdraws(sight: Sight) -> Q:
    """Whoever carries the asset, and whoever decided on it."""
    return _carries(sight) | Q(decided_by=sight.person)


STEPS = {
    step.name: step
    for step in (
        Step("approve", _("Accept the gap"), (At.PROPOSED,), At.AGREED, proposal_decided_by, among=_among),
        Step("return", _("Send back"), (At.PROPOSED,), At.RETURNED, proposal_decided_by, True, among=_among),
        Step("withdraw", _("Withdraw"), (At.PROPOSED, At.AGREED), At.WITHDRAWN, _withdraws, among=_among),
    )
}


def awaiting(sight: Sight) -> QuerySet[Exemption]:
    """What waits for this person's decision, the oldest first."""
    return STEPS["approve"].open_to(sight).order_by("proposed_at", "pk")


def propose(exemption: Exemption, *, by: Sight) -> Exemption:
    """Propose to accept a gap of one asset until a day.

    Raises:
        ValueError: no reason was given.
        TooLong: it would hold for more than a year, or ends before it begins.
        NotYours: the asset is not theirs to speak for, or one for this measure waits already.
    """
    if not exemption.reason.strip():
        raise ValueError("reason")
    if not by.on <= exemption.until_on <= by.on + LONGEST:
        raise TooLong
    with act(by.person, "measures.propose_exemption", exemption.asset) as deed:
        if not Asset.objects.seen_by(by).kept().filter(carried_by(by), pk=exemption.asset_id).exists():
            raise NotYours
        exemption.state, exemption.proposed_by, exemption.proposed_at = At.PROPOSED, by.person, timezone.now()
        exemption.from_on = by.on
        deed.facts["measure"] = exemption.measure
        try:
            with transaction.atomic():
                return deed.add(exemption)
        except IntegrityError:  # one for this measure waits already
            raise NotYours from None


def take(step: Step, row: Exemption, *, by: Sight, comment: str = "") -> None:
    """Accept, send back or withdraw. What was accepted holds from the day of the decision; withdrawn, it ends.

    Raises:
        ValueError: a comment is needed.
        NotYours: the step is not open to this person now.
    """
    with act(by.person, VERBS[step.name], row.asset) as deed:
        found = claim(step, row, comment, by=by)
        deed.facts["measure"] = found.measure
        if step.name == "withdraw" and found.state == At.AGREED and found.from_on < by.on:
            deed.change(found, until_on=by.on - DAY)  # it held until yesterday: that stays true
            return
        name = name_of_proposals_decider(by, Exemption.objects.filter(pk=found.pk)) if step.decides else None
        move(deed, step, found, comment, by=by, name=name)
        if step.name == "approve":
            deed.change(found, from_on=by.on)
