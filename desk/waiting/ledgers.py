"""What was begun and not finished: ledgers read and not imported, and information that nobody answers for."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from assets.models import Asset, GrantProposal
from assets.rights import carried_by, granted_by
from desk.addressee import Addressee
from desk.waiting.kinds import Line
from exchange.models import Draft


def drafts(who: Addressee) -> QuerySet[Any]:
    """Ledgers that they brought in and neither imported nor put away."""
    return Draft.objects.visible_to(who.user).open().only("pk", "filename", "at").order_by("at", "pk")


def draft_line(draft: Draft, who: Addressee) -> Line:
    return Line(draft.filename, reverse("exchange:draft", args=[draft.pk]), "", localdate(draft.at))


def unowned(who: Addressee) -> QuerySet[Any]:
    """Information in use that nobody answers for, or whose owner has left: for those who may say who does."""
    gone = Q(owner=None) | Q(owner__left_on__lt=who.on)
    rows = who.assets.in_force().filter(carried_by(who.sight)).filter(gone)
    return rows.select_related("owner").order_by("-level", "code")


def unowned_line(asset: Asset, who: Addressee) -> Line:
    note = _("%(person)s has left") % {"person": asset.owner.label} if asset.owner else ""
    return Line(asset.name, reverse("assets:edit", args=[asset.code]), note, level=asset.level)


def proposals(who: Addressee) -> QuerySet[Any]:
    """Whom a ledger or a colleague proposes for access lists that are theirs to give."""
    lists = who.assets.in_force().filter(granted_by(who.sight)).order_by()
    rows = GrantProposal.objects.filter(asset__in=lists.values("pk"), granted_by=None)
    rows = rows.select_related("asset", "person", "department")
    return rows.order_by("proposed_on", "pk")


def proposal_line(proposal: GrantProposal, who: Addressee) -> Line:
    about = proposal.asset
    text = _("%(whom)s: access to %(asset)s?") % {"whom": proposal.whom, "asset": about.name}
    url = reverse("desk:access", args=[about.code])
    return Line(text, url, "", proposal.proposed_on, level=about.level)
