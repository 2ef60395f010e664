"""An auditor's questions to a gap: since when, and who is on it. From records and from the journal of gaps."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, QuerySet

from accounts.sight import Sight
from assets.models import Carrier
from measures.catalogue import Measure
from measures.figures import AssetLines, MeasureLine, line_of
from measures.models import Action, Gap
from measures.readings import Finding, Question, Tally
from measures.verdicts import Verdict

type Key = tuple[int, str]  # asset, code of a measure


def told(lines: Mapping[int, AssetLines], assets: QuerySet[Any], sight: Sight) -> dict[int, AssetLines]:
    """The lines of some assets, the missing ones with since when and who is on it; four queries.

    Args:
        lines: as `figures.lines_of` has them.
        assets: the same assets.
        sight: of whoever reads: only actions that they may read are told.
    """
    since, actions = gaps_of(assets), actions_on(assets, sight)
    return {pk: _told(pk, each, since, actions) for pk, each in lines.items()}


def _told(pk: int, lines: AssetLines, since: Mapping[Key, Gap], actions: Mapping[Key, list[Action]]) -> AssetLines:
    categories = tuple(
        replace(c, lines=tuple(with_story(line, (pk, line.measure.code), since, actions) for line in c.lines))
        for c in lines.categories
    )
    return replace(lines, categories=categories)


def with_story(
    line: MeasureLine, key: Key, since: Mapping[Key, Gap], actions: Mapping[Key, list[Action]]
) -> MeasureLine:
    """The line with since when it is missing, and what is being done about it."""
    if line.verdict not in (Verdict.GAP, Verdict.UNKNOWN):
        return line
    gap = since.get(key) if line.verdict is Verdict.GAP else None
    said = [f.attestation.from_on for f in line.findings if f.partly and f.attestation and f.verdict is Verdict.GAP]
    day = min(filter(None, [gap.from_on if gap else None, *said]), default=None)
    longer = gap is not None and gap.from_start and day == gap.from_on
    return replace(line, since=day, longer=longer, actions=tuple(actions.get(key, ())))


def gaps_of(assets: QuerySet[Any]) -> dict[Key, Gap]:
    """The gaps of some assets that stand in the records as open; one query."""
    rows = Gap.objects.open().filter(asset__in=assets.order_by().values("pk"))
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
    """How some assets stand on one measure, each with its story."""
    by_asset: dict[int, list[Finding]] = defaultdict(list)
    for finding in question.explain(assets):
        if finding.measure == of.code:
            by_asset[finding.asset].append(finding)
    since, actions = gaps_of(assets), actions_on(assets, sight, of.code)
    return {pk: with_story(line_of(of, found), (pk, of.code), since, actions) for pk, found in by_asset.items()}


def tally_on(question: Question, of: Measure, assets: QuerySet[Any]) -> Tally:
    """How many of some assets stand how on one measure; one query."""
    rows = assets.order_by().annotate(stands=question.verdict(of)).values_list("stands").annotate(n=Count("pk"))
    return Tally(Counter({Verdict(stands): n for stands, n in rows if stands}))
