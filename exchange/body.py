"""The rows below a header, each for what it is: data, a heading, a total, a note (handbook 4.2: 3 to 5, 10, 17)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

from exchange import headers
from exchange.cells import clean, fold, is_blank, same_as_above
from exchange.headers import COMPUTED, Header
from exchange.lines import FLAG_FIELDS
from exchange.reader import Cell, Merge, Row, Sheet

CARRIED: Final = ("business", "department")

_NOTE: Final = re.compile(r"[※*]|凡例|\(?注\d*[):.]|\(?注\)|\(?(?:備考|補足|説明)\)?[:)]|\(?以上\)?。?$|note:")
_COUNT: Final = re.compile(r"\(?[\d,.]+ ?[件点個行]?\)?")
_TOTAL: Final = re.compile(r"\(?(?:小計|中計|合計|総計|総合計|計|件数|total|subtotal)\)?[ :]*[\d,]*[ ]*[件点個]?$")
_HEADING: Final = re.compile(r"[■□◆◇●○◎▼▽▲△▶►★☆【〔《〈<\[]|\(?\d{1,2}(?:[.)、]|\.\s)|[ⅰ-ⅹivx]{1,4}[.)、]")
_DRESSING: Final = re.compile(r"^[■□◆◇●○◎▼▽▲△▶►★☆\s]+|^[(（]?[\d０-９]{1,2}[.．)）、]\s*|^[Ⅰ-Ⅻ]+[.．)）、]?\s*")
_BRACKETED: Final = re.compile(r"^[【〔《〈<\[［](.+)[】〕》〉>\]］]$")
_UNTICKED: Final = frozenset({"□", "☐", "-", "false", "0"})
_UNIT: Final = re.compile(r"(?:部|課|室|係|局|支店|支社|営業所|事業所|工場|本社|本部|センター|グループ|チーム)$")


class Sort(Enum):
    """What a row is."""

    DATA = auto()
    HEADING = auto()
    ASIDE = auto()
    HEADER = auto()
    NOTHING = auto()


@dataclass(frozen=True)
class Line:
    """A data row: field → cell, with what stands for it from above; the header it is read under."""

    number: int
    cells: Mapping[str, Cell]
    header: Header


@dataclass
class Walk:
    """Goes down a sheet once. `asides` are the numbers of rows left out as notes or totals."""

    sheet: Sheet
    header: Header
    carries: bool
    asides: list[int] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    heading: str = ""
    above: dict[str, Cell] = field(default_factory=dict)

    def lines(self) -> Iterator[Line]:
        """The data rows, in order."""
        self.headers.append(self.header)
        self.heading = unit_of(self.sheet.name)
        merges = Merges(self.sheet.merged)
        position = self.header.last + 1
        while position < len(self.sheet.rows):
            row = self.sheet.rows[position]
            sort, text = sorted_out(row, self.header)
            merges.reach(row)
            if sort is Sort.HEADER:
                position = self._under_new_header(position)
            elif sort is Sort.HEADING:
                self.heading = department_in(text)
                self.above.pop("department", None)
            elif sort is Sort.ASIDE:
                self.asides.append(row.number)
            elif sort is Sort.DATA:
                yield Line(row.number, self._resolved(row, merges), self.header)
            position += 1

    def _under_new_header(self, position: int) -> int:
        """Reads on under a repeated header, or another one (stacked tables); the position of its last row."""
        found = headers.header_at(self.sheet, position)
        if found is None:
            return position
        if dict(found.fields) != dict(self.header.fields):
            self.headers.append(found)
            self.above.clear()
        self.header = found
        return found.last

    def _resolved(self, row: Row, merges: "Merges") -> dict[str, Cell]:
        """The row's cells by field, merged ones and 同上 filled from above."""
        cells: dict[str, Cell] = {}
        for name, column in self.header.column_of.items():
            own = row.cells[column] if column < len(row.cells) else ""
            cells[name] = self._filled(name, own, merges.value(row.number, column))
        if self.heading and is_blank(cells.get("department")):
            cells["department"] = self.heading
        self.above.update(cells)
        return cells

    def _points_nowhere(self, name: str) -> bool:
        """Is there nothing above that 同上 could stand for? (A name is never left out on purpose, other cells are.)"""
        above = self.above.get(name)
        if isinstance(above, str) and same_as_above(above):
            return True
        return name not in self.above or (name == "name" and is_blank(above))

    def _filled(self, name: str, own: Cell, merged: Cell) -> Cell:
        if isinstance(own, str) and own and same_as_above(own):
            return own if self._points_nowhere(name) else self.above[name]
        if not is_blank(own):
            return own
        if name != "notes" and not is_blank(merged):
            return self.above.get(name, merged) if isinstance(merged, str) and same_as_above(merged) else merged
        return self.above.get(name, "") if self.carries and name in CARRIED else ""


