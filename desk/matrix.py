"""Two axes on one page: how secret something is, and whether it may be disclosed outside (handbook.md 3.4)."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from assets.doors import sight
from assets.kinds import Tier
from assets.models import Asset
from classification.levels import Level

UNDECIDED: Final = _("not decided")
NONE: Final = "none"  # in an address: not judged, not decided
# What hardly fits together, and why: Kura's proposal (handbook.md 2.7).
ODD: Final[dict[tuple[int | None, str], Promise]] = {
    (Level.TOP_SECRET, Tier.ORDINARY): _("What is told in ordinary business is hardly secret at all."),
    (Level.SECRET, Tier.ORDINARY): _("What is told in ordinary business is hardly secret at all."),
    (Level.INTERNAL, Tier.ORDINARY): _("What is told in ordinary business is not kept inside the company."),
    (Level.TOP_SECRET, Tier.NDA): _("Of the highest level nothing is disclosed, unless it is decided each time."),
    (Level.PUBLIC, Tier.NEVER): _("What is public needs no protection: lower the one or raise the other."),
    (Level.PUBLIC, Tier.NDA): _("What is public needs no agreement."),
}


@dataclass(frozen=True)
class Cell:
    """How many assets stand here, where they are listed, and what is odd about it."""

    count: int
    tier: Any  # in words
    url: str
    odd: Any = ""


@dataclass(frozen=True)
class Line:
    """One level (None: not judged) across the tiers."""

    level: int | None
    cells: tuple[Cell, ...]
    total: int


@require_GET
def matrix(request: HttpRequest) -> HttpResponse:
    """Levels by tiers, with how many assets stand in each, among what the person may know of."""
    rows = Asset.objects.seen_by(sight(request)).kept().order_by()
    counted = rows.values_list("level", "tier").annotate(n=Count("pk"))
    counts = {(level, tier): n for level, tier, n in counted}
    tiers = [*Tier.values, ""]
    lines = [_line(level, tiers, counts) for level in (*sorted(Level, reverse=True), None)]
    page = {"lines": lines, "tiers": [*(tier.label for tier in Tier), UNDECIDED], "total": sum(counts.values())}
    return render(request, "desk/matrix.html", page)


def _line(level: Level | None, tiers: list[str], counts: dict[tuple[int | None, str], int]) -> Line:
    cells = tuple(_cell(level, tier, counts.get((level, tier), 0)) for tier in tiers)
    return Line(level, cells, sum(cell.count for cell in cells))


def _cell(level: Level | None, tier: str, count: int) -> Cell:
    query = {"level": NONE if level is None else int(level), "tier": tier or NONE}
    odd = ODD.get((level, tier), "") if count else ""
    return Cell(count, Tier(tier).label if tier else UNDECIDED, f"{reverse('desk:list')}?{urlencode(query)}", odd)
