import time
from datetime import date
from typing import Any

import openpyxl
import pytest

from exchange.lines import Scale
from tests.exchange import books
from tests.exchange.books import IPA_LOW, IPA_TOP, ROSTER, SHORT, book, ipa, text
from tests.exchange.ledgers import column, names, of, row, short

pytestmark = pytest.mark.usefixtures("in_english")


# sheets


def test_all_sheets_with_a_header_are_read_and_the_others_named() -> None:
    ledger = of(
        book(
            {
                "製造部": [SHORT, row(name="図面", medium="紙")],
                "営業部": [["営業部の台帳"], SHORT, row(name="見積", medium="紙")],
                "記入例": [SHORT, row(name="例の資産", medium="紙")],
                "マスタ": [SHORT, row(name="語", medium="紙")],
                "リスト": [["紙"], ["USB"]],
                "表紙": [["台帳"]],
            }
        )
    )
    assert [(r.sheet, r.values["name"].value, r.values["department"].value) for r in ledger.rows] == [
        ("製造部", "図面", "製造部"),
        ("営業部", "見積", "営業部"),
    ]
    assert len([note for note in ledger.notes if "left out because of its name" in note]) == 3
    assert "The sheet “表紙” was left out: it has no header of a ledger." in ledger.notes


def test_a_sheet_called_a_list_of_assets_is_a_ledger() -> None:
    assert names(of(book({"情報資産リスト": [SHORT, row(name="社員名簿")]}))) == ["社員名簿"]


# rows


def test_headings_give_their_department_to_the_rows_below_that_have_none() -> None:
    ledger = short(
        ["■製造部"], row(name="図面"), row(name="日報", department="品質課"), [],
        ["【営業部】"], row(name="見積"), ["１．総務関係"], row(name="規程"),
    )  # fmt: skip
    assert list(zip(names(ledger), column(ledger, "department"), strict=True)) == [
        ("図面", "製造部"), ("日報", "品質課"), ("見積", "営業部"), ("規程", "総務関係"),
    ]  # fmt: skip


def test_a_heading_may_stand_in_the_number_column() -> None:
    ledger = short(
        ["■製造部"], [1, "図面", None, "紙"], [2, "日報", None, "紙"], header=["No.", "名称", "部署", "媒体"]
    )  # fmt: skip
    assert column(ledger, "department") == ["製造部", "製造部"]


def test_a_word_alone_left_of_the_name_is_a_heading_even_without_a_sign() -> None:
    ledger = short(["製造部"], [None, "図面", "紙"], header=["部署", "名称", "媒体"])
    assert names(ledger) == ["図面"]
    assert column(ledger, "department") == ["製造部"]


def test_a_name_alone_is_an_asset() -> None:
    assert names(short(row(name="図面"), row(name="注文書"), row(name="計画書"), row(name="以上の資料"))) == [
        "図面", "注文書", "計画書", "以上の資料",
    ]  # fmt: skip


def test_totals_notes_and_legends_are_left_out_and_what_follows_is_read() -> None:
    ledger = short(
        row(name="図面", medium="紙"),
        ["小計", None, None, 12],
        ["合計 35件"],
        ["※重要度は総務部が決める"],
        ["注）記入は鉛筆で"],
        ["凡例：○=有 ×=無"],
        row(name="見積", medium="紙"),
        ["計", None, None, 3],
        ["（以上）"],
    )
    assert names(ledger) == ["図面", "見積"]
    assert not ledger.problems
    assert ledger.notes == (
        "Rows left out as totals or notes (7): 台帳 3, 台帳 4, 台帳 5, 台帳 6, 台帳 7, 台帳 9, 台帳 10.",
    )


def test_a_repeated_header_is_left_out() -> None:
    ledger = of(ipa([ROSTER, [], IPA_TOP, IPA_LOW, ROSTER]))
    assert [r.number for r in ledger.rows] == [6, 10]
    assert not ledger.problems


def test_a_second_table_below_with_other_columns_is_read_by_its_own_header() -> None:
    ledger = short(
        row(name="図面", medium="紙"), [], ["媒体", "名称", "備考"], ["USB", "顧客名簿", "重要"],
    )  # fmt: skip
    assert names(ledger) == ["図面", "顧客名簿"]
    assert column(ledger, "medium") == [("PAP", ""), ("MED", "")]
    assert ledger.rows[1].values["notes"].value == "重要"


def test_rows_that_only_the_sheet_filled_are_nothing() -> None:
    ledger = of(ipa([ROSTER, [None] * 12 + [0, None, None, "低", "低", 1, "1 小"], [None] * 6 + [False, "□", False]]))
    assert names(ledger) == ["社員名簿"]
    assert not ledger.problems


# from above


