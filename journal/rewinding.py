"""How rows stood at an earlier moment: their Changes, taken back one by one from how they stand now."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, Model, OuterRef, QuerySet

from journal.acts import name_of, stored
from journal.models import Change, Entry

Rows = dict[str, dict[str, Any]]  # values by field, by the row's name


def as_of(moment: datetime, under: str, now: Iterable[Model], *, earliest: bool = False) -> Rows:
    """What hung on a row at a moment, as far as acts have recorded it.

    Args:
        moment: acts after it are taken back.
        under: the row on which the others hang, as the journal names it.
        now: that row and what hangs on it as they stand in the database.
        earliest: rows that were entered later are there too, as they were entered: the earliest that is known of them.

    Returns:
        values as the journal stores them; rows that were entered later are not there, those that were removed later
        are there again.
    """
    return _rewound(moment, Change.objects.filter(under=under), now, earliest)


def table_as_of(moment: datetime, model: type[Model], *, earliest: bool = False) -> Rows:
    """All rows of a small table at a moment: departments, places, people. See `as_of`."""
    changes = Change.objects.filter(row__startswith=f"{model._meta.label_lower}:")
    return _rewound(moment, changes, model._base_manager.all(), earliest)


def as_now(rows: Iterable[Model]) -> Rows:
    """Rows as they stand in the database, in the form of `as_of`."""
    return {
        name_of(row): {f.name: stored(row, f) for f in row._meta.concrete_fields if not f.generated} for row in rows
    }


def _rewound(moment: datetime, changes: QuerySet[Change], now: Iterable[Model], earliest: bool) -> Rows:
    rows = as_now(now)
    for change in _after(moment, changes):
        _take_back(rows, change, earliest)
    return rows


def _after(moment: datetime, own: QuerySet[Change]) -> list[Change]:
    """The Changes of later acts, the latest first."""
    later = Entry.objects.filter(Exists(own.filter(act=OuterRef("act"))), at__gt=moment)
    order = {act: number for number, act in enumerate(later.order_by("pk").values_list("act", flat=True))}
    changes = [change for change in own if change.act in order]
    return sorted(changes, key=lambda change: (order[change.act], change.pk), reverse=True)


def _take_back(rows: Rows, change: Change, earliest: bool) -> None:
    fields = _fields(change.row)
    if _is_new(change, fields):
        if not earliest:
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
