"""The page on which several are approved together: a list of what is decided, and then what became of each."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.sight import Sight
from assets.deciding import together
from assets.deciding.screen import Screen, screen_of
from assets.deciding.views import RELATED
from assets.doors import looked_at, sight
from assets.models import Asset


@require_http_methods(["GET", "POST"])
def approve_together(request: HttpRequest) -> HttpResponse:
    """What was ticked in the queue, each with what differs; approve them in one act. Nothing ticked: back to it."""
    who = sight(request)
    if request.method == "POST":
        return _approve(request, who)
    ticked = request.GET.getlist("code")[: together.MOST]
    found = together.choosable(who).filter(code__in=ticked).select_related(*RELATED).order_by("pk")
    screens = [_looked_at(request, asset, who) for asset in found]
    if not screens:
        messages.error(request, _("Nothing is chosen. Tick what you want to approve together."))
        return redirect("assets:approvals")
    page = {"screens": screens, "left_out": len(ticked) - len(screens)}
    return render(request, "assets/together.html", page)


def _looked_at(request: HttpRequest, asset: Asset, who: Sight) -> Screen:
    looked_at(asset, request)
    return screen_of(asset, who)


def _approve(request: HttpRequest, who: Sight) -> HttpResponse:
    """Each row comes as `code:digest`, as the list showed it."""
    rows = [row.partition(":") for row in request.POST.getlist("row")[: together.MOST]]
    shown = {code: digest for code, _colon, digest in rows}
    assets = list(Asset.objects.seen_by(who).named_to(who).filter(code__in=shown).order_by("pk"))
    if not assets:
        return redirect("assets:approvals")
    try:
        outcomes, status = together.approve_together(assets, shown, by=who), 200
    except together.NothingApproved as nothing:
        outcomes, status = nothing.outcomes, 409
    return render(request, "assets/together.html", {"outcomes": outcomes}, status=status)
