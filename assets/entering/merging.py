"""Two people amend one asset: nothing is overwritten. What was there on opening, theirs and mine, field by field.

A page remembers what its fields held when it was opened. Values are compared as a form sends them; rows of formsets by
their number, for their place may have changed. What only one of the two changed is taken from whoever changed it;
where both did, one chooses.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.forms import BooleanField
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.days.fields import DayField
from accounts.days.written import typed_day
from accounts.opened import OPENED as OPENED
from accounts.opened import Values, text_of
from accounts.opened import opened_at as opened_at
from assets.entering.forms import EditForms
from assets.models import Asset


@dataclass(frozen=True)
class Clash:
    """One field that both changed: its input's name, and what each of the two would send."""

    name: str
    label: str
    about: str
    theirs: str
    mine: str
    shown: tuple[str, str, str]  # on opening, theirs, mine, in words


@dataclass
class Merged:
    """What is to be sent: settled fields, those to choose, and in words what only one of the two changed."""

    settled: list[tuple[str, str]] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    taken: list[tuple[str, str, str]] = field(default_factory=list)  # by the other: label, before, now
    kept: list[tuple[str, str, str]] = field(default_factory=list)  # by whoever sends


def standing(asset: Asset) -> Values:
    """What a page of this asset, opened now, would hold; read afresh from the database."""
    return values_of(EditForms(Asset.objects.get(pk=asset.pk)))


def values_of(entry: EditForms) -> Values:
    """The values of an unbound page, by input or by row and field."""
    return {key: text_of(bound) for key, bound in cells(entry)}


def remembered(entry: EditForms) -> str:
    """What the page takes along."""
    return json.dumps(values_of(entry), ensure_ascii=False, sort_keys=True)


def cells(entry: EditForms) -> Iterator[tuple[str, Any]]:
    """Every field that is shown, by its key."""
    for form in (entry.main, *entry.cards):
        yield from ((bound.html_name, bound) for bound in form)
    for rows in entry.sets:
        for form in rows.initial_forms:
            yield from ((f"{rows.prefix}:{form.instance.pk}:{b.name}", b) for b in form if not _own(b.name))


def _own(name: str) -> bool:
    """Is it the formset's own arithmetic?"""
    return name in ("id", "asset", "DELETE")


def sent(field: Any, value: str) -> str:
    """The same for what was typed into a field."""
    if isinstance(field, DayField) and value:
        try:
            day = typed_day(value)
        except ValueError:
            return value
        return day.isoformat() if day else ""
    return value.replace("\r\n", "\n").strip()


def in_words(bound: Any, value: str) -> str:
    """A value as people read it: choices by their label, ticks by yes and no."""
    if isinstance(bound.field, BooleanField):
        return _("yes") if value else _("no")
    choices = getattr(bound.field, "choices", None)
    if choices is None:
        return value or "―"
    return next((str(label) for key, label in choices if str(key) == value), value) or "―"


def merged(asset: Asset, data: Mapping[str, str]) -> Merged:
    """What became of the two versions of an asset.

    Args:
        asset: as it stands in the database.
        data: what was sent.
    """
    entry = EditForms(Asset.objects.get(pk=asset.pk))
    found, before = Merged(), opened_at(data)
    for form in (entry.main, *entry.cards):
        for bound in form:
            mine = sent(bound.field, data.get(bound.html_name, ""))
            _settle(found, bound, bound.html_name, (before.get(bound.html_name), text_of(bound), mine), "")
    for rows in entry.sets:
        _settle_rows(found, rows, data, before)
    found.settled.append((OPENED, remembered(entry)))
    return found


def _settle(found: Merged, bound: Any, name: str, values: tuple[str | None, str, str], about: str) -> None:
    """One field: `values` on opening (None: was not there), theirs and mine."""
    before, theirs, mine = values
    if theirs in (mine, before):
        found.settled.append((name, mine))
        if mine != theirs:
            found.kept.append((_label(bound, about), in_words(bound, theirs), in_words(bound, mine)))
    elif mine == before:
        found.settled.append((name, theirs))
        found.taken.append((_label(bound, about), in_words(bound, before), in_words(bound, theirs)))
    else:
        words = (in_words(bound, before or ""), in_words(bound, theirs), in_words(bound, mine))
        found.clashes.append(Clash(name, str(bound.label), about, theirs, mine, words))


