"""How secret something is. The number orders; the code stays; the words, colour and sign are the company's.

What the company calls its levels is set once, around a request or a command (`in_words`), and asked only when a level
is written. Outside of it, as in migrations, the standard words hold.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import models
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Wording:
    """What the company has decided about one level; what is empty stays as it is by default."""

    name: str = ""
    name_en: str = ""
    colour: str = ""
    sign: str = ""


type Words = Callable[[], Mapping[int, Wording]]
_held: ContextVar[Words | None] = ContextVar("kura_level_words", default=None)
STANDARD = Wording()


@contextmanager
def in_words(words: Words) -> Iterator[None]:
    """Within it levels are called as `words` says; it is asked once, when a level is first written."""
    token = _held.set(cache(words))
    try:
        yield
    finally:
        _held.reset(token)


def _wording(value: int) -> Wording:
    held = _held.get()
    return held().get(value, STANDARD) if held is not None else STANDARD


def _called(value: int) -> str:
    own, english = _wording(value), (get_language() or "").startswith("en")
    return (own.name_en if english else own.name) or str(Level(value).standard)


_lazily_called: Any = lazy(_called, str)


class Level(models.IntegerChoices):
    """Secrecy levels (handbook.md 3.3). Stored as numbers so that "at least secret" is one comparison."""

    PUBLIC = 0, _("Public")
    INTERNAL = 10, _("Internal")
    SECRET = 20, _("Secret")
    TOP_SECRET = 30, _("Top secret")

    @property
    def label(self) -> Any:
        """The company's word in the reader's language, found when it is written."""
        return _lazily_called(self.value)

    @property
    def standard(self) -> Any:
        """The word where the company has none of its own."""
        return self._label_

    @property
    def colour(self) -> str:
        """The company's colour of the palette; empty: the one of its shape."""
        return _wording(self.value).colour

    @property
    def sign(self) -> str:
        """The company's sign for it, such as ㊙; empty where it has none."""
        return _wording(self.value).sign


def level_of(code: str) -> Level:
    """The level with this code.

    Raises:
        KeyError: when there is none.
    """
    return Level[code]
