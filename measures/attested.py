"""What people vouched for, as it reaches each asset: its own, its carriers', its department's, the company's.

The nearest word counts. A carrier's is its own, else that of the device or the system that it is on, else of its place;
carriers speak for their asset once each of them that is asked is covered. Departments, places, devices and systems are
few: their trees are expanded here, to plain lists of ids.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, reduce
from operator import or_
from typing import Any, Self

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
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
    """Where words reach: on assets (or, in `_covers`, carriers) for which `when` holds, they say this."""

    when: Q
    verdict: Verdict


@dataclass
class Words:
    """The attestations in force on a day: three small queries, whatever the size of the register."""

    on: date
    by_measure: dict[str, list[Attestation]] = field(default_factory=lambda: defaultdict(list))  # without assets' own
    departments: dict[int, str] = field(default_factory=dict)  # id → path
    places: dict[int, str] = field(default_factory=dict)

    @classmethod
    def on_day(cls, on: date) -> Self:
        words = cls(on)
        said = Attestation.objects.current(on).filter(asset=None).order_by("from_on", "pk")
        for word in said.with_part():
            words.by_measure[word.measure].append(word)
        if words.by_measure:
            words.departments = dict(Department.objects.order_by().values_list("pk", "path"))
            words.places = dict(Place.objects.order_by().values_list("pk", "path"))
        return words

    @cached_property
    def of_assets(self) -> frozenset[str]:
        """The measures of which anything was said of an asset."""
        return self._said_of(Attestation.objects.filter(asset__isnull=False, carrier=None))

    @cached_property
    def of_carriers(self) -> frozenset[str]:
        """The measures of which anything was said of a carrier."""
        return self._said_of(Attestation.objects.filter(carrier__isnull=False))

    def _said_of(self, words: Any) -> frozenset[str]:
        return frozenset(words.current(self.on).order_by().values_list("measure", flat=True).distinct())

    def has(self, measure: Measure) -> bool:
        """Has anyone said anything about this measure?"""
        return measure.code in self.by_measure or self._of_rows(measure)

    def may_lack(self, measure: Measure) -> bool:
        """Has anyone said, or may they have said of an asset or a carrier, that it is in place only partly?"""
        said = self.by_measure.get(measure.code, ())
        return self._of_rows(measure) or any(word.state == PARTLY for word in said)

    def _of_rows(self, measure: Measure) -> bool:
        return measure.code in self.of_assets | self.of_carriers  # both are asked, whatever the first says

    def verdict(self, measure: Measure) -> Any:
        """An expression on assets: met, gap (partly) or unknown."""
        arms = (When(arm.when, then=Value(arm.verdict.value)) for arm in self._arms(measure))
        around = Case(*arms, default=Value(Verdict.UNKNOWN.value), output_field=IntegerField())
        if measure.code not in self.of_assets:
            return around
        states = (When(state=state, then=Value(verdict.value)) for state, verdict in VERDICTS.items())
        latest = self._latest(measure, asset=OuterRef("pk"), carrier=None)
        own = latest.annotate(says=Case(*states, output_field=IntegerField())).values("says")[:1]
        return Coalesce(Subquery(own), around)  # asked once, not once for each thing that it may say

    def _arms(self, measure: Measure) -> Iterable[Arm]:
        """Where the words reach that lie around it: on its carriers, its department, the company."""
        said = self.by_measure.get(measure.code, [])
        yield from self._carrier_arms(measure, said)
        for word, ids in grouped(nearest(said, self.departments, "department_id")):
            yield Arm(Q(department__in=ids), verdict_of(word))
        company = [word for word in said if word.of_all]
        if company:
            yield Arm(Q(pk__isnull=False), verdict_of(company[-1]))

    def _latest(self, measure: Measure, **of: Any) -> QuerySet[Any]:
        return Attestation.objects.current(self.on).filter(measure=measure.code, **of).order_by("-from_on", "-pk")

    def _carrier_arms(self, measure: Measure, said: list[Attestation]) -> Iterable[Arm]:
        """Words on its carriers reach an asset when all of them are covered; the worst decides."""
        covers = list(self._covers(measure, said))
        if not covers:
            return
        carriers = Carrier.objects.current().filter(asset=OuterRef("pk"))
        if measure.covered:
            carriers = carriers.filter(kind__in=measure.covered)
        all_covered = ~Q(Exists(carriers.exclude(reduce(or_, (cover.when for cover in covers)))))
        nearer, arms = Q(pk__in=[]), []
        for cover in covers:
            mine = carriers.filter(cover.when).exclude(nearer)
            arms.append(Arm(all_covered & Q(Exists(mine)), cover.verdict))
            nearer |= cover.when
        yield from sorted(arms, key=lambda arm: -arm.verdict)

    def _covers(self, measure: Measure, said: list[Attestation]) -> Iterable[Arm]:
        """On which carriers which word is said, the nearest first; those of one rank reach different ones."""
        if measure.code in self.of_carriers:
            latest = self._latest(measure, carrier=OuterRef("pk"))
            said_of_it = Coalesce(Subquery(latest.values("state")[:1]), Value(""))  # never null: it is negated, too
            for state, verdict in VERDICTS.items():
                yield Arm(Q(Exact(said_of_it, Value(state.value))), verdict)
        for column, paths in (("device_id", None), ("system_id", None), ("place_id", self.places)):
            for word, ids in grouped(nearest(said, paths, column)):
                yield Arm(Q(**{f"{column}__in": ids}), verdict_of(word))


def verdict_of(word: Attestation) -> Verdict:
    """How what somebody said counts."""
    return VERDICTS[Attestation.State(word.state)]


def nearest(said: list[Attestation], paths: dict[int, str] | None, column: str) -> dict[int, Attestation]:
    """For each node of a tree the latest word on it, or on the nearest node above of which something was said.

    Args:
        paths: the tree; None: they are no tree, a word on each is all there is.
    """
    words = {getattr(word, column): word for word in said if getattr(word, column) is not None}
    if paths is None:
        return words
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
