"""Records of our own development from a sheet, and as one: everybody for the assets that they may know of."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from assets.doors import sight
from assets.models import Asset, Development
from exchange.developments import bring_in, sheet_of
from exchange.sheet_views import csv_answer, tried
from journal.sightings import note


@require_http_methods(["GET", "POST"])
def import_developments(request: HttpRequest) -> HttpResponse:
    """Bring a sheet in: all of it, or, where a row is wrong, nothing."""
    sheet = tried(request, lambda data, name: bring_in(data, name, by=sight(request)))
    if sheet.is_taken:
        return redirect("exchange:developments")
    return render(request, "exchange/developments.html", sheet.page, status=422 if request.method == "POST" else 200)


@require_POST
def export_developments(request: HttpRequest) -> HttpResponse:
    """Those of the assets that one may know of, as a sheet that can be brought in again."""
    who = sight(request)
    assets = Asset.objects.visible_to(request.user).named_to(who).kept()
    rows = Development.objects.filter(asset__in=assets.order_by().values("pk")).order_by("asset__code", "made_on", "pk")
    note(
        who.person, "exchange.export_developments", assets=sorted(set(rows.order_by().values_list("asset", flat=True)))
    )
    return csv_answer(sheet_of(rows), "development")
