"""How a register stands, cut two ways from one look at every asset: purposes by audiences, departments by purposes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from accounts.models import Department
from measures.asking.readings import Question, Tally
from measures.catalogue import Measure
from measures.catalogue.rulings import Catalogue
from measures.words import Audience, Purpose

type Tallies = dict[str, Tally]  # by code of a measure


@dataclass(frozen=True)
class Spread:
    """Counts by department (None: of none) and by measure, and the catalogue that was asked."""

    catalogue: Catalogue
    by_department: Mapping[int | None, Tallies]

    @property
    def whole(self) -> Tallies:
        """All departments together: what `Question.tally` says of the same assets."""
        return self.added(self.by_department.values())

    def added(self, many: Iterable[Tallies]) -> Tallies:
        """Counts added up, measure by measure."""
        whole = {measure.code: Tally() for measure in self.catalogue.counted}
        for tallies in many:
            for code, tally in tallies.items():
                whole[code].counts.update(tally.counts)
        return whole


@dataclass(frozen=True)
class Cell:
    """One field of a drawing: its counts, and how dark it is."""

    tally: Tally
    label: str = ""
    lines: tuple[tuple[Measure, Tally], ...] = field(default=())
    anchor: str = ""

    @property
    def shade(self) -> str:
        """How much of what is needed is not in place, from 0 to 1 with a point, as SVG writes it."""
        return f"{1 - self.tally.share / 100:.2f}" if self.tally.share is not None else "0"


@dataclass(frozen=True)
class Row:
    """One line of a drawing: its fields, and all of them together."""

    label: str
    cells: tuple[Cell, ...]
    whole: Cell
    key: int | None = None
    depth: int = 0
    anchor: str = ""


def spread(question: Question, assets: QuerySet[Any]) -> Spread:
    """Counts per department and measure; as many queries as counts per measure take."""
    counts = question.tallies(assets, "department_id")
    return Spread(question.catalogue, {department: tallies for (department,), tallies in counts.items()})


def together(tallies: Iterable[Tally]) -> Tally:
    """The sum of some counts."""
    whole = Tally()
    for tally in tallies:
        whole.counts.update(tally.counts)
    return whole


def matrix(found: Spread) -> tuple[Row, ...]:
    """What measures are for, by whom they are directed at; in each field the measures behind it."""
    whole = found.whole
    return tuple(_purpose_row(purpose, of, whole) for purpose, of in found.catalogue.by_purpose().items())


def _purpose_row(purpose: Purpose, of: Iterable[Measure], tallies: Tallies) -> Row:
    asked = [(m, tallies[m.code]) for m in of if m.code in tallies and tallies[m.code].needed]
    cells = tuple(_field(purpose, audience, asked) for audience in Audience)
    whole = Cell(together(tally for _measure, tally in asked), anchor=purpose.value.lower())
    return Row(str(purpose.label), cells, whole, anchor=purpose.value.lower())


def _field(purpose: Purpose, audience: Audience, asked: list[tuple[Measure, Tally]]) -> Cell:
    lines = tuple(pair for pair in asked if pair[0].audience == audience)
    anchor = f"{purpose.value}-{audience.value}".lower()
    return Cell(together(tally for _measure, tally in lines), str(audience.label), lines, anchor)


def heat(found: Spread) -> tuple[Row, ...]:
    """Departments by purposes, each department with all below it; those without an asset are left out."""
    departments = Department.objects.in_bulk([key for key in found.by_department if key is not None])
    above = {int(step) for each in departments.values() for step in each.path.split(".") if step}
    rows = [_department_row(each, found, departments) for each in Department.objects.filter(pk__in=above)]
    if None in found.by_department:
        rows.append(_heat_row(found, "", found.by_department[None]))
    return tuple(sorted(rows, key=lambda row: row.key is None))


def _department_row(of: Department, found: Spread, departments: Mapping[int, Department]) -> Row:
    below = [found.by_department[pk] for pk, each in departments.items() if each.path.startswith(of.path)]
    depth = len([step for step in of.path.split(".") if step]) - 1
    return _heat_row(found, of.label, found.added(below), of.pk, depth)


def _heat_row(found: Spread, label: str, tallies: Tallies, key: int | None = None, depth: int = 0) -> Row:
    cells = tuple(
        Cell(together(tallies[m.code] for m in measures if m.code in tallies), str(purpose.label))
        for purpose, measures in found.catalogue.by_purpose().items()
    )
    return Row(label, cells, Cell(together(cell.tally for cell in cells)), key, depth)
