"""Devices and systems from a sheet, and as one: for those who keep these records."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.sight import administers
from assets.devices.hosts import keeps_hosts
from assets.doors import sight
from assets.models import Device, System
from exchange.hosts import bring_in, sheet_of
from exchange.sheet_views import csv_answer, tried
from journal.sightings import note

MODELS: dict[str, Any] = {"devices": Device, "systems": System}


def _model_for_keepers(request: HttpRequest, what: str) -> Any:
    if what not in MODELS:
        raise Http404
    if not keeps_hosts(sight(request), administers(request.user)):
        raise PermissionDenied
    return MODELS[what]


@require_http_methods(["GET", "POST"])
def import_hosts(request: HttpRequest, what: str) -> HttpResponse:
    """Bring a sheet in: all of it, or, where a row is wrong, nothing."""
    model = _model_for_keepers(request, what)
    sheet = tried(request, lambda data, name: bring_in(data, name, model, by=sight(request)))
    if sheet.is_taken:
        return redirect("desk:hosts_of", what=what)
    status = 422 if request.method == "POST" else 200
    return render(request, "exchange/hosts.html", {"what": what} | sheet.page, status=status)


@require_POST
def export_hosts(request: HttpRequest, what: str) -> HttpResponse:
    """All of them as a sheet that can be brought in again."""
    model = _model_for_keepers(request, what)
    rows = model.objects.select_related("department", "holder" if model is Device else "responsible").order_by("code")
    note(sight(request).person, "exchange.export_hosts", rows=rows.count())
    return csv_answer(sheet_of(rows), what)
