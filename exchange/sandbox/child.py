"""Reads one spreadsheet from standard input and writes its rows as JSON lines. Run alone, with nothing to lose:

    python -I child.py xlsx
    python -I child.py csv ENCODING DELIMITER

Out: {"sheets": [{"name", "merged", "hidden"}], "epoch_1904": false}, then {"sheet", "row", "cells"} for each row that
holds anything, then {"rows": count, "ok": true}. Or, at any point, {"refused": code, …}; a file without trailer is
refused by the parent as well. A date is {"d": "2026-11-23"}, a formula's error {"e": "#REF!"}.
With `far` instead of `xlsx` it only looks where the farthest filled cell lies.
Memory, processor time and files are limited here, before the first byte is looked at. Knows nothing of Django.
"""

import codecs
import csv
import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from types import ModuleType

MEMORY = 512 << 20
SECONDS = 10
COLUMNS_KEPT = 256
COLUMNS_BORNE = 512
ROWS = 100_000
CELL_CHARS = 10_000
OUTPUT_CHARS = 64_000_000
MERGES = 20_000

_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?\s\w+:id=[\"']([^\"']+)[\"']")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_ID = re.compile(rb"\bId=[\"']([^\"']+)[\"']")
_TARGET = re.compile(rb"\bTarget=[\"']([^\"']+)[\"']")
_BROKEN = re.compile(
    rb"<(?:\w+:)?c\s(?=[^>]*\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'])[^>]*\bt=[\"']e[\"'][^>]*>"
    rb"(?:(?!</(?:\w+:)?c>).){0,2000}?<(?:\w+:)?v>([^<]{1,20})<",
    re.DOTALL,
)
_UNCOUNTED = re.compile(  # a formula without a result; an empty text (t="str") is a result
    rb"<(?:\w+:)?c\s(?=[^>]*\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'])(?![^>]*\bt=[\"']str[\"'])[^>]*>"
    rb"<(?:\w+:)?f\b[^>]*(?:/>|>[^<]*</(?:\w+:)?f>)(?:<(?:\w+:)?v\s*/>|<v></v>|</(?:\w+:)?c>)"
)
_FILLED = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br=[\"']([A-Z]{1,3})([0-9]{1,7})[\"'][^>/]*>\s*<(?:\w+:)?(?:v|is|f)\b")
_EPOCH = re.compile(rb"\bdate1904=[\"'](?:1|true)[\"']")


class Stop(Exception):
    """The file is over a limit; carries the line that tells the parent which."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.line = {"refused": code, **facts}


def confine() -> None:
    """Sets the limits; from here on neither much memory nor time nor any new file."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))


class Out:
    """Standard output, counted."""

    def __init__(self) -> None:
        self.rows = 0
        self.chars = 0
        self.cut: list[int] = []

    def line(self, thing: object) -> None:
        text = json.dumps(thing, ensure_ascii=True, separators=(",", ":"))
        self.chars += len(text)
        if self.chars > OUTPUT_CHARS:
            raise Stop("much")
        sys.stdout.write(text + "\n")

    def row(self, sheet: int, number: int, cells: list[object]) -> None:
        self.rows += 1
        if self.rows > ROWS:
            raise Stop("rows", limit=ROWS)
        if len(cells) > COLUMNS_KEPT and sheet not in self.cut:
            self.cut.append(sheet)
        self.line({"sheet": sheet, "row": number, "cells": cells[:COLUMNS_KEPT]})

    def trailer(self) -> None:
        self.line({"rows": self.rows, "ok": True, "cut": self.cut, "kept": COLUMNS_KEPT})


def letters(column: int) -> str:
    """Column 0 is A."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_of(name: bytes) -> int:
    """A is column 0."""
    column = 0
    for letter in name:
        column = column * 26 + letter - 64
    return column - 1


def plain(value: object) -> object:
    """A cell's value as JSON can hold it."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, datetime):
        return {"d": value.date().isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, bool | int | str | dict):
        return value
    return str(value)


def kept(values: Iterable[object], sheet: str, number: int) -> list[object]:
    """The row's cells up to the last filled one."""
    cells = [plain(value) for value in values]
    for column, cell in enumerate(cells):
        if isinstance(cell, str) and len(cell) > CELL_CHARS:
            raise Stop("cell", sheet=sheet, cell=f"{letters(column)}{number}", count=len(cell), limit=CELL_CHARS)
    while cells and isinstance(cells[-1], str) and not cells[-1].strip():
        cells.pop()
    if len(cells) > COLUMNS_BORNE:
        raise Stop("wide", sheet=sheet, count=len(cells), limit=COLUMNS_BORNE)
    return cells


class Raw:
    """The workbook's XML as bytes, for what calamine does not tell: errors in cells, the date system, DTDs."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.workbook = self.part("xl/workbook.xml")
        self.parts = self._sheet_parts()

    def part(self, path: str) -> bytes:
        try:
            xml = self.archive.read(path)
        except KeyError:
            return b""
        if b"<!DOCTYPE" in xml[:4096] or b"<!ENTITY" in xml[:4096]:
            raise Stop("dtd")
        return xml

    def _sheet_parts(self) -> list[str]:
        """The sheets' members, in the order of the workbook."""
        targets = {}
        for relation in _RELATION.findall(self.part("xl/_rels/workbook.xml.rels")):
            name, target = _ID.search(relation), _TARGET.search(relation)
            if name and target:
                path = target[1].decode("utf-8", "replace")
                targets[name[1]] = path.removeprefix("/") if path.startswith("/") else f"xl/{path}"
        return [targets.get(name, "") for name in _SHEET.findall(self.workbook)]

    def broken(self, index: int) -> dict[int, dict[int, str]]:
        """Cells of a sheet whose formula ended in an error: row (1-based) → column (0-based) → #REF! and its kin.

        A formula that was never calculated has the code "=".
        """
        xml = self.part(self.parts[index]) if index < len(self.parts) else b""
        found: dict[int, dict[int, str]] = {}
        if b't="e"' in xml or b"t='e'" in xml:
            for name, row, code in _BROKEN.findall(xml):
                found.setdefault(int(row), {})[column_of(name)] = code.decode("utf-8", "replace")
        if b"<f" in xml or b":f" in xml:
            for name, row in _UNCOUNTED.findall(xml):
                found.setdefault(int(row), {})[column_of(name)] = "="
        return found

    def farthest(self) -> tuple[int, str]:
        """The sheet and the filled cell that lies farthest out."""
        best, where = -1, (0, "A1")
        for index, path in enumerate(self.parts):
            for found in _FILLED.finditer(self.part(path)):
                reach = int(found[2]) + 64 * column_of(found[1])
                if reach > best:
                    best, where = reach, (index, (found[1] + found[2]).decode())
        return where


