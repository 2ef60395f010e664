"""Twins of the rules that are asked of carriers, and of the devices and systems that they are on."""

from collections.abc import Callable, Iterable
from typing import Any

from assets.kinds import ELECTRONIC, PHYSICAL, AccessControl, Host, Kind, Label, Network, Origin, State
from assets.models import Device, System
from benchmarks.loop_world import (
    NOT_NEEDED,
    UNKNOWN,
    Twin,
    World,
    ago,
    answer,
    days_ago,
    from_level,
    number,
    twin_of_each,
)
from classification.levels import Level
from measures.verdicts import Verdict


def carriers(asset: Any, world: World) -> list[Any]:
    return [carrier for carrier in asset.carriers.all() if carrier.ended_on is None]


def twin(id: str) -> Callable[[Twin], Twin]:
    return twin_of_each(id, carriers)


@twin("STO-02")
def locked(row: Any, world: World) -> Verdict:
    if row.kind not in PHYSICAL or not from_level(row.asset, Level.SECRET):
        return NOT_NEEDED
    since = ago(world, number("STO-02", "lock_check_months"))
    return answer(row.locked is not None, row.locked and (row.lock_checked_on is None or row.lock_checked_on >= since))


@twin("STO-03")
def restricted(row: Any, world: World) -> Verdict:
    if row.kind not in ELECTRONIC or not from_level(row.asset, Level.SECRET):
        return NOT_NEEDED
    return answer(row.access_control, row.access_control == AccessControl.FOLDER)


@twin("STO-04")
def off_the_net(row: Any, world: World) -> Verdict:
    if row.kind not in ELECTRONIC or not from_level(row.asset, Level.TOP_SECRET):
        return NOT_NEEDED
    said = {each.network for each in (row, *hosts(row)) if each.network}
    return answer(said, Network.CONNECTED not in said)


@twin("STO-05")
def encrypted(row: Any, world: World) -> Verdict:
    if not portable(row) or not from_level(row.asset, Level.INTERNAL):
        return NOT_NEEDED
    device = row.device.encrypted if row.device else None
    encrypted = device if row.encrypted is None else row.encrypted
    return answer(encrypted is not None, encrypted)


def portable(row: Any) -> bool:
    carried = (Device.Kind.NOTEBOOK, Device.Kind.PHONE, Device.Kind.MEMORY)
    on_such = row.kind == Kind.DIG and row.device is not None and row.device.kind in carried
    return row.kind == Kind.MED or row.host == Host.MOBILE or on_such


@twin("STO-08")
def in_a_zone(row: Any, world: World) -> Verdict:
    if row.kind not in PHYSICAL or not from_level(row.asset, Level.INTERNAL):
        return NOT_NEEDED
    place, zone = row.place, None
    for _step in range(3):
        if place is not None and zone is None:
            zone, place = place.zone, place.parent
    return answer(zone is not None, zone is not None and zone >= number("STO-08", "zone")[Level(row.asset.level)])


@twin("STO-09")
def terms(row: Any, world: World) -> Verdict:
    system = row.system
    if row.kind not in ELECTRONIC or not outside(row) or not from_level(row.asset, Level.INTERNAL):
        return NOT_NEEDED
    if system is None:
        return UNKNOWN
    since = ago(world, number("STO-09", "months"))
    above = system.highest_level is not None and system.highest_level < row.asset.level
    old = system.terms_checked_on is not None and system.terms_checked_on < since
    failed = system.terms_secret is False or system.terms_no_reuse is False or above or old
    said = None not in (system.terms_secret, system.terms_no_reuse, system.terms_checked_on)
    return answer(failed or said, not failed)


@twin("STO-10")
def not_private(row: Any, world: World) -> Verdict:
    if row.kind not in (Kind.DIG, Kind.MED) or not from_level(row.asset, Level.SECRET):
        return NOT_NEEDED
    private = row.device.private if row.device else None
    return answer(private is not None, private is False)


@twin("STO-07")
def apart(row: Any, world: World) -> Verdict:
    """For nobody in particular: what the entry says."""
    received = row.asset.origin == Origin.RECEIVED and row.kind != Kind.TAC
    if not received or not from_level(row.asset, Level.INTERNAL):
        return NOT_NEEDED
    return answer(row.asset.kept_apart is not None, row.asset.kept_apart)


@twin("MOV-01")
def lent(row: Any, world: World) -> Verdict:
    if not row.lent_to or not from_level(row.asset, Level.INTERNAL):
        return NOT_NEEDED
    return answer(row.due_back_on is not None, row.due_back_on and row.due_back_on >= world.on)