class Merges:
    """Vertically merged cells, as the walk passes them: each is looked at once, however many there are."""

    def __init__(self, merged: tuple[Merge, ...]) -> None:
        self.waiting = sorted((m for m in merged if m.bottom > m.top), key=lambda merge: merge.top, reverse=True)
        self.open: dict[int, tuple[int, Cell]] = {}

    def reach(self, row: Row) -> None:
        """Takes up the merges that begin in or above this row."""
        while self.waiting and self.waiting[-1].top <= row.number:
            merge = self.waiting.pop()
            inside = merge.top == row.number and merge.left < len(row.cells)
            self.open[merge.left] = (merge.bottom, row.cells[merge.left] if inside else "")

    def value(self, number: int, column: int) -> Cell:
        """What a merge that covers the cell holds, or ""."""
        bottom, cell = self.open.get(column, (0, ""))
        return cell if number <= bottom else ""


def sorted_out(row: Row, header: Header) -> tuple[Sort, str]:
    """What a row is, and its first words."""
    cells = {column: cell for column, cell in enumerate(row.cells) if not is_blank(cell)}
    filled = {column: cell for column, cell in cells.items() if _counts(column, cell, header)}
    if not filled:
        return Sort.NOTHING, ""
    if headers.repeats(row):
        return Sort.HEADER, ""
    column, cell = next(iter(filled.items()))
    text = clean(cell) if isinstance(cell, str) else ""
    name = header.column_of["name"]
    alone, nameless = len(filled) == 1, name not in filled
    if _NOTE.match(fold(text)) and (alone or nameless):
        return Sort.ASIDE, text
    if _TOTAL.match(fold(text)) and (alone or nameless or column == name or _is_count(filled[name])):
        return Sort.ASIDE, text
    if text and alone and not same_as_above(text) and (_HEADING.match(fold(text)) or column < name or unit_of(text)):
        return Sort.HEADING, text
    if headers.is_header_remnant(filled):
        return Sort.ASIDE, text
    read = [place for place in filled if header.fields.get(place, "row") not in COMPUTED]
    return (Sort.DATA if read else Sort.NOTHING), text


def _is_count(cell: Cell) -> bool:
    """Whether a cell holds a number of things (36, 36件) where a name would stand."""
    return _COUNT.fullmatch(fold(str(cell))) is not None


def _counts(column: int, cell: Cell, header: Header) -> bool:
    """Whether a filled cell says anything: not what the sheet computes, nor an empty tick box, nor a row's number."""
    name = header.fields.get(column)
    if name == "row":
        return isinstance(cell, str) and not fold(cell).isdigit()
    if name in FLAG_FIELDS:
        return fold(str(cell)) not in _UNTICKED
    return name not in COMPUTED


def department_in(heading: str) -> str:
    """The department a heading names: without its sign, its number and its brackets."""
    text = _DRESSING.sub("", " ".join(heading.split())).strip()
    bracketed = _BRACKETED.match(text)
    return bracketed[1].strip() if bracketed else text


def unit_of(sheet: str) -> str:
    """The department a sheet is named for (製造部), or ""."""
    text = department_in(clean(sheet))
    return text if _UNIT.search(fold(text)) else ""
