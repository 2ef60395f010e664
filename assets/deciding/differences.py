"""What differs between two dossiers, in words: field by field, row by row, in the reader's language."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import ForeignKey, Model
from django.utils.functional import Promise
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.days.calendars import written
from assets.deciding.dossier import MATERIAL, Dossier
from assets.models import Asset, Carrier, Grant, GrantProposal, Holding, Judgement, KnowHow, NumberHandler, PersonalData
from classification.criteria import CRITERIA
from classification.levels import Level

EMPTY: Final = "―"
LONGEST: Final = 200
REASONED: Final = ("override_reason", "confidentiality", "integrity", "availability")
NOTHING: Final = (None, "")
PLAIN_ASSET: Final = ("level", "proposed_level")  # told as the level


@dataclass(frozen=True)
class Difference:
    """One thing that is not what it was: where it stands, what it is, how it was and how it is now."""

    about: str
    label: str
    old: str
    new: str
    material: bool = False


@dataclass(frozen=True)
class Part:
    """A part of a dossier: its heading, its model, and the fields by which one of its rows is told from another."""

    name: str
    heading: Promise
    model: type[Model]
    told_by: tuple[str, ...] = ()  # empty: there is one row at most, told field by field


LISTED: Final = ("person_id", "department_id", "purpose", "from_on", "until_on")
PARTS: Final = (
    Part("carriers", gettext_lazy("Where it is"), Carrier, ("kind", "host", "place_id", "location")),
    Part("grants", gettext_lazy("Access list"), Grant, LISTED),
    Part("proposals", gettext_lazy("Proposed access"), GrantProposal, ("words", "person_id", "department_id")),
    Part("holdings", gettext_lazy("Holders"), Holding, ("person_id", "skill")),
    Part("know_how", gettext_lazy("The know-how"), KnowHow),
    Part("personal_data", gettext_lazy("Personal information"), PersonalData),
    Part("handlers", gettext_lazy("My Number is handled by"), NumberHandler, ("person_id", "task")),
)  # fmt: skip


def differences(before: Dossier, now: Dossier, levels: tuple[int | None, int | None]) -> list[Difference]:
    """What differs, the level and its reasons first.

    Args:
        before: what was approved.
        now: what is there.
        levels: the one that was approved, and the one that is to be decided on.
    """
    words = Words([before, now])
    found = [*_level(levels), *_judged(before["judgement"] or {}, now["judgement"] or {})]
    found += _fields(words, Asset, gettext_lazy("What it is"), before["asset"], now["asset"])
    for part in PARTS:
        found += _part(words, part, before[part.name], now[part.name])
    return found


def _level(levels: tuple[int | None, int | None]) -> Iterator[Difference]:
    old, new = (EMPTY if level is None else Level(level).label for level in levels)
    if old != new:
        yield Difference(_("The level"), _("Level"), str(old), str(new), material=True)


def _judged(before: dict[str, Any], now: dict[str, Any]) -> Iterator[Difference]:
    heading = _("How it was judged")
    for criterion in CRITERIA:
        old, new = (_score(judged, criterion.code) for judged in (before, now))
        if old != new:
            yield Difference(heading, str(criterion.label), old, new, material=True)
    for name in REASONED:
        was, now_is = (str(judged.get(name) or EMPTY) for judged in (before, now))
        if was != now_is:
            label = capfirst(str(_field(Judgement, name).verbose_name))
            yield Difference(heading, label, was, now_is, name == "override_reason")


def _score(judged: dict[str, Any], code: str) -> str:
    if code not in judged.get("scores", {}):
        return EMPTY
    return f"{judged['scores'][code]} {judged['reasons'].get(code, '')}".strip()


def _part(words: "Words", part: Part, before: dict[str, Any], now: dict[str, Any]) -> Iterator[Difference]:
    if not part.told_by:
        was: dict[str, Any] = next(iter(before.values()), {})
        yield from _fields(words, part.model, part.heading, was, next(iter(now.values()), {}))
        return
    for key in sorted(before.keys() | now.keys(), key=int):
        yield from _row(words, part, before.get(key), now.get(key))


def _row(words: "Words", part: Part, old: dict[str, Any] | None, new: dict[str, Any] | None) -> Iterator[Difference]:
    """A row that came, or went, or one of whose fields changed."""
    material = part.model._meta.label_lower in MATERIAL
    if old is None or new is None:
        label = _("added") if old is None else _("taken out")
        was, now = (EMPTY if row is None else words.told(part, row) for row in (old, new))
        yield Difference(str(part.heading), label, was, now, material)
        return
    name = words.told(part, old)
    for each in _fields(words, part.model, part.heading, old, new):
        yield Difference(each.about, f"{name}: {each.label}", each.old, each.new, each.material)


def _fields(words: "Words", model: Any, heading: Any, old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
    for name in dict.fromkeys([*old, *new]):
        was, now, field = old.get(name), new.get(name), _field(model, name)
        if field is None or was == now or (was in NOTHING and now in NOTHING):
            continue
        if model is not Asset or name not in PLAIN_ASSET:
            material = field.name in MATERIAL.get(model._meta.label_lower, ())
            label = capfirst(str(field.verbose_name))
            yield Difference(str(heading), label, words.value(field, was), words.value(field, now), material)


def _field(model: Any, name: str) -> Any:
    """A model's field by its name or column; None for what is none any more."""
    return next((f for f in model._meta.concrete_fields if name in (f.name, f.attname)), None)


class Words:
    """Stored values in words; whom and what they name is fetched at once, as it is called today."""

    def __init__(self, dossiers: Iterable[Dossier]) -> None:
        wanted: dict[Any, set[int]] = {}
        for model, row in _every_row(dossiers):
            for name, value in row.items():
                field = _field(model, name)
                if isinstance(field, ForeignKey) and isinstance(value, int):
                    wanted.setdefault(field.related_model, set()).add(value)
        self._names = {model: model._base_manager.in_bulk(ids) for model, ids in wanted.items()}

    def value(self, field: Any, value: Any) -> str:
        """One value: people and places by name, choices by their word, days in the reader's way."""
        if value is None or value == "":
            return EMPTY
        if isinstance(field, ForeignKey):
            named = self._names.get(field.related_model, {}).get(value)
            return str(getattr(named, "label", named or EMPTY))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if field.get_internal_type() == "DateField":
            return written(date.fromisoformat(value), "SHORT_DATE_FORMAT")
        return Truncator(str(dict(field.flatchoices).get(value, value))).chars(LONGEST)

    def told(self, part: Part, row: dict[str, Any]) -> str:
        """A row in a few words."""
        told = [self.value(field, row.get(name)) for name in part.told_by if (field := _field(part.model, name))]
        return " ".join(each for each in told if each != EMPTY) or EMPTY


def _every_row(dossiers: Iterable[Dossier]) -> Iterator[tuple[Any, dict[str, Any]]]:
    for dossier in dossiers:
        yield Asset, dossier["asset"]
        for part in PARTS:
            for row in dossier[part.name].values():
                yield part.model, row
