"""Disposing of a secret: proposed with a reason and how each carrier is destroyed, decided by somebody else, then
confirmed as done, of a top secret with a witness (handbook.md 7.2, 7.4). Until then it stays in force and protected."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.sight import Sight
from assets.deciding.deciders import name_of_proposals_decider, proposal_decided_by
from assets.deciding.dossier import digest_of
from assets.deciding.steps import ChangedMeanwhile, NotYours, Step, claim, move, named
from assets.kinds import METHODS_OF, Kind, State
from assets.models import Asset, Disposal
from assets.rights import carried_by
from classification.levels import Level
from journal.acts import Act, act

At = Disposal.State


class NotCovered(Exception):
    """A carrier has no method, or one that its kind does not know."""


class WitnessMissing(ValueError):
    """A top secret is destroyed before a witness, with something that shows it; nobody witnesses what they did."""


def _among(sight: Sight) -> QuerySet[Any]:
    return Disposal.objects.filter(asset__in=named(sight))


def _carries(sight: Sight) -> Q:
    return Q(asset__in=Asset.objects.filter(carried_by(sight)).order_by().values("pk"))


def _decides(sight: Sight) -> Q:
    return proposal_decided_by(sight) & Q(asset__state=State.ACTIVE)


def _confirms(sight: Sight) -> Q:
    return _carries(sight) & Q(asset__state=State.ACTIVE)


STEPS = {
    step.name: step
    for step in (
        Step("approve", _("Approve the disposal"), (At.PROPOSED,), At.AGREED, _decides, among=_among),
        Step("return", _("Send back"), (At.PROPOSED,), At.RETURNED, _decides, needs_comment=True, among=_among),
        Step("withdraw", _("Withdraw"), (At.PROPOSED, At.AGREED), At.WITHDRAWN, _carries, among=_among),
        Step("done", _("Confirm that it is done"), (At.AGREED,), At.DONE, _confirms, among=_among),
    )
}


def proposable_by(sight: Sight) -> Q:
    """Assets whose disposal this person may propose: secrets in force that they carry, and that wait for none yet."""
    waits = Disposal.objects.open().filter(asset=OuterRef("pk"))
    return carried_by(sight) & Q(state=State.ACTIVE, level__gt=Level.PUBLIC) & ~Q(Exists(waits))


def awaiting(sight: Sight) -> QuerySet[Disposal]:
    """What waits for this person's decision, the oldest first."""
    return STEPS["approve"].open_to(sight).order_by("proposed_at", "pk")


def to_confirm(sight: Sight) -> QuerySet[Disposal]:
    """What is approved and waits until somebody who carries it confirms that it is done."""
    return STEPS["done"].open_to(sight).order_by("decided_at", "pk")


def uncovered(asset: Asset, means: Mapping[str, str]) -> list[Any]:
    """The carriers for which nobody says how they are destroyed, in a way that their kind knows."""
    return [c for c in asset.carriers.current() if means.get(str(c.pk)) not in METHODS_OF[Kind(c.kind)]]


def propose(asset: Asset, reason: str, means: Mapping[str, str], *, by: Sight) -> Disposal:
    """Propose that a secret is disposed of.

    Args:
        means: a method for each of its carriers, by key.

    Raises:
        ValueError: no reason was given.
        NotCovered: a carrier has no method.
        NotYours: it is not theirs to propose, or waits for a decision already.
    """
    if not reason.strip():
        raise ValueError("reason")
    with act(by.person, "assets.propose_disposal", asset) as deed:
        if not Asset.objects.select_for_update().filter(proposable_by(by), pk=asset.pk).exists():
            raise NotYours
        if uncovered(asset, means):
            raise NotCovered
        row = Disposal(asset=asset, reason=reason.strip(), means=dict(means), proposed_by=by.person)
        row.proposed_at = timezone.now()
        try:
            with transaction.atomic():
                return deed.add(row)
        except IntegrityError:  # two proposed it at one instant
            raise NotYours from None


def take(step: Step, row: Disposal, *, by: Sight, comment: str = "", shown: str | None = None) -> None:
    """Approve, send back or withdraw.

    Args:
        shown: the digest of the asset that the person saw; None where nothing was shown.

    Raises:
        ValueError: a comment is needed.
        NotYours: the step is not open to this person now.
        ChangedMeanwhile: the asset is not what was shown.
    """
    with act(by.person, f"assets.{step.name}_disposal", row.asset) as deed:
        found = claim(step, row, comment, by=by)
        if shown not in (None, digest_of(found.asset)):
            raise ChangedMeanwhile
        name = name_of_proposals_decider(by, Disposal.objects.filter(pk=found.pk)) if step.decides else None
        move(deed, step, found, comment, by=by, name=name)


def confirm(row: Disposal, on: date, witness: Person | None, evidence: str, *, by: Sight) -> None:
    """It is done: the asset is retired and its carriers end.

    Raises:
        NotCovered: a carrier came in since it was proposed.
        WitnessMissing: it is a top secret, and nobody else saw it or nothing shows it.
        NotYours: it is not open to this person now.
    """
    with act(by.person, "assets.confirm_disposal", row.asset) as deed:
        found = claim(STEPS["done"], row, "", by=by)
        asset = Asset.objects.select_for_update().get(pk=found.asset_id)
        if asset.state != State.ACTIVE:  # it went into review while its row was waited for
            raise NotYours
        if witness is not None and witness == by.person:
            raise WitnessMissing
        if asset.level == Level.TOP_SECRET and not (witness and evidence.strip()):
            raise WitnessMissing
        if uncovered(asset, found.means):
            raise NotCovered
        facts = {"done_by": by.person, "done_on": on, "witness": witness, "evidence": evidence.strip()}
        deed.change(found, state=At.DONE, **facts)
        _retire(deed, asset, on)


def _retire(deed: Act, asset: Asset, on: date) -> None:
    deed.change_all((carrier, {"ended_on": on}) for carrier in asset.carriers.current())
    deed.change(asset, state=State.RETIRED)
