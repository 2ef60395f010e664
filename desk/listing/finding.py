"""The assets that a person may know of, and how they find one among them."""

from functools import lru_cache
from html import escape

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.prepared import Among
from accounts.sight import Sight
from assets import bulk
from assets.doors import sight
from assets.models import Asset
from assets.sealing import Knowing
from assets.visibility import KEPT, Plan
from assets.written import Statement
from desk.listing.columns import BY_NAME, ORDERS, Cell, Column, chosen_columns, heads, sort_of, with_what_is_shown
from desk.listing.filter_form import choices
from desk.listing.filters import Chip, wanted
from desk.listing.paging import Page, address, page_of
from desk.listing.saved_views import columns_of, open_to


@require_GET
def list_(request: HttpRequest) -> HttpResponse:
    """The assets I may know of; filters, columns and order stay in the address."""
    who, query = sight(request), request.GET
    asked = wanted(query, who)
    if query.get("sort", sort_of(query)) != sort_of(query):
        asked.problems.append(_("The list cannot be sorted by “%(value)s”.") % {"value": query["sort"][:40]})
    columns = chosen_columns(columns_of(who, query))
    page = page_of(asked.found, ORDERS[sort_of(query)], query)
    if page.astray:
        asked.problems.append(_("The asset from which this page goes on is not there: these are the first ones."))
    context = {
        "page": page,
        "rows": rows_of(page, who, columns),
        "heads": heads(columns, query),
        "asked": asked,
        "chips": [(chip, without(query, chip)) for chip in asked.chips],
        "views": open_to(who),
        "me": who.person,
        "shared_with": [d for d in asked.reading.departments if d.pk in who.belongs],
        "most": f"{bulk.MOST:,}",
        "by_name": ORDERS[sort_of(query)].named,
    }
    return render(request, "desk/list.html", context | choices(asked, columns, query))


def rows_of(page: Page, who: Sight, columns: list[Column]) -> SafeString:
    """The rows of a page as HTML, fetched by key once more through the door; empty where there are none."""
    by_key = {asset.pk: asset for asset in _shown(page.keys, who, columns)}
    cells = [_ticks(), *(column.cells(column) for column in columns)]
    shown = (by_key[key] for key in page.keys if key in by_key)
    return SafeString("".join(f"<tr>{''.join([cell(asset) for cell in cells])}</tr>" for asset in shown))


def _shown(keys: list[int], who: Sight, columns: list[Column]) -> list[Asset]:
    """Those of these keys that the person may know of, with what the columns say."""
    if who.person is None:
        return []
    assets = _statement(Knowing.of(who), tuple(column.name for column in columns)).of(keys)
    prefetch_related_objects(assets, *(hang for column in columns for hang in column.hangs))
    return assets


@lru_cache(maxsize=KEPT)
def _statement(knowing: Knowing, columns: tuple[str, ...]) -> Statement:
    """What is read for a page, kept from one request to the next: what is asked, never what is found."""
    assets = Asset.objects.filter(Among("pk")).seen_by(knowing.sight, Plan.EACH)
    return Statement(with_what_is_shown(assets, (BY_NAME[name] for name in columns)), is_shared=True)


def _ticks() -> Cell:
    """The boxes by which one chooses rows."""
    label = escape(_("Choose"))
    box = '<td class="pick"><input class="form-check-input" type="checkbox" name="code"'
    return lambda asset: f'{box} value="{escape(asset.code)}" aria-label="{label}: {escape(asset.name)}"></td>'


def without(query: QueryDict, chip: Chip) -> str:
    """The address without one of its filters."""
    other = query.copy()
    other.pop(chip.name, None)
    return address(other)
