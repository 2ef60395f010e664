"""Where a measure is missing: the rows behind a number, each with why, since when, and who is on it."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assets.doors import sight
from assets.models import Asset
from assets.rights import carried_by
from measures.actions.planning import may_plan
from measures.asking.readings import Question, Tally
from measures.catalogue import Measure
from measures.doors import measure_or_rule_or_404
from measures.figures import MeasureLine
from measures.models import Action
from measures.part import Part
from measures.telling import lines_on, tally_on
from measures.verdicts import COUNTED, Verdict

PAGE = 50


@dataclass(frozen=True)
class Row:
    """An asset, how it stands, and whether whoever reads may plan something for it."""

    asset: Asset
    line: MeasureLine
    may_plan: bool


@require_GET
def missing(request: HttpRequest, code: str) -> HttpResponse:
    """The assets that I may know of on which a measure is missing, or stands as the address says."""
    of, who, part = measure_or_rule_or_404(code), sight(request), Part.of(request.GET)
    question, assets = Question(who.on, who), part.assets(who)
    tally = tally_on(question, of, assets)
    wanted = _verdict(request.GET.get("state", ""), tally)
    page = max(int(request.GET["page"]), 1) if request.GET.get("page", "").isdecimal() else 1
    keys = _keys(assets, question, of, wanted, min(page, 10_000))
    rows = _rows(keys[:PAGE], question, of, who)
    context = {
        "measure": of,
        "rows": rows,
        "tally": tally,
        "states": [(v, v is wanted) for v in (Verdict.GAP, Verdict.UNKNOWN, Verdict.MET, Verdict.EXEMPT)],
        "wanted": wanted,
        "part": part,
        "may_plan_part": bool(who.leads) or may_plan(who, Action(measure=code), ()),
        "may_plan": any(row.may_plan for row in rows),
        "before": page - 1,
        "after": page + 1 if len(keys) > PAGE else 0,
    }
    return render(request, "measures/missing.html", context)


def _verdict(state: str, tally: Tally) -> Verdict:
    """The verdict that is asked for; else the gaps, or what is not known where nothing is missing."""
    first = Verdict.UNKNOWN if tally.unknown and not tally.gap else Verdict.GAP
    return next((verdict for verdict in COUNTED if verdict.code == state), first)


def _keys(assets: Any, question: Question, of: Measure, wanted: Verdict, page: int) -> list[int]:
    """A page of them and one more, the most secret first."""
    rows = assets.annotate(stands=question.verdict(of)).filter(stands=wanted).order_by("-level", "code")
    first = (page - 1) * PAGE
    return list(rows.values_list("pk", flat=True)[first : first + PAGE + 1])


def _rows(keys: list[int], question: Question, of: Measure, who: Any) -> list[Row]:
    assets = Asset.objects.seen_by(who).filter(pk__in=keys)
    lines = lines_on(question, of, assets, who)
    mine = set(assets.named_to(who).filter(carried_by(who)).order_by().values_list("pk", flat=True))
    known = {asset.pk: asset for asset in assets.select_related("department", "owner")}
    return [Row(known[pk], lines[pk], pk in mine) for pk in keys if pk in known and pk in lines]
