"""For whom is asked, where an answer may tell of other assets than the one it is about.

Without a reader no other asset is looked at: what nobody in particular reads says nothing about what is hidden from
some. Rules that are entered as comparing are asked within `read_by`; no other may ask for its reader. What they ask is
kept by what the reader may know of (`assets.sealing.Knowing`), so they may make use of nothing else of the reader.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from accounts.sight import Sight

_held: ContextVar[Sight | None] = ContextVar("kura_reader")


@contextmanager
def read_by(sight: Sight | None) -> Iterator[None]:
    """Within it rules answer to this person."""
    token = _held.set(sight)
    try:
        yield
    finally:
        _held.reset(token)


def reader() -> Sight | None:
    """The person who will read the answers; None for nobody in particular. Raises: LookupError outside `read_by`."""
    return _held.get()
