"""How many assets stand how on which measure: worked out and counted by the database, in one statement."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import Any

from django.db.models import Case, F, IntegerField, QuerySet, When

from measures.asking.beside import Beside, Rows
from measures.asking.needs import asked_of_every_kind, computed, lives_on, needs_word
from measures.asking.whole import Lot, Whole, worst_of
from measures.catalogue import Measure
from measures.models import Exemption
from measures.rules.entered import KEPT
from measures.verdicts import COUNTED, Verdict

LEVEL = "of_level"  # the column with an asset's level; null for what is retired

type Key = tuple[Any, ...]
type Counts = Counter[Verdict]


@dataclass(frozen=True)
class Everything:
    """All that some measures ask of an asset, a column each.

    Attributes:
        measures: the measures.
        lots: the columns: `LEVEL`, and those named by `of_rule`, `of_word`, `of_kinds` and `of_exemption`.
        said: the measures of which somebody said something.
        exempted: the measures of which somebody accepted a gap.
    """

    measures: Sequence[Measure]
    lots: Sequence[Lot]
    said: frozenset[str]
    exempted: frozenset[str]

    @property
    def columns(self) -> list[str]:
        return [name for lot in self.lots for name in lot.columns]

    def of(self, measure: Measure) -> dict[str, str]:
        """What the measure rests on, with its columns; `measure.code` stands for people's word. No column: nobody said
        anything."""
        rests = {rule.id: of_rule(rule.id) for rule in computed(measure)}
        if needs_word(measure):
            rests[measure.code] = of_word(measure.code) if measure.code in self.said else ""
        return rests

    def needed(self, measure: Measure, found: Mapping[str, Any]) -> bool:
        """Is it asked of an asset with these values in the columns? `stands` has the same in SQL."""
        level = found[LEVEL]
        return level is not None and level >= measure.required_from and all(found[name] for name in of_kinds(measure))

    def stands(self, measure: Measure) -> str:
        """How an asset stands on a measure, in SQL on the columns; null where it is not asked."""
        worst = worst_of([column or str(Verdict.UNKNOWN.value) for column in self.of(measure).values()])
        if measure.code in self.exempted:
            gap, exempt = Verdict.GAP.value, Verdict.EXEMPT.value
            worst = f"CASE WHEN {worst} <> {gap} OR {of_exemption(measure.code)} IS NULL THEN {worst} ELSE {exempt} END"
        asked = [f"{LEVEL} >= {int(measure.required_from)}", *(f"{name} = 1" for name in of_kinds(measure))]
        return f"CASE WHEN {' AND '.join(asked)} THEN {worst} END"


def tallies(asked: Everything, assets: QuerySet[Any], by: Sequence[str]) -> Iterator[tuple[Key, dict[str, Counts]]]:
    """For each set of values of some columns of the assets, counts by measure; nothing for no assets or measures.

    Measures that are asked of the same assets and rest on the same share one column: those that no rule computes and
    of which nobody has said anything, above all.
    """
    if not asked.measures:
        return
    columns = {measure.code: asked.stands(measure) for measure in asked.measures}
    names = {sql: f"stands_{n}" for n, sql in enumerate(dict.fromkeys(columns.values()))}
    counted = [number_of(name, verdict) for name in names.values() for verdict in COUNTED]
    rows = Whole(assets, asked.lots, by).rows(counted, by, {name: sql for sql, name in names.items()})
    for row in rows:
        counts = dict(zip(names, batched(row[len(by) :], len(COUNTED)), strict=True))
        yield (
            row[: len(by)],
            {code: Counter(dict(zip(COUNTED, counts[sql], strict=True))) for code, sql in columns.items()},
        )


def asked_of(measures: Sequence[Measure]) -> dict[str, Any]:
    """Of which assets the measures are asked, as expressions on assets by the columns' names."""
    level = Case(When(KEPT, then=F("level")), output_field=IntegerField())
    return {LEVEL: level} | {name: lives_on(measure.kinds) for measure in measures for name in of_kinds(measure)}


def accepted(measures: Collection[str], on: date) -> dict[str, Any]:
    """Of which assets gaps were accepted, the same way."""
    rows = Rows("exemptions", lambda: Exemption.objects.current(on))
    return {of_exemption(code): Beside(rows, Case(When(measure=code, then=1))) for code in sorted(measures)}


def number_of(column: str, verdict: Verdict) -> str:
    """How many assets have a verdict in a column, in SQL."""
    return f"COUNT(CASE WHEN {column} = {verdict.value} THEN 1 END)"


def of_rule(id: str) -> str:
    """The column with the worst verdict of a rule."""
    return f"rule_{_name(id)}"


def of_word(code: str) -> str:
    """The column with what people say of a measure."""
    return f"word_{_name(code)}"


def of_exemption(code: str) -> str:
    """The column that is null where no gap of a measure was accepted."""
    return f"exempt_{_name(code)}"


def of_kinds(measure: Measure) -> list[str]:
    """The column that is 1 where an asset lives on one of the measure's kinds; none where it is asked of every kind."""
    return [f"lives_{'_'.join(measure.kinds).lower()}"] if not asked_of_every_kind(measure) else []


def _name(code: str) -> str:
    name = code.replace("-", "_").lower()
    if not name.isidentifier():  # it stands in SQL
        raise ValueError(f"not the code of a measure or a rule: {code!r}")
    return name
