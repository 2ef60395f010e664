"""Rows of a spreadsheet → an understood ledger: which asset, on which medium, and what is wrong with it.

Source: IPA's 情報資産管理台帳 and the ways of real ledgers (handbook 3.2, 4.1, 4.2).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from accounts.days.written import day, typed_day
from accounts.querysets import today
from exchange import headers, ratings
from exchange.body import Line, Walk
from exchange.cells import clean, fold, is_blank, mark, rating, same_as_above, unguard
from exchange.gate import Refused
from exchange.headers import Header, letters
from exchange.lines import (
    DAY_FIELDS,
    FLAG_FIELDS,
    KEPT_FIELDS,
    PAST_FIELDS,
    RATING_FIELDS,
    UNUSED_FIELDS,
    ColumnUse,
    Ledger,
    LedgerRow,
    Meaning,
    Problem,
    Scale,
    Value,
)
from exchange.media import media
from exchange.reader import Broken, Cell, Sheet, Workbook

__all__ = ["ColumnUse", "Ledger", "LedgerRow", "Problem", "Value", "understand"]

EXPECTED: Final = "情報資産名称, 管理部署, 媒体・保存先"
SHOWN: Final = 10
EXAMPLES: Final = 3
_NO_LEDGER: Final = re.compile(  # 「資産リスト」 is a ledger, 「選択リスト」 and 「リスト」 are words of drop-downs
    r"記入例|記載例|入力例|凡例|選択肢|プルダウン|ドロップダウン|^(?:マスタ-?|リスト)\d*$|マスタ-?$|(?:用|選択|入力)リスト$"
)
_LISTED: Final = ("users", "department", "owner", "place")


def understand(workbook: Workbook, scale: Scale | None = None) -> Ledger:
    """What the workbook says, row by row. `scale` is the person's answer where the ratings do not tell theirs.

    Raises Refused when no sheet has a ledger's header. A bad cell rejects its row and no other.
    """
    reading = _Reading(workbook)
    reading.sheets()
    if not reading.columns:
        raise Refused(_no_ledger(workbook))
    return reading.ledger(scale)


@dataclass
class _Draft:
    """A row under way: `rated` are its ratings as written."""

    sheet: str
    line: Line
    values: dict[str, Value] = field(default_factory=dict)
    rated: dict[str, int] = field(default_factory=dict)
    carriers: list[Value] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def complain(self, name: str, value: str, message: str) -> None:
        """Notes what is wrong with the cell of this field."""
        column = self.line.header.column_of[name]
        header = self.line.header.texts[column]
        self.problems.append(Problem(self.line.number, self.sheet, header, letters(column), value, message))


class _Reading:
    """One workbook being understood."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook
        self.columns: list[ColumnUse] = []
        self.drafts: list[_Draft] = []
        self.notes = [str(note) for note in workbook.notes]
        self.asides: list[str] = []

    def sheets(self) -> None:
        """Reads every sheet that has a ledger's header."""
        for sheet in self.workbook.sheets:
            if self.workbook.kind == "xlsx" and is_no_ledger(sheet.name):
                self.notes.append(_("The sheet “%(sheet)s” was left out because of its name.") % {"sheet": sheet.name})
                continue
            header = headers.find(sheet)
            if header:
                self._sheet(sheet, header)
            elif sheet.rows:
                note = _("The sheet “%(sheet)s” was left out: it has no header of a ledger.")
                self.notes.append(note % {"sheet": sheet.name})

    def _sheet(self, sheet: Sheet, header: Header) -> None:
        walk = Walk(sheet, header, carries=self.workbook.kind == "csv")
        self.drafts += [self._draft(sheet.name, line) for line in walk.lines()]
        uses = [use for header in walk.headers for use in header.uses(sheet.name)]
        self.columns += dict.fromkeys(uses)
        self.asides += [f"{sheet.name} {number}" for number in walk.asides]

    def _draft(self, sheet: str, line: Line) -> _Draft:
        draft = _Draft(sheet, line)
        for name, cell in line.cells.items():
            try:
                self._read(draft, name, cell)
            except ValueError as error:
                draft.values[name] = Value(raw(cell), None)
                draft.complain(name, raw(cell), str(error))
        if is_blank(draft.values["name"].raw):
            draft.complain("name", "", _("The name is missing. Write what the information is called."))
        return draft

    def _read(self, draft: _Draft, name: str, cell: Cell) -> None:
        """One cell into the draft; raises ValueError with a sentence."""
        if isinstance(cell, Broken):
            raise ValueError(_broken(cell, draft.line, name))
        if isinstance(cell, str) and cell and same_as_above(cell):
            raise ValueError(_("“%(value)s” has nothing above to repeat. Write the value itself.") % {"value": cell})
        if isinstance(cell, str):
            cell = unguard(cell)
        if name == "medium":
            draft.carriers = [Value(words, medium) for words, medium in media(raw(cell))]
            draft.values[name] = Value(raw(cell), None)
        else:
            draft.values[name] = Value(raw(cell), self._meaning(name, cell))
        if name in RATING_FIELDS and isinstance(found := draft.values[name].value, int):
            draft.rated[name] = found

    def _meaning(self, name: str, cell: Cell) -> Meaning:
        if name in FLAG_FIELDS:
            return mark(cell)
        if name in RATING_FIELDS:
            return rating(cell)
        if name in DAY_FIELDS:
            found = day(cell, epoch_1904=self.workbook.epoch_1904)
            return _past(found) if name in PAST_FIELDS else found
        return _kept(name, cell) if name in KEPT_FIELDS else _text(name, raw(cell))

    def ledger(self, scale: Scale | None) -> Ledger:
        """All that was read, on one scale."""
        seen = {value for draft in self.drafts for value in draft.rated.values()}
        told = scale or ratings.told_by(seen)
        problems = [self._unsettled(seen)] if seen and told is None else []
        for draft in self.drafts:
            _settle(draft, told, seen)
        problems += [problem for draft in self.drafts for problem in draft.problems]
        rows = [row for draft in self.drafts for row in _rows(draft)]
        notes = tuple(self._all_notes())
        return Ledger(tuple(self.columns), tuple(rows), tuple(problems), notes, told if seen else None)

    def _unsettled(self, seen: Iterable[int]) -> Problem:
        """The file's problem of an unknown scale; names the first column of ratings."""
        use = next(use for use in self.columns if use.field in RATING_FIELDS)
        return Problem(None, use.sheet, use.header, use.letter, "", ratings.open_question(seen))

    def _all_notes(self) -> Iterator[str]:
        yield from self.notes
        if unread := self._columns_of(None):
            yield _("These columns will not be read: %(columns)s.") % {"columns": unread}
        if later := self._columns_of(*UNUSED_FIELDS):
            note = _(
                "Not taken from the ledger: %(columns)s. A level comes from judging and approval, a person in charge "
                "is chosen on the asset's page; keep the file at hand for both."
            )
            yield note % {"columns": later}
        yield from self._kept_as_words()
        if self.asides:
            more = "…" if len(self.asides) > SHOWN else ""
            shown = ", ".join(self.asides[:SHOWN]) + more
            note = _("Rows left out as totals or notes (%(count)s): %(rows)s.")
            yield note % {"count": len(self.asides), "rows": shown}
        if not self.drafts:
            yield _("There is no row below the header.")

    def _columns_of(self, *fields: str | None) -> str:
        """The columns that are read as one of these, with their letters."""
        found = (use for use in self.columns if not use.computed and use.field in fields)
        return _(", ").join(dict.fromkeys(f"{use.header} ({use.letter})" for use in found))

    def _kept_as_words(self) -> Iterator[str]:
        """Where it is said how long something is kept, and no day that one could be reminded of."""
        words: dict[str, list[str]] = {}
        for draft in self.drafts:
            for name in KEPT_FIELDS:
                said = draft.values.get(name)
                if said and said.value and isinstance(said.value, str):
                    header = draft.line.header
                    words.setdefault(header.texts[header.column_of[name]], []).append(said.value)
        for column, found in words.items():
            note = _(
                "“%(column)s” holds words and no day in some rows (%(count)s): %(examples)s. They are kept as words; "
                "Kura asks for the disposal only of what has a day."
            )
            examples = _(", ").join(list(dict.fromkeys(found))[:EXAMPLES])
            yield note % {"column": column, "count": len(found), "examples": examples}


