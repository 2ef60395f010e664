"""The list as it stands, taken out as a spreadsheet: its filters, its order, its columns; only names one may read."""

from collections.abc import Iterator
from itertools import batched
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from accounts.querysets import today
from accounts.sight import Sight
from assets.doors import sight
from assets.models import Asset
from assets.visibility import Plan
from desk.columns import BY_NAME, ORDERS, Column, chosen_columns, sort_of, with_what_is_shown
from desk.filters import wanted
from desk.saved_views import columns_of
from exchange.listing import MEDIA_TYPES, WRITERS
from journal.sightings import note

BATCH = 1_000


@require_POST
def take_out(request: HttpRequest) -> HttpResponse:
    """What the address shows, all pages of it."""
    form = request.POST.get("form", "xlsx")
    if form not in WRITERS:
        return render(request, "400.html", status=400)
    who, query = sight(request), request.GET
    columns = _with_code(chosen_columns(columns_of(who, query)))
    order = ORDERS[sort_of(query)]
    rows = order.prepared(wanted(query, who).found.rows().named_to(who)).order_by(*order.by(back=False))
    keys = list(rows.values_list("pk", flat=True))
    note(who.person, "exchange.export_list", assets=sorted(keys), rows=len(keys))
    data = WRITERS[form]([str(column.label) for column in columns], _cells(keys, columns, who))
    answer = HttpResponse(data, content_type=MEDIA_TYPES[form])
    answer.headers["Content-Disposition"] = f'attachment; filename="kura-list-{today().isoformat()}.{form}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _with_code(columns: list[Column]) -> list[Column]:
    """On paper there is no link: the code says which asset it is."""
    return columns if BY_NAME["code"] in columns else [BY_NAME["code"], *columns]


def _cells(keys: list[int], columns: list[Column], who: Sight) -> Iterator[list[str]]:
    for some in batched(keys, BATCH):
        found: Any = Asset.objects.filter(pk__in=some).seen_by(who, Plan.EACH).named_to(who)
        by_key = {asset.pk: asset for asset in with_what_is_shown(found, columns)}
        yield from ([column.text(by_key[key]) for column in columns] for key in some if key in by_key)
