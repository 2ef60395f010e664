"""Numbers and lines as pages and papers show them, worked out from readings."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import pgettext_lazy

from assets.models import Carrier
from measures.asking.findings import Finding
from measures.asking.readings import Question, Tally, by_purpose
from measures.catalogue import Measure
from measures.catalogue.rulings import Catalogue, todays
from measures.models import Action
from measures.ordering import as_measure
from measures.radar import Radar, radar
from measures.rule_texts import rule_texts
from measures.sentences import scope_of
from measures.verdicts import Verdict
from measures.words import Purpose

# What a corner of the radar has room for.
SHORT = {
    Purpose.ACCESS_CONTROL: pgettext_lazy("short", "Access"),
    Purpose.REMOVAL_PREVENTION: pgettext_lazy("short", "Removal"),
    Purpose.VISIBILITY: pgettext_lazy("short", "Visibility"),
    Purpose.AWARENESS: pgettext_lazy("short", "Awareness"),
    Purpose.TRUST: pgettext_lazy("short", "Trust"),
}


@dataclass(frozen=True)
class Axis:
    """One category: its name, its counts, its share of what is needed."""

    purpose: Purpose
    tally: Tally

    @property
    def label(self) -> str:
        return str(self.purpose.label)

    @property
    def share(self) -> int | None:
        return self.tally.share

    @property
    def met(self) -> int:
        return self.tally.met

    @property
    def needed(self) -> int:
        return self.tally.needed


@dataclass(frozen=True)
class Categories:
    """The five categories with their radar."""

    axes: tuple[Axis, ...]
    radar: Radar
    by_measure: dict[str, Tally]

    @property
    def are_empty(self) -> bool:
        """Is nothing counted at all: no asset in force for which a measure is asked?"""
        return not any(axis.tally.needed for axis in self.axes)


def categories(question: Question, assets: QuerySet[Any]) -> Categories:
    """How a set of assets stands in the five categories."""
    return categories_of(question.tally(assets))


def categories_of(tallies: dict[str, Tally]) -> Categories:
    """The five categories of counts that are at hand."""
    axes = tuple(Axis(purpose, tally) for purpose, tally in by_purpose(tallies).items())
    return Categories(axes, radar([(str(SHORT[axis.purpose]), axis.share) for axis in axes]), tallies)


def worst_gaps(found: Categories, limit: int = 5) -> list[tuple[Measure, Tally]]:
    """The measures that are missing on the most assets."""
    known = todays()
    rows = [(known.measure(code), tally) for code, tally in found.by_measure.items() if tally.gap]
    return sorted(rows, key=lambda row: (-row[1].gap, row[0].priority, row[0].code))[:limit]


@dataclass(frozen=True)
class Rated:
    """A carrier, how it stands, and whether it is the weakest: the one that decides."""

    carrier: Carrier
    verdict: Verdict
    weakest: bool


def rated(question: Question, assets: QuerySet[Any]) -> list[Rated]:
    """The carriers of one asset, the weakest marked where they differ (handbook.md 0: the weakest decides)."""
    rows = question.carriers(list(assets.order_by().values_list("pk", flat=True)))
    verdicts = {verdict for _carrier, verdict in rows}
    worst = max(verdicts, default=Verdict.NOT_NEEDED) if len(verdicts) > 1 else None
    return [Rated(carrier, verdict, verdict is worst and verdict > Verdict.MET) for carrier, verdict in rows]


@dataclass(frozen=True)
class MeasureLine:
    """One measure of one asset: how it stands and every finding behind it."""

    measure: Measure
    verdict: Verdict
    findings: tuple[Finding, ...]
    since: date | None = None  # when it was found missing, or in place again, as far as records tell
    longer: bool = False  # it was missing when it was first looked at: perhaps for longer
    actions: tuple[Action, ...] = ()  # what is being done about it

    @property
    def partly(self) -> bool:
        return self.verdict is Verdict.GAP and all(f.partly for f in self.findings if f.verdict is Verdict.GAP)

    @property
    def inherited(self) -> str:
        """For what it was said, when the whole line rests on a word for more than this asset; else nothing."""
        words = [f.attestation for f in self.findings]
        if len(words) == 1 and words[0] is not None and (words[0].asset_id is None or words[0].carrier_id):
            return scope_of(words[0])
        return ""

    @property
    def reasons(self) -> list[Finding]:
        """What explains the verdict: the findings that have it, and all of them where it is met."""
        return [f for f in self.findings if f.verdict is self.verdict] or list(self.findings)

    @property
    def because(self) -> list[str]:
        """The same as sentences alone."""
        return [f.because for f in self.reasons]


@dataclass(frozen=True)
class CategoryLines:
    purpose: Purpose
    tally: Tally
    lines: tuple[MeasureLine, ...]


@dataclass(frozen=True)
class AssetLines:
    """Everything that is asked of one asset: by category, and the register's own order."""

    categories: tuple[CategoryLines, ...]
    order: tuple[MeasureLine, ...]

    @property
    def gaps(self) -> int:
        return sum(c.tally.gap for c in self.categories) + sum(line.verdict is Verdict.GAP for line in self.order)

    @property
    def findings(self) -> Iterator[Finding]:
        """All that was found."""
        lines = (*(line for category in self.categories for line in category.lines), *self.order)
        return (finding for line in lines for finding in line.findings)


def lines_of(question: Question, assets: QuerySet[Any]) -> dict[int, AssetLines]:
    """The lines of each asset. What is counted here is what is explained: the tallies are made of the lines."""
    found: dict[int, list[Finding]] = defaultdict(list)
    for finding in question.explain(assets):
        found[finding.asset].append(finding)
    return {pk: _asset_lines(findings, question.catalogue) for pk, findings in found.items()}


def _asset_lines(findings: list[Finding], catalogue: Catalogue) -> AssetLines:
    by_code: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.measure:
            by_code[finding.measure].append(finding)
    lines = [line_of(catalogue.measure(code), rows) for code, rows in by_code.items()]
    grouped = tuple(_category(purpose, [x for x in lines if x.measure.purpose == purpose]) for purpose in Purpose)
    texts = rule_texts()
    order = ((as_measure(texts[f.rule]), f) for f in findings if f.measure is None and f.rule)
    return AssetLines(grouped, tuple(line_of(rule, [finding]) for rule, finding in order))


def line_of(of: Measure, findings: list[Finding]) -> MeasureLine:
    """The line of one asset for one measure, from what was found."""
    worst = max((f.verdict for f in findings), key=_weight)
    return MeasureLine(of, worst, tuple(findings))


def _weight(verdict: Verdict) -> int:
    return {Verdict.EXEMPT: 2, Verdict.GAP: 3, Verdict.UNKNOWN: 1}.get(verdict, 0)


def _category(purpose: Purpose, lines: list[MeasureLine]) -> CategoryLines:
    tally = Tally()
    tally.counts.update(line.verdict for line in lines if line.measure.same_as is None)
    return CategoryLines(purpose, tally, tuple(lines))
