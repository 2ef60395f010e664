"""Keeping the records of devices and systems: enter, amend, note that somebody looked, take that back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Mandate
from accounts.sight import Sight
from assets.models import Device, System
from journal.acts import act
from journal.models import Change, Entry

CHECKED: Final = "assets.check_hosts"
Role = Mandate.Role


@dataclass(frozen=True)
class Check:
    """Something that is looked at again and again: the column that keeps the day, and what looking has shown."""

    column: str
    words: Promise
    shows: dict[str, Any] = field(default_factory=dict)


CHECKS: Final = {
    "antivirus": Check("antivirus_checked_on", _("Antivirus"), {"antivirus": True}),
    "updates": Check("updated_on", _("Updates")),
    "rights": Check("rights_reviewed_on", _("Rights and sign-ins")),
    "logs": Check("logs_reviewed_on", _("Logs")),
    "terms": Check("terms_checked_on", _("Terms of service")),
}
CHECKS_OF: Final = {Device: ("antivirus", "updates"), System: ("antivirus", "updates", "rights", "logs", "terms")}


class NothingChosen(Exception):
    """No row or no check was chosen."""


class NotUndoable(Exception):
    """One of the rows was changed since."""


def keeps_hosts(sight: Sight, administers: bool) -> bool:
    """Who enters and amends devices and systems: the chief, stewards, and whoever looks after the sign-ins."""
    return sight.person is not None and (administers or sight.holds(Role.CHIEF, Role.STEWARD))


def reads_hosts(sight: Sight, administers: bool) -> bool:
    """Who reads how they stand, weak points included: those who keep them, auditors, executives, and who leads a
    department. (Whoever may know of an asset reads of it what concerns it.)"""
    wide = sight.holds(Role.AUDITOR, Role.EXECUTIVE) or bool(sight.leads)
    return keeps_hosts(sight, administers) or (sight.person is not None and wide)


def write(row: Device | System, *, by: Sight) -> None:
    """Enter a device or a system, or write what a form changed of it."""
    with act(by.person, "assets.amend_host" if row.pk else "assets.enter_host", row) as deed:
        if row.pk:
            deed.save(row)
        else:
            deed.add(row)
            deed.name(row)


def check(rows: Sequence[Any], names: Iterable[str], *, by: Sight) -> UUID:
    """Somebody looked at these rows today, and it was as it should be.

    Args:
        rows: devices, or systems.
        names: which of CHECKS.

    Raises:
        NothingChosen: no rows or no checks.
    """
    checks = [CHECKS[name] for name in names]
    if not rows or not checks:
        raise NothingChosen
    values: dict[str, Any] = {}
    for each in checks:
        values |= {each.column: by.on} | each.shows
    with act(by.person, CHECKED) as deed:
        deed.change_all((row, values) for row in rows)
        deed.facts["rows"] = len(rows)
    return deed.id


def undo(entry: Entry, *, by: Sight) -> None:
    """Take a round of checks back, whole.

    Raises:
        NotUndoable: a row was changed since.
    """
    with act(by.person, "assets.undo_host_checks") as deed:
        changes = list(Change.objects.filter(act=entry.act))
        names, last = [change.row for change in changes], max(change.pk for change in changes)
        if Change.objects.filter(row__in=names, pk__gt=last).exists():
            raise NotUndoable
        for change in changes:
            label, _colon, pk = change.row.partition(":")
            row = apps.get_model(label)._base_manager.get(pk=pk)
            old = {name: row._meta.get_field(name).to_python(pair[0]) for name, pair in change.values.items()}
            deed.change(row, **old)
        deed.facts |= {"act": str(entry.act), "rows": len(changes)}
