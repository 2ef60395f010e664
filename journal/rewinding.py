"""How rows stood at an earlier moment: their Changes, taken back one by one from how they stand now."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef

from journal.acts import name_of, stored
from journal.models import Change, Entry

Rows = dict[str, dict[str, Any]]  # values by field, by the row's name


def as_of(moment: datetime, under: str, now: Iterable[Model]) -> Rows:
    """What hung on a row at a moment, as far as acts have recorded it.

    Args:
        moment: acts after it are taken back.
        under: the row on which the others hang, as the journal names it.
        now: that row and what hangs on it as they stand in the database.

    Returns:
        values as the journal stores them; rows that were entered later are not there, those that were removed later
        are there again.
    """
    rows = {name_of(row): {f.name: stored(row, f) for f in row._meta.concrete_fields} for row in now}
    for change in _after(moment, under):
        _take_back(rows, change)
    return rows


def _after(moment: datetime, under: str) -> list[Change]:
    """The Changes of later acts, the latest first."""
    own = Change.objects.filter(under=under)
    later = Entry.objects.filter(Exists(own.filter(act=OuterRef("act"))), at__gt=moment)
    order = {act: number for number, act in enumerate(later.order_by("pk").values_list("act", flat=True))}
    changes = [change for change in own if change.act in order]
    return sorted(changes, key=lambda change: (order[change.act], change.pk), reverse=True)


def _take_back(rows: Rows, change: Change) -> None:
    fields = _fields(change.row)
    if _is_new(change, fields):
        rows.pop(change.row, None)
        return
    row = rows.setdefault(change.row, {})
    for name, (old, _new) in change.values.items():
        row[fields[name].name if name in fields else name] = old


def _is_new(change: Change, fields: dict[str, Any]) -> bool:
    """Did this Change enter the row? Then a field that is never empty was empty before."""
    return any(old is None and name in fields and not fields[name].null for name, (old, _new) in change.values.items())


def is_entered(under: str) -> bool:
    """Does the journal hold how this row came to be?"""
    return any(_is_new(change, _fields(under)) for change in Change.objects.filter(row=under))


def _fields(row: str) -> dict[str, Any]:
    """The columns of a row's model by name and by column; none where there is no such model any more."""
    try:
        model = apps.get_model(row.partition(":")[0])
    except (LookupError, ValueError):
        return {}
    return {name: field for field in model._meta.concrete_fields for name in (field.name, field.attname)}
