"""The catalogue of measures as the book has it: what ought to be done. Read from the TOML files beside this module at
first use. What the company made of it stands in `measures.catalogue.rulings`, and that is what pages and papers ask.

The files are the only source; nothing of them is copied into tables. An entry that cannot be read stops the reading
with a CatalogueError that names the file, the measure's code and the field.
"""

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

from assets.kinds import ELECTRONIC, Kind
from classification.levels import Level
from measures.words import Audience, Purpose, Scope, Standing, Yardstick

FOLDER = Path(__file__).parent
LETTERS = "ERPXZ"  # employees, leavers, partners, outsiders; extensions last
OWN = "C"  # after them all: the company's own


class CatalogueError(Exception):
    """An entry of a data file is malformed. The message names file, code and field."""


def in_language(ja: str, en: str) -> str:
    """The wording in the active language: Japanese where that is active, English everywhere else."""
    return ja if (get_language() or "").startswith("ja") else en


@dataclass(frozen=True)
class Entry:
    """One table of a data file, taken field by field, so that every complaint can say where it belongs."""

    file: str
    code: str
    fields: Mapping[str, Any]

    def refuse(self, field: str, problem: str) -> CatalogueError:
        """The error to raise for this field."""
        return CatalogueError(f"{self.file}: {self.code}: {field}: {problem}")

    def only(self, known: Collection[str]) -> None:
        """Raises: CatalogueError, when there is a field that nobody asks for (a slip of the pen, most likely)."""
        for field in self.fields:
            if field not in known:
                raise self.refuse(field, "no such field")

    def value[T](self, field: str, kind: type[T]) -> T:
        """The field's value. Raises: CatalogueError, when it is missing or of another type."""
        if field not in self.fields:
            raise self.refuse(field, "is missing")
        found = self.fields[field]
        if type(found) is not kind:
            raise self.refuse(field, f"{found!r} is not of type {kind.__name__}")
        return found

    def text(self, field: str) -> str:
        """Words that must not be empty."""
        found = self.value(field, str)
        if not found.strip():
            raise self.refuse(field, "is empty")
        return found

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of words, possibly none, none of them twice."""
        found = self.value(field, list)
        for item in found:
            if not isinstance(item, str) or found.count(item) > 1:
                raise self.refuse(field, f"{item!r} is not a word, or stands there twice")
        return tuple(found)

    def choice[E: Enum](self, field: str, choices: type[E]) -> E:
        """A member of an enumeration, written as its value."""
        return self._member(field, self.text(field), choices)

    def choices[E: Enum](self, field: str, choices: type[E]) -> tuple[E, ...]:
        """Members of an enumeration, written as their values."""
        return tuple(self._member(field, item, choices) for item in self.texts(field))

    def level(self, field: str) -> Level:
        """A level, written as its code."""
        code = self.text(field)
        if code not in Level.__members__:
            raise self.refuse(field, f"{code!r} is none of {', '.join(Level.__members__)}")
        return Level[code]

    def _member[E: Enum](self, field: str, value: str, choices: type[E]) -> E:
        try:
            return choices(value)
        except ValueError:
            known = ", ".join(str(member.value) for member in choices)
            raise self.refuse(field, f"{value!r} is none of {known}") from None


def entries(path: Path, table: str, code: str) -> tuple[Entry, ...]:
    """The tables of a TOML file that are called `table`; each is known by its field `code`.

    Raises:
        CatalogueError: the file is no TOML, holds something else, or an entry has no code.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CatalogueError(f"{path.name}: {error}") from error
    tables = content.pop(table, None)
    if content or not isinstance(tables, list):
        raise CatalogueError(f"{path.name}: [[{table}]] tables are expected and nothing else")
    found = []
    for number, fields in enumerate(tables, start=1):
        unnamed = Entry(path.name, f"{table} {number}", fields)
        found.append(Entry(path.name, unnamed.text(code), fields))
    return tuple(found)


