"""What changed since a day: the line of each category over months, gaps that came, gaps that went."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.days.calendars import written
from accounts.days.fields import DayInput
from accounts.days.written import typed_day
from assets.doors import sight
from measures.asking.asked import months_before
from measures.catalogue.rulings import todays
from measures.history.past_counts import found_since, gone_since, trend
from measures.part import Part, choices


@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """Of a part of what I may know of, from what was kept daily; nothing is evaluated here."""
    who, part, known = sight(request), Part.of(request.GET), todays()
    after = _day(request.GET.get("after", ""), who.on) or months_before(who.on, 1)
    assets: Any = part.assets(who)
    named = assets.named_to(who)
    page = {
        "trend": trend(assets, who.on),
        "found": found_since(known, named, after, who.on, all_seen=who.everything),
        "gone": gone_since(known, named, after, who.on, all_seen=who.everything),
        "after": after,
        "day": DayInput(attrs={"class": "form-control", "id": "after"}).render("after", _typed(after)),
        "part": part,
    }
    return render(request, "measures/changes.html", page | choices())


def _typed(day: date) -> str:
    return written(day, "SHORT_DATE_FORMAT")


def _day(text: str, latest: date) -> date | None:
    """A day that has passed, as people type it."""
    try:
        day = typed_day(text)
    except ValueError:
        return None
    return day if day and day < latest else None
