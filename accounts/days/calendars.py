"""How dates are written: in the western calendar, or in Japanese by era where the company has chosen so.

Everything that writes a date asks here: templates by their `date` filter (accounts.templatetags.days, built in),
Python by `written`. Which calendar holds is set once, around a request, a paper or a command.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Final

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from accounts.days.written import era_of


class Calendar(models.TextChoices):
    WESTERN = "WESTERN", _("Western: 2026-11-23")
    ERA = "ERA", _("Era: Reiwa 8, 11, 23 (only in Japanese)")


DAYS: Final = frozenset(["DATE_FORMAT", "SHORT_DATE_FORMAT"])
MOMENTS: Final = frozenset(["DATETIME_FORMAT", "SHORT_DATETIME_FORMAT"])
_chosen: ContextVar[Callable[[], str] | None] = ContextVar("kura_calendar", default=None)


@contextmanager
def in_calendar(chosen: Callable[[], str]) -> Iterator[None]:
    """Within it dates are written in the calendar that `chosen` names; it is asked only when a date is written."""
    token = _chosen.set(chosen)
    try:
        yield
    finally:
        _chosen.reset(token)


def by_era() -> bool:
    """Are dates written by era here and now? Never in English."""
    chosen = _chosen.get()
    return (get_language() or "").startswith("ja") and chosen is not None and chosen() == Calendar.ERA


def written(value: date, format: str = "DATE_FORMAT") -> str:
    """A day or a moment in one of Django's four formats of dates, in the calendar that holds.

    Any other format is a pattern of Django's and stays one.
    """
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if format in DAYS | MOMENTS and by_era():
        return _by_era(value, format in MOMENTS) or date_format(value, format)
    return date_format(value, format)


def _by_era(value: date, with_time: bool) -> str:
    """令和8年11月23日, the first year being 元年; nothing where no era is known."""
    whole = value.date() if isinstance(value, datetime) else value
    era = era_of(whole)
    if era is None:
        return ""
    year = whole.year - era.start.year + 1
    text = f"{era.name}{'元' if year == 1 else year}年{whole.month}月{whole.day}日"
    return f"{text} {value.hour}:{value.minute:02}" if with_time and isinstance(value, datetime) else text


def first_day_of_fiscal_year(on: date, first_month: int) -> date:
    """The day on which the fiscal year of a day began.

    >>> first_day_of_fiscal_year(date(2027, 3, 31), 4)
    datetime.date(2026, 4, 1)
    """
    return date(on.year - (on.month < first_month), first_month, 1)


def fiscal_year(on: date, first_month: int) -> str:
    """The fiscal year of a day in words, in the calendar that holds: 2026年度, 令和8年度, fiscal year 2026.

    It bears the number of the year in which it began, and the era of that year's end: 2019 is 令和元年度.
    """
    year = first_day_of_fiscal_year(on, first_month).year
    era = era_of(date(year, 12, 31)) if by_era() else None
    number = year - era.start.year + 1 if era else year
    words = f"{era.name}{'元' if number == 1 else number}" if era else str(year)
    return gettext("fiscal year %(year)s") % {"year": words}