def _label(bound: Any, about: str) -> str:
    return f"{about}: {bound.label}" if about else str(bound.label)


def _settle_rows(found: Merged, rows: Any, data: Mapping[str, str], before: Values) -> None:
    """A formset: the rows that are there now, then mine that are new, or that somebody took away under my hands."""
    mine = _places(rows.prefix, data)
    kept = {str(form.instance.pk) for form in rows.initial_forms}
    for number, form in enumerate(rows.initial_forms):
        _settle_row(found, rows.prefix, number, form, mine.get(str(form.instance.pk)), data, before)
    again = [place for pk, place in mine.items() if pk not in kept and _was_touched(rows, pk, place, data, before)]
    places = [*again, *_new_places(rows.prefix, data)]
    for number, place in enumerate(places, len(rows.initial_forms)):
        start = f"{rows.prefix}-{place}-"
        names = [key.removeprefix(start) for key in data if key.startswith(start)]
        asked = [bound for bound in rows.empty_form if not _own(bound.name)]
        if any(sent(bound.field, data.get(start + bound.name, "")) != text_of(bound) for bound in asked):
            found.kept.append((str(rows.model._meta.verbose_name), "―", _("added")))
        found.settled += [(f"{rows.prefix}-{number}-{n}", data[start + n]) for n in names if not _own(n)]
    total = len(rows.initial_forms) + len(places)
    found.settled += [
        (f"{rows.prefix}-TOTAL_FORMS", str(total)),
        (f"{rows.prefix}-INITIAL_FORMS", str(len(kept))),
    ]


def _settle_row(
    found: Merged, prefix: str, number: int, form: Any, place: int | None, data: Mapping[str, str], before: Values
) -> None:
    """One row that is there now; `place` is where it stood in what was sent, None where it did not."""
    pk, start = form.instance.pk, f"{prefix}-{number}-"
    found.settled.append((f"{start}id", str(pk)))
    about = str(getattr(form.instance, "medium", "") or getattr(form.instance, "person", ""))
    changed = False
    for bound in form:
        if _own(bound.name):
            continue
        theirs, was = text_of(bound), before.get(f"{prefix}:{pk}:{bound.name}")
        mine = sent(bound.field, data.get(f"{prefix}-{place}-{bound.name}", "")) if place is not None else theirs
        _settle(found, bound, start + bound.name, (was, theirs, mine), about)
        changed |= theirs != was
    if place is not None and data.get(f"{prefix}-{place}-DELETE"):
        delete = form["DELETE"]
        if changed:  # what they have just written is not thrown away unseen
            words = (_("no"), pgettext("what somebody else took out", "Keep it"), _("Delete it"))
            found.clashes.append(Clash(f"{start}DELETE", str(delete.label), about, "", "on", words))
        else:
            found.settled.append((f"{start}DELETE", "on"))
            found.kept.append((_label(delete, about), _("no"), _("Delete it")))


def _count(prefix: str, which: str, data: Mapping[str, str]) -> int:
    text = data.get(f"{prefix}-{which}_FORMS", "0")
    return min(int(text), 1_000) if text.isdecimal() and len(text) < 5 else 0


def _places(prefix: str, data: Mapping[str, str]) -> dict[str, int]:
    """Where in what was sent each row stands, by its number."""
    return {data.get(f"{prefix}-{n}-id", ""): n for n in range(_count(prefix, "INITIAL", data))}


def _new_places(prefix: str, data: Mapping[str, str]) -> range:
    return range(_count(prefix, "INITIAL", data), _count(prefix, "TOTAL", data))


def _was_touched(rows: Any, pk: str, place: int, data: Mapping[str, str], before: Values) -> bool:
    """Had I changed this row, which is gone now?"""
    was = {key.rpartition(":")[2]: value for key, value in before.items() if key.startswith(f"{rows.prefix}:{pk}:")}
    blank = rows.empty_form.fields
    known = {name: value for name, value in was.items() if name in blank}
    return any(sent(blank[n], data.get(f"{rows.prefix}-{place}-{n}", "")) != value for n, value in known.items())
