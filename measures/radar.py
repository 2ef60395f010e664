"""The geometry of the radar of the five categories, drawn alike on the screen and in the PDF. Knows no database."""

from dataclasses import dataclass
from math import cos, pi, sin

WIDTH, HEIGHT = 340, 272
CENTRE_X, CENTRE_Y = 170.0, 148.0
RADIUS = 98.0
LABEL_GAP = 12.0
RINGS = (100, 75, 50, 25)
NOTHING_NEEDED = "－"

type Point = tuple[float, float]


@dataclass(frozen=True)
class Axis:
    """One spoke: label, share (None where nothing is needed), tip, plotted point, and where the label hangs."""

    label: str
    share: int | None
    tip_x: str
    tip_y: str
    x: str
    y: str
    label_x: str
    label_y: str
    anchor: str

    @property
    def words(self) -> str:
        """The share as printed under the label."""
        return NOTHING_NEEDED if self.share is None else str(self.share)


@dataclass(frozen=True)
class Radar:
    """What the template prints. Numbers are strings with a point, so that no locale turns them into commas."""

    rings: tuple[str, ...]
    area: str
    axes: tuple[Axis, ...]
    width: str = str(WIDTH)
    height: str = str(HEIGHT)
    centre_x: str = f"{CENTRE_X:.1f}"
    centre_y: str = f"{CENTRE_Y:.1f}"


def radar(shares: list[tuple[str, int | None]]) -> Radar:
    """The picture for these (label, share 0..100 or None) pairs, the first at the top, then clockwise.

    A share of None is no nought: the axis stays, dashed, and the area passes it by.

    Raises:
        ValueError: when a share lies outside 0..100.
    """
    angles = [2 * pi * place / len(shares) - pi / 2 for place in range(len(shares))]
    axes = tuple(axis(label, share, angle) for (label, share), angle in zip(shares, angles, strict=True))
    return Radar(
        rings=tuple(ring(angles, share) for share in RINGS),
        area=" ".join(f"{spoke.x},{spoke.y}" for spoke in axes if spoke.share is not None),
        axes=axes,
    )


def axis(label: str, share: int | None, angle: float) -> Axis:
    """One spoke at this angle (radians, clockwise from the right)."""
    if share is not None and not 0 <= share <= 100:
        raise ValueError(f"a share is 0 to 100, not {share}")
    tip, plotted, beside = at(angle, RADIUS), at(angle, RADIUS * (share or 0) / 100), at(angle, RADIUS + LABEL_GAP)
    return Axis(label, share, *printed(tip), *printed(plotted), *printed(label_place(angle, beside)), anchor_of(angle))


def ring(angles: list[float], share: int) -> str:
    """The points of the polygon that marks this share on every axis."""
    return " ".join(",".join(printed(at(angle, RADIUS * share / 100))) for angle in angles)


def at(angle: float, distance: float) -> Point:
    """The point that lies this far from the centre in this direction."""
    return CENTRE_X + distance * cos(angle), CENTRE_Y + distance * sin(angle)


def label_place(angle: float, beside: Point) -> Point:
    """Where the label's first of two lines begins: wholly above at the top, beside on the flanks, below at the foot."""
    x, y = beside
    height = sin(angle)
    return x, y - 18 if height < -0.9 else y + 10 if height > 0.5 else y - 2


def anchor_of(angle: float) -> str:
    """Which end of the label touches its place: middle above and below, start on the right, end on the left."""
    if abs(cos(angle)) < 0.1 or sin(angle) > 0.5:
        return "middle"
    return "start" if cos(angle) > 0 else "end"


def printed(point: Point) -> tuple[str, str]:
    """A point as SVG writes it."""
    return f"{point[0]:.1f}", f"{point[1]:.1f}"
