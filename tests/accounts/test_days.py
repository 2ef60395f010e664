"""Dates: typed in either calendar, and written in the one that the company has chosen."""

import ast
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.test import Client
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from accounts.days.calendars import Calendar, fiscal_year, in_calendar, written
from accounts.days.fields import ComingDay, DayField, PastDay
from accounts.days.written import typed_day
from accounts.models import Company
from accounts.querysets import today
from assets.models import Grant
from tests import make
from tests.cast import Cast

ROOT = Path(__file__).parents[2]
DAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23",
        "2026/11/23",
        "2026.11.23",
        "2026年11月23日",
        "20261123",
        "２０２６／１１／２３",
        "２０２６年１１月２３日",
        "令和8年11月23日",
        "令和８年１１月２３日",
        "R8.11.23",
        "r8/11/23",
        "Ｒ８．１１．２３",
        "令8.11.23",
        " 2026-11-23 ",
        "2026年11月23日（月）",
    ],
)
def test_a_day_is_typed_in_many_ways(text: str) -> None:
    assert typed_day(text) == DAY
    assert DayField().clean(text) == DAY


@pytest.mark.parametrize("text", ["", "　", " "])
def test_a_blank_is_no_day(text: str) -> None:
    assert DayField(required=False).clean(text) is None


@pytest.mark.parametrize(
    "text", ["11/23", "2026", "R8", "2026-11", "令和8年度", "46000", "tomorrow", "未定", "11/25/2026"]
)
def test_a_form_does_not_guess(text: str) -> None:
    with pytest.raises(ValidationError, match="is not a full date"):
        DayField().clean(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-02-30", "not a date of the calendar"),
        ("令和8年2月30日", "calendar"),
        ("平成40年1月1日", "outside the era"),
    ],
)
def test_what_the_calendar_does_not_have_is_told_so(text: str, sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        DayField().clean(text)


@pytest.mark.parametrize(
    ("value", "format", "era", "western"),
    [
        (DAY, "DATE_FORMAT", "令和8年11月23日", "2026年11月23日"),
        (DAY, "SHORT_DATE_FORMAT", "令和8年11月23日", "2026-11-23"),
        (date(2019, 5, 1), "DATE_FORMAT", "令和元年5月1日", "2019年5月1日"),
        (date(2019, 4, 30), "DATE_FORMAT", "平成31年4月30日", "2019年4月30日"),
        (date(1989, 1, 7), "DATE_FORMAT", "昭和64年1月7日", "1989年1月7日"),
        (date(1850, 1, 1), "DATE_FORMAT", "1850年1月1日", "1850年1月1日"),
        (datetime(2026, 11, 23, 20, 5, tzinfo=UTC), "DATETIME_FORMAT", "令和8年11月24日 5:05", "2026年11月24日 5:05"),
        (
            datetime(2026, 11, 23, 3, 5, tzinfo=UTC),
            "SHORT_DATETIME_FORMAT",
            "令和8年11月23日 12:05",
            "2026-11-23 12:05",
        ),
    ],
)
def test_a_date_is_written_in_the_calendar_that_holds(value: Any, format: str, era: str, western: str) -> None:
    template = Template("{{ value|date:format }}")
    with translation.override("ja"):
        with in_calendar(lambda: Calendar.ERA):
            assert written(value, format) == era
            assert template.render(Context({"value": value, "format": format})) == era
        assert written(value, format) == western
        assert template.render(Context({"value": value, "format": format})) == western


def test_english_has_no_eras() -> None:
    with translation.override("en"), in_calendar(lambda: Calendar.ERA):
        assert written(DAY) == "23 November 2026"


@pytest.mark.parametrize(("value", "text"), [(None, ""), ("", ""), ("words", ""), (DAY, "2026年")])
def test_the_filter_is_otherwise_djangos(value: Any, text: str) -> None:
    with translation.override("ja"), in_calendar(lambda: Calendar.ERA):
        source = '{{ value|date:"Y年" }}' if text else "{{ value|date }}"
        assert Template(source).render(Context({"value": value})) == text


@given(st.dates(date(1868, 1, 25), date(2199, 12, 31)))
def test_every_day_that_is_written_is_read_back(value: date) -> None:
    for calendar in Calendar:
        with translation.override("ja"), in_calendar(calendar.__str__):
            for format in ("DATE_FORMAT", "SHORT_DATE_FORMAT"):
                assert typed_day(written(value, format)) == value


def test_the_companys_calendar_governs_pages_and_fields(cast: Cast, client: Client) -> None:
    asset = make.asset("curves", department=cast.design, owner=cast.owner, approved_on=DAY)
    client.force_login(cast.sign_in("owner"))
    client.cookies["django_language"] = "ja"
    for calendar, text in ((Calendar.WESTERN, "2026年11月23日"), (Calendar.ERA, "令和8年11月23日")):
        Company.objects.update(calendar=calendar)
        assert text in client.get(f"/assets/{asset.code}/").content.decode()
    field = client.get(f"/assets/{asset.code}/access/").content.decode()
    assert 'type="date"' not in field
    assert 'value="令和' in field


def test_an_era_is_understood_where_dates_are_typed(cast: Cast, client: Client) -> None:
    asset = make.asset("curves", department=cast.design, owner=cast.owner)
    client.force_login(cast.sign_in("owner"))
    sent = {"person": cast.listed.pk, "purpose": "work", "from_on": "令和８年１１月２３日", "until_on": "R9.3.31"}
    assert client.post(f"/assets/{asset.code}/access/", sent).status_code == 302
    assert Grant.objects.values_list("from_on", "until_on").get() == (DAY, date(2027, 3, 31))


def test_the_page_on_which_people_are_entered_understands_it_too(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("administrator"))
    sent = {"code": "P777", "name": "新人", "employment": "REGULAR", "entered_on": "令和8年11月23日"}
    answer = client.post("/people/new/", sent)
    assert answer.status_code == 302, answer.content.decode()
    assert type(cast.owner).objects.get(code="P777").entered_on == DAY


def subclasses(of: Any) -> set[Any]:
    return {deeper for each in of.__subclasses__() for deeper in {each, *subclasses(each)}}


def test_every_date_of_every_form_is_a_day_field() -> None:
    """Else an era typed there would be refused, and the browser would turn day and month round."""
    from django.urls import get_resolver

    assert get_resolver().url_patterns  # every page is imported
    ours = [
        form
        for form in subclasses(forms.BaseForm)
        if (ROOT / form.__module__.replace(".", "/")).with_suffix(".py").exists()
    ]
    fields = [(form, name, field) for form in ours for name, field in getattr(form, "base_fields", {}).items()]
    assert any(isinstance(field, DayField) for _form, _name, field in fields)
    wrong = [
        (form, name)
        for form, name, field in fields
        if isinstance(field, forms.DateField) and not isinstance(field, DayField)
    ]
    assert not wrong


def test_nobody_writes_a_date_past_the_calendar() -> None:
    for path in ROOT.glob("[a-z]*/**/*.py"):
        if path.parts[len(ROOT.parts)] in ("build", "node_modules", "var", "tests") or path.name == "calendars.py":
            continue
        names = {
            alias.name
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.ImportFrom) and node.module in ("django.utils.formats", "django.utils.dateformat")
            for alias in node.names
        }
        assert "date_format" not in names, path


