from typing import Any

import pytest

from exchange.gate import MAX_MEMBERS, Admitted, Refused, admit, spoken
from tests.exchange import books

pytestmark = pytest.mark.usefixtures("in_english")


def refusal(data: bytes, filename: str = "台帳.xlsx", **limits: int) -> str:
    with pytest.raises(Refused) as caught:
        admit(data, filename, **limits)
    return caught.value.message


def test_a_workbook_is_known_by_its_content_whatever_its_name() -> None:
    assert admit(books.book({"台帳": [books.SHORT]}), "台帳.csv") == Admitted("xlsx")


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8-sig", "utf-8-sig"), ("utf-8", "utf-8"), ("cp932", "cp932"), ("utf-16", "utf-16")],
)
def test_a_text_table_is_read_in_the_encodings_of_excel(encoding: str, found: Any) -> None:
    data = books.text([["名称", "部署"], ["髙﨑㈱①表", "ソ能～"]], encoding)
    assert admit(data, "台帳.xlsx") == Admitted("csv", found, ",")


def test_tabs_are_seen_as_well_as_commas() -> None:
    assert admit(books.text([["名称", "部署", "媒体"]], "utf-16", "\t"), "台帳.txt").delimiter == "\t"


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b" \r\n\r\n", b"\x00" * 100])
def test_an_empty_file_is_called_empty(data: bytes) -> None:
    assert "is empty" in refusal(data)


def test_a_file_over_the_limit_is_told_its_size() -> None:
    assert "is 0.0 MB; at most 0.001 MB" in refusal(b"x" * 2_000, max_bytes=1_000)
    assert "at most 10 MB" in refusal(b"x" * 10_000_001)


def test_a_password_is_named_with_the_way_to_take_it_off() -> None:
    message = refusal(books.locked())
    assert "protected by a password" in message
    assert "Protect Workbook" in message


def test_old_excel_is_told_to_be_saved_as_xlsx() -> None:
    assert "(.xls)" in refusal(books.old_excel())
    assert "save it as an Excel workbook (.xlsx)" in refusal(books.old_excel())


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"%PDF-1.7\n", "is a PDF file"),
        (b"\x89PNG\r\n\x1a\n", "is a PNG file"),
        (b"Rar!\x1a\x07", "is a RAR file"),
        (b"<html><table><tr><td>", "is a web page or XML"),
        (b'<?xml version="1.0"?><Workbook>', "is a web page or XML"),
        (b"name,place\n\x00\x01\x02", "neither an Excel workbook nor a text table"),
        (b"\x81\x00\xff\xfe\x99\xa0\xfd\xfe", "neither an Excel workbook nor a text table"),
        ("名称,部署".encode("euc_jp") + b"\xa0\xfd\xff", "character encoding (文字コード)"),
        (b"\xff\xfe\x41", "character encoding (文字コード)"),
        (b"\xef\xbb\xbf\xff", "character encoding (文字コード)"),
        (books.archive(word__document_x_xml=b"x"), "is not an Excel workbook"),
        (books.archive(xl__workbook_x_bin=b"x"), "binary workbook (.xlsb)"),
        (b"PK\x05\x06" + b"\x00" * 18, "is not an Excel workbook"),
    ],
)
def test_what_is_no_ledger_is_refused_with_a_sentence(data: bytes, sentence: str) -> None:
    message = refusal(data, "何か.xlsx")
    assert sentence in message
    assert "何か.xlsx" in message


def test_macros_are_refused() -> None:
    data = books.with_member(books.book({"台帳": [books.SHORT]}), "xl/vbaProject.bin", b"x")
    assert "holds macros" in refusal(data, "台帳.xlsm")


def test_a_workbook_that_was_cut_off_is_called_damaged() -> None:
    data = books.book({"台帳": [books.SHORT]})
    for length in (30, len(data) // 2, len(data) - 30):
        assert "damaged or was cut off" in refusal(data[:length])


def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    data = books.with_member(books.book({"台帳": [books.SHORT]}), "xl/bomb.xml", b"0" * 30_000_000)
    assert "suspiciously tightly" in refusal(data)
    assert "bomb.xml" in refusal(data)


def test_a_workbook_that_would_unpack_to_more_than_100_mb_is_refused() -> None:
    data = books.with_member(books.book({"台帳": [books.SHORT]}), "xl/bomb.xml", b"0" * 110_000_000)
    assert "would unpack to 110 MB; at most 100 MB" in refusal(data)


def test_a_zip_of_very_many_parts_is_refused_without_reading_its_directory() -> None:
    data = books.archive(**{f"m{number}": b"" for number in range(MAX_MEMBERS + 1)})
    assert "more than 2,000 parts" in refusal(data)


def test_an_encrypted_member_is_a_password() -> None:
    data = bytearray(books.book({"台帳": [books.SHORT]}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "protected by a password" in refusal(bytes(data))


def test_a_file_name_is_spoken_without_folders_or_controls() -> None:
    assert spoken("C:\\home\\台帳\r\n.xlsx") == "台帳.xlsx"
    assert spoken("../../etc/passwd") == "passwd"
    assert spoken("") == "?"
    assert len(spoken("あ" * 500)) == 100
