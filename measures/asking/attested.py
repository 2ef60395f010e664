"""What people vouched for, as it reaches each asset: its own, its carriers', its department's, the company's.

The nearest word counts. A carrier's is its own, else that of the device or the system that it is on, else of its place;
carriers speak for their asset once each of them that is asked is covered. Departments, places, devices and systems are
few: their trees are expanded here, to plain lists of ids.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Self

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf
from django.db.models.lookups import Exact

from accounts.models import Department, Place
from accounts.prepared import Prepared
from accounts.trees import below
from assets.models import Carrier
from measures.asking.beside import Beside, Keyed
from measures.asking.subjects import CARRIERS
from measures.catalogue import Measure
from measures.models import Attestation
from measures.verdicts import Verdict

IN_PLACE, PARTLY = Attestation.State.IN_PLACE, Attestation.State.PARTLY
# Partly in place is a gap; what does not apply is not asked.
VERDICTS = {PARTLY: Verdict.GAP, IN_PLACE: Verdict.MET, Attestation.State.NOT_NEEDED: Verdict.NOT_NEEDED}
SAYS = Case(
    *(When(state=state, then=Value(verdict.value)) for state, verdict in VERDICTS.items()), output_field=IntegerField()
)
UNCOVERED = 9  # of a carrier of which nobody said anything; more than any verdict, so that it decides

_of_no_asset: Prepared[Attestation] = Prepared(
    lambda on: Attestation.objects.current(on).filter(asset=None).order_by("from_on", "pk"), date
)
_departments: Prepared[Any] = Prepared(lambda: Department.objects.order_by().values_list("pk", "path"))
_places: Prepared[Any] = Prepared(lambda: Place.objects.order_by().values_list("pk", "path"))


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
        for word in _of_no_asset(on):
            words.by_measure[word.measure].append(word)
        if words.by_measure:
            words.departments = dict(_departments())
            words.places = dict(_places())
        return words

    @property
    def basis(self) -> Hashable:
        """All that the SQL of `verdict` depends on."""
        around = tuple((code, tuple(map(_reach, said))) for code, said in self.by_measure.items())
        trees = tuple(self.departments.items()), tuple(self.places.items())
        return self.on, around, trees, self.of_assets, self.of_carriers

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

    def partly(self, measures: Iterable[Measure]) -> list[Q] | None:
        """Conditions on assets, each with an index, one of which whatever lacks something by these words fits; None
        where the word on the company may reach any."""
        codes = [measure.code for measure in measures]
        said = [word for code in codes for word in self.by_measure.get(code, ()) if word.state == PARTLY]
        if any(word.of_all for word in said):
            return None
        words = Attestation.objects.current(self.on).filter(measure__in=codes, state=PARTLY).exclude(asset=None)
        on_carriers = (
            Q(place__in=below(self.places, _of(said, "place_id")))
            | Q(device__in=_of(said, "device_id"))
            | Q(system__in=_of(said, "system_id"))
        )
        return [
            Q(department__in=below(self.departments, _of(said, "department_id"))),
            Q(pk__in=words.order_by().values("asset")),
            Q(pk__in=Carrier.objects.current().filter(on_carriers).order_by().values("asset")),
        ]

    def verdict(self, measure: Measure) -> Any:
        """An expression on assets: met, gap (partly), unknown, or not needed."""
        said = self.by_measure.get(measure.code, [])
        nearer = (self._own(measure), self._of_its_carriers(measure, said))
        found = [word for word in nearer if word is not None]
        around = self._around(said)
        return Coalesce(*found, around, output_field=IntegerField()) if found else around

    def _own(self, measure: Measure) -> Any:
        """The latest word on the asset itself; null without one."""
        if measure.code not in self.of_assets:
            return None
        return Beside(self._latest_of_assets, measure.code, alone=lambda: self._latest_alone(measure))

    def _latest_alone(self, measure: Measure) -> Subquery:
        return Subquery(self._latest(measure, asset=OuterRef("pk"), carrier=None).values("says")[:1])

    @cached_property
    def _latest_of_assets(self) -> Keyed:
        """The latest words on assets, one for each measure."""
        said = Attestation.objects.current(self.on).filter(carrier=None).order_by()
        same = said.filter(asset=OuterRef("asset"), measure=OuterRef("measure"))
        later = Q(from_on__gt=OuterRef("from_on")) | Q(from_on=OuterRef("from_on"), pk__gt=OuterRef("pk"))
        latest = said.exclude(asset=None).exclude(Exists(same.filter(later)))
        return Keyed("words", lambda: latest, number=SAYS)

    def _around(self, said: list[Attestation]) -> Case:
        """What is said of the asset's department, else of the company."""
        departments = grouped(nearest(said, self.departments, "department_id"))
        arms = (When(department__in=ids, then=Value(verdict_of(word).value)) for word, ids in departments)
        company = [word for word in said if word.of_all]
        else_ = verdict_of(company[-1]) if company else Verdict.UNKNOWN
        return Case(*arms, default=Value(else_.value), output_field=IntegerField())

    def _of_its_carriers(self, measure: Measure, said: list[Attestation]) -> Any:
        """Words on its carriers reach an asset when all of them are covered; the worst decides. Null where not."""
        arms = list(self._covers(measure, said))
        if not arms:
            return None
        asked = Q(kind__in=measure.covered) if measure.covered else Q(pk__isnull=False)
        says = Case(When(~asked, then=None), *arms, default=Value(UNCOVERED), output_field=IntegerField())
        return NullIf(Beside(CARRIERS, says), Value(UNCOVERED))

    def _covers(self, measure: Measure, said: list[Attestation]) -> Iterator[When]:
        """What is said of which carriers, the nearest first; of one rank each carrier has one word at most."""
        if measure.code in self.of_carriers:
            latest = self._latest(measure, carrier=OuterRef("pk")).values("state")[:1]
            for state, verdict in VERDICTS.items():
                yield When(Q(Exact(Subquery(latest), Value(state.value))), then=Value(verdict.value))
        for column, paths in (("device_id", None), ("system_id", None), ("place_id", self.places)):
            for word, ids in grouped(nearest(said, paths, column)):
                yield When(**{f"{column}__in": ids}, then=Value(verdict_of(word).value))

    def _latest(self, measure: Measure, **of: Any) -> QuerySet[Any]:
        said = Attestation.objects.current(self.on).filter(measure=measure.code, **of)
        return said.annotate(says=SAYS).order_by("-from_on", "-pk")


def _of(said: Iterable[Attestation], column: str) -> set[int]:
    """What these words are on, of one kind."""
    return {key for word in said if (key := getattr(word, column)) is not None}


def _reach(word: Attestation) -> tuple[Any, ...]:
    """What a word says, and of what; those of assets and carriers aside."""
    return word.state, word.department_id, word.place_id, word.device_id, word.system_id, word.of_all


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
