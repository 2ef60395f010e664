"""The assets that a person may know of, and how they find one among them."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.models import Department
from accounts.sight import Sight
from assets.doors import sight
from assets.kinds import Kind, State
from assets.models import Asset
from assets.sealing import named
from assets.words import fold
from classification.levels import Level
from desk.paging import Pages

PAGE = 50


@require_GET
def list_(request: HttpRequest) -> HttpResponse:
    """The assets I may know of; filters stay in the address."""
    chosen = {name: request.GET.get(name, "").strip() for name in ("q", "kind", "level", "department", "state")}
    who, found = sight(request), Asset.objects.visible_to(request.user)
    listed = found if any(chosen.values()) else Asset.objects.visible_to(request.user, in_order=True)
    rows = _filtered(listed, chosen, who).select_related("department", "owner").order_by("-updated_at", "-pk")
    page = Pages(rows, PAGE, counted=_filtered(found, chosen, who)).get_page(request.GET.get("page"))
    choices = {
        "kinds": Kind.choices,
        "levels": Level.choices,
        "states": State.choices,
        "departments": Department.objects.all(),
    }
    return render(
        request, "desk/list.html", {"page": page, "chosen": chosen, "filtered": any(chosen.values())} | choices
    )


def _filtered(assets: Any, chosen: dict[str, str], who: Sight) -> Any:
    if chosen["q"]:
        words = Q(name_key__contains=fold(chosen["q"])) | Q(summary__icontains=chosen["q"])
        assets = assets.filter(Q(code__iexact=chosen["q"]) | words & named(assets, who))
    if chosen["kind"] in Kind.values:
        assets = assets.filter(kind=chosen["kind"])
    if chosen["level"] == "none":
        assets = assets.filter(level=None)
    elif chosen["level"] in map(str, Level.values):
        assets = assets.filter(level=int(chosen["level"]))
    if chosen["department"].isdecimal():
        roots = Department.objects.filter(pk=chosen["department"])
        assets = assets.filter(department__in=Department.objects.below(roots))
    state = chosen["state"]
    return assets.filter(state=state) if state in State.values else assets.kept()
