"""What people vouched for, as it reaches each asset: its own, its places', its department's, the company's.

The nearest word counts. Departments and places are few: their trees are expanded here, to plain lists of ids.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from django.db.models import BigIntegerField, Case, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.expressions import Combinable
from django.db.models.lookups import Exact

from accounts.models import Department, Place
from assets.models import Carrier
from measures.catalogue import Measure
from measures.models import Attestation
from measures.verdicts import Verdict

IN_PLACE, PARTLY = Attestation.State.IN_PLACE, Attestation.State.PARTLY
# Partly in place is a gap; what does not apply is not asked.
VERDICTS = {PARTLY: Verdict.GAP, IN_PLACE: Verdict.MET, Attestation.State.NOT_NEEDED: Verdict.NOT_NEEDED}


@dataclass(frozen=True)
class Arm:
    """Where a word reaches: on assets for which `when` holds, this attestation decides."""

    when: Q
    verdict: Verdict
    attestation: Combinable


@dataclass
class Words:
    """The attestations in force on a day: three small queries, whatever the size of the register."""

    on: date
    by_measure: dict[str, list[Attestation]] = field(default_factory=lambda: defaultdict(list))
    of_assets: frozenset[str] = frozenset()
    departments: dict[int, str] = field(default_factory=dict)  # id → path
    places: dict[int, str] = field(default_factory=dict)

    @classmethod
    def on_day(cls, on: date) -> Self:
        current = Attestation.objects.current(on)
        words = cls(on, of_assets=frozenset(current.exclude(asset=None).values_list("measure", flat=True)))
        for word in current.filter(asset=None).order_by("from_on", "pk"):
            words.by_measure[word.measure].append(word)
        if words.by_measure:
            words.departments = dict(Department.objects.order_by().values_list("pk", "path"))
            words.places = dict(Place.objects.order_by().values_list("pk", "path"))
        return words

    def has(self, measure: Measure) -> bool:
        """Has anyone said anything about this measure?"""
        return measure.code in self.by_measure or measure.code in self.of_assets

    def may_lack(self, measure: Measure) -> bool:
        """Has anyone said, or may they have said of an asset, that it is in place only partly?"""
        said = self.by_measure.get(measure.code, ())
        return measure.code in self.of_assets or any(word.state == PARTLY for word in said)

    def verdict(self, measure: Measure) -> Case:
        """An expression on assets: met, gap (partly) or unknown."""
        arms = (When(arm.when, then=Value(arm.verdict.value)) for arm in self._arms(measure))
        return Case(*arms, default=Value(Verdict.UNKNOWN.value), output_field=IntegerField())

    def source(self, measure: Measure) -> Case:
        """An expression on assets: the id of the attestation that decides, or null."""
        arms = (When(arm.when, then=arm.attestation) for arm in self._arms(measure))
        return Case(*arms, default=Value(None), output_field=BigIntegerField())

    def _arms(self, measure: Measure) -> Iterable[Arm]:
        if measure.code in self.of_assets:
            yield from self._asset_arms(measure)
        said = self.by_measure.get(measure.code, [])
        yield from self._place_arms(measure, nearest(said, self.places, "place_id"))
        for word, ids in grouped(nearest(said, self.departments, "department_id")):
            yield Arm(Q(department__in=ids), verdict_of(word), Value(word.pk))
        company = [word for word in said if word.department_id is None and word.place_id is None]
        if company:
            yield Arm(Q(pk__isnull=False), verdict_of(company[-1]), Value(company[-1].pk))

    def _asset_arms(self, measure: Measure) -> Iterable[Arm]:
        words = Attestation.objects.current(self.on).filter(asset=OuterRef("pk"), measure=measure.code)
        latest = words.order_by("-from_on", "-pk")
        for state, verdict in VERDICTS.items():
            when = Q(Exact(Subquery(latest.values("state")[:1]), Value(state.value)))
            yield Arm(when, verdict, Subquery(latest.values("pk")[:1]))

    def _place_arms(self, measure: Measure, places: dict[int, Attestation]) -> Iterable[Arm]:
        """A place's word reaches an asset whose carriers are all at places of which it was said."""
        if not places:
            return
        carriers = Carrier.objects.current().filter(asset=OuterRef("pk"))
        if measure.kinds:
            carriers = carriers.filter(kind__in=measure.kinds)
        all_covered = ~Q(Exists(carriers.filter(Q(place=None) | ~Q(place__in=list(places)))))
        for word, ids in sorted(grouped(places), key=lambda pair: -verdict_of(pair[0])):  # the worst first
            yield Arm(all_covered & Q(Exists(carriers.filter(place__in=ids))), verdict_of(word), Value(word.pk))


def verdict_of(word: Attestation) -> Verdict:
    """How what somebody said counts."""
    return VERDICTS[Attestation.State(word.state)]


def nearest(said: list[Attestation], paths: dict[int, str], column: str) -> dict[int, Attestation]:
    """For each node of a tree the latest word on it, or on the nearest node above of which something was said."""
    words = {getattr(word, column): word for word in said if getattr(word, column) is not None}
    found = {}
    for node, path in paths.items() if words else ():
        steps = [int(step) for step in path.split(".") if step]
        if (step := next((s for s in reversed(steps) if s in words), None)) is not None:
            found[node] = words[step]
    return found


def grouped(nodes: dict[int, Attestation]) -> list[tuple[Attestation, list[int]]]:
    """The same the other way round: each word and the nodes it reaches."""
    by_word: dict[Any, list[int]] = defaultdict(list)
    for node, word in nodes.items():
        by_word[word].append(node)
    return list(by_word.items())
