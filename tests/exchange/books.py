"""Spreadsheets for tests, as companies really have them: made in memory, one function for each kind of mess."""

import csv
import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import msoffcrypto.format.ooxml
import openpyxl
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

type Table = Sequence[Sequence[Any]]

IPA_TOP = [
    "業務分類", "情報資産名称", "備考", "利用者範囲", "管理部署", "媒体・保存先", "個人情報の種類", None, None,
    "評価値", None, None, "重要度", "保存期限", "登録日",
    "現状から想定されるリスク（入力不要・自動表示）", None, None, None,
]  # fmt: skip
IPA_LOW = [
    None, None, None, None, None, None, "個人情報", "要配慮個人情報", "特定個人情報（マイナンバー）",
    "機密性", "完全性", "可用性", None, None, None, "脅威の発生頻度", "脆弱性", "被害発生可能性", "リスク値",
]  # fmt: skip
ROSTER = [
    "人事", "社員名簿", "社員基本情報", "人事部", "人事部", "書類", "有", None, None,
    3, 1, 1, 3, "5年", "2024-04-01", "2", "2", "1", "3",
]  # fmt: skip
SHORT = ["情報資産名称", "管理部署", "媒体・保存先", "機密性", "登録日"]


def book(sheets: dict[str, Table], change: Callable[[openpyxl.Workbook], None] | None = None) -> bytes:
    """An Excel workbook of these sheets; `change` may do more to it before it is saved."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    if change:
        change(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def ipa(rows: Table, title: Table = (["情報資産管理台帳"], ["令和６年度版"], [])) -> bytes:
    """IPA's own sheet: a title, two header rows with merged cells, then `rows`."""
    top = len(title) + 1

    def merge(workbook: openpyxl.Workbook) -> None:
        sheet: Worksheet = workbook.worksheets[0]
        for columns in ("G{0}:I{0}", "J{0}:L{0}", "P{0}:S{0}"):
            sheet.merge_cells(columns.format(top))
        for letter in "ABCDEFMNO":
            sheet.merge_cells(f"{letter}{top}:{letter}{top + 1}")

    return book({"情報資産管理台帳": [*title, IPA_TOP, IPA_LOW, *rows]}, merge)


def text(rows: Table, encoding: str = "cp932", delimiter: str = ",") -> bytes:
    """A CSV as Excel in Japan saves it."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def locked() -> bytes:
    """A workbook with a password."""
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(book({"台帳": [SHORT]}))).encrypt("secret", out)
    return out.getvalue()


def old_excel() -> bytes:
    """The first bytes of an .xls."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + "Workbook".encode("utf-16-le") + b"\x00" * 512


def archive(**members: bytes) -> bytes:
    """A zip of these members; `__` stands for a slash, `_x_` for a dot."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name.replace("__", "/").replace("_x_", "."), content)
    return out.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> bytes:
    """A workbook with one more member."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as target:
        target.writestr(name, content)
    return out.getvalue()


def rewritten(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one member changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.infolist():
            content = source.read(member)
            target.writestr(member.filename, change(content) if member.filename == name else content)
    return out.getvalue()


def styled_million(rows: Table) -> bytes:
    """A small table on a sheet whose every row was once coloured."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = workbook.add_worksheet("台帳")
    bold = workbook.add_format({"bold": True})
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    for number in range(len(rows), 1_048_576):
        sheet.write_blank(number, 0, None, bold)
    workbook.close()
    return out.getvalue()


def repeated(words: str, rows: int, columns: int) -> bytes:
    """One text, stored once and shown in every cell."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out)
    sheet = workbook.add_worksheet("台帳")
    for number in range(rows):
        sheet.write_row(number, 0, [words] * columns)
    workbook.close()
    return out.getvalue()


def large(rows: int) -> bytes:
    """A ledger of `rows` rows and 20 columns."""
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = workbook.add_worksheet("台帳")
    header = [low or top for top, low in zip(IPA_TOP, IPA_LOW, strict=True)]
    sheet.write_row(0, 0, [*header, "謎の列"])
    for number in range(1, rows + 1):
        sheet.write_row(number, 0, ["人事", f"社員名簿{number}", *(cell or "" for cell in ROSTER[2:]), "?"])
    workbook.close()
    return out.getvalue()