def raw(cell: Cell) -> str:
    """A cell's words as a person sees them on the sheet."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, date):
        return cell.isoformat()
    return cell.code if isinstance(cell, Broken) else str(cell)


def is_no_ledger(sheet: str) -> bool:
    """Whether a sheet's name says that it holds an example, a legend or the words of drop-downs."""
    return bool(_NO_LEDGER.search(fold(sheet).replace(" ", "")))


def _past(found: date | None) -> date | None:
    """A day on which something happened; one that lies ahead is a slip."""
    if found is not None and found > today():
        raise ValueError(_("%(day)s lies ahead. Write a day that has come.") % {"day": found.isoformat()})
    return found


def _kept(name: str, cell: Cell) -> date | str:
    """The day until which something is kept, where the whole of it is written; everything else as it is."""
    words = _text(name, raw(cell))
    try:
        return typed_day(words) or words
    except ValueError:
        return words


def _text(name: str, words: str) -> str:
    """Text to store; only notes keep their line breaks."""
    text = clean(words)
    if name == "notes" or "\n" not in text:
        return text
    parts = (part.strip() for part in text.split("\n"))
    return ("、" if name in _LISTED else " ").join(part for part in parts if part)


def _broken(cell: Broken, line: Line, name: str) -> str:
    where = f"{letters(line.header.column_of[name])}{line.number}"
    if cell.code == "=":
        return _(
            "Cell %(cell)s holds a formula without a result. Open the file in Excel, save it and choose it again."
        ) % {"cell": where}
    return _("Cell %(cell)s shows the error %(code)s. Correct its formula, or write the value itself.") % {
        "cell": where,
        "code": cell.code,
    }


