import subprocess
import sys
import time
from datetime import date, datetime
from datetime import time as clock
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from exchange import reader
from exchange.gate import Refused
from exchange.reader import Broken, Merge, Row, read
from tests.exchange import books

pytestmark = pytest.mark.usefixtures("in_english")


def refusal(data: bytes, filename: str = "台帳.xlsx") -> str:
    with pytest.raises(Refused) as caught:
        read(data, filename)
    return caught.value.message


def cell(value: object) -> object:
    return read(books.book({"台帳": [["x", value, "y"]]}), "台帳.xlsx").sheets[0].rows[0].cells[1]


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("社員名簿", "社員名簿"),
        (3, 3),
        (2.5, 2.5),
        (True, True),
        (date(2026, 11, 23), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 9, 30), date(2026, 11, 23)),
        (clock(9, 30), "09:30:00"),
        ("#REF!", Broken("#REF!")),
        ("=A1", Broken("=")),
        ("改行\nあり", "改行\nあり"),
        ("𠮷①㈱髙﨑", "𠮷①㈱髙﨑"),
    ],
)
def test_a_cell_comes_as_what_it_is(written: Any, found: Any) -> None:
    assert cell(written) == found


def test_rows_keep_their_numbers_and_blank_ones_are_left_out() -> None:
    workbook = read(books.book({"台帳": [[], ["a"], [None, None], [None, "b", None]]}), "台帳.xlsx")
    assert workbook.sheets[0].rows == (Row(2, ("a",)), Row(4, ("", "b")))


def test_a_table_that_does_not_begin_in_a1_keeps_its_places() -> None:
    def move(workbook: openpyxl.Workbook) -> None:
        workbook.active["C5"] = "x"
        workbook.active.merge_cells("C5:D6")

    sheet = read(books.book({"台帳": []}, move), "台帳.xlsx").sheets[0]
    assert sheet.rows == (Row(5, ("", "", "x")),)
    assert sheet.merged == (Merge(5, 2, 6, 3),)


def test_an_error_that_is_alone_in_its_row_is_not_lost() -> None:
    assert read(books.book({"台帳": [["a"], [None, "#N/A"]]}), "台帳.xlsx").sheets[0].rows[1] == Row(
        2, ("", Broken("#N/A"))
    )


def test_a_formula_whose_result_is_empty_text_is_empty() -> None:
    data = books.book({"台帳": [["=A9", "x"]]})
    data = books.rewritten(
        data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'<c r="A1">', b'<c r="A1" t="str">')
    )
    assert read(data, "台帳.xlsx").sheets[0].rows == (Row(1, ("", "x")),)


def test_hidden_sheets_are_left_out_and_named() -> None:
    def hide(workbook: openpyxl.Workbook) -> None:
        workbook["控え"].sheet_state = "hidden"
        workbook["極秘"].sheet_state = "veryHidden"

    workbook = read(books.book({"台帳": [["a"]], "控え": [["b"]], "極秘": [["c"]]}, hide), "台帳.xlsx")
    assert [sheet.name for sheet in workbook.sheets] == ["台帳"]
    assert workbook.notes == ("The hidden sheet “控え” was not read.", "The hidden sheet “極秘” was not read.")


def test_the_1904_date_system_is_told() -> None:
    def old_mac(workbook: openpyxl.Workbook) -> None:
        workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904

    assert read(books.book({"台帳": [["a"]]}, old_mac), "台帳.xlsx").epoch_1904
    assert not read(books.book({"台帳": [["a"]]}), "台帳.xlsx").epoch_1904


def test_a_text_table_is_one_sheet_named_after_the_file() -> None:
    workbook = read(books.text([["名称", "備考"], [], ["表①", "一行\r\n二行"]]), "部門.csv")
    assert workbook.kind == "csv"
    assert workbook.sheets[0].name == "部門"
    assert workbook.sheets[0].rows == (Row(1, ("名称", "備考")), Row(3, ("表①", "一行\r\n二行")))


def test_a_million_styled_blank_rows_cost_little() -> None:
    data = books.styled_million([["名称"], ["社員名簿"]])
    start = time.monotonic()
    assert read(data, "台帳.xlsx").sheets[0].rows == (Row(1, ("名称",)), Row(2, ("社員名簿",)))
    assert time.monotonic() - start < 8


def test_one_stray_cell_that_aborts_the_parser_is_named() -> None:
    def stray(workbook: openpyxl.Workbook) -> None:
        workbook.active["XFD1048576"] = "."

    data = books.book({"台帳": [["名称"]]}, stray)
    assert len(data) < 6_000
    message = refusal(data)
    assert "on sheet “台帳”, cell XFD1048576 is filled" in message
    assert "Delete the rows and columns" in message


