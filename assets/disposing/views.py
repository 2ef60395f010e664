"""The page on which a secret is disposed of: proposed, decided, confirmed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assets.deciding.dossier import digest_of
from assets.deciding.steps import ChangedMeanwhile, NotYours
from assets.deciding.views import not_open
from assets.disposing import disposing
from assets.disposing.forms import ConfirmForm, ProposeForm
from assets.doors import asset_for, asset_or_404, sight
from assets.models import Asset, Disposal
from assets.rights import carried_by

RELATED = ("asset", "proposed_by", "decided_by", "on_behalf", "done_by", "witness")


@require_http_methods(["GET", "POST"])
def disposal(request: HttpRequest, code: str) -> HttpResponse:
    """How it stands with the disposal of an asset; whoever carries it proposes one."""
    if request.method == "GET":
        return _page(request, asset_or_404(request, code))
    asset = asset_for(request, code, carried_by)
    form = ProposeForm(request.POST, carriers=_carriers(asset))
    if not form.is_valid():
        return _page(request, asset, 422, form=form)
    try:
        disposing.propose(asset, form.cleaned_data["reason"], form.means, by=sight(request))
    except NotYours:
        return _page(request, asset, 409, problem=not_open())
    messages.success(request, _("Proposed. Somebody else decides on it; until then everything stays as it is."))
    return redirect("desk:detail", code=code)


@require_POST
def disposal_step(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Approve, send back, withdraw, or confirm that it is done."""
    asset, step = asset_or_404(request, code), disposing.STEPS.get(name)
    row = _open(request, asset)
    if step is None or row is None:
        return _page(request, asset, 409, problem=not_open())
    try:
        if name == "done":
            return _confirm(request, asset, row)
        comment, shown = request.POST.get("comment", "")[:1000], request.POST.get("shown") or None
        disposing.take(step, row, by=sight(request), comment=comment, shown=shown)
    except NotYours:
        return _page(request, asset, 409, problem=not_open())
    except ChangedMeanwhile:
        problem = _("It was changed after you opened it. Look at it again before you decide.")
        return _page(request, asset, 409, problem=problem)
    except ValueError:
        return _page(request, asset, 422, problem=_("Say why, in a few words."), unsaid=True)
    messages.success(request, _("Recorded."))
    return redirect("assets:disposal", code=code)


def _confirm(request: HttpRequest, asset: Asset, row: Disposal) -> HttpResponse:
    form = ConfirmForm(request.POST, by=sight(request).person, level=asset.level)
    if not form.is_valid():
        return _page(request, asset, 422, confirm=form)
    facts = form.cleaned_data
    try:
        disposing.confirm(row, facts["done_on"], facts["witness"], facts["evidence"], by=sight(request))
    except disposing.NotCovered:
        problem = _("Something it lives on was added since it was proposed: withdraw it, and propose it anew.")
        return _page(request, asset, 409, problem=problem, confirm=form)
    messages.success(request, _("%(code)s is disposed of and retired.") % {"code": asset.code})
    return redirect("desk:list")


def _carriers(asset: Asset) -> Any:
    return asset.carriers.current().select_related("place")


def _open(request: HttpRequest, asset: Asset) -> Disposal | None:
    return Disposal.objects.visible_to(request.user).open().filter(asset=asset).select_related(*RELATED).first()


def _page(request: HttpRequest, asset: Asset, status: int = 200, **more: Any) -> HttpResponse:
    who, row = sight(request), _open(request, asset)
    steps = {s.name for s in disposing.STEPS.values() if row and s.open_to(who).filter(pk=row.pk).exists()}
    carriers = list(_carriers(asset))
    may = Asset.objects.visible_to(request.user).filter(disposing.proposable_by(who), pk=asset.pk).exists()
    page: dict[str, Any] = {
        "asset": asset,
        "row": row,
        "steps": steps,
        "carriers": [(carrier, row.method_of(carrier) if row else "") for carrier in carriers],
        "shown": digest_of(asset) if "approve" in steps else "",
        "form": ProposeForm(carriers=carriers) if may else None,
        "confirm": ConfirmForm(by=who.person, level=asset.level) if "done" in steps else None,
        "comment": request.POST.get("comment", ""),
        "earlier": Disposal.objects.visible_to(request.user)
        .filter(asset=asset)
        .exclude(pk=row.pk if row else None)
        .select_related(*RELATED),
    }
    return render(request, "assets/disposal.html", page | more, status=status)
