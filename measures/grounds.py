"""Subjects that lie around many assets: places and departments. Few rows, asked once, inherited by what they cover."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet

from accounts.models import Department, Place
from accounts.trees import below
from assets.models import Carrier
from measures.subjects import keys_of, worst_of
from measures.verdicts import Verdict


@dataclass(frozen=True)
class Places:
    """Places, each belonging to the assets that live in it or in something inside it.

    Attributes:
        about: which assets are asked, as a condition on assets.
        living: which of their carriers count, as a condition on carriers.
    """

    about: Q
    living: Q = field(default_factory=Q)

    def rows(self) -> QuerySet[Any]:
        return Place.objects.order_by("path")

    def worst(self, answer: Case, on: date) -> Case:
        """How a place stands does not depend on the asset: places are asked once, beforehand."""
        stands = self.rows().annotate(verdict=answer).values_list("pk", "path", "verdict")
        paths = {pk: path for pk, path, _verdict in stands}
        by_verdict = _grouped((pk, verdict) for pk, _path, verdict in stands)
        carriers = Carrier.objects.current().filter(self.living, asset=OuterRef("pk")).order_by()

        def having(verdict: Verdict) -> Q:
            inside = below(paths, by_verdict[verdict]) if by_verdict[verdict] else ()
            return self.about & Q(Exists(carriers.filter(place__in=inside)))

        return worst_of(having)

    def belonging(self, rows: QuerySet[Any], assets: QuerySet[Any], on: date) -> Iterator[tuple[int, Any]]:
        asked = assets.filter(self.about)
        carriers = Carrier.objects.current().filter(self.living, asset__in=keys_of(asked), place__isnull=False)
        living: dict[int, set[int]] = defaultdict(set)
        for asset, path in carriers.order_by().values_list("asset", "place__path").distinct():
            for step in path.split("."):
                if step:
                    living[int(step)].add(asset)
        for row in rows:  # all of them: they are few
            yield from ((asset, row) for asset in sorted(living.get(row.pk, ())))


@dataclass(frozen=True)
class Departments:
    """Departments, each belonging to its own assets."""

    about: Q

    def rows(self) -> QuerySet[Any]:
        return Department.objects.order_by("path")

    def worst(self, answer: Case, on: date) -> Case:
        """How a department stands does not depend on the asset: departments are asked once, beforehand."""
        by_verdict = _grouped(self.rows().annotate(verdict=answer).values_list("pk", "verdict"))
        return worst_of(lambda verdict: self.about & Q(department__in=by_verdict[verdict]))

    def belonging(self, rows: QuerySet[Any], assets: QuerySet[Any], on: date) -> Iterator[tuple[int, Any]]:
        theirs: dict[int, list[int]] = defaultdict(list)
        asked = assets.filter(self.about, department__isnull=False).order_by("pk")
        for asset, department in asked.values_list("pk", "department"):
            theirs[department].append(asset)
        for row in rows:
            yield from ((asset, row) for asset in theirs.get(row.pk, ()))


def _grouped(stands: Iterable[tuple[int, int]]) -> dict[Verdict, list[int]]:
    """The rows of each verdict."""
    found: dict[Verdict, list[int]] = {verdict: [] for verdict in Verdict}
    for pk, verdict in stands:
        found[Verdict(verdict)].append(pk)
    return found
