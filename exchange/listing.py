"""A list as it stands on the screen, as a spreadsheet: its columns, its rows, its order; no formula in it runs."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from xlsxwriter import Workbook

from exchange.cells import formula_guard

MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
type Cells = Sequence[str]


def as_csv(head: Cells, rows: Iterable[Cells]) -> bytes:
    """UTF-8 with a mark, so that Excel reads it as what it is."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([formula_guard(cell) for cell in row] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def as_xlsx(head: Cells, rows: Iterable[Cells]) -> bytes:
    """One sheet, its head frozen; every cell is text."""
    data = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(data, options) as book:
        sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
        for number, words in enumerate(head):
            sheet.write_string(0, number, words, bold)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            for at, cell in enumerate(row):
                sheet.write_string(number, at, formula_guard(cell))
    return data.getvalue()


WRITERS = {"csv": as_csv, "xlsx": as_xlsx}
