"""Rules asked of carriers that are on a device or in a system: how that is looked after is inherited by what is on it.

A carrier of which nobody has recorded the device or system is not known to be safe.
"""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from assets.kinds import ELECTRONIC, Host, Kind, Network, State
from assets.models import Device, System
from classification.levels import Level
from measures.asking.asked import Asked
from measures.asking.subjects import CARRIERS
from measures.rules.carriers import name_of
from measures.rules.entered import day, from_level, rule, threshold
from measures.verdicts import Verdict

MET, UNKNOWN = Verdict.MET, Verdict.UNKNOWN
OUTSIDE = Q(host=Host.OUTSIDE) | Q(system__kind=System.Kind.OUTSIDE)
IN_A_SYSTEM = Q(kind=Kind.SYS) | Q(kind__in=ELECTRONIC, system__isnull=False)
# What has an antivirus program and updates of its own: neither a memory nor the control of a machine, and of what is
# outside the firm that runs it takes care (STO-09).
COMPUTERS = Q(kind__in=(Kind.DIG, Kind.SYS)) & ~OUTSIDE
COMPUTERS &= ~Q(device__kind__in=(Device.Kind.MEMORY, Device.Kind.CONTROL))
MOBILE = Q(kind=Kind.DIG, host=Host.MOBILE)
MOBILE |= Q(kind=Kind.DIG, device__kind__in=(Device.Kind.NOTEBOOK, Device.Kind.PHONE))
# What can be carried away, with whatever is on it.
PORTABLE = MOBILE | Q(kind=Kind.MED) | Q(kind=Kind.DIG, device__kind=Device.Kind.MEMORY)


def on_host(**conditions: Any) -> Q:
    """The device that a carrier is on, or the system that it is in, is like this."""
    either = ({f"{name}__{lookup}": value for lookup, value in conditions.items()} for name in ("device", "system"))
    return Q(**next(either)) | Q(**next(either))


def host_of(row: Any) -> Any:
    """The record of the device or system; None where there is none."""
    return row.device or row.system


def net_of(row: Any) -> str:
    """How a carrier hangs on the net, in words: as is said of itself, else of what it is on."""
    said = [row.network, *(host.network for host in (row.device, row.system) if host)]
    return str(Network(next(filter(None, said), Network.CONNECTED)).label)


def unrecorded(row: Any) -> str:
    """That nobody has said on which device, or in which system, a carrier is."""
    facts = {"where": name_of(row)}
    if row.kind == Kind.SYS:
        return _("%(where)s: it is not recorded which system this is.") % facts
    return _("%(where)s: it is not recorded which device this is.") % facts


@rule("DEV-01", CARRIERS)
def antivirus_is_on(on: date) -> Asked:
    """On the computers that hold what is internal or above, antivirus is on and somebody looked lately."""
    days = timedelta(days=threshold("DEV-01", "check_days"))

    def because(row: Any, verdict: Verdict) -> str:
        if (host := host_of(row)) is None:
            return unrecorded(row)
        seen = host.antivirus_checked_on
        facts = {"host": host.label, "day": day(seen), "until": day(seen and seen + days)}
        if host.antivirus is False:
            return _("%(host)s: antivirus is off.") % facts
        if verdict is UNKNOWN:
            return _("%(host)s: it is not recorded whether antivirus is on and when that was checked.") % facts
        if verdict is MET:
            return _("%(host)s: antivirus is on, checked on %(day)s.") % facts
        return _("%(host)s: antivirus last checked on %(day)s; it was to be checked again by %(until)s.") % facts

    known = on_host(antivirus=False) | on_host(antivirus=True, antivirus_checked_on__isnull=False)
    met = on_host(antivirus=True, antivirus_checked_on__gte=on - days)
    return Asked(COMPUTERS & from_level(Level.INTERNAL, "asset__"), met, because, known)


@rule("DEV-02", CARRIERS)
def updates_are_recent(on: date) -> Asked:
    """The computers that hold what is internal or above have had their updates, and their maker still makes some."""
    days = timedelta(days=threshold("DEV-02", "update_days"))

    def because(row: Any, verdict: Verdict) -> str:
        if (host := host_of(row)) is None:
            return unrecorded(row)
        updated, ends = host.updated_on, host.support_ends_on
        facts = {"host": host.label, "day": day(updated), "until": day(updated and updated + days), "end": day(ends)}
        if ends and ends < on:
            return _("%(host)s: the maker's support ended on %(end)s.") % facts
        if verdict is UNKNOWN:
            return _("%(host)s: it is not recorded when it was updated and until when its maker supports it.") % facts
        if verdict is MET:
            return _("%(host)s: updated on %(day)s, supported until %(end)s.") % facts
        return _("%(host)s: last updated on %(day)s; the next update was due by %(until)s.") % facts

    stale = on_host(updated_on__lt=on - days) | on_host(support_ends_on__lt=on)
    known = stale | on_host(updated_on__isnull=False, support_ends_on__isnull=False)
    met = on_host(updated_on__gte=on - days, support_ends_on__gte=on)
    return Asked(COMPUTERS & from_level(Level.INTERNAL, "asset__"), met, because, known)