@twin("LAB-01")
def labelled(row: Any, world: World) -> Verdict:
    if row.kind == Kind.TAC or not from_level(row.asset, Level.INTERNAL):
        return NOT_NEEDED
    return answer(row.label is not None, row.label == row.asset.level)


@twin("LAB-02")
def unlabelled(row: Any, world: World) -> Verdict:
    if row.kind == Kind.TAC or row.asset.state == State.RETIRED or row.asset.level != Level.PUBLIC:
        return NOT_NEEDED
    return answer(row.label is not None, row.label is not None and row.label <= Label.PUBLIC)


def hosts(row: Any) -> list[Any]:
    return [host for host in (row.device, row.system) if host is not None]


def outside(row: Any) -> bool:
    return row.host == Host.OUTSIDE or (row.system is not None and row.system.kind == System.Kind.OUTSIDE)


def computer(row: Any) -> bool:
    if row.kind not in (Kind.DIG, Kind.SYS) or outside(row):
        return False
    return row.device is None or row.device.kind not in (Device.Kind.MEMORY, Device.Kind.CONTROL)


@twin("DEV-01")
def antivirus(row: Any, world: World) -> Verdict:
    if not computer(row) or not from_level(row.asset, Level.INTERNAL):
        return NOT_NEEDED
    since = days_ago(world, number("DEV-01", "check_days"))
    on = [host.antivirus_checked_on for host in hosts(row) if host.antivirus and host.antivirus_checked_on]
    return answer(on or any(host.antivirus is False for host in hosts(row)), any(day >= since for day in on))


@twin("DEV-02")
def updated(row: Any, world: World) -> Verdict:
    if not computer(row) or not from_level(row.asset, Level.INTERNAL):
        return NOT_NEEDED
    since = days_ago(world, number("DEV-02", "update_days"))
    pairs = [(host.updated_on, host.support_ends_on) for host in hosts(row)]
    stale = any((done and done < since) or (ends and ends < world.on) for done, ends in pairs)
    said = [(done, ends) for done, ends in pairs if done and ends]
    return answer(stale or said, any(done >= since and ends >= world.on for done, ends in said))


@twin("DEV-04")
def device_is_back(row: Any, world: World) -> Verdict:
    device = row.device
    if row.asset.state == State.RETIRED or row.kind not in ELECTRONIC or device is None or device.private:
        return NOT_NEEDED
    if device.holder is None:
        return NOT_NEEDED
    left, back = device.holder.left_on, device.returned_on
    return answer(True, left is None or left > world.on or (back and back <= world.on))


@twin("DEV-05")
def wiped(row: Any, world: World) -> Verdict:
    carried = row.device is not None and row.device.kind in (Device.Kind.NOTEBOOK, Device.Kind.PHONE)
    if row.kind != Kind.DIG or not (row.host == Host.MOBILE or carried) or not from_level(row.asset, Level.SECRET):
        return NOT_NEEDED
    wipe = row.device.remote_wipe if row.device else None
    return answer(wipe is not None, wipe)


def secret_in_a_system(row: Any) -> bool:
    in_one = row.kind == Kind.SYS or (row.kind in ELECTRONIC and row.system is not None)
    return in_one and from_level(row.asset, Level.SECRET)


@twin("ACC-08")
def own_ids(row: Any, world: World) -> Verdict:
    if not secret_in_a_system(row):
        return NOT_NEEDED
    shared = row.system.shared_ids if row.system else None
    return answer(shared is not None, shared is False)


@twin("ACC-10")
def sign_ins(row: Any, world: World) -> Verdict:
    if not secret_in_a_system(row):
        return NOT_NEEDED
    return reviewed(row.system, ago(world, number("ACC-10", "months"))) if row.system else UNKNOWN


def reviewed(system: Any, since: Any) -> Verdict:
    day = system.rights_reviewed_on
    failed = system.mfa is False or (day is not None and day < since)
    return answer(failed or (system.mfa is not None and day is not None), not failed)


@twin("VIS-03")
def logs(row: Any, world: World) -> Verdict:
    if not secret_in_a_system(row):
        return NOT_NEEDED
    if (system := row.system) is None:
        return UNKNOWN
    since, least = ago(world, number("VIS-03", "months")), number("VIS-03", "log_months")
    day, months = system.logs_reviewed_on, system.logs_months
    failed = system.logs_kept is False or (months is not None and months < least) or (day and day < since)
    return answer(failed or (system.logs_kept and months is not None and day), not failed)


PROTECTION: Iterable[Twin] = (locked, restricted, off_the_net, encrypted, in_a_zone, terms, not_private, labelled)