def _settle(draft: _Draft, scale: Scale | None, seen: set[int]) -> None:
    """Puts a row's ratings on 1 to 3; complains of those that are not on the file's scale."""
    mixed = scale is None and {0, 3} <= seen
    for name, value in draft.rated.items():
        settled = ratings.on_three(value, scale) if scale else None
        draft.values[name] = Value(draft.values[name].raw, settled)
        if (scale and settled is None) or (mixed and value in (0, 3)):
            draft.complain(name, draft.values[name].raw, ratings.off_scale(value, scale))


def _rows(draft: _Draft) -> Iterator[LedgerRow]:
    """The draft as one row per medium; one without a medium where the cell names none."""
    problems = tuple(draft.problems)
    if not draft.carriers:
        yield LedgerRow(draft.sheet, draft.line.number, draft.values, problems)
    for carrier in draft.carriers:
        yield LedgerRow(draft.sheet, draft.line.number, {**draft.values, "medium": carrier}, problems)


def _no_ledger(workbook: Workbook) -> str:
    names = _(", ").join(_("“%(name)s”") % {"name": sheet.name} for sheet in workbook.sheets[:SHOWN]) or "–"
    sentence = _(
        "“%(file)s” does not hold a ledger. Sheets looked at: %(sheets)s. One of their first %(count)s rows must have "
        "headers such as %(headers)s; add them above the table and choose the file again."
    ) % {"file": workbook.filename, "sheets": names, "count": headers.SEARCHED, "headers": EXPECTED}
    return " ".join([sentence, *map(str, workbook.notes)])  # a hidden sheet may be the one that was meant