@dataclass(frozen=True)
class Measure:
    """One measure: what ought to be done, against which leak, at what, and from which level on.

    An empty `kinds` means that it does not depend on what an asset lives on: it is company-wide and asked of every
    asset. `proposed` names the fields that are Kura's own proposal rather than METI's.
    """

    code: str
    audience: Audience
    purpose: Purpose
    ja: str
    en: str
    guidance_ja: str
    guidance_en: str
    evidence_ja: str
    evidence_en: str
    scopes: frozenset[Scope]
    kinds: tuple[Kind, ...]
    rules: tuple[str, ...]
    priority: int
    flyer: str
    required_from: Level
    yardstick: Yardstick
    same_as: str | None
    handbook_ref: str
    edition: str
    source: tuple[str, ...]
    standing: Standing
    proposed: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_rule(self) -> bool:
        """Is it a rule of the register's own order, which no measure asks (`measures.ordering`)?"""
        return self.rules == (self.code,)

    @property
    def name(self) -> str:
        """The name in the active language."""
        return in_language(self.ja, self.en)

    @property
    def guidance(self) -> str:
        """What to do, in the active language."""
        return in_language(self.guidance_ja, self.guidance_en)

    @property
    def evidence(self) -> str:
        """What shows that it is done, in the active language."""
        return in_language(self.evidence_ja, self.evidence_en)

    @property
    def attestable(self) -> tuple[Scope, ...]:
        """Where someone's word makes sense: a place's only for what stands or happens at a place, a system's or a
        device's for what is done to data, a carrier's for what is done to each of them."""
        data = not self.kinds or bool({*self.kinds} & {*ELECTRONIC})
        asked = {
            Scope.PLACE: self.scopes & {Scope.PLACE, Scope.CARRIER},
            Scope.SYSTEM: data and self.scopes & {Scope.SYSTEM, Scope.CARRIER},
            Scope.DEVICE: data and self.scopes & {Scope.DEVICE, Scope.CARRIER},
            Scope.CARRIER: self.scopes & {Scope.DEVICE, Scope.CARRIER},
        }
        return (Scope.COMPANY, Scope.DEPARTMENT, *(scope for scope, makes in asked.items() if makes), Scope.ASSET)

    @property
    def covered(self) -> tuple[Kind, ...]:
        """The media that words on parts of it must cover; empty: all. What is done at systems and devices alone is
        asked of data, not of the paper beside them."""
        if self.scopes & {Scope.PLACE, Scope.CARRIER} or not self.scopes & {Scope.SYSTEM, Scope.DEVICE}:
            return self.kinds
        return tuple(kind for kind in ELECTRONIC if kind in (self.kinds or ELECTRONIC))


FIELDS = tuple(Measure.__dataclass_fields__)


def measures() -> tuple[Measure, ...]:
    """All measures: by purpose, then employees, leavers, partners, outsiders and extensions, then by code.

    Raises:
        CatalogueError: a file of the catalogue is malformed.
    """
    return tuple(_by_code().values())


def measure(code: str) -> Measure:
    """The measure with this code.

    Raises:
        KeyError: when there is none.
    """
    return _by_code()[code]


def counted() -> tuple[Measure, ...]:
    """The measures that totals count: without those that the handbook lists a second time under another heading."""
    return tuple(each for each in measures() if each.same_as is None)


def by_purpose() -> dict[Purpose, tuple[Measure, ...]]:
    """The measures under their purposes, both in order."""
    return {purpose: tuple(each for each in measures() if each.purpose == purpose) for purpose in Purpose}


@cache
def _by_code() -> Mapping[str, Measure]:
    return {each.code: each for each in read(FOLDER)}


