"""Text as people write it, folded so that it can be compared."""

import re
import unicodedata
from typing import Final

_UNIFIED: Final = str.maketrans(
    dict.fromkeys("‐‑‒–—―−─━ーｰ", "-") | dict.fromkeys("〜∼～", "~") | dict.fromkeys("･·•‧∙⋅", "・")
)
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_SPACES: Final = re.compile(r"\s+")


def fold(text: str) -> str:
    """The key two spellings of one thing share: width, case, spaces, line breaks, dashes and dots do not count.

    For matching and searching only: it turns ① into 1 and ㈱ into (株), so it is never stored as a name.
    """
    key = _folded_once(text)
    while (again := _folded_once(key)) != key:  # a few letters need a second pass; a key of a key is the key
        key = again
    return key


def _folded_once(text: str) -> str:
    """One pass of fold."""
    wide = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    plain = unicodedata.normalize("NFKC", wide.casefold()).translate(_UNIFIED)
    return _SPACES.sub(" ", plain).strip()


def bare(text: str) -> str:
    """What is left of a name without signs and spaces: letters and digits, folded. “M-112（予備）” is “m112予備”.

    Two names that differ in a letter or a digit stay two: mold M-112 is not mold M-113, however similar they look.
    """
    return "".join(sign for sign in fold(text) if sign.isalnum())
