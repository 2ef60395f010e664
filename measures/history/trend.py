"""The line of a category over months, drawn alike on the screen and on paper. Knows no database."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, EDGE = 240, 60, 6


@dataclass(frozen=True)
class Dot:
    """A month's share at its place; numbers with a point, as SVG writes them."""

    share: int
    x: str
    y: str


@dataclass(frozen=True)
class Line:
    """The stretches between months without a gap in the records, and a dot for each month."""

    label: str
    shares: tuple[int | None, ...]
    dots: tuple[Dot, ...]
    points: tuple[str, ...]
    width: str = str(WIDTH)
    height: str = str(HEIGHT)

    @property
    def change(self) -> int | None:
        """By how much the last month differs from the first."""
        known = [share for share in self.shares if share is not None]
        return known[-1] - known[0] if len(known) > 1 else None


def line(label: str, shares: Sequence[int | None]) -> Line:
    """The drawing of shares (0 to 100; None: nothing was needed), one a month, evenly apart."""
    step = (WIDTH - 2 * EDGE) / max(len(shares) - 1, 1)
    dots = [None if share is None else _dot(share, EDGE + number * step) for number, share in enumerate(shares)]
    stretches: list[list[str]] = [[]]
    for dot in dots:
        if dot is None:
            stretches.append([])
        else:
            stretches[-1].append(f"{dot.x},{dot.y}")
    return Line(label, tuple(shares), tuple(filter(None, dots)), tuple(" ".join(s) for s in stretches if len(s) > 1))


def _dot(share: int, x: float) -> Dot:
    y = HEIGHT - EDGE - (HEIGHT - 2 * EDGE) * share / 100
    return Dot(share, f"{x:.1f}", f"{y:.1f}")
