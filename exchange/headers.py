"""Where a sheet's header is and which column means what (handbook 4.2: one to three rows, merged or not)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

from exchange.cells import clean, fold, is_blank
from exchange.lines import ColumnUse
from exchange.reader import Cell, Merge, Row, Sheet
from exchange.words import WORDS

SEARCHED: Final = 30
DEPTHS: Final = (1, 2, 3)
ENOUGH: Final = 3
LONGEST: Final = 40

_NUMBERING: Final = re.compile(r"^\(?\d{1,2}\)?[.)、:]?(?=\D)")
_BRACKETS: Final = re.compile(r"[(〔\[【<《](.*?)[)〕\]】>》]")
_SIGNS: Final = re.compile(r"[\s・/、,。.:;*※★●()〔〕\[\]【】<>《》~\"'_-]")


def _key(text: str) -> str:
    return _SIGNS.sub("", fold(text))


def _ranked(table: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, int]]:
    """Word → (field, how good a fit)."""
    return {_key(word): (name, rank) for name, words in table.items() for rank, word in reversed([*enumerate(words)])}


COMPUTED: Final = frozenset(WORDS["computed"])
_WORDS: Final = _ranked(WORDS["computed"]) | _ranked(WORDS["fields"]) | {"#": ("row", 0)}
_GROUPS: Final = frozenset(_key(word) for word in WORDS["groups"]["words"])


@dataclass(frozen=True)
class Header:
    """A header: the position of its last row among the sheet's rows, and column (from 0) → field and text."""

    last: int
    fields: Mapping[int, str]
    texts: Mapping[int, str]

    @property
    def column_of(self) -> dict[str, int]:
        """Field → column, without what the sheet computes."""
        return {name: column for column, name in self.fields.items() if name not in COMPUTED}

    def uses(self, sheet: str) -> list[ColumnUse]:
        """What becomes of each column."""
        return [self._use(sheet, column, text) for column, text in sorted(self.texts.items())]

    def _use(self, sheet: str, column: int, text: str) -> ColumnUse:
        name = self.fields.get(column)
        computed = name in COMPUTED or _computed(text)
        return ColumnUse(sheet, letters(column), text, None if computed else name, computed)


def letters(column: int) -> str:
    """Column 0 is A."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


@lru_cache(maxsize=16_384)
def field_of(text: str) -> tuple[str, int] | None:
    """The field a header's words name, and how good a fit they are (0 is best); None for any other text."""
    if len(text) > LONGEST:
        return None
    if text.strip() in {"#", "＃"}:
        return _WORDS["#"]
    plain = _NUMBERING.sub("", fold(text))
    inside = _BRACKETS.search(plain)
    candidates = [plain, _BRACKETS.sub("", plain), inside[1] if inside else ""]
    return next((found for words in candidates if (found := _WORDS.get(_key(words)))), None)


def _computed(text: str) -> bool:
    found = field_of(text)
    return found is not None and found[0] in COMPUTED


def is_group(text: str) -> bool:
    """Whether the words stand above several columns (評価値, 個人情報の種類)."""
    return _key(_NUMBERING.sub("", fold(text))) in _GROUPS


def find(sheet: Sheet) -> Header | None:
    """The sheet's header among its first 30 filled rows, or None."""
    best: Header | None = None
    for start in range(min(SEARCHED, len(sheet.rows))):
        found = header_at(sheet, start)
        if found and (best is None or len(found.fields) > len(best.fields)):
            best = found
    return best


def header_at(sheet: Sheet, start: int) -> Header | None:
    """The header that begins at this position among the sheet's rows, of one to three rows, or None."""
    best: Header | None = None
    for depth in DEPTHS:
        rows = sheet.rows[start : start + depth]
        if len(rows) < depth or rows[-1].number != rows[0].number + depth - 1:
            break
        found = _flattened(rows, start + depth - 1, sheet.merged)
        if found and (best is None or len(found.fields) > len(best.fields)):
            best = found
    return best


def _flattened(rows: Sequence[Row], last: int, merged: Iterable[Merge]) -> Header | None:
    """Header rows as one, if they name enough of a ledger's columns."""
    grid = [_texts(row) for row in rows]
    if not all(grid):
        return None
    _spread_merged(grid, rows[0].number, merged)
    _spread_plain(grid)
    columns = sorted(set().union(*grid))
    parts = {column: [line[column] for line in grid if column in line] for column in columns}
    matched = {column: found for column, words in parts.items() if (found := _match(words))}
    if len(rows) > 1 and 2 * sum(column in matched for column in grid[-1]) < len(grid[-1]):
        return None
    fields = _best_fit(matched)
    if not _is_enough(fields, len(matched), len(parts)):
        return None
    return Header(last, fields, {column: " ".join(clean(words[-1]).split()) for column, words in parts.items()})


def _texts(row: Row) -> dict[int, str]:
    """Column → words; a row that holds anything but words is no header."""
    filled = {column: cell for column, cell in enumerate(row.cells) if not is_blank(cell)}
    if not all(isinstance(cell, str) for cell in filled.values()):
        return {}
    return {column: str(cell) for column, cell in filled.items()}


def _spread_merged(grid: list[dict[int, str]], top: int, merged: Iterable[Merge]) -> None:
    """A text merged over several columns stands in each of them."""
    for merge in merged:
        line = merge.top - top
        if 0 <= line < len(grid) and merge.left in grid[line]:
            for column in range(merge.left + 1, merge.right + 1):
                grid[line].setdefault(column, grid[line][merge.left])


def _spread_plain(grid: list[dict[int, str]]) -> None:
    """Where merges are lost (CSV), a text also stands above the columns to its right that only the row below names."""
    for upper, lower in pairwise(grid):
        for column in sorted(lower):
            if column not in upper and column - 1 in upper and column - 1 in lower:
                upper[column] = upper[column - 1]


def _match(parts: Sequence[str]) -> tuple[str, int] | None:
    """The field of a column: by its words together with those above (要配慮 / 個人情報), else by its own."""
    return (field_of("".join(parts[-2:])) if len(parts) > 1 else None) or field_of(parts[-1])


def _best_fit(matched: Mapping[int, tuple[str, int]]) -> dict[int, str]:
    """Column → field, each field once: the best word wins, then the leftmost."""
    chosen: dict[str, tuple[int, int]] = {}
    for column, (name, rank) in matched.items():
        chosen[name] = min(chosen.get(name, (rank, column)), (rank, column))
    return {column: name for name, (_rank, column) in chosen.items()}


def _is_enough(fields: Mapping[int, str], known: int, columns: int) -> bool:
    """Three known columns make a ledger; two do when there is nothing else. The name is always among them."""
    return "name" in fields.values() and len(fields) > 1 and (known >= ENOUGH or known == columns)


def repeats(row: Row) -> bool:
    """Whether a row inside a table is a header again."""
    texts = _texts(row)
    found = {match[0] for text in texts.values() if (match := field_of(text))}
    return "name" in found and len(found) >= ENOUGH and 2 * len(found) >= len(texts)


def is_header_remnant(cells: Mapping[int, Cell]) -> bool:
    """Whether a row holds nothing but words of a header (the group row above a repeated one)."""
    texts = [cell for cell in cells.values() if isinstance(cell, str)]
    return len(texts) == len(cells) > 1 and all(is_group(text) or field_of(text) for text in texts)
