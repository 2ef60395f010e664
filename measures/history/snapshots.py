"""Keeps how the register stands, once a day: gaps that were found and gaps that are gone, and counts by month.

What is written follows from other records, so the journal holds that it was done, not each row.
Read again and written for one stretch of assets at a time, so that nobody waits for a large register.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from accounts.sight import Sight
from assets.models import Asset
from journal.acts import act
from measures.asking.readings import Question
from measures.history.earlier import AskedLast, Gap, Snapshot
from measures.rules import OF_THE_WHOLE, RULES
from measures.verdicts import COUNTED, Verdict
from measures.words import Purpose

SPAN = 2000  # assets looked at in one go

type Stands = Mapping[int, Mapping[str, Verdict]]


@dataclass
class Taken:
    """What a look found."""

    assets: int = 0
    opened: int = 0
    gone: int = 0

    def __add__(self, other: "Taken") -> "Taken":
        return Taken(self.assets + other.assets, self.opened + other.opened, self.gone + other.gone)


def take(on: date) -> Taken:
    """Look at every asset as it stands on a day, later than the looks before.

    Returns:
        how many assets were looked at, how many gaps were found, and how many are gone.
    """
    question, whole = Question(on), Whole.on_day(on)
    taken = sum((_look(question, whole, keys) for keys in _spans()), Taken())
    whole.keep()
    return taken


@dataclass(frozen=True)
class Whole:
    """The rules on the register as a whole. They count what some may not know of: only those who see all are told."""

    question: Question
    heard: frozenset[str]  # rules that were asked at the last look: what another finds may have been there before

    @classmethod
    def on_day(cls, on: date) -> "Whole":
        heard = frozenset(AskedLast.objects.values_list("rule", flat=True))
        return cls(Question(on, Sight(None, on, everything=True)), heard)

    @property
    def asked(self) -> frozenset[str]:
        return OF_THE_WHOLE - self.question.catalogue.quiet

    @property
    def unheard(self) -> frozenset[str]:
        return self.asked - self.heard

    def keep(self) -> None:
        """Once all of the register was looked at: which were asked. Mostly the same as the day before."""
        if self.asked != self.heard:
            with act(None, "measures.snapshot"):
                AskedLast.objects.exclude(rule__in=self.asked).delete()
                AskedLast.objects.bulk_create(
                    [AskedLast(rule=id) for id in sorted(self.unheard)], ignore_conflicts=True
                )

    def stands(self, first: int, last: int) -> Stands:
        """How the assets of a stretch stand, as far as it is about them."""
        found: dict[int, dict[str, Verdict]] = defaultdict(dict)
        assets = Asset.objects.kept().filter(pk__gte=first, pk__lte=last).order_by()
        for id in self.asked:
            rows = assets.annotate(stands=self.question.worst(RULES[id])).exclude(stands=Verdict.NOT_NEEDED.value)
            for pk, verdict in rows.values_list("pk", "stands"):
                found[pk][id] = Verdict(verdict)
        return found


def _spans() -> Iterator[list[int]]:
    """The keys of all assets, the retired too: their gaps are gone."""
    last = 0
    while keys := list(Asset.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:SPAN]):
        yield keys
        last = keys[-1]


def _look(question: Question, whole: Whole, keys: list[int]) -> Taken:
    first, last = keys[0], keys[-1]
    stands, order = question.looked(Asset.objects.kept().filter(pk__gte=first, pk__lte=last))
    of_all = whole.stands(first, last)
    every = {pk: {**each, **order[pk], **of_all.get(pk, {})} for pk, each in stands.items()}
    found, gone = _gaps(question.on, every, whole.unheard, first, last)
    counts = list(_counts(question, stands, first, last))
    taken = Taken(len(stands), len(found), len(gone))
    if found or gone or counts:
        with act(None, "measures.snapshot"):
            Gap.objects.bulk_create(found, batch_size=SPAN, ignore_conflicts=True)
            Gap.objects.bulk_update(gone, ["until_on", "became"], batch_size=500)
            Snapshot.objects.bulk_create(counts, batch_size=SPAN, ignore_conflicts=True)
    return taken


def _between(rows: QuerySet[Any], first: int, last: int) -> QuerySet[Any]:
    return rows.filter(asset__gte=first, asset__lte=last).order_by()


def _gaps(on: date, stands: Stands, unheard: Collection[str], first: int, last: int) -> tuple[list[Gap], list[Gap]]:
    """Gaps of which nothing was known, and those that are no more."""
    known = {(gap.asset_id, gap.measure): gap for gap in _between(Gap.objects.open(), first, last)}
    looked_at = set(_between(Snapshot.objects.all(), first, last).values_list("asset", flat=True).distinct())
    missing = {(pk, code) for pk, each in stands.items() for code, verdict in each.items() if verdict is Verdict.GAP}
    found = [
        Gap(asset_id=pk, measure=code, from_on=on, from_start=pk not in looked_at or code in unheard)
        for pk, code in sorted(missing - known.keys())
    ]
    gone = [gap for key, gap in known.items() if key not in missing]
    for gap in gone:
        gap.until_on = on
        gap.became = stands.get(gap.asset_id, {}).get(gap.measure, Verdict.NOT_NEEDED)
    return found, gone


def _counts(question: Question, stands: Stands, first: int, last: int) -> Iterator[Snapshot]:
    """For each asset that has none in this month, its counts by category."""
    month = Snapshot.objects.filter(on__gte=question.on.replace(day=1))
    counted = set(_between(month, first, last).values_list("asset", flat=True).distinct())
    for pk, each in stands.items():
        by_purpose: dict[Purpose, Counter[Verdict]] = defaultdict(Counter)
        for measure in question.catalogue.counted:
            by_purpose[measure.purpose][each.get(measure.code, Verdict.NOT_NEEDED)] += 1
        for purpose, n in by_purpose.items() if pk not in counted else ():
            if any(n[verdict] for verdict in COUNTED):
                yield Snapshot(asset_id=pk, on=question.on, purpose=purpose, **{v.code: n[v] for v in COUNTED})
