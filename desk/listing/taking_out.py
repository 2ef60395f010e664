"""The list as it stands, taken out as a spreadsheet: its filters, its order, its columns; only names one may read."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import batched
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.querysets import today
from accounts.sight import Sight
from assets.doors import sight
from assets.finding.orders import Order
from assets.models import Asset
from assets.visibility import Plan
from desk.listing.columns import BY_NAME, ORDERS, Column, chosen_columns, sort_of, with_what_is_shown
from desk.listing.filters import wanted
from desk.listing.gathering import GONE_THROUGH, Part, part_of
from desk.listing.paging import list_at, mark_of, row_of
from desk.listing.saved_views import columns_of
from exchange.listing import MEDIA_TYPES, WRITERS
from journal.sightings import note

BATCH = 1_000
ROWS = 20_000  # of one sheet
PAGE = "page"  # of a part, before it is taken out


@require_POST
def take_out(request: HttpRequest) -> HttpResponse:
    """What the address shows, all pages of it; where one sheet does not hold it, a page that leads on in parts."""
    form, number = request.POST.get("form", "xlsx"), _number(request.POST.get("part", ""))
    if form not in (PAGE, *WRITERS):
        return render(request, "400.html", status=400)
    who, query = sight(request), request.GET
    order, found = ORDERS[sort_of(query)], replace(wanted(query, who).found, named=True)
    mark = request.POST.get("from", "")
    beyond = row_of(found, order, mark) if mark else None
    if mark and beyond is None:
        messages.error(request, _("The row at which this part begins is not there any more. Begin again."))
        return redirect(list_at(query.urlencode()))
    part = part_of(found, order, ROWS, beyond)
    if form != PAGE and (number or part.until is None):
        return _sheet(who, part, form, number, _with_code(chosen_columns(columns_of(who, query))))
    page = {"part": part, "rows": len(part.keys), "number": number or 1, "following": (number or 1) + 1}
    page |= {"mark": mark, "most": f"{ROWS:,}", "looked": f"{GONE_THROUGH:,}", "list": list_at(query.urlencode())}
    return render(request, "desk/parts.html", page | _ends(who, order, part))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 5 else 0


def _ends(who: Sight, order: Order, part: Part) -> dict[str, Any]:
    """The codes of the first and the last row, and from where the next part goes on."""
    ends = Asset.objects.filter(pk__in=[*part.keys[:1], *part.keys[-1:]]).seen_by(who, Plan.EACH)
    codes = dict(ends.values_list("pk", "code"))
    rows = {"first": codes.get(part.keys[0]), "last": codes.get(part.keys[-1])} if part.keys else {}
    return rows | {"on": mark_of(order, part.until) if part.until else ""}


def _sheet(who: Sight, part: Part, form: str, number: int, columns: list[Column]) -> HttpResponse:
    note(who.person, "exchange.export_list", assets=sorted(part.keys), rows=len(part.keys))
    data = WRITERS[form]([str(column.label) for column in columns], _cells(part.keys, columns, who))
    answer = HttpResponse(data, content_type=MEDIA_TYPES[form])
    name = f"kura-list-{today().isoformat()}{f'-{number}' if number else ''}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
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
