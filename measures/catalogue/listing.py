"""The catalogue as a list: its grid of categories and routes, and what an address asks for. Evaluates nothing."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.db import models
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from classification.levels import Level
from measures.asking.needs import computed, needs_word
from measures.catalogue import OWN, Measure
from measures.catalogue.rulings import Catalogue
from measures.models import Ruling
from measures.words import Audience, Purpose, Yardstick

Aspect = Ruling.Aspect
EXTENSIONS: Final = "EXTENSION"  # not in the handbook's list of 2016
OURS: Final = "OWN"


class Stands(models.TextChoices):
    """What the company made of a measure, and what it rests on."""

    USED = "used", pgettext_lazy("measure", "asked")
    OFF = "off", pgettext_lazy("measure", "switched off")
    CHANGED = "changed", _("decided otherwise than proposed")
    COMPUTED = "computed", _("answered by the register")
    SAID = "said", _("resting on an attestation")


PRIORITIES: Final = (
    ("1", _("1: METI's flyer, small firms' minimum")),
    ("2", _("2: where there are secrets")),
    ("3", _("3: advanced, or for top secrets")),
)


def column_of(measure: Measure) -> str:
    """Where it stands in the grid: the four routes of the handbook, extensions, the company's own."""
    return {"Z": EXTENSIONS, OWN: OURS}.get(measure.code[0], measure.audience.value)


COLUMNS: Final = (*Audience.choices, (EXTENSIONS, _("Extensions")), (OURS, _("Our own")))


def stands(catalogue: Catalogue, measure: Measure) -> set[str]:
    """Every state of the list that a measure has."""
    found = {Stands.OFF if catalogue.off(measure) else Stands.USED}
    if decided(catalogue, measure):
        found.add(Stands.CHANGED)
    if computed(measure):
        found.add(Stands.COMPUTED)
    if needs_word(measure):
        found.add(Stands.SAID)
    return {each.value for each in found}


def decided(catalogue: Catalogue, measure: Measure) -> list[Ruling]:
    """What the company decided about a measure and what holds."""
    found = [catalogue.ruling(measure, aspect) for aspect in Aspect]
    inherited = catalogue.off(measure) if measure.same_as else None
    return [row for row in (inherited, *found) if row is not None]


@dataclass(frozen=True)
class Wanted:
    """What an address asks for; what names nothing is passed over."""

    chosen: Mapping[str, str]

    @classmethod
    def of(cls, query: QueryDict) -> "Wanted":
        given = {name: query.get(name, "") for name in FILTERS}
        return cls({name: value for name, value in given.items() if value in dict(FILTERS[name][1])})

    def shows(self, catalogue: Catalogue, measure: Measure) -> bool:
        return all(value in FILTERS[name][2](catalogue, measure) for name, value in self.chosen.items())

    def fields(self) -> list[dict[str, Any]]:
        """The form's fields: name, label, choices with what is chosen."""
        return [
            {"name": name, "label": label, "choices": [(v, w, self.chosen.get(name) == v) for v, w in choices]}
            for name, (label, choices, _has) in FILTERS.items()
        ]


type Has = Callable[[Catalogue, Measure], set[str]]
FILTERS: Final[Mapping[str, tuple[Any, Any, Has]]] = {
    "purpose": (pgettext_lazy("measure", "Category"), Purpose.choices, lambda _c, m: {m.purpose.value}),
    "route": (_("Against leaks by"), COLUMNS, lambda _c, m: {column_of(m)}),
    "priority": (_("Priority"), PRIORITIES, lambda _c, m: {str(m.priority)}),
    "yardstick": (_("Yardstick"), Yardstick.choices, lambda _c, m: {m.yardstick.value}),
    "state": (_("State"), Stands.choices, stands),
}


@dataclass(frozen=True)
class Row:
    """A measure in the list."""

    measure: Measure
    off: Ruling | None
    decided: list[Ruling]
    computed: bool

    @property
    def level(self) -> Level:
        return self.measure.required_from


def rows(catalogue: Catalogue, wanted: Wanted) -> list[tuple[Purpose, list[Row]]]:
    """What is asked for, under the five categories."""
    shown = [m for m in catalogue.every if wanted.shows(catalogue, m)]
    found = [Row(m, catalogue.off(m), decided(catalogue, m), bool(computed(m))) for m in shown]
    return [(p, here) for p in Purpose if (here := [row for row in found if row.measure.purpose == p])]


def grid(catalogue: Catalogue) -> dict[str, Any]:
    """How many measures there are in each category for each route, with the address that lists them."""
    counts = Counter((each.purpose.value, column_of(each)) for each in catalogue.every)
    columns = [(code, word) for code, word in COLUMNS if code != OURS or any(c == OURS for _p, c in counts)]
    lines = [
        (purpose, [(counts[purpose.value, code], _address(purpose, code), word) for code, word in columns])
        for purpose in Purpose
    ]
    return {"columns": [word for _code, word in columns], "lines": lines, "n": len(catalogue.every)}


def _address(purpose: Purpose, column: str) -> str:
    return urlencode({"purpose": purpose.value, "route": column})
