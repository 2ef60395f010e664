"""Bytes of an uploaded spreadsheet → its rows, or Refused. The file is parsed in a child process, never here."""

import json
import re
import subprocess
import sys
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePath
from typing import Any, Final, Literal

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from exchange.gate import MAX_BYTES, Admitted, Refused, admit, spoken

CHILD: Final = Path(__file__).parent / "sandbox" / "child.py"
SECONDS: Final = 15
MAX_OUTPUT: Final = 80_000_000


@dataclass(frozen=True, slots=True)
class Broken:
    """A formula that ended in an error (`#REF!`); code "=" is one that was never calculated."""

    code: str


type Cell = str | int | float | bool | date | Broken


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds anything: its number on the sheet (from 1) and its cells up to the last filled one."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range; rows as numbered on the sheet (from 1), columns from 0 (A)."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """A visible sheet; blank rows are left out. `merged` is empty where the file cannot tell (CSV)."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[Merge, ...] = ()


@dataclass(frozen=True)
class Workbook:
    """A whole file as read. `filename` and `notes` (hidden sheets, columns left out) are for sentences."""

    filename: str
    kind: Literal["xlsx", "csv"]
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()  # in the language of whoever asks, once asked
    epoch_1904: bool = False


def read(data: bytes, filename: str, *, max_bytes: int = MAX_BYTES, seconds: float = SECONDS) -> Workbook:
    """The workbook in `data`, whole. Raises Refused, with a sentence, for whatever cannot be read whole and safely."""
    look = admit(data, filename, max_bytes)
    name = spoken(filename)
    how = ("csv", look.encoding, look.delimiter) if look.kind == "csv" else ("xlsx",)
    lines = _run(how, data, seconds)
    if lines and "refused" in lines[-1]:
        raise Refused(_spoken_refusal(lines[-1], name))
    if not lines or not _is_whole(lines):
        raise Refused(_unfinished(data, look, name, seconds))
    return _workbook(lines, look, filename)


def _run(how: tuple[str, ...], data: bytes, seconds: float) -> list[dict[str, Any]] | None:
    """The child's lines; None when it was killed, crashed, or wrote what cannot be understood."""
    with subprocess.Popen(  # no shell, and nothing of the user's on the command line
        [sys.executable, "-I", str(CHILD), *how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={},
        cwd="/",
    ) as child:
        timer = threading.Timer(seconds, child.kill)
        feeder = threading.Thread(target=_feed, args=(child, data), daemon=True)
        timer.start()
        feeder.start()
        try:
            output = _bounded(child)
        finally:
            timer.cancel()
            child.kill()  # it has closed its output or is not to be waited for; the trailer tells which
            feeder.join()
    if output is None:
        return None
    try:
        return [line for line in map(json.loads, output.splitlines()) if isinstance(line, dict)]
    except ValueError:
        return None


def _feed(child: subprocess.Popen[bytes], data: bytes) -> None:
    """Writes the file to the child; a child that died early is noticed by its missing trailer."""
    try:
        with child.stdin as pipe:  # type: ignore[union-attr]
            pipe.write(data)
    except OSError:
        return


def _bounded(child: subprocess.Popen[bytes]) -> bytes | None:
    """All the child writes, or None when that is more than any honest file gives."""
    chunks, size = [], 0
    while chunk := child.stdout.read(1 << 16):  # type: ignore[union-attr]
        size += len(chunk)
        if size > MAX_OUTPUT:
            return None
        chunks.append(chunk)
    return b"".join(chunks)


def _is_whole(lines: list[dict[str, Any]]) -> bool:
    """Whether header and trailer are there and the count is right."""
    return "sheets" in lines[0] and lines[-1].get("ok") is True and lines[-1].get("rows") == len(lines) - 2


def _workbook(lines: list[dict[str, Any]], look: Admitted, filename: str) -> Workbook:
    """The child's lines as dataclasses."""
    rows: list[list[Row]] = [[] for _sheet in lines[0]["sheets"]]
    for line in lines[1:-1]:
        rows[line["sheet"]].append(Row(line["row"], tuple(map(_cell, line["cells"]))))
    sheets, notes = [], []
    for position, (about, own) in enumerate(zip(lines[0]["sheets"], rows, strict=True)):
        if about["hidden"]:
            notes.append(_later(gettext_lazy("The hidden sheet “%(sheet)s” was not read."), sheet=about["name"]))
            continue
        merged = tuple(Merge(*corners) for corners in about["merged"] or ())
        sheets.append(Sheet(about["name"] or PurePath(spoken(filename)).stem, tuple(own), merged))
        if position in lines[-1]["cut"]:
            notes.append(
                _later(
                    gettext_lazy("On sheet “%(sheet)s” only the first %(limit)s columns were read."),
                    sheet=sheets[-1].name,
                    limit=lines[-1]["kept"],
                )
            )
    return Workbook(spoken(filename), look.kind, tuple(sheets), tuple(notes), lines[0]["epoch_1904"])


def _later(sentence: Promise, **facts: Any) -> str:
    """The sentence with its facts, put together only when somebody reads it."""
    return lazy(lambda: str(sentence) % facts, str)()


def _cell(value: Any) -> Cell:
    if isinstance(value, dict):
        return date.fromisoformat(value["d"]) if "d" in value else Broken(value["e"])
    return value


def _spoken_refusal(line: dict[str, Any], name: str) -> str:
    """The sentence for a limit that the child met."""
    facts = {key: f"{fact:,}" if isinstance(fact, int) else fact for key, fact in line.items()} | {"file": name}
    code = "wide table" if line["refused"] == "wide" and not line["sheet"] else line["refused"]
    return {
        "wide": _(
            "“%(file)s” has a sheet “%(sheet)s” with %(count)s columns; at most %(limit)s are read. "
            "Delete the columns that do not belong to the table."
        ),
        "wide table": _(
            "“%(file)s” has %(count)s columns; at most %(limit)s are read. "
            "Delete the columns that do not belong to the table."
        ),
        "rows": _("“%(file)s” has more than %(limit)s filled rows. Split it into several files."),
        "cell": _(
            "Cell %(cell)s of “%(file)s” holds %(count)s characters; at most %(limit)s are read. Shorten the text."
        ),
        "quote": _(
            "Row %(row)s of “%(file)s” has a quotation mark out of place or not closed. "
            "Correct it, or save the file as CSV once more."
        ),
        "dtd": _("“%(file)s” holds definitions (DTD) that no spreadsheet program writes. Save it again in Excel."),
        "damaged": _("“%(file)s” is damaged. Open it in Excel, save it again and choose that file."),
        "much": _(
            "“%(file)s” holds more than can be read. Copy the table alone into a new workbook and choose that file."
        ),
    }[code] % facts


def _unfinished(data: bytes, look: Admitted, name: str, seconds: float) -> str:
    """The sentence for a child that was killed or crashed; names a stray cell where there is one."""
    far = (_run(("far",), data, seconds) or [{}])[0] if look.kind == "xlsx" else {}
    if re.fullmatch("[A-Z]+[0-9]{5,}|[A-Z]{3,}[0-9]+", far.get("far", "")):
        return _(
            "“%(file)s” cannot be read: on sheet “%(sheet)s”, cell %(cell)s is filled, far away from the table. "
            "Delete the rows and columns beyond the table, save it and choose it again."
        ) % {"file": name, "sheet": far["sheet"], "cell": far["far"]}
    return _(
        "“%(file)s” cannot be read: it takes too much time or memory. "
        "Copy the table alone into a new workbook and choose that file."
    ) % {"file": name}
