"""The catalogue as the company has it: the book's measures, what was decided about each, and its own.

Read once for a request, a command or a Question: `as_ruled` reads one table, `todays` what is held around a request.
Whoever evaluates or shows measures asks here; only the book itself is read from `measures.catalogue`.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property
from typing import Any

from accounts.prepared import Prepared
from accounts.querysets import today
from classification.levels import Level
from measures.catalogue import OWN as OWN
from measures.catalogue import Measure, ordered
from measures.catalogue import measures as book
from measures.catalogue.records import Ruling
from measures.words import Audience, Purpose, Scope, Standing, Yardstick

Aspect = Ruling.Aspect
TEXTS = ("ja", "en", "guidance_ja", "guidance_en", "evidence_ja", "evidence_en")

_until: Prepared[Ruling] = Prepared(
    lambda on: Ruling.objects.filter(on__lte=on).select_related("by").order_by("pk"), date
)

type Latest = Mapping[tuple[str, str], Ruling]


@dataclass(frozen=True)
class Catalogue:
    """The measures of a day. `rulings` holds the latest word on each aspect of each measure, by code and aspect."""

    on: date
    every: tuple[Measure, ...]  # in the book's order, those switched off too
    rulings: Latest

    @cached_property
    def _by_code(self) -> Mapping[str, Measure]:
        return {each.code: each for each in self.every}

    @cached_property
    def used(self) -> tuple[Measure, ...]:
        """Those that are asked."""
        return tuple(each for each in self.every if self.off(each) is None)

    @cached_property
    def counted(self) -> tuple[Measure, ...]:
        """Those that totals count: without those that the handbook lists a second time under another heading."""
        return tuple(each for each in self.used if each.same_as is None)

    def measure(self, code: str) -> Measure:
        """The measure with this code, switched off or not. Raises: KeyError."""
        return self._by_code[code]

    def by_purpose(self) -> dict[Purpose, tuple[Measure, ...]]:
        """Those that are asked under their purposes, both in order."""
        return {purpose: tuple(each for each in self.used if each.purpose == purpose) for purpose in Purpose}

    def off(self, measure: Measure) -> Ruling | None:
        """The decision by which a measure is not asked; a repeat goes with what it repeats."""
        row = self.rulings.get((measure.same_as or measure.code, Aspect.USE))
        return row if row is not None and not row.used else None

    @cached_property
    def quiet(self) -> frozenset[str]:
        """The rules of what is switched off or asked from a higher level than proposed: where no other measure needs
        their answer, they have none."""
        return frozenset(id for each in self.every if self.off(each) or _raised(each) for id in each.rules)

    def ruling(self, measure: Measure, aspect: Aspect) -> Ruling | None:
        """The word that holds on an aspect of a measure, if it differs from the book."""
        row = self.rulings.get((measure.code, aspect))
        if row is None or (aspect == Aspect.USE and row.used):
            return None
        empty = {Aspect.LEVEL: row.required_from is None, Aspect.WORDS: not any(texts_of(row).values())}
        return None if empty.get(aspect) else row


def _raised(measure: Measure) -> bool:
    book = book_measure(measure.code)
    return book is not None and measure.required_from > book.required_from


def texts_of(row: Ruling) -> dict[str, str]:
    """The words of a ruling, those that replace nothing empty."""
    return {name: getattr(row, name) for name in TEXTS}


def as_ruled(on: date) -> Catalogue:
    """The catalogue as the company has it on a day. One query."""
    rows = _until(on)
    if not rows:
        return Catalogue(on, book(), {})
    latest = {(row.measure, row.aspect): row for row in rows}
    own = [own_measure(row) for row in rows if row.aspect == Aspect.OWN]
    return Catalogue(on, tuple(_ruled(each, latest) for each in ordered([*book(), *own])), latest)


def _ruled(measure: Measure, latest: Latest) -> Measure:
    """The measure with the company's level and words; a repeat goes with the level of what it repeats."""
    level = latest.get((measure.same_as or measure.code, Aspect.LEVEL))
    if level is not None and level.required_from is not None:
        measure = replace(measure, required_from=Level(level.required_from))
    words = latest.get((measure.code, Aspect.WORDS))
    given: dict[str, Any] = {name: text for name, text in texts_of(words).items() if text} if words else {}
    return replace(measure, **given)


def own_measure(row: Ruling) -> Measure:
    """A measure of the company's own, which rests on somebody's word."""
    texts: dict[str, Any] = texts_of(row)
    texts |= {f"{name}en": texts[f"{name}en"] or texts[f"{name}ja"] for name in ("", "guidance_", "evidence_")}
    assert row.required_from is not None  # a constraint of the table
    return Measure(
        code=row.measure,
        audience=Audience(row.audience),
        purpose=Purpose(row.purpose),
        **texts,
        scopes=frozenset({Scope(row.scope)}),
        kinds=(),
        rules=(),
        priority=2,
        flyer="",
        required_from=Level(row.required_from),
        yardstick=Yardstick.GOOD_PRACTICE,
        same_as=None,
        handbook_ref="",
        edition="",
        source=(),
        standing=Standing.COMPANY,
        proposed=(),
    )


@dataclass
class _Held:
    """What is held around a request: read when it is first asked for."""

    @cached_property
    def catalogue(self) -> Catalogue:
        return as_ruled(today())


_held: ContextVar[_Held | None] = ContextVar("kura_catalogue", default=None)


@contextmanager
def held() -> Iterator[None]:
    """Within it (a request, a command) the catalogue of today is read once, when it is first asked for."""
    token = _held.set(_Held())
    try:
        yield
    finally:
        _held.reset(token)


def todays() -> Catalogue:
    """The catalogue of today: as it is held, or read anew."""
    here = _held.get()
    return as_ruled(today()) if here is None else here.catalogue


def of_day(on: date) -> Catalogue:
    """The catalogue of a day, without asking again for today's."""
    return todays() if on == today() else as_ruled(on)


def measure(code: str) -> Measure:
    """The measure with this code as the company has it today, switched off or not. Raises: KeyError."""
    return todays().measure(code)


def book_measure(code: str) -> Measure | None:
    """The measure as the book has it; None for one of the company's own."""
    return _book().get(code)


@cache
def _book() -> Mapping[str, Measure]:
    return {each.code: each for each in book()}
