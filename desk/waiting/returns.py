"""What has to come back from others, and what has to go back to them: for whoever answers for it or keeps it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from assets.models import Asset, Carrier
from assets.rights import carried_by
from desk.addressee import Addressee
from desk.waiting.kinds import SOON, Line


def lent(who: Addressee) -> QuerySet[Any]:
    """Things lent out that have to be back within some days, or had to."""
    rows = Carrier.objects.lent().filter(due_back_on__lte=who.on + SOON, asset__in=_theirs(who).order_by().values("pk"))
    return rows.select_related("asset").order_by("due_back_on", "pk")


def lent_line(carrier: Carrier, who: Addressee) -> Line:
    text = _("%(asset)s: back from %(firm)s") % {"asset": carrier.asset.name, "firm": carrier.lent_to}
    url = reverse("assets:edit", args=[carrier.asset.code])
    late = who.days_since(carrier.due_back_on)
    return Line(text, url, carrier.called, carrier.due_back_on, due=True, late=late, level=carrier.asset.level)


def received(who: Addressee) -> QuerySet[Any]:
    """Information received from others that has to go back to them within some days, or had to."""
    return _theirs(who).filter(return_due_on__lte=who.on + SOON, returned_on=None).order_by("return_due_on", "pk")


def received_line(asset: Asset, who: Addressee) -> Line:
    text = _("%(asset)s: give it back to %(firm)s") % {"asset": asset.name, "firm": asset.giver or "―"}
    url, late = reverse("assets:edit", args=[asset.code]), who.days_since(asset.return_due_on)
    return Line(text, url, "", asset.return_due_on, due=True, late=late, level=asset.level)


def _theirs(who: Addressee) -> Any:
    """Assets that they answer for or keep; where nobody does (any more), those that they carry."""
    own = Q(owner=who.sight.person) | Q(custodian=who.sight.person)
    nobody = Q(owner=None) | Q(owner__left_on__lt=who.on)
    return who.assets.filter(carried_by(who.sight)).filter(own | nobody)
