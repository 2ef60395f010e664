from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.cells import clean, day, fold, formula_guard, is_blank, mark, number, rating, same_as_above, unguard

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("サーバー", "ｻｰﾊﾞｰ"),
        ("サーバー", "サ―バ－"),
        ("ＲＸ－３００", "rx-300"),
        ("RX−300", "RX‐300"),
        ("4〜6月", "4～6月"),
        ("設計・図面", "設計･図面"),
        ("顧客\n名簿", "顧客　名簿"),
        ("  顧客   名簿 ", "顧客 名簿"),
        ("㈱蔵", "(株)蔵"),
        ("①", "1"),
        ("Straße", "STRASSE"),
        ("\ufeff社員\u200b名簿", "社員名簿"),
        ("葛\U000e0100城", "葛城"),
    ],
)
def test_two_spellings_of_one_thing_have_one_key(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("高橋", "髙橋"), ("山崎", "山﨑"), ("図面A", "図面B"), ("", "-")])
def test_different_things_keep_different_keys(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_the_key_of_a_key_is_the_key(text: Any) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("　社員名簿 ", "社員名簿"),
        ("一行_x000D_\n二行", "一行\n二行"),
        ("一行_x000D_二行", "一行\n二行"),
        ("一行\r\n二行\r三行", "一行\n二行\n三行"),
        ("ﾉｳﾊｳ・ｻｰﾊﾞｰ", "ノウハウ・サーバー"),
        ("①㈱髙﨑𠮷〜～Ａ１", "①㈱髙﨑𠮷〜～Ａ１"),
        ("a\x00b\x07c", "abc"),
        ("-20℃保管", "-20℃保管"),
    ],
)
def test_text_is_stored_as_typed_but_for_trimming_line_ends_and_half_width_kana(typed: str, stored: str) -> None:
    assert clean(typed) == stored


@given(st.text())
def test_cleaned_text_is_clean(text: Any) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize("text", ["", " ", "　", "\n", "\u200b", "\ufeff ", None])
def test_cells_with_nothing_to_see_are_blank(text: Any) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["-", "0", 0, False, "無"])
def test_a_dash_and_a_zero_are_not_blank(text: Any) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize("text", ["同上", " 同上　", "〃", "″", "々", '"', "上に同じ"])
def test_the_words_for_the_same_as_above(text: Any) -> None:
    assert same_as_above(text)


@pytest.mark.parametrize("text", ["", "同上とする理由", "-", "同"])
def test_other_words_are_not_the_same_as_above(text: Any) -> None:
    assert not same_as_above(text)


@pytest.mark.parametrize(
    "text", [*"○◯〇●◎有要済✓✔☑■YyレＹ１1", "あり", "有り", "済み", "Yes", "TRUE", "true", " ○ ", 1, 1.0, True]
)
def test_marks_that_say_yes(text: Any) -> None:
    assert mark(text) is True


@pytest.mark.parametrize(
    "text", [*"×✕✖☓無－-−ー□Nn0０未", "なし", "無し", "不要", "No", "FALSE", "対象外", "", "　", None, 0, 0.0, False]
)
def test_marks_that_say_no(text: Any) -> None:
    assert mark(text) is False


@pytest.mark.parametrize("text", ["△", "▲", "?", "？", "たぶん", "2", 3, date(2024, 1, 1)])
def test_a_mark_that_says_neither_is_asked_back(text: Any) -> None:
    with pytest.raises(ValueError, match=r"neither yes nor no. Write ○"):
        mark(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("１２３", 123),
        ("1,234", 1234),
        ("２．５", 2.5),
        ("-3", -3),
        ("", None),
        ("－", None),
        (4, 4),
        (4.0, 4),
        (2.5, 2.5),
    ],
)
def test_numbers_in_any_width(text: Any, found: Any) -> None:
    assert number(text) == found


@pytest.mark.parametrize("text", ["五", "3件", "1e5", "٣", True, "9" * 20])
def test_what_is_no_number_is_asked_back(text: Any) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        number(text)


@pytest.mark.parametrize(("text", "found"), [("３", 3), ("0", 0), (2.0, 2), ("", None), ("-", None), ("②", 2)])
def test_ratings_in_any_width(text: Any, found: Any) -> None:
    assert rating(text) == found


@pytest.mark.parametrize("text", ["4", "高", "2.5", "-1", 9, "A", True])
def test_what_is_no_rating_is_asked_back(text: Any) -> None:
    with pytest.raises(ValueError, match=r"is not a rating. Write 1, 2 or 3"):
        rating(text)


