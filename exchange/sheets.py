"""Sheets with our own headings, in both languages, that go out and come in again: devices, systems, own development."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import override
from tablib import Dataset

from exchange.cells import fold
from exchange.gate import Refused
from exchange.reader import Cell, read

TONGUES = ("ja", "en")
SEARCHED = 30  # rows in which the heading is looked for

type Fields = Mapping[str, Any]  # of models, by the names of columns


@dataclass(frozen=True)
class Wrong:
    """A row that cannot be taken, and why."""

    row: int
    sentences: tuple[str, ...]


class WrongRows(Exception):
    """Some rows cannot be taken; nothing was written."""

    def __init__(self, wrong: list[Wrong]) -> None:
        super().__init__(wrong)
        self.wrong = wrong


def heading(field: Any) -> str:
    """A column's heading in the active language."""
    return str(capfirst(str(field.verbose_name)))


def said_of(field: Any, words: str) -> str:
    """A sentence about a cell, with its column's heading before it."""
    return _("%(column)s: %(words)s") % {"column": heading(field), "words": words}


def in_tongue(tongue: str, words: Any) -> str:
    """Words in another language than the active one."""
    with override(tongue):
        return str(words)


def as_csv(sheet: Dataset) -> bytes:
    """A sheet as Excel reads it."""
    return ("\ufeff" + sheet.csv).encode()


def table(
    data: bytes, filename: str, fields: Fields, needed: Collection[str]
) -> tuple[list[str], list[tuple[int, list[Cell]]]]:
    """The first sheet with our headings: the names of its columns, and its rows with their numbers.

    Raises:
        Refused: the file cannot be read, or no sheet has the columns that are needed.
    """
    known = {fold(words): name for name, field in fields.items() for words in _headings(name, field)}
    for sheet in read(data, filename).sheets:
        for position, row in enumerate(sheet.rows[:SEARCHED]):
            columns = {known[key]: at for at, cell in enumerate(row.cells) if (key := fold(str(cell))) in known}
            if columns.keys() >= set(needed):
                body = sheet.rows[position + 1 :]
                rows = [(each.number, [_cell(each.cells, at) for at in columns.values()]) for each in body]
                return list(columns), rows
    names = _(", ").join(heading(field) for name, field in fields.items() if name in needed)
    raise Refused(_("No heading was found. The sheet needs at least the columns: %(columns)s.") % {"columns": names})


def _headings(name: str, field: Any) -> set[str]:
    return {name, *(in_tongue(tongue, field.verbose_name) for tongue in TONGUES)}


def _cell(row: tuple[Cell, ...], at: int) -> Cell:
    return row[at] if at < len(row) else ""
