"""What a measure rests on, and of which assets it is asked: by level, and by what they live on.

Once as a condition in SQL, which counts, once for assets at hand, which explains; that both agree is tested over
random registers.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from accounts.prepared import Among, Prepared
from assets.kinds import Kind, State
from assets.models import Asset, Carrier
from assets.written import Column
from measures.asking.asked import Rule
from measures.asking.beside import Beside
from measures.asking.subjects import CARRIERS
from measures.catalogue import Measure
from measures.rule_texts import partly
from measures.rules import IN_FORCE, RULES


def computed(measure: Measure) -> list[Rule]:
    """The measure's rules that are computed by now."""
    return [RULES[id] for id in measure.rules if id in RULES]


def needs_word(measure: Measure) -> bool:
    """Does it rest, wholly or in part, on attestation? (No rules, or some that are not or only partly computed yet.)"""
    return not measure.rules or any(id not in RULES or id in partly() for id in measure.rules)


def needed(measure: Measure) -> Q:
    """The assets of which it is asked, as a condition."""
    asked = IN_FORCE & Q(level__gte=measure.required_from)
    return asked if asked_of_every_kind(measure) else asked & Q(Exact(_living_on(measure.kinds), Value(1)))


@dataclass(frozen=True)
class Part:
    """A current carrier: what it is, and what it is on, in and at."""

    pk: int
    kind: str
    device: int | None
    system: int | None
    place: int | None


@dataclass(frozen=True)
class Situation:
    """What decides of an asset which measures are asked of it, and whose words reach it."""

    pk: int
    level: int | None  # none as well for what is retired
    kind: str
    department: int | None
    parts: tuple[Part, ...]

    def needs(self, measure: Measure) -> bool:
        if self.level is None or self.level < measure.required_from:
            return False
        return asked_of_every_kind(measure) or not self._kinds.isdisjoint(measure.kinds)

    @cached_property
    def _kinds(self) -> frozenset[str]:
        # An asset without a known carrier is asked by its own kind: not knowing where it is is no way out.
        return frozenset(part.kind for part in self.parts) or frozenset({self.kind})

    def covered_by(self, measure: Measure) -> tuple[Part, ...]:
        """The carriers that words on parts must cover."""
        return tuple(part for part in self.parts if not measure.covered or part.kind in measure.covered)


_parts: Prepared[Any] = Prepared(
    lambda assets: (
        Carrier.objects.current()
        .filter(Among("asset", assets))
        .order_by("pk")
        .values_list("asset", "pk", "kind", "device", "system", "place")
    ),
    list,
)
_themselves: Prepared[Any] = Prepared(
    lambda assets: (
        Asset.objects.filter(Among("pk", assets)).order_by().values_list("pk", "level", "kind", "department", "state")
    ),
    list,
)


def situations(assets: Iterable[int]) -> dict[int, Situation]:
    """The situation of each of these assets; two queries."""
    parts: dict[int, list[Part]] = defaultdict(list)
    keys = list(assets)
    for asset, *facts in _parts(keys):
        parts[asset].append(Part(*facts))
    return {
        pk: Situation(pk, None if state == State.RETIRED else level, kind, department, tuple(parts[pk]))
        for pk, level, kind, department, state in _themselves(keys)
    }


def lives_on(kinds: tuple[Kind, ...]) -> Coalesce:
    """An expression on assets, 1 or 0: do they live on one of these kinds of carriers? Without a known carrier their
    own kind tells."""
    of_kinds = Case(When(kind__in=kinds, then=Value(1)), default=Value(0), output_field=IntegerField())
    return Coalesce(Beside(CARRIERS, of_kinds), of_kinds, output_field=IntegerField())


def asked_of_every_kind(measure: Measure) -> bool:
    return not measure.kinds or len(measure.kinds) == len(Kind)


@lru_cache
def _living_on(kinds: tuple[Kind, ...]) -> Any:
    """The same, put together once."""
    return Column.of(Asset.objects.all(), lives_on(kinds))
