"""An asset as it was by the end of an earlier day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from accounts.calendars import written
from accounts.dayfields import DayInput
from accounts.days import typed_day
from accounts.querysets import today
from accounts.sight import Sight
from assets.doors import asset_or_404, sight
from assets.models import Asset, KnowHow, PersonalData
from desk.changes import EMPTY, RowChange, described
from desk.journal_pages import midnight
from journal.acts import name_of
from journal.models import Change
from journal.rewinding import as_of, is_entered

SHOWN = (
    "assets.asset", "assets.knowhow", "assets.personaldata", "assets.numberhandler", "assets.carrier",
    "assets.holding", "assets.assetfile", "assets.grant", "assets.judgement",
)  # fmt: skip
OWN_KEYS = ("id", "updated_at")


@dataclass(frozen=True)
class Past:
    """What was recorded of an asset by the end of a day."""

    on: date
    asset: RowChange | None
    hung: tuple[RowChange, ...]
    from_start: bool  # the journal holds how it came into the register


def past_of(asset: Asset, on: date, reader: Sight) -> Past:
    """The asset with its carriers, holders, access list and judgements as they stood by the end of a day."""
    now = [asset, *hanging_on(asset)]
    rows = as_of(midnight(on + timedelta(days=1)) - timedelta(microseconds=1), name_of(asset), now)
    shown = [
        Change(row=name, values={field: [None, value] for field, value in values.items() if field not in OWN_KEYS})
        for name, values in rows.items()
        if name.partition(":")[0] in SHOWN
    ]
    shown.sort(key=lambda row: (SHOWN.index(row.row.partition(":")[0]), int(row.row.partition(":")[2])))
    words = {change.row: _filled(row) for change, row in described(shown, reader)}
    main = words.pop(name_of(asset), None)
    return Past(on, main, tuple(words.values()) if main else (), is_entered(name_of(asset)))


def hanging_on(asset: Asset) -> Iterator[Any]:
    """What is told of an asset besides itself, as it hangs on it now."""
    for model in (KnowHow, PersonalData):
        yield from model.objects.filter(asset=asset)
    for rows in (asset.number_handlers, asset.carriers, asset.holdings, asset.files, asset.grants, asset.judgements):
        yield from rows.all()


def _filled(row: RowChange) -> RowChange:
    fields = tuple(f for f in row.fields if f.new != EMPTY)
    return RowChange(row.thing, True, fields)


@require_GET
def past(request: HttpRequest, code: str) -> HttpResponse:
    """The asset as of a day; whoever may see it today may see this."""
    asset, who = asset_or_404(request, code), sight(request)
    on = min(day_of(request.GET.get("on", "")) or today(), today())
    page = {"asset": asset, "past": past_of(asset, on, who), "day": day_input("on", written(on, "SHORT_DATE_FORMAT"))}
    return render(request, "desk/past.html", page)


def day_of(text: str) -> date | None:
    """A day as people type it; None for what is none."""
    try:
        return typed_day(text)
    except ValueError:
        return None


def day_input(name: str, value: str) -> SafeString:
    """The field in which a day is typed, for filters in an address."""
    return DayInput(attrs={"class": "form-control", "id": name}).render(name, value)
