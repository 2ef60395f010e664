"""Text as people write it, folded so that it can be compared."""

import re
import unicodedata

_DASHES = str.maketrans({**dict.fromkeys("‐‑‒–—―−ー－ｰ", "-"), **dict.fromkeys("〜～", "~"), **dict.fromkeys("･", "・")})


def fold(text: str) -> str:
    """The key of a name: width, case, spaces and the many dashes folded. For comparing only, never stored as a name.

    >>> fold("ＲＸ－３００　設計図")
    'rx-300 設計図'
    """
    folded = unicodedata.normalize("NFKC", text.translate(_DASHES)).translate(_DASHES).casefold()
    return re.sub(r"\s+", " ", folded).strip()
