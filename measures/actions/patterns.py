"""How assets stand, rule by rule, as patterns with how many assets share each: what closing some of it would change.

Each rule is asked once of every asset, in one query; the patterns are few however many assets there are.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from measures.asking.asked import row_verdict
from measures.asking.counting import Everything, of_exemption
from measures.asking.readings import Question, Tally
from measures.asking.subjects import Around
from measures.asking.whole import Whole
from measures.catalogue import Measure
from measures.rules import RULES
from measures.verdicts import Verdict

GAP = Verdict.GAP


@dataclass(frozen=True)
class Pair:
    """A measure on the assets of one pattern: what speaks for which verdict. Keys are rules', or the measure's own for
    people's word."""

    measure: Measure
    parts: tuple[tuple[str, Verdict], ...]
    exempt: bool
    assets: int
    pattern: int

    def stands(self, done: Collection[str] = ()) -> Verdict:
        """The verdict, once what the keys in `done` find missing is put right."""
        worst = max(Verdict.MET if verdict is GAP and key in done else verdict for key, verdict in self.parts)
        return Verdict.EXEMPT if worst is GAP and self.exempt else worst

    @property
    def missing(self) -> tuple[str, ...]:
        """What finds a gap."""
        return tuple(key for key, verdict in self.parts if verdict is GAP)


@dataclass(frozen=True)
class Patterns:
    """All pairs of (measure, assets alike) that are needed."""

    pairs: tuple[Pair, ...]
    question: Question

    def tallies(self, done: Collection[str] = ()) -> dict[str, Tally]:
        """Counts by measure, once something is done; with nothing done, those of `Question.tally`."""
        found = {measure.code: Tally() for measure in self.question.catalogue.counted}
        for pair in self.pairs:
            found[pair.measure.code].counts[pair.stands(done)] += pair.assets
        return found

    @cached_property
    def gaps(self) -> tuple[Pair, ...]:
        return tuple(pair for pair in self.pairs if pair.stands() is GAP)

    def closed_by(self, done: Collection[str]) -> Iterator[Pair]:
        """The gaps that are none any more once something is done."""
        return (pair for pair in self.gaps if pair.stands(done) is Verdict.MET)


def patterns(question: Question, assets: QuerySet[Any]) -> Patterns:
    """One query, whatever the size of the register."""
    asked = question.everything(question.catalogue.counted)
    rows = Whole(assets, asked.lots).rows(["COUNT(*)"], asked.columns)
    found = (
        pair
        for number, (*values, n) in enumerate(rows)
        for pair in _pairs(asked, dict(zip(asked.columns, values, strict=True)), n, number)
    )
    return Patterns(tuple(found), question)


def _pairs(asked: Everything, found: dict[str, Any], n: int, pattern: int) -> Iterator[Pair]:
    for measure in asked.measures:
        if not asked.needed(measure, found):
            continue
        parts = [
            (key, Verdict(found[column]) if column else Verdict.UNKNOWN) for key, column in asked.of(measure).items()
        ]
        if any(verdict for _key, verdict in parts):
            yield Pair(measure, tuple(parts), bool(found.get(of_exemption(measure.code))), n, pattern)


def rows_behind(question: Question, rule: str, assets: QuerySet[Any]) -> int:
    """How many rows (things, people, places) of these assets a rule finds something missing at."""
    asked, subject = question.asked(RULES[rule]), RULES[rule].subject
    if not isinstance(subject, Around):
        rows = subject.rows().order_by().annotate(verdict=row_verdict(asked)).filter(verdict=GAP)
        return rows.filter(**{f"{subject.key}__in": assets.order_by().values("pk")}).count()
    concerned = list(assets.filter(subject.about).order_by().values_list("pk", flat=True))
    reached, stands = subject.reached(concerned, question.on), question.rows_stand(RULES[rule])
    return sum(1 for pk, verdict in stands.items() if verdict is GAP and reached.get(pk))


@dataclass(frozen=True)
class Gain:
    """What one remedy would close."""

    key: str
    gaps: int
    assets: int
    worth: int
    by_measure: Counter[str]

    @property
    def measure(self) -> str:
        """The measure of which it closes most: under it an action is planned."""
        return min(self.by_measure, key=lambda code: (-self.by_measure[code], code))


def gains(found: Patterns) -> list[Gain]:
    """Each remedy that closes something by itself; `worth` weighs gaps by the measures' priority."""
    keys = dict.fromkeys(key for pair in found.gaps for key in pair.missing)
    return [gain for key in keys if (gain := _gain(key, found)).gaps]


def _gain(key: str, found: Patterns) -> Gain:
    closed = list(found.closed_by((key,)))
    assets = {pair.pattern: pair.assets for pair in closed}
    by_measure: Counter[str] = Counter()
    for pair in closed:
        by_measure[pair.measure.code] += pair.assets
    worth = sum(pair.assets * (4 - pair.measure.priority) for pair in closed)
    return Gain(key, sum(by_measure.values()), sum(assets.values()), worth, by_measure)
