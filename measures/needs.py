"""Of which assets a measure is asked: by level, and by what they live on.

Once as a condition in SQL, which counts, once for assets at hand, which explains; that both agree is tested over
random registers.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q

from assets.kinds import Kind, State
from assets.models import Asset, Carrier
from assets.written import Condition, Written
from measures.catalogue import Measure
from measures.rules import IN_FORCE


def needed(measure: Measure) -> Q:
    """The assets of which it is asked, as a condition."""
    asked = IN_FORCE & Q(level__gte=measure.required_from)
    return asked if _of_every_kind(measure) else asked & Q(_lives_on(measure.kinds))


@dataclass(frozen=True)
class Sort:
    """What decides of an asset which measures are asked of it: the kinds of its carriers, and whether it has any."""

    level: int | None  # none as well for what is retired
    kinds: frozenset[str]

    def needs(self, measure: Measure) -> bool:
        if self.level is None or self.level < measure.required_from:
            return False
        return _of_every_kind(measure) or not self.kinds.isdisjoint(measure.kinds)


def sorts_of(assets: Iterable[int]) -> dict[int, Sort]:
    """The sort of each of these assets; two queries."""
    kinds: dict[int, set[str]] = defaultdict(set)
    keys = list(assets)
    for asset, kind in Carrier.objects.current().filter(asset__in=keys).order_by().values_list("asset", "kind"):
        kinds[asset].add(kind)
    rows = Asset.objects.filter(pk__in=keys).order_by().values_list("pk", "level", "kind", "state")
    return {
        # An asset without a known carrier is asked by its own kind: not knowing where it is is no way out.
        pk: Sort(None if state == State.RETIRED else level, frozenset(kinds.get(pk, {kind})))
        for pk, level, kind, state in rows
    }


def _of_every_kind(measure: Measure) -> bool:
    return not measure.kinds or len(measure.kinds) == len(Kind)


@lru_cache
def _lives_on(kinds: tuple[Any, ...]) -> Written:
    """A condition on assets, put together once: they live on one of these kinds of carriers."""
    carriers = Carrier.objects.current().filter(asset=OuterRef("pk"))
    lives_on = Q(Exists(carriers.filter(kind__in=kinds)))
    return Written(Condition(lambda: Asset.objects.filter(lives_on | Q(kind__in=kinds) & ~Q(Exists(carriers)))))
