"""Many assets of a list at once, to be taken out or changed together: so many as one can wait for, and on from there.

Where assets have to be gone through to tell which fit, that is ended after so many; where more are found than go
together, after those. Whoever asked is told so, and from which asset one goes on (docs/decisions/0040).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assets.finding.listing import Found
from assets.finding.orders import Order

GONE_THROUGH = 20_000  # so many are gone through for one answer


@dataclass(frozen=True)
class Part:
    """Some assets of a list, in its order.

    Attributes:
        keys: of these assets.
        until: the last asset that was gone through, where more may follow; None where these are the last.
        gone_through: how many were asked whether they fit, where that was ended.
    """

    keys: list[int]
    until: int | None = None
    gone_through: int = 0


def part_of(found: Found, order: Order, most: int, beyond: Sequence[Any] | None = None) -> Part:
    """The first of what was found, at most so many; from the row with the values `beyond` on, where these are given."""
    keys, gone_through = list[int](), 0
    while True:
        look = found.look(order, most + 1 - len(keys), beyond)
        keys, gone_through = keys + look.keys, gone_through + look.gone_through
        if len(keys) > most:
            return Part(keys[:most], keys[most - 1])
        if look.until is None:
            return Part(keys)
        if gone_through >= GONE_THROUGH:
            return Part(keys, look.until, gone_through)
        beyond = order.values_of(look.until)
