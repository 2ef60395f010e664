"""The drawings of where measures are missing, as pages and papers show them."""

from dataclasses import dataclass

from measures.figures import Categories, categories_of
from measures.history.past_counts import NO_COURSE, Trend
from measures.spread import Row as Row
from measures.spread import Spread, heat, matrix


@dataclass(frozen=True)
class Seen:
    """What was counted of a part of the register, as pages and papers draw it."""

    categories: Categories
    matrix: tuple[Row, ...]
    heat: tuple[Row, ...]
    course: Trend


def seen(found: Spread, course: Trend = NO_COURSE) -> Seen:
    """The drawings of one look."""
    return Seen(categories_of(found.whole), matrix(found), heat(found), course)
