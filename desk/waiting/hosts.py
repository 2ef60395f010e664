"""Devices and systems that are to be looked at again, and devices that a leaver still has."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from assets.devices.hosts import keeps_hosts
from assets.models import Device, System
from desk.addressee import Addressee
from desk.waiting.kinds import Line
from measures.host_dues import looks, overdue, with_looks
from measures.thresholds import judged_by


def devices(who: Addressee) -> QuerySet[Any]:
    """Devices that nobody has looked at lately: for those who keep the records."""
    return late(Device.objects.all() if _keeps(who) else Device.objects.none(), who)


def systems(who: Addressee) -> QuerySet[Any]:
    """The same of systems, for whoever is responsible for one too."""
    mine = System.objects.filter(responsible=who.sight.person) if who.sight.person else System.objects.none()
    return late(System.objects.all() if _keeps(who) else mine, who)


def away(who: Addressee) -> QuerySet[Any]:
    """Devices that were lent to somebody who has left, and did not come back."""
    rows = Device.objects.kept_by_leavers(who.on) if _keeps(who) else Device.objects.none()
    return rows.select_related("holder").order_by("holder__left_on", "pk")


def device_line(row: Any, who: Addressee) -> Line:
    return _line(row, who, "devices")


def system_line(row: Any, who: Addressee) -> Line:
    return _line(row, who, "systems")


def away_line(device: Any, who: Addressee) -> Line:
    text = _("%(device)s: get it back from %(person)s")
    facts = {"device": device.label, "person": device.holder.label}
    left = device.holder.left_on
    url = reverse("desk:host", args=["devices", device.pk])
    return Line(text % facts, url, "", left, due=True, late=who.days_since(left))


def _keeps(who: Addressee) -> bool:
    return keeps_hosts(who.sight, who.administers)


def late(rows: QuerySet[Any], who: Addressee) -> QuerySet[Any]:
    """Of some devices or systems in use those that are to be looked at, with what their lines need."""
    with judged_by(who.question.numbers):
        old = overdue(rows.model, who.on)
        return with_looks(rows.filter(old, ended_on=None), who.on).order_by("code")


def _line(row: Any, who: Addressee, what: str) -> Line:
    """What of it is to be looked at, and since when the longest of that is overdue."""
    with judged_by(who.question.numbers):
        missed = [look for look in looks(row) if look.late]
    words = [str(look.words) for look in missed]
    days = [look.due for look in missed if look.due]
    if row.support_ends_on and row.support_ends_on < who.on:
        words.append(_("no support any more"))
        days.append(row.support_ends_on)
    first = min(days, default=None)
    url = reverse("desk:host", args=[what, row.pk])
    return Line(row.label, url, _(", ").join(words), first, due=True, late=who.days_since(first))
