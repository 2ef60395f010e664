"""Which part of the register a page speaks of: a department, a place, a level, one asset; kept in the address."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models import Department, Place
from accounts.sight import Sight
from assets.models import Asset, Carrier
from classification.levels import Level


@dataclass(frozen=True)
class Part:
    """A part; without anything, all that the reader may know of. `asset` is a code, however it was typed."""

    department: Department | None = None
    place: Place | None = None
    level: Level | None = None
    asset: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> "Part":
        """As an address says it; what names nothing is passed over."""
        level = query.get("level", "")
        return cls(
            _row(Department, query.get("department", "")),
            _row(Place, query.get("place", "")),
            Level(int(level)) if level in map(str, Level.values) else None,
            query.get("asset", "").strip()[:12],
        )

    def assets(self, sight: Sight) -> QuerySet[Asset]:
        """The assets in it of which this person may know."""
        rows = Asset.objects.seen_by(sight).kept()
        if self.department:
            rows = rows.of_department(self.department.path)
        if self.place:
            kept = Carrier.objects.current().filter(place__path__startswith=self.place.path)
            rows = rows.filter(pk__in=kept.order_by().values("asset"))
        if self.level is not None:
            rows = rows.filter(level=self.level)
        return rows.filter(code=self.asset) if self.asset else rows

    @property
    def query(self) -> str:
        """The same as an address says it."""
        found = {"department": self.department, "place": self.place}
        pairs: dict[str, Any] = {name: row.pk for name, row in found.items() if row is not None}
        if self.level is not None:
            pairs["level"] = int(self.level)
        return urlencode(pairs | ({"asset": self.asset} if self.asset else {}))


def _row(model: Any, pk: str) -> Any:
    return model.objects.filter(pk=pk).first() if pk.isdecimal() and len(pk) < 10 else None


def choices() -> dict[str, Any]:
    """What the form of a part offers."""
    return {"departments": Department.objects.all(), "places": Place.objects.all(), "levels": sorted(Level)[::-1]}
