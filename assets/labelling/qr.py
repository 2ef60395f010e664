"""A QR sign as the path of an SVG: drawn by our own template, without a style of its own."""

from dataclasses import dataclass

import segno


@dataclass(frozen=True)
class Sign:
    """A square of so many modules, the quiet zone included, and the dark ones as an SVG path."""

    size: int
    path: str


QUIET = 4  # modules around it, as the standard asks


def sign(text: str) -> Sign:
    """The QR sign of a text; a quarter of it may be dirty (level Q)."""
    code = segno.make_qr(text, error="q")
    steps = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            run = 0
            while x + run < len(row) and row[x + run]:
                run += 1
            if run:
                steps.append(f"M{x + QUIET},{y + QUIET}h{run}v1h-{run}z")
            x += run or 1
    return Sign(len(code.matrix) + 2 * QUIET, "".join(steps))