def test_vertically_merged_cells_are_filled_and_only_those() -> None:
    def merge(workbook: openpyxl.Workbook) -> None:
        workbook.active.merge_cells("A2:A4")
        workbook.active.merge_cells("D2:D3")

    header = ["管理部署", "名称", "媒体", "備考"]
    rows: list[list[Any]] = [
        ["人事部", "社員名簿", "紙", "厳重に"],
        [None, "履歴書", "紙"],
        [None, "評価表", "紙"],
        [None, "雑誌", "紙"],
    ]
    ledger = of(book({"台帳": [header, *rows]}, merge))
    assert column(ledger, "department") == ["人事部", "人事部", "人事部", ""]
    assert column(ledger, "notes") == ["厳重に", "", "", ""]


def test_a_merged_name_is_one_asset_on_several_media() -> None:
    def merge(workbook: openpyxl.Workbook) -> None:
        workbook.active.merge_cells("A2:A3")

    ledger = of(book({"台帳": [SHORT, row(name="図面", medium="紙"), row(medium="NAS")]}, merge))
    assert names(ledger) == ["図面", "図面"]
    assert column(ledger, "medium") == [("PAP", ""), ("SYS", "IN_HOUSE")]


def test_the_same_as_above_repeats_the_cell_above_even_in_the_notes() -> None:
    header = ["名称", "管理部署", "媒体", "備考", "機密性", "登録日"]
    ledger = short(
        ["図面", "設計課", "紙", "棚A", 3, "R6.4.1"],
        ["部品表", "同上", "〃", "同上", "〃", "″"],
        ["仕様書", "〃", "々", None, "同上", "同上"],
        header=header,
    )
    assert column(ledger, "department") == ["設計課"] * 3
    assert column(ledger, "notes") == ["棚A", "棚A", ""]
    assert column(ledger, "confidentiality") == [3, 3, 3]
    assert column(ledger, "registered_on") == [date(2024, 4, 1)] * 3


def test_the_same_as_above_in_the_first_row_is_asked_back() -> None:
    (problem,) = short(row(name="図面", department="同上")).problems
    assert problem.message == "“同上” has nothing above to repeat. Write the value itself."


def test_the_same_as_above_below_a_missing_name_is_asked_back_as_what_it_is() -> None:
    ledger = short(row(medium="紙"), row(name="同上", medium="NAS"), row(name="〃", medium="PC"))
    missing, *nothing = [problem.message for problem in ledger.problems]
    assert missing == "The name is missing. Write what the information is called."
    assert nothing == [f"“{mark}” has nothing above to repeat. Write the value itself." for mark in ("同上", "〃")]


def test_a_level_and_a_person_in_charge_are_not_taken_and_it_is_said_why() -> None:
    ledger = short(["図面", "紙", "極秘", "鈴木"], header=["名称", "媒体", "秘密区分", "担当者"])
    (note,) = ledger.notes
    assert note.startswith("Not taken from the ledger: 秘密区分 (C), 担当者 (D). A level comes from judging")


def test_a_text_table_carries_department_and_business_down_and_nothing_else() -> None:
    header = ["業務分類", "名称", "管理部署", "媒体", "備考"]
    rows = [
        ["設計", "図面", "設計課", "紙", "棚A"],
        ["", "部品表", "", "", ""],
        [],
        ["営業", "見積", "営業課", "紙", ""],
    ]
    ledger = of(text([header, *rows]), name="台帳.csv")
    assert column(ledger, "department") == ["設計課", "設計課", "営業課"]
    assert column(ledger, "business") == ["設計", "設計", "営業"]
    assert column(ledger, "medium") == [("PAP", ""), None, ("PAP", "")]
    assert column(ledger, "notes") == ["棚A", "", ""]


def test_a_heading_in_a_text_table_beats_the_department_carried_down() -> None:
    rows = [["図面", "設計課", "紙"], ["■営業部", "", ""], ["見積", "", "紙"]]
    assert column(of(text([["名称", "部署", "媒体"], *rows]), name="台帳.csv"), "department") == ["設計課", "営業部"]


# cells


def test_several_media_in_one_cell_are_several_rows_of_one_number() -> None:
    ledger = short(row(name="図面", medium="紙、USB／金型"))
    assert [(r.number, r.values["medium"].raw, r.values["medium"].value) for r in ledger.rows] == [
        (2, "紙", ("PAP", "")),
        (2, "USB", ("MED", "")),
        (2, "金型", ("MLD", "")),
    ]


def test_names_keep_their_signs_and_lose_their_line_breaks() -> None:
    ledger = short(row(name="①髙﨑㈱_x000D_\n図面"), row(name="'-20℃保管"), row(name="ﾉｳﾊｳ集"))
    assert names(ledger) == ["①髙﨑㈱ 図面", "-20℃保管", "ノウハウ集"]


def test_numbers_and_dates_in_text_columns_are_text() -> None:
    ledger = short([2024, 3, "紙", None, date(2024, 4, 1)], header=["名称", "部署", "媒体", "備考", "保存期限"])
    assert names(ledger) == ["2024"]
    assert column(ledger, "retention") == [date(2024, 4, 1)]


