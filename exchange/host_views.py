"""Devices and systems from a sheet, and as one: for those who keep these records."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.querysets import today
from assets.doors import sight
from assets.hosts import keeps_hosts
from assets.models import Device, System
from exchange.gate import Refused, refuse_size
from exchange.hosts import WrongRows, bring_in, sheet_of
from journal.sightings import note

MODELS: dict[str, Any] = {"devices": Device, "systems": System}


class SheetForm(forms.Form):
    file = forms.FileField(label=gettext_lazy("Sheet (.xlsx or .csv)"), allow_empty_file=True)


def _model_for_keepers(request: HttpRequest, what: str) -> Any:
    if what not in MODELS:
        raise Http404
    if not keeps_hosts(sight(request), bool(getattr(request.user, "is_staff", False))):
        raise PermissionDenied
    return MODELS[what]


@require_http_methods(["GET", "POST"])
def import_hosts(request: HttpRequest, what: str) -> HttpResponse:
    """Bring a sheet in: all of it, or, where a row is wrong, nothing."""
    model = _model_for_keepers(request, what)
    form, problem, wrong = SheetForm(request.POST or None, request.FILES or None), "", []
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            refuse_size(file.size, file.name)
            counts = bring_in(file.read(), file.name, model, by=sight(request))
            words = _("Imported: %(new)s new, %(changed)s changed, %(same)s unchanged.")
            messages.success(request, words % counts)
            return redirect("desk:hosts_of", what=what)
        except Refused as refusal:
            problem = refusal.message
        except WrongRows as rows:
            wrong = rows.wrong
    page = {"form": form, "what": what, "problem": problem, "wrong": wrong}
    return render(request, "exchange/hosts.html", page, status=422 if request.method == "POST" else 200)


@require_POST
def export_hosts(request: HttpRequest, what: str) -> HttpResponse:
    """All of them as a sheet that can be brought in again."""
    model = _model_for_keepers(request, what)
    rows = model.objects.select_related("department", "holder" if model is Device else "responsible").order_by("code")
    note(sight(request).person, "exchange.export_hosts", rows=rows.count())
    answer = HttpResponse(sheet_of(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="kura-{what}-{today().isoformat()}.csv"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
