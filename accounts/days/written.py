"""Dates as people and ledgers write them: 2024/4/1, R6.4.1, 令和６年度, Excel's serial numbers (handbook 4.2-7)."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, NoReturn

from django.utils.translation import gettext as _

EARLIEST: Final = 1868
LATEST: Final = 2199
SERIALS: Final = range(10_000, 110_000)  # 1927 to 2201; smaller numbers are years or something else
EPOCH: Final = date(1899, 12, 30)
EPOCH_1904: Final = date(1904, 1, 1)


@dataclass(frozen=True)
class Era:
    """One era: its names, its first and last day."""

    name: str
    letter: str
    start: date
    end: date

    @property
    def last_year(self) -> int:
        """The era's last year, counted from one."""
        return self.end.year - self.start.year + 1


ERAS: Final = (
    Era("明治", "M", date(1868, 1, 25), date(1912, 7, 29)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 24)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", date(2019, 5, 1), date(LATEST, 12, 31)),
)
_ERA: Final = {key: era for era in ERAS for key in (era.name, era.name[0], era.letter)}
_NO_DAY: Final = frozenset(
    ["", "-", "未定", "随時", "不明", "なし", "無し", "無", "未", "未登録", "未記入", "n/a", "N/A"]
)
_SIGN: Final = r"\s*(?:[./-]|年|月)\s*"
_TAIL: Final = re.compile(  # the day of the week, the time of day
    r"\s*(?:\([月火水木金土日]\)|[月火水木金土日]曜日?)?(?:[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?$"
)
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—―−ー", "-"))
_PATTERN: Final = re.compile(
    r"(?P<era>明治|大正|昭和|平成|令和|[明大昭平令MTSHR])?\s*\.?\s*(?P<year>元|\d{1,4})"
    rf"(?:\s*(?P<fiscal>年度)|\s*年?$|{_SIGN}(?P<month>\d{{1,2}})(?:\s*月?$|{_SIGN}(?P<day>\d{{1,2}})\s*日?$))",
    re.IGNORECASE,
)


class Unreadable(ValueError):
    """No date in any spelling that is known here."""


def typed_day(text: str) -> date | None:
    """The day that somebody typed, in the western calendar or in an era, half or full width; None for a blank.

    Year, month and day are wanted: what a ledger may leave open, a form does not guess.

    Raises:
        Unreadable: it is no full date.
        ValueError: the calendar has no such date, or it lies outside its era; with a sentence.
    """
    plain = _plain(text)
    if not plain:
        return None
    if re.fullmatch(r"[12]\d{7}", plain):
        return _from_digits(float(plain), text, epoch_1904=False)
    found = _PATTERN.fullmatch(plain)
    if not found or not found["day"]:
        raise Unreadable(text)
    return _from_words(plain, text)


def era_of(value: date) -> Era | None:
    """The era in which a day lies; None before Meiji and far ahead."""
    return next((era for era in ERAS if era.start <= value <= era.end), None)


def _plain(value: object) -> str:
    text = unicodedata.normalize("NFKC", str(value)).translate(_DASHES).strip().removeprefix("'")
    return _TAIL.sub("", text).strip()


def day(value: object, *, epoch_1904: bool = False) -> date | None:
    """The day a cell means; None for a blank, 未定, 随時, 不明 or a dash.

    A month alone is its first day, a year alone its first, a fiscal year (年度) April 1.
    Numbers are Excel's serial numbers (`epoch_1904`: of an old Mac file), or a year between 1868 and 2199.
    Raises ValueError, with a sentence, for all that is no date of the calendar or outside its era.
    """
    if value is None or isinstance(value, datetime):
        return value.date() if value else None
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        _refuse(value)
    text = _plain(value)
    if text in _NO_DAY:
        return None
    if re.fullmatch(r"\d+(\.\d+)?", text) and not re.fullmatch(r"\d{1,4}\.\d{1,2}", text):
        return _from_digits(float(text), value, epoch_1904)
    return _from_words(text, value)


def _refuse(value: object) -> NoReturn:
    raise Unreadable(
        _("“%(value)s” is not a date that can be read. Write it like 2024-04-01 or R6.4.1, or leave the cell empty.")
        % {"value": value}
    )


def _impossible(value: object) -> NoReturn:
    raise ValueError(
        _("“%(value)s” is not a date of the calendar. Correct the year, the month or the day.") % {"value": value}
    )


def _outside(value: object, era: Era) -> NoReturn:
    raise ValueError(
        _("“%(value)s” lies outside the era: %(era)s ran from %(start)s to %(end)s. Write the year of the right era.")
        % {"value": value, "era": era.name, "start": era.start.isoformat(), "end": era.end.isoformat()}
    )


def _from_digits(digits: float, value: object, epoch_1904: bool) -> date:
    """A serial number, a bare year or eight digits such as 20240401."""
    whole = int(digits)
    if EARLIEST <= whole <= LATEST:
        return date(whole, 1, 1)
    if whole in SERIALS:
        return (EPOCH_1904 if epoch_1904 else EPOCH) + timedelta(days=whole)
    if 10_000_000 <= whole <= 99_999_999:
        return _real(whole // 10_000, whole // 100 % 100, whole % 100, value)
    _refuse(value)


def _from_words(text: str, value: object) -> date:
    """A written date, in the western calendar or in an era."""
    found = _PATTERN.fullmatch(text)
    if not found:
        _refuse(value)
    month = int(found["month"]) if found["month"] else None
    dom = int(found["day"]) if found["day"] else None
    if found["fiscal"]:
        month = 4
    if not found["era"]:
        return _western(found["year"], month, dom, value)
    era = _ERA[found["era"].upper() if found["era"].isascii() else found["era"]]
    year = 1 if found["year"] == "元" else int(found["year"])
    return _in_era(era, year, month, dom, value, fiscal=bool(found["fiscal"]))


def _western(year: str, month: int | None, dom: int | None, value: object) -> date:
    """Four digits, or two when a full date leaves no doubt (24/4/1)."""
    if len(year) == 4 and year.isdigit():
        return _real(int(year), _or_first(month), _or_first(dom), value)
    if len(year) == 2 and year.isdigit() and dom is not None:
        return _real(int(year) + (2000 if int(year) < 70 else 1900), _or_first(month), dom, value)
    _refuse(value)


def _in_era(era: Era, year: int, month: int | None, dom: int | None, value: object, *, fiscal: bool) -> date:
    """A date counted in an era; a year or month that the era only partly fills begins with the era."""
    if not 1 <= year <= era.last_year:
        _outside(value, era)
    found = _real(era.start.year + year - 1, _or_first(month), _or_first(dom), value)
    if fiscal:  # 令和元年度 began in April, before the era did
        return found
    partly = (found.year, found.month) == (era.start.year, era.start.month) if month else year == 1
    if dom is None and partly:
        return era.start
    if not era.start <= found <= era.end:
        _outside(value, era)
    return found


def _or_first(part: int | None) -> int:
    """A month or day as written (0 too, which no calendar has), or the first."""
    return 1 if part is None else part


def _real(year: int, month: int, dom: int, value: object) -> date:
    """The date, if the calendar has it."""
    if not EARLIEST <= year <= LATEST:
        _impossible(value)
    try:
        return date(year, month, dom)
    except ValueError:
        _impossible(value)
