"""Who could know of an asset on a day: the page and the paper."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.days.calendars import written
from accounts.querysets import today
from assets.audience import audience as knowers_of
from assets.doors import asset_or_404, sight
from assets.models import Asset
from desk.asset.past import day_input, day_of
from desk.papers import paper
from journal.sightings import note


@require_GET
def audience(request: HttpRequest, code: str) -> HttpResponse:
    """Who could know of it on a day; whoever may know of it today may read this."""
    asset = asset_or_404(request, code)
    typed = request.GET.get("on", "").strip()
    on = day_of(typed) if typed else today()
    fits = on is not None and on <= today()
    problem = "" if fits else _("Give a day, today or earlier: 2026-03-31, or R8.3.31.")
    day = on if on and fits else today()
    page = _page(asset, day) | {"problem": problem}
    page["field"] = day_input("on", typed if problem else written(day, "SHORT_DATE_FORMAT"), wrong=bool(problem))
    if "pdf" in request.GET and not problem:
        note(sight(request).person, "desk.audience_paper", asset, on=day)
        heading, filename = _("Who could know of it"), f"kura-audience-{code}"
        return paper(request, "desk/audience_paper.html", page, heading=heading, filename=filename, level=asset.level)
    return render(request, "desk/audience.html", page, status=422 if problem else 200)


def _page(asset: Asset, on: date) -> dict[str, Any]:
    knowers = knowers_of(asset, on)
    return {
        "asset": asset,
        "on": on,
        "knowers": knowers,
        "could": sum(bool(knower.recorded) for knower in knowers),
        "differing": sum(knower.differs for knower in knowers),
    }