def test_every_bad_cell_is_a_problem_at_its_place_and_the_other_rows_stand() -> None:
    ledger = short(
        row(name="図面", medium="紙", rating=3),
        row(name="部品表", medium="金庫", rating=9, day="2024/2/30"),
        row(medium="紙"),
        row(name="#REF!", medium="紙"),
        row(name="見積", medium="紙"),
        row(name="仕様書", medium="紙", day="2099/12/31"),
    )
    assert [(p.row, p.sheet, p.column, p.letter, p.value) for p in ledger.problems] == [
        (3, "台帳", "媒体・保存先", "C", "金庫"),
        (3, "台帳", "機密性", "D", "9"),
        (3, "台帳", "登録日", "E", "2024/2/30"),
        (4, "台帳", "情報資産名称", "A", ""),
        (5, "台帳", "情報資産名称", "A", "#REF!"),
        (7, "台帳", "登録日", "E", "2099/12/31"),
    ]
    assert [p.message for p in ledger.problems][2:] == [
        "“2024/2/30” is not a date of the calendar. Correct the year, the month or the day.",
        "The name is missing. Write what the information is called.",
        "Cell A5 shows the error #REF!. Correct its formula, or write the value itself.",
        "2099-12-31 lies ahead. Write a day that has come.",
    ]
    assert [(r.number, r.rejected) for r in ledger.rows] == [
        (2, False),
        (3, True),
        (4, True),
        (5, True),
        (6, False),
        (7, True),
    ]
    assert not ledger.blocked


def test_a_formula_without_a_result_is_a_problem() -> None:
    (problem,) = short(row(name='=CONCAT("a","b")', medium="紙")).problems
    assert "Cell A2 holds a formula without a result" in problem.message


def test_a_triangle_among_the_marks_is_a_problem() -> None:
    (problem,) = short(["名簿", "紙", "△"], header=["名称", "媒体", "個人情報"]).problems
    assert problem.message.startswith("“△” is neither yes nor no.")


# the scale


@pytest.mark.parametrize(
    ("given_", "scale", "found"),
    [([0, 1, 2], "0-2", [1, 2, 3]), ([1, 2, 3], "1-3", [1, 2, 3]), ([0, None, 0], "0-2", [1, None, 1])],
)
def test_any_0_or_any_3_tells_the_scale_and_values_are_kept_on_1_to_3(
    given_: Any, scale: Scale | None, found: Any
) -> None:
    ledger = short(*[row(name=f"図面{value}{at}", rating=value) for at, value in enumerate(given_)])
    assert ledger.scale == scale
    assert column(ledger, "confidentiality") == found


def test_only_1_and_2_leave_the_scale_open_until_it_is_said() -> None:
    rows = [row(name="図面", rating=1), row(name="見積", rating=2)]
    ledger = short(*rows)
    (problem,) = ledger.problems
    assert ledger.scale is None
    assert ledger.blocked
    assert (problem.row, problem.column, problem.letter) == (None, "機密性", "D")
    assert "0-2 or 1-3 (--scale)" in problem.message
    assert column(ledger, "confidentiality") == [None, None]
    assert column(short(*rows, scale="0-2"), "confidentiality") == [2, 3]
    assert column(short(*rows, scale="1-3"), "confidentiality") == [1, 2]


def test_both_0_and_3_are_a_problem_of_their_rows_and_of_the_file() -> None:
    rows = [row(name="図面", rating=0), row(name="見積", rating=3), row(name="規程", rating=2)]
    ledger = short(*rows)
    assert ledger.scale is None
    assert [problem.row for problem in ledger.problems] == [None, 2, 3]
    said = short(*rows, scale="1-3")
    assert [(problem.row, problem.message) for problem in said.problems] == [
        (2, "0 is outside the scale 1-3. Correct the rating.")
    ]


def test_a_ledger_without_ratings_needs_no_scale() -> None:
    ledger = short(row(name="図面"))
    assert ledger.scale is None
    assert not ledger.blocked


# size


def test_ten_thousand_rows_of_twenty_columns_take_well_under_five_seconds() -> None:
    data = books.large(10_000)
    start = time.process_time()  # what else the machine does counts nothing
    ledger = of(data)
    assert time.process_time() - start < 3
    assert len(ledger.rows) == 10_000
    assert not ledger.problems


def test_very_many_merged_cells_are_looked_at_once_each() -> None:
    def merge(workbook: openpyxl.Workbook) -> None:
        for number in range(2, 5_002):
            workbook.active.merged_cells.add(f"B{number}:B5002")

    data = book({"台帳": [SHORT, *(row(name=f"図面{number}") for number in range(5_001))]}, merge)
    start = time.process_time()
    assert len(of(data).rows) == 5_001
    assert time.process_time() - start < 3
