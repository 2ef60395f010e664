"""The rules in words: what each is called, how grave it is, what it is asked of, and by which thresholds.

The questions themselves are SQL elsewhere; `rules.toml` beside this module is read at first use.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext

from classification.levels import Level
from measures.catalogue import Entry, entries, in_language
from measures.words import Standing

FILE = Path(__file__).parent / "rules.toml"
SEVERITIES = ("warn", "fail")
KNOWN = ("id", "ja", "en", "severity", "subject", "standing", "waits_for", "waits_for_ja", "partly", "thresholds")


@dataclass(frozen=True)
class RuleText:
    """One rule in words.

    `partly`: computed as far as there are records, waiting for the others. `thresholds` holds numbers, or numbers by
    level (`{"months": {Level.SECRET: 12, …}}`).
    """

    id: str
    ja: str
    en: str
    severity: str
    subject: str
    standing: Standing
    waits_for_ja: str
    waits_for_en: str
    thresholds: Mapping[str, int | Mapping[Level, int]] = field(hash=False)
    partly: bool = False

    def __str__(self) -> str:
        return f"{self.id} {self.name}"

    @property
    def name(self) -> str:
        """What the rule is called when it finds something, in the active language."""
        return in_language(self.ja, self.en)

    @property
    def weight(self) -> str:
        """How grave a finding of it is, in the active language."""
        return gettext("serious") if self.severity == "fail" else gettext("to be looked into")

    @property
    def waits_for(self) -> str:
        """Which record is still missing, in the active language; empty when the rule is computed."""
        return in_language(self.waits_for_ja, self.waits_for_en)


def rule_texts() -> dict[str, RuleText]:
    """All rules by id, in the file's order.

    Raises:
        CatalogueError: the file is malformed; the message names file, rule and field.
    """
    return dict(_by_id())


@cache
def partly() -> frozenset[str]:
    """The rules that some records answer and others, not kept yet, would."""
    return frozenset(id for id, text in _by_id().items() if text.partly)


@cache
def _by_id() -> Mapping[str, RuleText]:
    return read(FILE)


def read(path: Path) -> dict[str, RuleText]:
    """Reads a file of rules.

    Raises:
        CatalogueError: naming file, rule and field.
    """
    found: dict[str, RuleText] = {}
    for entry in entries(path, "rule", "id"):
        if entry.code in found:
            raise entry.refuse("id", "stands in the file twice")
        found[entry.code] = _rule_text(entry)
    return found


def _rule_text(entry: Entry) -> RuleText:
    entry.only(KNOWN)
    waits_for, waits_for_ja = entry.value("waits_for", str), entry.value("waits_for_ja", str)
    if bool(waits_for) != bool(waits_for_ja):
        raise entry.refuse("waits_for_ja", "both languages or neither")
    return RuleText(
        id=entry.code,
        ja=entry.text("ja"),
        en=entry.text("en"),
        severity=_severity(entry),
        subject=entry.text("subject"),
        standing=entry.choice("standing", Standing),
        waits_for_ja=waits_for_ja,
        waits_for_en=waits_for,
        thresholds=_thresholds(entry),
        partly=entry.value("partly", bool) if "partly" in entry.fields else False,
    )


def _severity(entry: Entry) -> str:
    severity = entry.text("severity")
    if severity not in SEVERITIES:
        raise entry.refuse("severity", f"{severity!r} is none of {', '.join(SEVERITIES)}")
    return severity


def _thresholds(entry: Entry) -> Mapping[str, int | Mapping[Level, int]]:
    given = entry.value("thresholds", dict) if "thresholds" in entry.fields else {}
    return MappingProxyType({name: _threshold(entry, name, value) for name, value in given.items()})


def _threshold(entry: Entry, name: str, value: Any) -> int | Mapping[Level, int]:
    """A number, or a table of numbers by level code."""
    if isinstance(value, dict):
        by_level = Entry(entry.file, entry.code, value)
        by_level.only(Level.__members__)
        return MappingProxyType({Level[code]: by_level.value(code, int) for code in value})
    if type(value) is not int:
        raise entry.refuse(f"thresholds.{name}", f"{value!r} is no number")
    return value