def read(folder: Path) -> tuple[Measure, ...]:
    """Reads every TOML file of a folder as a catalogue, in the order of `measures`.

    Raises:
        CatalogueError: naming file, code and field.
    """
    read_in = [(entry, _measure(entry)) for path in sorted(folder.glob("*.toml")) for entry in _entries(path)]
    found: dict[str, Measure] = {}
    for entry, each in read_in:
        if each.code in found:
            raise entry.refuse("code", "stands in the catalogue twice")
        found[each.code] = each
    for entry, each in read_in:
        _check_repeat(entry, each, found)
    return ordered(found.values())


def _entries(path: Path) -> tuple[Entry, ...]:
    return entries(path, "measure", "code")


def _measure(entry: Entry) -> Measure:
    entry.only(FIELDS)
    return Measure(
        code=_code(entry),
        audience=entry.choice("audience", Audience),
        purpose=_purpose(entry),
        ja=entry.text("ja"),
        en=entry.text("en"),
        guidance_ja=entry.text("guidance_ja"),
        guidance_en=entry.text("guidance_en"),
        evidence_ja=entry.text("evidence_ja"),
        evidence_en=entry.text("evidence_en"),
        scopes=_scopes(entry),
        kinds=entry.choices("kinds", Kind),
        rules=entry.texts("rules"),
        priority=_priority(entry),
        flyer=entry.value("flyer", str),
        required_from=entry.level("required_from"),
        yardstick=entry.choice("yardstick", Yardstick),
        same_as=entry.text("same_as") if "same_as" in entry.fields else None,
        handbook_ref=entry.value("handbook_ref", str),
        edition=entry.text("edition"),
        source=entry.texts("source"),
        standing=_standing(entry),
        proposed=_proposed(entry),
    )


def _code(entry: Entry) -> str:
    if entry.code[0] not in LETTERS:
        raise entry.refuse("code", f"does not begin with one of {LETTERS}")
    return entry.code


def _purpose(entry: Entry) -> Purpose:
    """The purpose; a file holds one purpose and bears its name, so that people find their way."""
    purpose = entry.choice("purpose", Purpose)
    if entry.file != f"{purpose.lower()}.toml":
        raise entry.refuse("purpose", f"{purpose.value} belongs in {purpose.lower()}.toml")
    return purpose


def _scopes(entry: Entry) -> frozenset[Scope]:
    scopes = frozenset(entry.choices("scopes", Scope))
    if not scopes:
        raise entry.refuse("scopes", "is empty")
    return scopes


def _priority(entry: Entry) -> int:
    priority = entry.value("priority", int)
    if priority not in (1, 2, 3):
        raise entry.refuse("priority", f"{priority} is none of 1, 2, 3")
    return priority


def _standing(entry: Entry) -> Standing:
    standing = entry.choice("standing", Standing)
    if standing is Standing.COMPANY:
        raise entry.refuse("standing", "a company's own measures do not stand in the book")
    return standing


def _proposed(entry: Entry) -> tuple[str, ...]:
    proposed = entry.texts("proposed")
    for field in proposed:
        if field not in FIELDS:
            raise entry.refuse("proposed", f"{field!r} is no field of a measure")
    return proposed


def _check_repeat(entry: Entry, repeat: Measure, found: Mapping[str, Measure]) -> None:
    """A measure listed a second time points at the first, which stands under the same purpose and is no repeat."""
    if repeat.same_as is None:
        return
    first = found.get(repeat.same_as)
    if first is None:
        raise entry.refuse("same_as", f"there is no measure {repeat.same_as!r}")
    if first.same_as is not None or first.purpose != repeat.purpose:
        raise entry.refuse("same_as", f"{first.code} is a repeat itself or has another purpose")


def ordered(found: Iterable[Measure]) -> tuple[Measure, ...]:
    """By purpose, then employees, leavers, partners, outsiders, extensions and the company's own, then by code."""
    purposes, letters = list(Purpose), LETTERS + OWN
    return tuple(sorted(found, key=lambda each: (purposes.index(each.purpose), letters.index(each.code[0]), each.code)))