def test_a_stray_cell_far_down_a_narrow_sheet_is_just_a_row() -> None:
    def stray(workbook: openpyxl.Workbook) -> None:
        workbook.active["A1048576"] = "."

    rows = read(books.book({"台帳": [["名称"]]}, stray), "台帳.xlsx").sheets[0].rows
    assert rows[-1] == Row(1_048_576, (".",))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (books.text([["x"] * 20_000]), "has 20,000 columns; at most 512 are read"),
        (books.book({"広い": [["x"] * 600]}), "has a sheet “広い” with 600 columns"),
        (books.text([["x"]] * 100_001), "more than 100,000 filled rows"),
        (books.book({"台帳": [["a", "あ" * 10_001]]}), "Cell B1 of “台帳.xlsx” holds 10,001 characters"),
        (b'"a,b\nc,d\n', "Row 1 of “台帳.xlsx” has a quotation mark"),
        (b'a,b\n"c"d,e\n', "Row 2 of “台帳.xlsx” has a quotation mark"),
    ],
)
def test_what_is_over_a_limit_is_told_the_number_and_the_place(data: bytes, sentence: str) -> None:
    assert sentence in refusal(data)


def test_columns_beyond_256_are_left_out_with_a_note() -> None:
    workbook = read(books.text([["x"] * 300]), "台帳.csv")
    assert len(workbook.sheets[0].rows[0].cells) == 256
    assert workbook.notes == ("On sheet “台帳” only the first 256 columns were read.",)


def test_one_text_shared_by_very_many_cells_is_refused() -> None:
    assert "holds more than can be read" in refusal(books.repeated("x" * 9_999, rows=1_000, columns=20))


def test_a_dtd_is_refused() -> None:
    data = books.rewritten(
        books.book({"台帳": [["a"]]}),
        "xl/workbook.xml",
        lambda xml: b'<!DOCTYPE x [<!ENTITY a "aaaa">]>' + xml,
    )
    assert "DTD" in refusal(data)


@pytest.mark.parametrize("member", ["xl/worksheets/sheet1.xml", "xl/workbook.xml"])
def test_broken_xml_inside_a_good_zip_is_called_damaged(member: str) -> None:
    data = books.rewritten(books.book({"台帳": [["a"]]}), member, lambda xml: xml[: len(xml) // 2] + b"<<<")
    assert "台帳.xlsx" in refusal(data)


def test_a_member_whose_bytes_were_changed_is_refused() -> None:
    data = bytearray(books.book({"台帳": [[f"社員{number}"] for number in range(500)]}))
    start = data.index(b"xl/worksheets/sheet1.xml")
    data[start + 100 : start + 140] = bytes(40)
    assert "台帳.xlsx" in refusal(bytes(data))


def child(script: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Puts another child in the place of ours."""
    path = tmp_path / "child.py"
    path.write_text(script)
    monkeypatch.setattr(reader, "CHILD", path)


@pytest.mark.parametrize(
    "script",
    [
        "",
        "import os; os.abort()",
        "raise SystemExit(1)",
        "print('no json')",
        "import sys; sys.stdin.close(); print('{\"sheets\":[]}')",
        'print(\'{"sheets":[{"name":"a","hidden":false,"merged":[]}]}\\n{"sheet":0,"row":1,"cells":["a"]}\')',
        'print(\'{"sheets":[{"name":"a","hidden":false,"merged":[]}]}\\n{"rows":1,"ok":true,"cut":[],"kept":256}\')',
        "print('[]')",
    ],
)
def test_a_child_that_does_not_finish_gives_a_refusal_never_part_of_a_file(
    script: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    child(script, monkeypatch, tmp_path)
    assert "台帳.xlsx" in refusal(books.book({"台帳": [["a"]]}))


def test_a_child_that_hangs_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child("import time; time.sleep(60)", monkeypatch, tmp_path)
    start = time.monotonic()
    with pytest.raises(Refused, match="too much time or memory"):
        read(books.book({"台帳": [["a"]]}), "台帳.xlsx", seconds=0.5)
    assert time.monotonic() - start < 5


def test_a_child_that_writes_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    child("while True: print('x' * 100000)", monkeypatch, tmp_path)
    monkeypatch.setattr(reader, "MAX_OUTPUT", 1_000_000)
    assert "too much time or memory" in refusal(books.book({"台帳": [["a"]]}))


def test_the_child_sees_no_environment_and_can_open_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "of the parent")
    limits = (
        f"import sys, os; sys.path.insert(0, {str(reader.CHILD.parent)!r}); import child; child.confine()\n"
        "assert not [key for key in os.environ if key != 'LC_CTYPE'], os.environ\n"
        "try: open('/etc/hostname')\nexcept OSError: print('closed')\n"
        "try: bytearray(600 << 20)\nexcept MemoryError: print('small')\n"
    )
    done = subprocess.run([sys.executable, "-I", "-c", limits], env={}, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["closed", "small"]


def test_ten_thousand_rows_of_twenty_columns_are_read_fast() -> None:
    data = books.large(10_000)
    start = time.monotonic()
    assert len(read(data, "台帳.xlsx").sheets[0].rows) == 10_001
    assert time.monotonic() - start < 5
