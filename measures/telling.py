"""An auditor's questions to a line: since when, who is on it, and what it rests on. From records and the journal of
gaps."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from django.db.models import Count, QuerySet

from accounts.sight import Sight
from assets.models import Carrier
from measures.asking.findings import Finding
from measures.asking.readings import Question, Tally
from measures.catalogue import Measure
from measures.figures import AssetLines, MeasureLine, line_of
from measures.models import Action, Gap
from measures.proofs import Prover, prover
from measures.verdicts import Verdict

type Key = tuple[int, str]  # asset, code of a measure


@dataclass(frozen=True)
class Story:
    """What is known of some assets beside how they stand: since when, who is on it, what it rests on."""

    gaps: Mapping[Key, Gap]
    actions: Mapping[Key, list[Action]]
    prover: Prover

    @classmethod
    def of(cls, findings: Iterable[Finding], assets: QuerySet[Any], sight: Sight, code: str = "") -> Self:
        """Seven queries."""
        return cls(gaps_of(assets), actions_on(assets, sight, code), prover(findings, assets, sight))

    def tell(self, line: MeasureLine, asset: int) -> MeasureLine:
        """The line with all of it."""
        key = (asset, line.measure.code)
        since, longer = _since(line, self.gaps.get(key))
        wanting = line.verdict in (Verdict.GAP, Verdict.UNKNOWN)
        found = tuple(self.prover.of(f) for f in line.findings)
        actions = tuple(self.actions.get(key, ())) if wanting else ()
        return replace(line, findings=found, since=since, longer=longer, actions=actions)


def told(lines: Mapping[int, AssetLines], assets: QuerySet[Any], sight: Sight) -> dict[int, AssetLines]:
    """The lines of some assets with what an auditor asks of each; the number of queries is fixed.

    Args:
        lines: as `figures.lines_of` has them.
        assets: the same assets.
        sight: of whoever reads: only actions and records that they may read are told.
    """
    story = Story.of((f for each in lines.values() for f in each.findings), assets, sight)
    return {pk: _told(pk, each, story) for pk, each in lines.items()}


def _told(pk: int, lines: AssetLines, story: Story) -> AssetLines:
    categories = tuple(replace(c, lines=tuple(story.tell(line, pk) for line in c.lines)) for c in lines.categories)
    return AssetLines(categories, tuple(story.tell(line, pk) for line in lines.order))


def _since(line: MeasureLine, gap: Gap | None) -> tuple[date | None, bool]:
    """Since when it is missing or, again, in place; and whether it may have been missing for longer."""
    if line.verdict is Verdict.MET:
        return (gap.until_on if gap and gap.became == Verdict.MET else None), False
    if line.verdict is not Verdict.GAP:
        return None, False
    found = gap.from_on if gap and gap.until_on is None else None
    said = [f.attestation.from_on for f in line.findings if f.partly and f.attestation and f.verdict is Verdict.GAP]
    day = min(filter(None, [found, *said]), default=None)
    return day, gap is not None and gap.from_start and day is not None and day == found


def gaps_of(assets: QuerySet[Any]) -> dict[Key, Gap]:
    """The latest gap of each measure that stands in the records of some assets, open or gone; one query."""
    rows = Gap.objects.filter(asset__in=assets.order_by().values("pk")).order_by("from_on", "pk")
    return {(gap.asset_id, gap.measure): gap for gap in rows}


def actions_on(assets: QuerySet[Any], sight: Sight, code: str = "") -> dict[Key, list[Action]]:
    """The open actions on some assets: about them by name, or about a part of the company in which they are."""
    wanted: dict[str, Any] = {"measure": code} if code else {}
    actions = Action.objects.seen_by(sight).open().filter(**wanted).select_related("owner", "department", "place")
    lines = actions.filter(lines__asset__in=assets.order_by().values("pk")).values_list("pk", "lines__asset")
    found: dict[Key, list[Action]] = defaultdict(list)
    by_name = list(lines)
    known = actions.in_bulk({pk for pk, _asset in by_name})
    for pk, asset in by_name:
        found[asset, known[pk].measure].append(known[pk])
    where = list(actions.filter(lines=None))
    for asset, paths in _where(assets).items() if where else ():
        for action in where:
            if within(action, paths):
                found[asset, action.measure].append(action)
    return found


@dataclass(frozen=True)
class Paths:
    """Where an asset is in the company: its department, and the places of its carriers."""

    department: str
    places: frozenset[str]


def _where(assets: QuerySet[Any]) -> dict[int, Paths]:
    """Two queries, whatever there is."""
    places: dict[int, set[str]] = defaultdict(set)
    carriers = Carrier.objects.current().filter(asset__in=assets.order_by().values("pk"), place__isnull=False)
    for asset, path in carriers.values_list("asset", "place__path"):
        places[asset].add(path)
    rows = assets.order_by().values_list("pk", "department__path")
    return {pk: Paths(path or "", frozenset(places[pk])) for pk, path in rows}


def within(action: Action, paths: Paths) -> bool:
    """Is it in the part of the company that an action is about?"""
    if action.department:
        return paths.department.startswith(action.department.path)
    if action.place:
        return any(path.startswith(action.place.path) for path in paths.places)
    return True


def parts(action: Action, assets: QuerySet[Any]) -> QuerySet[Any]:
    """Of some assets those in the part of the company that an action is about: all, a department's, a place's."""
    if action.department:
        return assets.filter(department__path__startswith=action.department.path)
    if action.place:
        kept = Carrier.objects.current().filter(place__path__startswith=action.place.path)
        return assets.filter(pk__in=kept.order_by().values("asset"))
    return assets


def lines_on(question: Question, of: Measure, assets: QuerySet[Any], sight: Sight) -> dict[int, MeasureLine]:
    """How some assets stand on one measure, or one rule of the register's order, each with its story."""
    by_asset: dict[int, dict[str | None, Finding]] = defaultdict(dict)
    for finding in question.explain(assets):
        if of.code in ((finding.rule,) if of.is_rule else (finding.measure,)):
            by_asset[finding.asset].setdefault(finding.rule, finding)
    story = Story.of((f for found in by_asset.values() for f in found.values()), assets, sight, of.code)
    return {pk: story.tell(line_of(of, list(found.values())), pk) for pk, found in by_asset.items()}


def tally_on(question: Question, of: Measure, assets: QuerySet[Any]) -> Tally:
    """How many of some assets stand how on one measure; one query."""
    rows = assets.order_by().annotate(stands=question.verdict(of)).values_list("stands").annotate(n=Count("pk"))
    return Tally(Counter({Verdict(stands): n for stands, n in rows if stands}))
