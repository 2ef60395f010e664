"""On which scale a file rates: 0 to 2 (third edition) or 1 to 3 (3.1); values are kept on 1 to 3 (handbook 3.2)."""

from collections.abc import Iterable
from typing import Final

from django.utils.translation import gettext as _

from exchange.lines import Scale

SCALES: Final[dict[Scale, range]] = {"0-2": range(3), "1-3": range(1, 4)}


def told_by(seen: Iterable[int]) -> Scale | None:
    """The scale that the ratings of a file tell: any 0 is of the one, any 3 of the other; None if neither or both."""
    values = set(seen)
    if (0 in values) == (3 in values):
        return None
    return "0-2" if 0 in values else "1-3"


def on_three(value: int, scale: Scale) -> int | None:
    """A rating on 1 to 3; None when it is not on the file's scale."""
    if value not in SCALES[scale]:
        return None
    return value + 1 if scale == "0-2" else value


def open_question(seen: Iterable[int]) -> str:
    """Why the scale cannot be told, and what to do."""
    if {0, 3} <= set(seen):
        return _(
            "The file rates some assets 0 and others 3, so its scale is not clear. "
            "Correct the ratings, or say which scale holds: 0-2 or 1-3 (--scale)."
        )
    return _(
        "All ratings in the file are 1 or 2, so its scale cannot be told. Say which one it is: 0-2 or 1-3 (--scale)."
    )


def off_scale(value: int, scale: Scale | None) -> str:
    """What is wrong with a rating outside the file's scale."""
    if scale is None:
        return _("%(value)s: the file uses both 0 and 3. Use one scale, 0 to 2 or 1 to 3.") % {"value": value}
    return _("%(value)s is outside the scale %(scale)s. Correct the rating.") % {"value": value, "scale": scale}
