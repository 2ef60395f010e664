"""The form above the list: what it offers, and what of it is on.

Most of what it offers hangs on the reader's language alone: it is written once for each, and kept.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from assets.kinds import Kind, Origin, State, Tier
from classification.levels import Level
from desk.listing.columns import COLUMNS, Column
from desk.listing.filters import FILTERS, Wanted
from measures.words import Purpose

KEPT = 256  # texts: of each language, filter and value
MORE = ("place", "owner", "origin", "tier", "gap", "review", "tag")  # filters behind “More filters”
LABELS = {each.name: each.label for each in FILTERS}
# What is the same for every company.
FIXED: dict[str, list[tuple[Any, Any]]] = {
    "kind": [("", _("all")), *Kind.choices],
    "state": [("", _("not retired")), *State.choices],
    "origin": [("", _("all")), *Origin.choices],
    "tier": [("", _("all")), *Tier.choices, ("none", _("not decided"))],
    "gap": [("", _("any")), *Purpose.choices],
    "review": [("", _("all")), ("overdue", _("overdue"))],
}


@dataclass(frozen=True)
class Select:
    """One drop-down of the filters, with its label."""

    name: str
    label: str
    options: SafeString


def choices(asked: Wanted, columns: list[Column], query: QueryDict) -> dict[str, Any]:
    """What the form of the filters offers."""
    names = tuple(column.name for column in columns)
    return {
        "chosen": asked.values,
        "sort": query.get("sort", ""),
        "more_open": any(name in asked.values for name in MORE),
        "selects": [
            _fixed("kind", asked),
            _select("level", asked, [*Level.choices, ("none", _("No level yet"))]),
            _select("department", asked, ((d.pk, d.label) for d in asked.reading.departments)),
            _fixed("state", asked),
        ],
        "more_selects": [
            _select("place", asked, ((p.pk, p.label) for p in asked.reading.places)),
            *(_fixed(name, asked) for name in ("origin", "tier", "gap", "review")),
        ],
        "ticks": _ticks(names, get_language()),
        "remembered": _remembered(names),
    }


def _select(name: str, asked: Wanted, offered: Iterable[tuple[Any, Any]]) -> Select:
    options = _options([("", _("all")), *offered], asked.values.get(name, ""))
    return Select(name, str(LABELS[name]), options)


def _fixed(name: str, asked: Wanted) -> Select:
    """A drop-down that is the same for every company; of a value that it does not hold none is chosen."""
    chosen = asked.values.get(name, "")
    known = chosen if any(chosen == value for value, _label in FIXED[name]) else ""
    return _written(name, known, get_language())


@lru_cache(maxsize=KEPT)
def _written(name: str, chosen: str, _language: str | None) -> Select:
    return Select(name, str(LABELS[name]), _options(FIXED[name], chosen))


def _options(offered: Iterable[tuple[Any, Any]], chosen: str) -> SafeString:
    written = ((escape(str(value)), escape(str(label))) for value, label in offered)
    marked = escape(chosen) if chosen else None
    options = (
        f'<option value="{value}"{" selected" if value == marked else ""}>{label}</option>' for value, label in written
    )
    return SafeString("".join(options))


@lru_cache(maxsize=KEPT)
def _ticks(names: tuple[str, ...], _language: str | None) -> SafeString:
    """A box for each column, ticked where it is among these."""
    box = '<input class="form-check-input" type="checkbox" name="col" value="{}"{}>'
    boxes = ((box.format(each.name, " checked" if each.name in names else ""), escape(each.label)) for each in COLUMNS)
    return SafeString("".join(f'<label class="form-check-label">{box} {label}</label>' for box, label in boxes))


@lru_cache(maxsize=KEPT)
def _remembered(names: tuple[str, ...]) -> SafeString:
    """The same columns where nobody sees them."""
    return SafeString("".join(f'<input type="hidden" name="col" value="{name}">' for name in names))