@rule("DEV-04", CARRIERS)
def leavers_devices_are_back(on: date) -> Asked:
    """What is on a device that was lent to somebody: whoever has left has given the device back."""

    def because(row: Any, verdict: Verdict) -> str:
        holder = row.device.holder
        facts = {"host": row.device.label, "person": holder.label, "day": day(holder.left_on)}
        if verdict is MET:
            return _("%(host)s: lent to %(person)s, and not overdue.") % facts
        return _("%(host)s: %(person)s left on %(day)s and has not returned it.") % facts

    needed = ~Q(asset__state=State.RETIRED) & Q(kind__in=ELECTRONIC, device__holder__isnull=False)
    back = Q(device__returned_on__lte=on) | Q(device__holder__left_on=None) | Q(device__holder__left_on__gt=on)
    return Asked(needed & ~Q(device__private=True), back, because)


@rule("DEV-05", CARRIERS)
def can_be_wiped(on: date) -> Asked:
    """What is secret and leaves the house on a device can be erased from afar."""

    def because(row: Any, verdict: Verdict) -> str:
        if row.device is None:
            return unrecorded(row)
        facts = {"host": row.device.label}
        if row.device.remote_wipe is None:
            return _("%(host)s: not known whether it can be erased from afar.") % facts
        if verdict is MET:
            return _("%(host)s: can be erased from afar.") % facts
        return _("%(host)s: cannot be erased from afar.") % facts

    needed = MOBILE & from_level(Level.SECRET, "asset__")
    return Asked(needed, Q(device__remote_wipe=True), because, known=Q(device__remote_wipe__isnull=False))


@rule("STO-04", CARRIERS)
def top_secret_off_the_net(on: date) -> Asked:
    """Top secret data are on nothing that hangs on a network which leads outside. What the carrier says and what its
    device or system says must both agree; a gap that was accepted until a day is an exemption of the measure."""
    connected = Q(network=Network.CONNECTED) | on_host(network=Network.CONNECTED)

    def because(row: Any, verdict: Verdict) -> str:
        facts = {"where": name_of(row), "network": net_of(row)}
        if verdict is UNKNOWN:
            return _("%(where)s: not known whether it is on a network.") % facts
        if verdict is MET:
            return _("%(where)s: %(network)s.") % facts
        return _("%(where)s: on a network that leads outside.") % facts

    apart = (Network.OFFLINE, Network.ISOLATED)
    said = Q(network__in=apart) | on_host(network__in=apart)
    needed = Q(kind__in=ELECTRONIC) & from_level(Level.TOP_SECRET, "asset__")
    return Asked(needed, said & ~connected, because, known=said | connected)


@rule("STO-05", CARRIERS)
def portable_encrypted(on: date) -> Asked:
    """Removable media and mobile devices from internal on are encrypted, as is said of the data themselves, else of the
    device that they are on."""

    def because(row: Any, verdict: Verdict) -> str:
        facts = {"where": name_of(row)}
        if verdict is UNKNOWN:
            return _("%(where)s: not known whether it is encrypted.") % facts
        return (_("%(where)s: encrypted.") if verdict is MET else _("%(where)s: not encrypted.")) % facts

    met = Q(encrypted=True) | Q(encrypted=None, device__encrypted=True)
    known = Q(encrypted__isnull=False) | Q(device__encrypted__isnull=False)
    return Asked(PORTABLE & from_level(Level.INTERNAL, "asset__"), met, because, known)


@rule("STO-10", CARRIERS)
def on_no_private_device(on: date) -> Asked:
    """What is secret is on devices of the company."""

    def because(row: Any, verdict: Verdict) -> str:
        if row.device is None:
            return unrecorded(row)
        facts = {"host": row.device.label}
        if verdict is UNKNOWN:
            return _("%(host)s: not known whether it is the company's.") % facts
        if verdict is MET:
            return _("%(host)s: a device of the company.") % facts
        return _("%(host)s: a private device.") % facts

    needed = Q(kind__in=(Kind.DIG, Kind.MED)) & from_level(Level.SECRET, "asset__")
    return Asked(needed, Q(device__private=False), because, known=Q(device__private__isnull=False))
