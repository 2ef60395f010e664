"""Devices and systems as a sheet, out and in: a row each, known by its number; the same columns both ways.

A column that the sheet does not have stays as it is; a blank cell means: not known. A sheet with one wrong row changes
nothing.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import BooleanField, DateField, ForeignKey, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from import_export import fields, resources
from import_export.widgets import Widget
from tablib import Dataset

from accounts.days.written import day
from accounts.models import Department, Person
from accounts.querysets import today
from accounts.sight import Sight
from assets.devices.forms import FORMS, SEEN
from assets.models import Device, System
from exchange import cells
from exchange.cells import fold
from exchange.reader import Broken
from exchange.register import Names
from exchange.sheets import TONGUES, Wrong, WrongRows, as_csv, heading, in_tongue, said_of, table
from journal.acts import Act, act

NEEDED = ("code", "name", "kind")
COLUMNS: dict[Any, tuple[str, ...]] = {model: tuple(form._meta.fields or ()) for model, form in FORMS.items()}


class HostWidget(Widget):
    """How one column of a device or system stands in a cell, and how a cell is read."""

    def __init__(self, field: Any, names: Names) -> None:
        super().__init__()
        self.field, self.names = field, names

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return "○" if value else "×"
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, Person | Department):
            return cells.formula_guard(value.name)
        return cells.formula_guard(str(dict(self.field.flatchoices).get(value, value)))

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        if isinstance(value, Broken):
            raise ValueError(_("The formula ended in an error."))
        if cells.is_blank(value):
            return None if self.field.null else ""
        if isinstance(self.field, DateField):
            return self._seen(day(value))
        if isinstance(self.field, BooleanField):
            return cells.mark(value)
        return self._word(cells.unguard(cells.clean(str(value))), str((row or {}).get("code", "")))

    def _seen(self, on: date | None) -> date | None:
        if on and self.field.name in SEEN and on > today():
            raise ValueError(_("This day is still to come."))
        return on

    def _word(self, words: str, code: str) -> Any:
        """A choice by its word in either language or its code, a person or department by name, a number, or text."""
        if isinstance(self.field, ForeignKey):
            return self._named(words, code)
        if self.field.choices:
            for value, label in self.field.flatchoices:
                if fold(words) in {fold(str(value)), *(fold(in_tongue(tongue, label)) for tongue in TONGUES)}:
                    return value
            raise ValueError(_("“%(value)s” is none of the choices.") % {"value": words})
        return cells.number(words) if self.field.get_internal_type().startswith("Positive") else words

    def _named(self, words: str, code: str) -> Any:
        if self.field.related_model is Person:
            found: Person | Department | None = self._kept(code, words) or self.names.person(words)
        else:
            found = self.names.department(words)
        if found is None:
            raise ValueError(_("“%(value)s” is not registered, or there are several.") % {"value": words})
        return found

    def _kept(self, code: str, words: str) -> Person | None:
        """Whoever is recorded there already by that name: though they have left, or share it."""
        person = self.recorded.get(code)
        return person if person and fold(words) in {fold(person.name), fold(person.name_en or person.name)} else None

    @cached_property
    def recorded(self) -> dict[str, Person]:
        """By the numbers of devices or systems, whom this column names."""
        rows = self.field.model.objects.exclude(**{self.field.name: None}).select_related(self.field.name)
        return {row.code: getattr(row, self.field.name) for row in rows}


class HostResource(resources.ModelResource):
    """Devices or systems, with the columns of their form; rows are written through an act, or, without one, tried."""

    def __init__(self, *, headed: bool = True, deed: Act | None = None) -> None:
        super().__init__()
        model, names = self._meta.model, Names()
        self.deed = deed
        described = [(name, model._meta.get_field(name)) for name in COLUMNS[model]]
        self.fields = {
            name: fields.Field(name, heading(field) if headed else name, HostWidget(field, names))
            for name, field in described
        }

    def get_export_order(self, selected_fields: Any = None) -> Any:  # the library's own name
        return list(self.fields)

    def get_import_order(self) -> Any:  # the library's own name
        return list(self.fields)

    def do_instance_save(self, instance: Any, is_create: bool) -> None:  # the library's own name
        if self.deed is None:
            return  # only tried
        if is_create:
            self.deed.add(instance)
        else:
            self.deed.save(instance)


class _Options:
    import_id_fields = ("code",)
    clean_model_instances = True
    skip_unchanged = True
    use_transactions = False


class DeviceResource(HostResource):
    class Meta(_Options):
        model = Device


class SystemResource(HostResource):
    class Meta(_Options):
        model = System


RESOURCES: dict[Any, type[HostResource]] = {Device: DeviceResource, System: SystemResource}


def sheet_of(rows: QuerySet[Any]) -> bytes:
    """The rows as CSV that Excel reads and that can be brought in again."""
    return as_csv(RESOURCES[rows.model]().export(queryset=rows))


def bring_in(data: bytes, filename: str, model: Any, *, by: Sight) -> dict[str, int]:
    """Enter and amend what a sheet has, in one act.

    Returns:
        how many rows are new, changed and unchanged.

    Raises:
        Refused: the file cannot be read, or is no such sheet.
        WrongRows: with the reasons.
    """
    found, numbers = _dataset(data, filename, model)
    tried = RESOURCES[model](headed=False).import_data(found, dry_run=True, use_transactions=False)
    if wrong := [*_twice(found["code"], numbers), *_wrong(tried, numbers, model)]:
        raise WrongRows(sorted(wrong, key=lambda each: each.row))
    counts = {name: tried.totals[total] for name, total in (("new", "new"), ("changed", "update"), ("same", "skip"))}
    with act(by.person, "exchange.import_hosts") as deed:
        RESOURCES[model](headed=False, deed=deed).import_data(found, raise_errors=True, use_transactions=False)
        deed.facts |= counts
    return counts


def _dataset(data: bytes, filename: str, model: Any) -> tuple[Dataset, list[int]]:
    """The first sheet with our headings, under our own names, and the rows' numbers on it."""
    names, rows = table(data, filename, {name: model._meta.get_field(name) for name in COLUMNS[model]}, NEEDED)
    return Dataset(*(said for _number, said in rows), headers=names), [number for number, _said in rows]


def _twice(codes: Iterable[Any], numbers: list[int]) -> Iterator[Wrong]:
    """Numbers that stand on the sheet a second time."""
    seen: set[str] = set()
    for code, number in zip(map(str, codes), numbers, strict=True):
        if code in seen:
            yield Wrong(number, (_("“%(value)s” stands on the sheet twice.") % {"value": code},))
        seen.add(code)


def _wrong(tried: Any, numbers: list[int], model: Any) -> Iterator[Wrong]:
    """What import-export and the model said of rows, in sentences with the column's heading."""
    for row in tried.invalid_rows:
        found = row.error.message_dict if hasattr(row.error, "error_dict") else {"": row.error.messages}
        yield Wrong(numbers[row.number - 1], tuple(_said(model, name, words) for name, words in found.items()))
    for row in tried.error_rows:
        yield Wrong(numbers[row.number - 1], tuple(str(each.error) for each in row.errors))


def _said(model: Any, name: str, words: list[str]) -> str:
    known = name in COLUMNS[model]
    return said_of(model._meta.get_field(name), " ".join(words)) if known else " ".join(words)
