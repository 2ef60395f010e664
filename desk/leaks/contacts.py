"""Whom to ask when something leaked: the contacts that Kura ships, under the company's own word on them."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from desk.models import Contact, Group
from measures.catalogue import Entry, entries, in_language

FILE = Path(__file__).parent / "contacts.toml"
OPTIONAL = ("prefecture", "use_ja", "use_en", "use_mark", "source_on")
KNOWN = ("key", "group", "ja", "en", "lines", *OPTIONAL)
KNOWN_IN_LINE = ("kind", "text", "ja", "en", "mark")
OWN_KEY = "own-"


class Mark(models.TextChoices):
    """On whose word something stands."""

    FLYER = "FLYER", _("METI's flyer")
    FOUND = "FOUND", _("seen in public sources")
    MEMORY = "MEMORY", _("from memory, unchecked")
    OWN = "OWN", _("our own entry")


class Kind(models.TextChoices):
    PHONE = "PHONE", _("phone")
    HOURS = "HOURS", _("hours")
    MAIL = "MAIL", _("mail")
    WEB = "WEB", _("web page")


@dataclass(frozen=True)
class Line:
    """One number, address or opening time, on whose word, with a remark."""

    kind: Kind
    mark: Mark
    text: str
    ja: str = ""
    en: str = ""

    @property
    def words(self) -> str:
        """The remark, or the whole line where it is words only."""
        return in_language(self.ja, self.en)

    @property
    def href(self) -> str:
        """Where a click leads; nothing for opening times."""
        if self.kind is Kind.PHONE:
            number = re.match(r"[0-9#+*() .-]*", unicodedata.normalize("NFKC", self.text))
            digits = re.sub(r"[() .-]", "", number[0]) if number else ""
            return f"tel:{digits}" if digits else ""
        return {Kind.MAIL: f"mailto:{self.text}", Kind.WEB: self.text}.get(self.kind, "")


@dataclass(frozen=True)
class Shipped:
    """A contact as contacts.toml has it."""

    key: str
    group: Group
    prefecture: str
    ja: str
    en: str
    use_ja: str
    use_en: str
    use_mark: Mark
    source_on: date | None
    lines: tuple[Line, ...]

    def first(self, kind: Kind) -> str:
        """The first line of a kind as one text, for whoever corrects it; of a number, with its extension."""
        line = next((line for line in self.lines if line.kind is kind), None)
        if line is None:
            return ""
        return f"{line.text} {line.words}".strip() if kind in (Kind.PHONE, Kind.HOURS) else line.text


@dataclass(frozen=True)
class Card:
    """A contact as the page shows it."""

    key: str
    group: Group
    prefecture: str
    name: str
    use: str
    use_mark: Mark
    lines: tuple[Line, ...]
    source_on: date | None
    own: bool  # the text is the company's
    ours: bool  # added by the company: there is no shipped entry to return to
    touched: bool  # the company has said something of it
    hidden: bool
    verified_on: date | None
    verified_by: Person | None


def shipped() -> Mapping[str, Shipped]:
    """The contacts of contacts.toml by key, in the file's order.

    Raises:
        CatalogueError: the file is malformed; the message names file, contact and field.
    """
    return _shipped()


@cache
def _shipped() -> Mapping[str, Shipped]:
    return {entry.code: _read(entry) for entry in entries(FILE, "contact", "key")}


def _read(entry: Entry) -> Shipped:
    entry.only(KNOWN)
    optional = {name: entry.value(name, str) if name in entry.fields else "" for name in OPTIONAL}
    lines = entry.value("lines", list) if "lines" in entry.fields else []
    return Shipped(
        key=entry.code,
        group=entry.choice("group", Group),
        prefecture=optional["prefecture"],
        ja=entry.text("ja"),
        en=entry.text("en"),
        use_ja=optional["use_ja"],
        use_en=optional["use_en"],
        use_mark=entry.choice("use_mark", Mark) if optional["use_mark"] else Mark.FLYER,
        source_on=date.fromisoformat(optional["source_on"]) if optional["source_on"] else None,
        lines=tuple(_line(Entry(entry.file, entry.code, line)) for line in lines),
    )


def _line(entry: Entry) -> Line:
    entry.only(KNOWN_IN_LINE)
    words = {name: entry.text(name) if name in entry.fields else "" for name in ("text", "ja", "en")}
    return Line(entry.choice("kind", Kind), entry.choice("mark", Mark), **words)


def cards() -> list[Card]:
    """Every contact, shipped ones first in the file's order; two queries at most."""
    rows = {row.key: row for row in Contact.objects.select_related("verified_by")}
    found = [_card(rows.pop(key, None), entry) for key, entry in shipped().items()]
    return found + [_card(row, None) for row in rows.values()]


def _card(row: Contact | None, entry: Shipped | None) -> Card:
    own = bool(row and row.name)
    text = _own_text(row) if row and own else _shipped_text(entry)
    return Card(
        own=own,
        ours=entry is None,
        touched=row is not None,
        hidden=bool(row and row.hidden),
        verified_on=row.verified_on if row and still_holds(row, entry) else None,
        verified_by=row.verified_by if row else None,
        **text,
    )


def _own_text(row: Contact) -> dict[str, Any]:
    given = {Kind.PHONE: row.phone, Kind.HOURS: row.hours, Kind.MAIL: row.mail, Kind.WEB: row.web}
    return {
        "key": row.key,
        "group": Group(row.group),
        "prefecture": row.prefecture,
        "name": row.label,
        "use": row.use,
        "use_mark": Mark.OWN,
        "lines": tuple(Line(kind, Mark.OWN, text) for kind, text in given.items() if text),
        "source_on": None,
    }


def _shipped_text(entry: Shipped | None) -> dict[str, Any]:
    assert entry is not None  # a row of the company's own has a name
    return {
        "key": entry.key,
        "group": entry.group,
        "prefecture": entry.prefecture,
        "name": in_language(entry.ja, entry.en),
        "use": in_language(entry.use_ja, entry.use_en),
        "use_mark": entry.use_mark,
        "lines": entry.lines,
        "source_on": entry.source_on,
    }


def still_holds(row: Contact, entry: Shipped | None) -> bool:
    """A confirmation holds until a newer Kura ships another text than the one that was confirmed."""
    if row.verified_on is None:
        return False
    return bool(row.name) or entry is None or entry.source_on is None or entry.source_on <= row.verified_on


@dataclass(frozen=True)
class Section:
    """The contacts for one purpose; `others` are the police of other prefectures, folded away."""

    group: Group
    cards: tuple[Card, ...]
    others: tuple[Card, ...]


def sections(found: Iterable[Card], prefecture: str) -> list[Section]:
    """The cards by purpose; of the police, the company's prefecture stands first."""
    found = list(found)
    made = []
    for group in Group:
        rows = [card for card in found if card.group == group]
        far = tuple(card for card in rows if card.prefecture not in ("", prefecture))
        near = sorted((card for card in rows if card not in far), key=lambda card: not card.prefecture)
        if rows:
            made.append(Section(group, tuple(near), far))
    return made
