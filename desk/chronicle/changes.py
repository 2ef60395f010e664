"""An act's Changes as a person reads them: which row, which field by its label, old → new."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Field, ForeignKey, Model
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.days.calendars import written
from accounts.sight import Sight
from assets.deciding.approval import STEPS
from assets.models import Decision
from classification.criteria import CRITERIA
from desk.chronicle.labels import Labels, Ref, Thing, model_of, ref_of
from journal.models import Change, Private

LONGEST = 160
TECHNICAL = (
    "name_key", "business_key", "like_key", "review_from", "review_key", "former_names", "sent_as", "path", "digest",
    "shown", "act", "asset", "password", "updated_at", "demo",
)  # fmt: skip
EMPTY = "―"
ERASED = gettext_lazy("(name erased)")
CRITERION: dict[str, Any] = {each.code: each.label for each in CRITERIA}


@dataclass(frozen=True)
class FieldChange:
    """One field of one row."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class RowChange:
    """One row: what it is, and which of its fields changed."""

    thing: Thing | None
    added: bool
    fields: tuple[FieldChange, ...]
    gone: bool = False


def described(changes: Iterable[Change], sight: Sight) -> list[tuple[Change, RowChange]]:
    """Changes in words; a fixed number of queries, however many there are."""
    rows = list(changes)
    labels = Labels(sight, [*(ref_of(row.row) for row in rows), *_references(rows)])
    hidden = Private.objects.in_bulk({key for row in rows for key in _private_keys(row.values)})
    words = Words(labels, {key: row.value for key, row in hidden.items()})
    return [(row, words.of(row)) for row in rows]


def field_of(model: type[Model] | None, name: str) -> Any:
    """A model's field by its name or column; None for what is no field (any more)."""
    try:
        found = model._meta.get_field(name) if model else None
    except LookupError:
        return None
    return found if isinstance(found, Field) else None


def _references(rows: list[Change]) -> Iterator[Ref]:
    for row in rows:
        model = model_of(row.row.partition(":")[0])
        for name, pair in row.values.items():
            field = field_of(model, name)
            if isinstance(field, ForeignKey) and name not in TECHNICAL:
                yield from ((field.related_model._meta.label_lower, pk) for pk in pair if isinstance(pk, int))


def _private_keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict) and isinstance(value.get("private"), str):
        yield value["private"]
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _private_keys(each)


class Words:
    """Turns stored values into words, with labels and personal values at hand."""

    def __init__(self, labels: Labels, private: dict[str, str]) -> None:
        self.labels, self.private = labels, private

    def of(self, change: Change) -> RowChange:
        model = model_of(change.row.partition(":")[0])
        fields = tuple(
            self._field(field_of(model, n), n, pair) for n, pair in change.values.items() if n not in TECHNICAL
        )
        added, gone = _was_none(model, change.values), _is_gone(model, change.values)
        return RowChange(self.labels.of(ref_of(change.row)), added, fields, gone)

    def _field(self, field: Any, name: str, pair: list[Any]) -> FieldChange:
        label = str(field.verbose_name) if field is not None else name
        old, new = (self.value(field, value) for value in pair)
        return FieldChange(label, old, new)

    def value(self, field: Any, value: Any) -> str:
        """One value: people and places by name, choices by their word, days in the reader's way, long texts cut."""
        if value is None or value == "":
            return EMPTY
        if isinstance(value, dict) and "private" in value:
            return self.private.get(value["private"], str(ERASED))
        if isinstance(field, ForeignKey):
            return self._referred(field, value)
        choices = _choices(field)
        if not isinstance(value, dict | list) and value in choices:
            return str(choices[value])
        return Truncator(_plain(field, value)).chars(LONGEST)

    def _referred(self, field: Any, value: Any) -> str:
        ref = (field.related_model._meta.label_lower, value)
        thing = self.labels.of(ref) if isinstance(value, int) else None
        return (thing.label or thing.code or EMPTY) if thing else str(value)


def _is_gone(model: type[Model] | None, values: dict[str, list[Any]]) -> bool:
    """Was the row taken out? Then a column that is never empty is empty now."""
    return _was_none(model, {name: [new, old] for name, (old, new) in values.items()})


def _was_none(model: type[Model] | None, values: dict[str, list[Any]]) -> bool:
    """Did the row come to be? Then a column that is never empty was empty before."""
    before = [(field_of(model, name), old) for name, (old, _new) in values.items()]
    known = [(field, old) for field, old in before if field is not None]
    if not known:
        return bool(values) and all(old is None for _field, old in before)
    return any(old is None and not field.null for field, old in known)


def _choices(field: Any) -> dict[Any, Any]:
    """What the values of a field are called."""
    if field is None:
        return {}
    if field.model is Decision and field.name == "step":
        return {name: step.label for name, step in STEPS.items()}
    return dict(field.flatchoices)


def _plain(field: Any, value: Any) -> str:
    kind = field.get_internal_type() if field is not None else ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if kind == "DateField":
        return written(date.fromisoformat(value), "SHORT_DATE_FORMAT")
    if kind == "DateTimeField":
        return written(datetime.fromisoformat(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, dict):
        return " / ".join(f"{CRITERION.get(key, key)}: {each}" for key, each in value.items())
    return _(", ").join(map(str, value)) if isinstance(value, list) else str(value)
