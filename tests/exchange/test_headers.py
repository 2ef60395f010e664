from datetime import date

import pytest

from exchange.gate import Refused
from tests.exchange.books import IPA_LOW, IPA_TOP, ROSTER, SHORT, book, ipa, text
from tests.exchange.ledgers import column, names, of, row, short

pytestmark = pytest.mark.usefixtures("in_english")


def test_the_sheet_of_ipa_is_understood_column_by_column() -> None:
    ledger = of(ipa([ROSTER]))
    assert [use.field for use in ledger.columns] == [
        "business", "name", "notes", "users", "department", "medium", "personal", "sensitive", "my_number",
        "confidentiality", "integrity", "availability", None, "retention", "registered_on", None, None, None, None,
    ]  # fmt: skip
    assert [use.letter for use in ledger.columns if use.computed] == ["M", "P", "Q", "R", "S"]
    assert ledger.columns[8].header == "特定個人情報（マイナンバー）"
    assert not ledger.problems
    assert [note.split(" ")[0] for note in ledger.notes] == ["“保存期限”"]  # 5年 is no day
    values = {name: value.value for name, value in ledger.rows[0].values.items()}
    assert values == {
        "business": "人事", "name": "社員名簿", "notes": "社員基本情報", "users": "人事部", "department": "人事部",
        "medium": ("PAP", ""), "personal": True, "sensitive": False, "my_number": False,
        "confidentiality": 3, "integrity": 1, "availability": 1, "retention": "5年", "registered_on": date(2024, 4, 1),
    }  # fmt: skip
    assert ledger.rows[0].number == 6
    assert ledger.scale == "1-3"


def test_the_two_row_header_is_understood_without_its_merged_cells_too() -> None:
    with_merges, without = (
        of(ipa([ROSTER])),
        of(text([["情報資産管理台帳"], IPA_TOP, IPA_LOW, ROSTER]), name="台帳.csv"),
    )
    assert [use.field for use in with_merges.columns] == [use.field for use in without.columns]


def test_a_header_of_three_rows_is_understood() -> None:
    top = ["資産情報", None, None, "評価", None, None]
    middle = ["情報資産名称", "管理部署", "媒体", "評価値", None, None]
    low = [None, None, None, "機密性", "完全性", "可用性"]
    ledger = of(book({"台帳": [["台帳"], top, middle, low, ["社員名簿", "人事部", "紙", 3, 2, 1]]}))
    assert names(ledger) == ["社員名簿"]
    assert column(ledger, "availability") == [1]


def test_a_header_under_eight_title_rows_is_found() -> None:
    titles = [
        ["情報資産管理台帳"],
        ["令和６年度版"],
        ["作成：総務部 山田"],
        ["最終更新 R6.4.1"],
        ["社外秘"],
        [],
        [],
        ["部署", "総務"],
    ]
    assert names(of(book({"台帳": [*titles, SHORT, row(name="社員名簿")]}))) == ["社員名簿"]


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("情報名", "name"), ("①情報資産名称", "name"), ("名　称", "name"), ("情報資産\n名称", "name"),
        ("件名【必須】", "name"),
        ("Asset name", "name"),
    ],
)  # fmt: skip
def test_the_name_has_many_headers(header: str, field: str | None) -> None:
    assert short(["社員名簿", "人事部", "紙"], header=[header, "部署", "媒体"]).columns[0].field == field


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("所管", "department"), ("ｱｸｾｽ権者", "users"), ("保存形態", "medium"), ("保管場所", "place"),
        ("管理責任者", "owner"),
        ("秘密区分", "level_words"),
        ("機密性（C）", "confidentiality"), ("C", "confidentiality"), ("個人情報の有無", "personal"),
        ("マイナンバー", "my_number"), ("保存年限", "retention"), ("更新日", "registered_on"), ("摘要", "notes"),
        ("業務分類", "business"), ("謎", None), ("重要度", None), ("No.", None), ("項番", None),
    ],
)  # fmt: skip
def test_other_columns_have_many_headers(header: str, field: str | None) -> None:
    header_row = ["名称", "リスク値", "脅威", header]
    assert short(["社員名簿"], header=header_row).columns[3].field == field


def test_of_two_columns_for_one_field_the_better_word_is_read_and_the_other_listed() -> None:
    ledger = short(["社員名簿", "2020/1/1", "2024/4/1"], header=["名称", "更新日", "登録日"])
    assert column(ledger, "registered_on") == [date(2024, 4, 1)]
    assert ledger.notes == ("These columns will not be read: 更新日 (B).",)


def test_columns_not_understood_are_listed_and_never_fatal() -> None:
    ledger = short(["社員名簿", "紙", "人事部", "#N/A", "?"], header=["名称", "媒体", "部署", "重要度", "棚の色"])
    assert ledger.notes == ("These columns will not be read: 棚の色 (E).",)
    assert not ledger.problems


def test_a_file_without_a_ledger_is_refused_with_its_sheets_and_the_headers_expected() -> None:
    with pytest.raises(Refused) as caught:
        of(book({"売上": [["月", "金額"], ["4月", 100]], "メモ": [["あ"]]}), name="売上.xlsx")
    assert caught.value.message.startswith("“売上.xlsx” does not hold a ledger. Sheets looked at: “売上”, “メモ”.")
    assert "情報資産名称, 管理部署, 媒体・保存先" in caught.value.message


def test_a_workbook_of_blank_sheets_is_refused() -> None:
    with pytest.raises(Refused):
        of(book({"台帳": []}))


def test_a_ledger_without_rows_says_so() -> None:
    ledger = short()
    assert not ledger.rows
    assert ledger.notes == ("There is no row below the header.",)