@pytest.mark.parametrize(
    "text",
    [
        "2024/4/1", "2024.4.1", "2024-04-01", "２０２４／４／１", "24/4/1", "24.04.01",
        "2024年4月1日", "2024年 4月 1日",
        "2024年4月", "2024/4", "2024-04", "2024.4", "2024年度", "令和6年4月1日", "令和６年度", "令和6年4月",
        "R6.4.1", "R6/4/1", "r6-4-1",
        "Ｒ６．４．１", "R06.04.01", "R.6.4.1", "令6.4.1", "㋿6年4月1日", "20240401",
        "45383", "45383.5", 45383, 45383.0,
        "2024/4/1 10:30", "2024-04-01T00:00:00", "2024/4/1(月)", "2024年4月1日（月）", "'2024/4/1", date(2024, 4, 1),
        datetime(2024, 4, 1, 9),
    ],
)  # fmt: skip
def test_the_first_of_april_2024_in_all_its_spellings(text: Any) -> None:
    assert day(text) == date(2024, 4, 1)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("令和元年", date(2019, 5, 1)),
        ("令和元年5月", date(2019, 5, 1)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("R1.5.1", date(2019, 5, 1)),
        ("令和元年度", date(2019, 4, 1)),
        ("H31.4.30", date(2019, 4, 30)),
        ("平成31年", date(2019, 1, 1)),
        ("平成元年", date(1989, 1, 8)),
        ("昭和64年", date(1989, 1, 1)),
        ("昭和64年1月7日", date(1989, 1, 7)),
        ("S63", date(1988, 1, 1)),
        ("S63.12.31", date(1988, 12, 31)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("大正元年7月30日", date(1912, 7, 30)),
        ("T15.12.24", date(1926, 12, 24)),
        ("明治45年7月29日", date(1912, 7, 29)),
        ("明治元年", date(1868, 1, 25)),
        ("99/4/1", date(1999, 4, 1)),
        ("2024年", date(2024, 1, 1)),
        ("2024", date(2024, 1, 1)),
        (2024, date(2024, 1, 1)),
        ("R6", date(2024, 1, 1)),
        ("2024/2/29", date(2024, 2, 29)),
    ],
)
def test_dates_of_all_five_eras_and_their_first_and_last_days(text: Any, found: Any) -> None:
    assert day(text) == found


def test_a_serial_number_of_an_old_mac_file_counts_from_1904() -> None:
    assert day(43921, epoch_1904=True) == date(2024, 4, 1)


@pytest.mark.parametrize("text", ["未定", "随時", "-", "－", "ー", "不明", "", "　", None])
def test_words_for_no_date(text: Any) -> None:
    assert day(text) is None


@pytest.mark.parametrize(
    "text", ["2024/2/30", "2023/2/29", "R6.13.1", "2024/4/31", "2024/0/1", "20241301", "1600/1/1", "9999/1/1"]
)
def test_a_date_that_the_calendar_does_not_have_is_told_so(text: Any) -> None:
    with pytest.raises(ValueError, match=f"“{text}” is not a date of the calendar"):
        day(text)


@pytest.mark.parametrize(
    "text",
    [
        "昭和65年",
        "昭和64年1月8日",
        "平成31年5月1日",
        "H32.1.1",
        "令和元年4月30日",
        "令和元年4月",
        "大正16年",
        "明治46年",
        "令和0年",
        "S100年度",
    ],
)
def test_a_date_outside_its_era_is_told_the_era(text: Any) -> None:
    with pytest.raises(ValueError, match="lies outside the era"):
        day(text)


@pytest.mark.parametrize(
    "text",
    [
        "4/1",
        "4/1/2024",
        "6/4/1",
        "来年",
        "5年",
        "2024/4/1～",
        "3",
        3,
        0,
        -5,
        300_000,
        True,
        "R",
        "X6.4.1",
        "2024//1",
        "１",
    ],
)
def test_what_is_no_date_is_asked_back(text: Any) -> None:
    with pytest.raises(ValueError, match=r"Write it like 2024-04-01 or R6\.4\.1"):
        day(text)


@given(st.text())
def test_any_text_is_a_day_or_nothing_or_a_sentence(text: Any) -> None:
    try:
        assert day(text) is None or isinstance(day(text), date)
    except ValueError as error:
        assert str(error).endswith(".")  # noqa: PT017


@given(st.dates(date(1868, 1, 25), date(2199, 12, 31)))
def test_every_day_is_read_back_from_its_western_spellings(when: Any) -> None:
    assert day(when.isoformat()) == day(f"{when.year}/{when.month}/{when.day}") == when


@pytest.mark.parametrize("sign", [*"=+-@＝＋－＠", "\t", "\r"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(sign: str) -> None:
    assert formula_guard(f"{sign}20℃保管") == f"'{sign}20℃保管"
    assert unguard(f"'{sign}20℃保管") == f"{sign}20℃保管"


@pytest.mark.parametrize("text", ["", "社員名簿", "a=b", "'引用'", "20℃"])
def test_other_text_is_left_alone(text: Any) -> None:
    assert formula_guard(text) == text == unguard(text)


@given(st.text(st.sampled_from("'=+-@＝\t\ra")))
def test_the_guard_comes_off_again_whatever_the_text(text: Any) -> None:
    assert unguard(formula_guard(text)) == text
    assert not formula_guard(text).startswith(tuple("=+-@＝＋－＠\t\r"))
