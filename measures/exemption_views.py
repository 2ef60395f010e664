"""Pages on gaps that are accepted for a while: propose one, decide on it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assets.deciding.steps import NotYours
from assets.deciding.views import not_open
from assets.doors import asset_for, looked_at, sight
from assets.rights import carried_by
from measures import exempting
from measures.catalogue.rulings import measure
from measures.doors import measure_or_404
from measures.forms import ExemptForm
from measures.models import Exemption
from measures.views import asset_page

RELATED = ("asset", "asset__department", "proposed_by", "decided_by", "on_behalf")


@require_http_methods(["GET", "POST"])
def exempt_asset(request: HttpRequest, code: str, asset_code: str) -> HttpResponse:
    """Propose to accept a gap of one asset until a day: for whoever carries it."""
    found, asset = measure_or_404(code), asset_for(request, asset_code, carried_by)
    form = ExemptForm(request.POST if request.method == "POST" else None, instance=Exemption(measure=code, asset=asset))
    if request.method == "POST" and form.is_valid():
        try:
            row = exempting.propose(form.instance, by=sight(request))
        except NotYours:
            form.add_error(None, _("To accept this gap is proposed already, and waits for the decision."))
        else:
            messages.success(request, _("Proposed. The gap stays a gap until somebody else accepts it."))
            return redirect("measures:exemption", pk=row.pk)
    return asset_page(request, found, asset, form, _("Propose to accept the gap for a while"))


@require_GET
def exemption(request: HttpRequest, pk: int) -> HttpResponse:
    """One gap that is, was or is to be accepted, and what whoever reads may do about it."""
    return _page(request, _row(request, pk))


@require_POST
def exemption_step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Accept it, send it back, or withdraw it."""
    row, step = _row(request, pk), exempting.STEPS.get(name)
    if step is None:
        return render(request, "400.html", status=400)
    try:
        exempting.take(step, row, by=sight(request), comment=request.POST.get("comment", "")[:1000])
    except NotYours:
        return _page(request, row, not_open(), 409)
    except ValueError:
        return _page(request, row, status=422)
    messages.success(request, _("Recorded."))
    return redirect("measures:exemption", pk=pk)


def _row(request: HttpRequest, pk: int) -> Exemption:
    row = get_object_or_404(Exemption.objects.visible_to(request.user).select_related(*RELATED), pk=pk)
    looked_at(row.asset, request)
    return row


def _page(request: HttpRequest, row: Exemption, problem: str = "", status: int = 200) -> HttpResponse:
    who = sight(request)
    steps = {s.name for s in exempting.STEPS.values() if s.open_to(who).filter(pk=row.pk).exists()}
    page = {
        "row": row,
        "asset": row.asset,
        "measure": measure(row.measure),
        "steps": steps,
        "problem": problem,
        "wrong": status == 422,  # sent back without a word on why
        "comment": request.POST.get("comment", ""),
        "over": row.until_on < who.on,
    }
    return render(request, "measures/exemption.html", page, status=status)