def described(sheet: object, name: str) -> dict[str, object]:
    """One sheet's header: its name and merged ranges as [top, left, bottom, right], rows from 1, columns from 0."""
    merged = getattr(sheet, "merged_cell_ranges", None) or []
    if len(merged) > MERGES:
        raise Stop("much")
    return {"name": name, "hidden": False, "merged": [[r0 + 1, c0, r1 + 1, c1] for (r0, c0), (r1, c1) in merged]}


def filled_rows(sheet: object, errors: dict[int, dict[int, str]]) -> Iterator[tuple[int, list[object]]]:
    """Number and values of each row that holds anything; blank ones cost nothing."""
    start = sheet.start  # type: ignore[attr-defined]
    indent = [""] * (start[1] if start else 0)
    for number, values in enumerate(sheet.iter_rows() if start else (), 1):  # type: ignore[attr-defined]
        if number in errors:
            yield number, with_errors([*indent, *values], errors[number])
        elif any(value != "" for value in values):
            yield number, [*indent, *values]


def with_errors(cells: list[object], errors: dict[int, str]) -> list[object]:
    """calamine gives "" for a formula's error; this puts the error back."""
    for column, code in errors.items():
        if column < len(cells) and cells[column] == "":
            cells[column] = {"e": code}
    return cells


def opened(book: object, raw: Raw) -> Iterator[tuple[dict[str, object], object, dict[int, dict[int, str]]]]:
    """Each worksheet's header, with the sheet itself unless it is hidden, and its errors."""
    for index, about in enumerate(book.sheets_metadata):  # type: ignore[attr-defined]
        if about.typ != calamine().SheetTypeEnum.WorkSheet:
            continue
        if about.visible != calamine().SheetVisibleEnum.Visible:
            yield {"name": about.name, "hidden": True, "merged": []}, None, {}
            continue
        errors = raw.broken(index)
        sheet = book.get_sheet_by_index(index)  # type: ignore[attr-defined]
        if sheet.end and sheet.end[1] >= COLUMNS_BORNE:
            raise Stop("wide", sheet=about.name, count=sheet.end[1] + 1, limit=COLUMNS_BORNE)
        yield described(sheet, about.name), sheet, errors


def read_workbook(data: bytes, out: Out) -> None:
    """A workbook: its visible worksheets."""
    raw = Raw(data)
    raw.part("xl/sharedStrings.xml")
    with calamine().CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        sheets = list(opened(book, raw))
    epoch_1904 = bool(_EPOCH.search(raw.workbook))
    out.line({"sheets": [header for header, _sheet, _errors in sheets], "epoch_1904": epoch_1904})
    for position, (header, sheet, errors) in enumerate(sheets):
        for number, values in filled_rows(sheet, errors) if sheet else ():
            cells = kept(values, str(header["name"]), number)
            if cells:
                out.row(position, number, cells)


def read_table(data: bytes, encoding: str, delimiter: str, out: Out) -> None:
    """A text table: one sheet without merged cells."""
    text = data.decode(encoding)
    csv.field_size_limit(len(text) + 1)
    out.line({"sheets": [{"name": "", "hidden": False, "merged": None}], "epoch_1904": False})
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, values in enumerate(rows, 1):
            cells = kept(values, "", number)
            if cells:
                out.row(0, number, cells)
    except csv.Error:
        raise Stop("quote", row=number + 1) from None


def look_far(data: bytes, out: Out) -> None:
    """Where the farthest filled cell lies: asked when reading the sheets took too much."""
    index, cell = Raw(data).farthest()
    with calamine().CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        out.line({"far": cell, "sheet": book.sheets_metadata[index].name})


def calamine() -> ModuleType:
    """calamine, imported only where it is needed."""
    import python_calamine

    return python_calamine


def load(kind: str, *how: str) -> None:
    """Imports what will be needed: once confined, no file can be opened, not even a module's."""
    codecs.lookup("cp437")  # zipfile reads members' names with it
    if kind == "csv":
        codecs.lookup(how[0])
    else:
        calamine()


def main(kind: str, *how: str) -> None:
    load(kind, *how)
    confine()
    out = Out()
    try:
        data = sys.stdin.buffer.read()
        if kind == "xlsx":
            read_workbook(data, out)
        elif kind == "far":
            look_far(data, out)
        else:
            read_table(data, how[0], how[1], out)
        out.trailer()
    except Stop as stop:
        sys.stdout.write(json.dumps(stop.line) + "\n")
    except MemoryError:
        sys.stdout.write('{"refused":"much"}\n')
    except Exception:  # (whatever a broken file makes a parser raise: the file is not read)
        sys.stdout.write('{"refused":"damaged"}\n')


if __name__ == "__main__":
    main(*sys.argv[1:])