@pytest.mark.parametrize(
    ("day", "month", "western", "era", "english"),
    [
        (date(2026, 11, 24), 4, "2026年度", "令和8年度", "fiscal year 2026"),
        (date(2027, 3, 31), 4, "2026年度", "令和8年度", "fiscal year 2026"),
        (date(2027, 4, 1), 4, "2027年度", "令和9年度", "fiscal year 2027"),
        (date(2026, 11, 24), 1, "2026年度", "令和8年度", "fiscal year 2026"),
        (date(2026, 11, 24), 12, "2025年度", "令和7年度", "fiscal year 2025"),
        (date(2019, 4, 1), 4, "2019年度", "令和元年度", "fiscal year 2019"),
        (date(1989, 1, 7), 4, "1988年度", "昭和63年度", "fiscal year 1988"),
    ],
)
def test_a_fiscal_year_bears_the_year_in_which_it_began(
    day: date, month: int, western: str, era: str, english: str
) -> None:
    with translation.override("ja"):
        assert fiscal_year(day, month) == western
        with in_calendar(lambda: Calendar.ERA):
            assert fiscal_year(day, month) == era
    with translation.override("en"), in_calendar(lambda: Calendar.ERA):
        assert fiscal_year(day, month) == english


def test_what_has_happened_is_not_still_to_come() -> None:
    assert PastDay().clean(today().isoformat()) == today()
    with translation.override("en"), pytest.raises(ValidationError, match="still to come"):
        PastDay().clean((today() + timedelta(days=1)).isoformat())


def test_by_when_something_is_to_be_done_has_not_passed() -> None:
    assert ComingDay().clean(today().isoformat()) == today()
    with translation.override("en"), pytest.raises(ValidationError, match="This day has passed"):
        ComingDay().clean((today() - timedelta(days=1)).isoformat())
