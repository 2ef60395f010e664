"""What records tell of the months behind us: shares by month, gaps that came and gaps that went."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from assets.models import Asset
from measures.asking import months_before
from measures.catalogue import Measure
from measures.figures import SHORT
from measures.history import Gap, Snapshot
from measures.readings import Tally
from measures.rulings import Catalogue
from measures.trend import Line, line
from measures.verdicts import COUNTED, Verdict
from measures.words import Purpose

MONTHS = 12
NAMED = 8  # assets of one measure that are named


@dataclass(frozen=True)
class Trend:
    """A line for each category, over the months of which there are counts."""

    months: tuple[date, ...]
    lines: tuple[Line, ...]

    @property
    def by_month(self) -> list[tuple[Line, list[tuple[date, int | None]]]]:
        """Each line with its shares, and the month of each."""
        return [(each, list(zip(self.months, each.shares, strict=True))) for each in self.lines]

    @property
    def tells(self) -> bool:
        """Is there anything to compare?"""
        return len(self.months) > 1


NO_COURSE = Trend((), ())


def trend(assets: QuerySet[Any], until: date) -> Trend:
    """How some assets stood month by month, a year back; one query.

    Of an earlier month only those are counted that were looked at then and may be known of now.
    """
    rows = Snapshot.objects.filter(asset__in=assets.order_by().values("pk"), on__lte=until)
    rows = rows.filter(on__gt=months_before(until, MONTHS)).annotate(month=TruncMonth("on"))
    sums = {f"n_{v.code}": Sum(v.code) for v in COUNTED}
    tallies: dict[tuple[date, str], Tally] = {}
    for month, purpose, *counts in rows.order_by().values_list("month", "purpose").annotate(**sums):
        tallies[month, purpose] = Tally(Counter(dict(zip(COUNTED, counts, strict=True))))
    months = sorted({month for month, _purpose in tallies})
    lines = (line(str(SHORT[p]), [tallies.get((m, p), Tally()).share for m in months]) for p in Purpose)
    return Trend(tuple(months), tuple(lines))


@dataclass(frozen=True)
class Changed:
    """A measure with the assets on which it came to lack, or lacks no more."""

    measure: Measure
    assets: tuple[Asset, ...]
    count: int
    because: tuple[tuple[str, int], ...] = ()  # what gaps that are gone became, and how many

    @property
    def more(self) -> int:
        return self.count - len(self.assets)


def found_since(known: Catalogue, assets: QuerySet[Any], after: date, until: date) -> list[Changed]:
    """Gaps that were found after one day and are still there, the most frequent first; two queries."""
    return _grouped(known, Gap.objects.open().opened(after, until), assets)


def gone_since(known: Catalogue, assets: QuerySet[Any], after: date, until: date) -> list[Changed]:
    """Gaps that went after one day; two queries."""
    return _grouped(known, Gap.objects.gone(after, until), assets)


def _grouped(known: Catalogue, gaps: QuerySet[Any], assets: QuerySet[Any]) -> list[Changed]:
    rows: dict[str, list[tuple[int, int | None]]] = defaultdict(list)
    here = gaps.filter(asset__in=assets.order_by().values("pk"), measure__in=[m.code for m in known.counted])
    for pk, code, became in here.order_by("-from_on", "pk").values_list("asset", "measure", "became"):
        rows[code].append((pk, became))
    named = assets.order_by().in_bulk({pk for pairs in rows.values() for pk, _became in pairs[:NAMED]})
    found = [_changed(known.measure(code), pairs, named) for code, pairs in rows.items()]
    return sorted(found, key=lambda each: (-each.count, each.measure.priority, each.measure.code))


def _changed(of: Measure, pairs: list[tuple[int, int | None]], named: dict[int, Asset]) -> Changed:
    became = Counter(Verdict(value) for _pk, value in pairs if value is not None)
    words = tuple((verdict.code, n) for verdict, n in sorted(became.items()))
    return Changed(of, tuple(named[pk] for pk, _became in pairs[:NAMED]), len(pairs), words)
