"""The words of a 媒体・保存先 cell → the media they name (IPA's six words, their synonyms, その他（金型）)."""

import re
from functools import cache
from typing import Final

from django.utils.translation import gettext as _

from exchange.cells import clean, fold
from exchange.lines import Medium
from exchange.words import WORDS

_BETWEEN: Final = re.compile(r"[、，,・･/／\n;；＆&＋+]")
_INNER: Final = re.compile(r"[(（〔\[［](.+)[)）〕\]］]\s*$")
_OTHER: Final = frozenset({fold("その他"), fold("その他の媒体"), "other"})


def _key(words: str) -> str:
    """Without the spaces that people put inside words."""
    return fold(words).replace(" ", "")


_MEDIA: Final[dict[str, Medium]] = {
    _key(word): (entry["kind"], entry["host"]) for entry in WORDS["media"] for word in entry["words"]
}


def media(text: str) -> tuple[tuple[str, Medium], ...]:
    """Every medium a cell names, each with its own words: 「紙、USB」 are two. Blank names none.

    Raises ValueError with advice for a word that is no medium.
    """
    return _media(clean(text))


@cache
def _media(text: str) -> tuple[tuple[str, Medium], ...]:
    if not text:
        return ()
    whole = _one(text)
    if whole:
        return ((text, whole),)
    found: dict[str, tuple[str, Medium]] = {}
    for piece in _pieces(text):
        medium = _one(piece)
        if medium is None:
            raise ValueError(_unknown(piece))
        found.setdefault(_key(piece), (piece, medium))
    return tuple(found.values())


def _pieces(text: str) -> list[str]:
    """The cell cut at its separators, but not inside brackets: 「PC（1、2号機）」 is one."""
    depth, start, pieces = 0, 0, []
    for at, sign in enumerate(text):
        depth += (sign in "(（〔[［") - (sign in ")）〕]］")
        if depth <= 0 and _BETWEEN.match(sign):
            pieces.append(text[start:at])
            start = at + 1
    return [piece.strip() for piece in (*pieces, text[start:]) if piece.strip()]


def _one(words: str) -> Medium | None:
    """The medium of one word: as it stands, without what its brackets add, or what その他（…） holds."""
    whole = _MEDIA.get(_key(words))
    inner = _INNER.search(words)
    if whole or not inner:
        return whole
    base = words[: inner.start()]
    if fold(base) in _OTHER or not base.strip():
        return _MEDIA.get(_key(inner[1]))
    return _MEDIA.get(_key(base))


def _unknown(words: str) -> str:
    return _(
        "“%(value)s” is not a medium Kura knows. Write 書類, 可搬電子媒体, 事務所PC, モバイル機器, 社内サーバー or "
        "社外サーバー, or for other things その他（金型）, その他（試作品）, その他（ライン） or その他（ノウハウ）."
    ) % {"value": words}
