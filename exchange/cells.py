"""What one cell of a spreadsheet means (handbook 4.2). Pure functions; a ValueError carries a sentence for people."""

import re
import unicodedata
from typing import Final

from django.utils.translation import gettext as _

from accounts.days.written import day
from assets.words import fold
from exchange.words import WORDS

__all__ = [
    "clean",
    "day",
    "fold",
    "formula_guard",
    "is_blank",
    "mark",
    "number",
    "rating",
    "same_as_above",
    "unguard",
]

RATINGS: Final = range(4)  # 0-2 in the third edition of IPA's sheet, 1-3 in 3.1

_ESCAPED: Final = re.compile(r"_x000D_\n?|\r\n?", re.IGNORECASE)
_HALF_KANA: Final = re.compile("[\uff61-\uff9f]+")
_CONTROLS: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DITTO: Final = frozenset(
    ["同上", "〃", "″", "′′", "々", "仝", "仝上", "上に同じ", "上記に同じ", "上記と同じ", '"', "”", "〟"]
)
_DITTO_STARTS: Final = frozenset('同〃″′々仝上"”〟')
_YES: Final = frozenset(WORDS["marks"]["yes"])
_NO: Final = frozenset(WORDS["marks"]["no"])
_TRIGGERS: Final = "=+\\-@\t\r＝＋－＠"
_NEEDS_GUARD: Final = re.compile(f"'*[{_TRIGGERS}]")
_GUARDED: Final = re.compile(f"'+[{_TRIGGERS}]")


def clean(text: str) -> str:
    """The text to store: trimmed, line ends unified, half-width kana widened, controls removed; all else as typed.

    ①, ㈱, 髙, 﨑, full-width letters and wave dashes stay what the person wrote.
    """
    lines = _ESCAPED.sub("\n", text)
    wide = _HALF_KANA.sub(lambda found: unicodedata.normalize("NFKC", found.group()), lines)
    return _CONTROLS.sub("", wide).strip()


def is_blank(value: object) -> bool:
    """Whether a cell holds nothing to read."""
    if not isinstance(value, str):
        return value is None
    text = value.strip()
    return not text or (not text[0].isprintable() and not fold(text))


def same_as_above(text: str) -> bool:
    """Whether the cell says 同上, 〃 or one of their kin."""
    words = text.strip()
    return words[:1] in _DITTO_STARTS and (words in _DITTO or fold(words) in _DITTO)


def mark(value: object) -> bool:
    """A tick or a cross. Blank is no; a triangle or any other word raises ValueError."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    key = "" if is_blank(value) else fold(str(value))
    if key in _YES:
        return True
    if not key or key in _NO:
        return False
    raise ValueError(
        _("“%(value)s” is neither yes nor no. Write ○ (or 有) for yes, and × or nothing for no.") % {"value": value}
    )


def number(value: object) -> float | int | None:
    """A number, in full-width digits or with thousands separators too; blank and dashes are None."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return int(value) if float(value).is_integer() else value
    key = "" if is_blank(value) else fold(str(value)).replace(",", "")
    if not key or key == "-":
        return None
    if re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?", key):
        found = float(key)
        return int(found) if found.is_integer() else found
    raise ValueError(_("“%(value)s” is not a number. Write it in digits.") % {"value": value})


def rating(value: object) -> int | None:
    """One value of confidentiality, integrity or availability as the sheet has it: 0 to 3, or None."""
    try:
        found = number(value)
    except ValueError:
        found = -1
    if found is None:
        return None
    if found in RATINGS:
        return int(found)
    raise ValueError(
        _("“%(value)s” is not a rating. Write 1, 2 or 3 (or 0, 1 or 2 in sheets of the older edition).")
        % {"value": value}
    )


def formula_guard(text: str) -> str:
    """The text as it may be written to a spreadsheet: what a program would run as a formula gets an apostrophe."""
    return f"'{text}" if _NEEDS_GUARD.match(text) else text


def unguard(text: str) -> str:
    """Takes formula_guard off again: unguard(formula_guard(text)) is always text."""
    return text[1:] if _GUARDED.match(text) else text
