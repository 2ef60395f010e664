"""Subjects that lie around many assets: places and departments. Few rows, asked once, inherited by what they cover."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db.models import Case, Q, QuerySet

from accounts.models import Department, Place
from accounts.prepared import Among, Prepared
from accounts.trees import below
from assets.models import Asset, Carrier
from measures.asking.subjects import CARRIERS, Around, Stands, worst_of
from measures.verdicts import Verdict


@dataclass(frozen=True)
class Places(Around):
    """Places, each belonging to the assets that live in it or in something inside it.

    Attributes:
        about: which assets are asked, as a condition on assets.
        living: which of their carriers count, as a condition on carriers.
    """

    about: Q
    living: Q = field(default_factory=Q)
    through = CARRIERS

    def rows(self) -> QuerySet[Place]:
        return Place.objects.order_by("path")

    def ground(self, on: date) -> tuple[tuple[int, str], ...]:
        return tuple(Place.objects.order_by("pk").values_list("pk", "path"))

    def answer(self, stands: Stands, ground: tuple[tuple[int, str], ...]) -> Case:
        paths = dict(ground)

        def having(verdict: Verdict) -> Q:
            found = _having(stands, verdict)
            return self.living & Q(place__in=below(paths, found) if found else ())

        return worst_of(having)

    def reached(self, assets: Sequence[int], on: date) -> Mapping[int, Collection[int]]:
        living: dict[int, set[int]] = defaultdict(set)
        for asset, path in _living(self.living)(list(assets)):
            for step in filter(None, path.split(".")):
                living[int(step)].add(asset)
        return living


@lru_cache
def _living(living: Q) -> Prepared[tuple[int, str]]:
    """Of some assets the places of their carriers that count, by their paths."""
    carriers = Carrier.objects.current().filter(living, place__isnull=False).order_by()
    rows = carriers.values_list("asset", "place__path").distinct()
    return Prepared(lambda assets: rows.filter(Among("asset", assets)), list)


_owned: Prepared[tuple[int, int]] = Prepared(
    lambda assets: (
        Asset.objects.filter(Among("pk", assets), department__isnull=False).order_by().values_list("pk", "department")
    ),
    list,
)


@dataclass(frozen=True)
class Departments(Around):
    """Departments, each belonging to its own assets."""

    about: Q

    def rows(self) -> QuerySet[Department]:
        return Department.objects.order_by("path")

    def answer(self, stands: Stands, ground: None) -> Case:
        return worst_of(lambda verdict: Q(department__in=_having(stands, verdict)))

    def reached(self, assets: Sequence[int], on: date) -> Mapping[int, Collection[int]]:
        theirs: dict[int, set[int]] = defaultdict(set)
        for asset, department in _owned(list(assets)):
            theirs[department].add(asset)
        return theirs


def _having(stands: Stands, verdict: Verdict) -> list[int]:
    """The rows that stand so."""
    return [pk for pk, found in stands.items() if found is verdict]
