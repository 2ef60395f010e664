"""What records tell of the months behind us: shares by month, gaps that came and gaps that went."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum
from django.db.models.functions import TruncMonth

from assets.models import Asset
from measures.asking.asked import months_before
from measures.asking.readings import Tally
from measures.catalogue import Measure
from measures.catalogue.rulings import Catalogue
from measures.figures import SHORT
from measures.history.earlier import Gap, Snapshot
from measures.history.trend import Line, line
from measures.ordering import as_measure
from measures.rule_texts import rule_texts
from measures.rules import OF_THE_WHOLE, RULES
from measures.verdicts import COUNTED, Verdict
from measures.words import Purpose

MONTHS = 12
NAMED = 8  # assets of one measure that are named


@dataclass(frozen=True)
class Trend:
    """A line for each category, from the first month of which there are counts to the last, none left out."""

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
    months = every_month({month for month, _purpose in tallies})
    lines = (line(str(SHORT[p]), [tallies.get((m, p), Tally()).share for m in months]) for p in Purpose)
    return Trend(tuple(months), tuple(lines))


def every_month(counted: Collection[date]) -> list[date]:
    """The months from the first of these to the last; one without counts keeps its place, and says nothing."""
    if not counted:
        return []
    first, last = min(counted), max(counted)
    between = (last.year - first.year) * 12 + last.month - first.month
    return [months_before(first, -number) for number in range(between + 1)]


@dataclass(frozen=True)
class Changed:
    """A measure, or a rule of the register's own order, with the assets on which it came to lack or lacks no more."""

    measure: Measure
    assets: tuple[tuple[Asset, date], ...]  # each with its day
    count: int
    because: tuple[tuple[str, int], ...] = ()  # what gaps that are gone became, and how many

    @property
    def more(self) -> int:
        return self.count - len(self.assets)


type Row = tuple[int, date, int | None]  # an asset, the day, and what the gap became


def found_since(
    known: Catalogue, assets: QuerySet[Any], after: date, until: date, *, all_seen: bool = False
) -> list[Changed]:
    """Gaps that were found after one day and are still there, the most frequent first; two queries.

    Args:
        all_seen: does whoever reads see every asset? Only then are they told of the register as a whole.
    """
    return _grouped(_told(known, all_seen), Gap.objects.open().opened(after, until), assets, "from_on")


def gone_since(
    known: Catalogue, assets: QuerySet[Any], after: date, until: date, *, all_seen: bool = False
) -> list[Changed]:
    """Gaps that went after one day; two queries."""
    return _grouped(_told(known, all_seen), Gap.objects.gone(after, until), assets, "until_on")


def _told(known: Catalogue, all_seen: bool) -> dict[str, Measure]:
    rules = (id for id in RULES if id not in known.quiet and (all_seen or id not in OF_THE_WHOLE))
    return {each.code: each for each in known.counted} | {id: as_measure(rule_texts()[id]) for id in rules}


def _grouped(told: dict[str, Measure], gaps: QuerySet[Any], assets: QuerySet[Any], day: str) -> list[Changed]:
    rows: dict[str, list[Row]] = defaultdict(list)
    here = gaps.filter(asset__in=assets.order_by().values("pk"), measure__in=told)
    for code, *row in here.order_by(f"-{day}", "pk").values_list("measure", "asset", day, "became"):
        rows[code].append((row[0], row[1], row[2]))
    named = assets.order_by().in_bulk({row[0] for found in rows.values() for row in found[:NAMED]})
    changed = [_changed(told[code], found, named) for code, found in rows.items()]
    return sorted(
        changed, key=lambda each: (each.measure.is_rule, -each.count, each.measure.priority, each.measure.code)
    )


def _changed(of: Measure, rows: list[Row], named: dict[int, Asset]) -> Changed:
    became = Counter(Verdict(value) for _pk, _day, value in rows if value is not None)
    words = tuple((verdict.code, n) for verdict, n in sorted(became.items()))
    return Changed(of, tuple((named[pk], day) for pk, day, _became in rows[:NAMED]), len(rows), words)
