"""`with act(by, "verb") as deed:` is the transaction: whatever it writes is recorded, or nothing happens."""

import json
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import models, transaction

from journal.chain import ACTS, SIGHTINGS, canonical, digest_of, hash_private
from journal.models import Change, Entry, Private, Sighting

BATCH = 500
_current: ContextVar["Act | None"] = ContextVar("kura_act", default=None)


class Act:
    """What one person does in one go. Its methods write rows and remember what changed."""

    def __init__(self, actor_id: int | None, verb: str, about: models.Model | None) -> None:
        self.id = uuid.uuid4()
        self.actor_id = actor_id
        self.verb = verb
        self.about = name_of(about) if about is not None and about.pk else ""
        self.facts: dict[str, Any] = {}
        self._changes: list[Change] = []
        self._private: dict[str, str] = {}
        self._sightings: list[Sighting] = []

    def add[Row: models.Model](self, row: Row) -> Row:
        """Insert one row."""
        return self.add_all([row])[0]

    def add_all[Row: models.Model](self, rows: Iterable[Row]) -> list[Row]:
        """Insert many rows of one model; their ids are filled in."""
        rows = list(rows)
        if rows:
            type(rows[0])._default_manager.bulk_create(rows, batch_size=BATCH)
        for row in rows:
            self.record(row, {f.name: (None, stored(row, f)) for f in written(row) if stored(row, f) not in (None, "")})
        return rows

    def change(self, row: models.Model, **values: Any) -> bool:
        """Update one row; says whether anything differed."""
        fields = {name: row._meta.get_field(name) for name in values}
        before = {name: stored(row, field) for name, field in fields.items()}
        for name, value in values.items():
            setattr(row, name, value)
        changed = {n: (before[n], stored(row, f)) for n, f in fields.items() if before[n] != stored(row, f)}
        if changed:
            row.save(update_fields=[*changed, *_automatic(row)])
            self.record(row, changed)
        return bool(changed)

    def save(self, row: models.Model) -> bool:
        """Update one row that a form has already filled; what differs from the database is recorded."""
        before = type(row)._base_manager.get(pk=row.pk)
        fields = [f for f in written(row) if not getattr(f, "auto_now", False)]
        changed = {f.name: (stored(before, f), stored(row, f)) for f in fields if stored(before, f) != stored(row, f)}
        if changed:
            row.save(update_fields=[*changed, *_automatic(row)])
            self.record(row, changed)
        return bool(changed)

    def change_all(self, changes: Iterable[tuple[models.Model, dict[str, Any]]]) -> None:
        """Update many rows of one model: each with its own new values, all in a few statements."""
        rows, names = [], set()
        for row, values in changes:
            fields = {name: row._meta.get_field(name) for name in values}
            before = {name: stored(row, field) for name, field in fields.items()}
            for name, value in values.items():
                setattr(row, name, value)
            self.record(row, {n: (before[n], stored(row, f)) for n, f in fields.items()})
            rows.append(row)
            names |= set(values)
        if rows:
            type(rows[0])._default_manager.bulk_update(rows, sorted(names), batch_size=BATCH)

    def remove(self, row: models.Model) -> None:
        """Delete one row, and first what goes with it; their last values stay in the journal."""
        for relation in row._meta.get_fields(include_hidden=True):
            if isinstance(relation, models.ForeignObjectRel) and relation.on_delete is models.CASCADE:
                for hanging in relation.related_model._base_manager.filter(**{relation.field.name: row}):
                    self.remove(hanging)
        self.record(row, {f.name: (stored(row, f), None) for f in written(row) if stored(row, f) not in (None, "")})
        row.delete()

    def record(self, row: models.Model, values: dict[str, tuple[Any, Any]]) -> None:
        """Remember a change that was written by other means, such as a conditional UPDATE."""
        hidden = getattr(row, "journal_private", ())
        kept = {n: [self.keep(v) if n in hidden else v for v in pair] for n, pair in values.items()}
        plain = json.loads(canonical(kept))  # as it will come back from the database, so that digests agree
        self._changes.append(Change(act=self.id, row=name_of(row), under=under(row), values=plain))

    @property
    def changes(self) -> tuple[Change, ...]:
        """What was changed so far."""
        return tuple(self._changes)

    def name(self, row: models.Model) -> None:
        """Say what the act is about, once a new row has its id."""
        self.about = name_of(row)

    def sight(self, sighting: Sighting) -> None:
        """Remember what was looked at meanwhile; it is written when the act closes, or not at all."""
        self._sightings.append(sighting)

    def keep(self, value: Any) -> Any:
        """A personal value as it stands in the chain: its keyed hash. The value itself can be erased later."""
        if not isinstance(value, str):
            return value
        key = hash_private(value)
        self._private[key] = value
        return {"private": key}

    def close(self) -> None:
        """Insert the Changes, then lock the heads and add the links: a lock is held as briefly as one row."""
        Private.objects.bulk_create([Private(hash=h, value=v) for h, v in self._private.items()], ignore_conflicts=True)
        Change.objects.bulk_create(self._changes, batch_size=BATCH)
        entry = Entry(act=self.id, actor_id=self.actor_id, verb=self.verb, about=self.about, facts=self.facts)
        entry.changes, entry.digest = len(self._changes), digest_of((c.row, c.under, c.values) for c in self._changes)
        ACTS.append(entry)
        for sighting in self._sightings:  # the heads are always locked in this order
            SIGHTINGS.append(sighting)


@contextmanager
def act(by: models.Model | None, verb: str, about: models.Model | None = None) -> Iterator[Act]:
    """Open an act of `by` (a person; None: Kura itself). An act inside another joins it.

    Args:
        by: who acts; their id stands in the entry.
        verb: what is done, as `app.verb`.
        about: the row it is about, if one.
    """
    outer = _current.get()
    if outer is not None:
        yield outer
        return
    deed = Act(by.pk if by is not None else None, verb, about)
    with transaction.atomic():
        token = _current.set(deed)
        try:
            yield deed
        finally:
            _current.reset(token)
        deed.close()


def current() -> Act | None:
    """The act that is open here, if one is."""
    return _current.get()


def name_of(row: models.Model) -> str:
    """How the journal refers to a row: `assets.asset:12`."""
    return f"{row._meta.label_lower}:{row.pk}"


def under(row: models.Model) -> str:
    """On which row this one hangs ("" for nothing): its asset, or what its model names in `journal_under`."""
    field = getattr(row, "journal_under", "asset_id")
    parent = getattr(row, field, None)
    if parent is None:
        return ""
    return name_of(row) if field == "pk" else f"{_target(row, field)}:{parent}"


def _target(row: models.Model, field: str) -> str:
    target = row._meta.get_field(field).related_model
    assert isinstance(target, type)
    return target._meta.label_lower


def written(row: models.Model) -> list[Any]:
    """The columns of a row that somebody writes: neither its key nor what the database works out by itself."""
    return [f for f in row._meta.concrete_fields if not f.primary_key and not f.generated]


def stored(row: models.Model, field: Any) -> Any:
    """A field's value as JSON: foreign keys as ids, dates as ISO text."""
    value = getattr(row, field.attname)
    if value is None or isinstance(value, bool | int | float | str | dict | list):
        return value
    return canonical(value).decode().strip('"')


def _automatic(row: models.Model) -> list[str]:
    return [f.name for f in row._meta.concrete_fields if getattr(f, "auto_now", False)]
