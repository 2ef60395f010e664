"""What waits for the second of two: lines on top secrets that one has given, and lines from before."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.sight import Sight
from assets.doors import sight
from assets.knowing import access, agreeing
from assets.knowing.line_notes import notes_on
from assets.models import Asset
from desk.asset.access_page import LINE, Row

SHOWN = 100


@require_GET
def agreements(request: HttpRequest) -> HttpResponse:
    """Every line to which whoever asks may say the second yes."""
    return _page(request)


def _page(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    who = sight(request)
    given = list(agreeing.waiting(who).select_related(*LINE, "granted_by", "replaces")[:SHOWN])
    old = list(agreeing.to_confirm(who).select_related(*LINE, "approved_by")[:SHOWN])
    notes = notes_on(_with_assets([*given, *old], who), who.on)
    rows = [Row(line, found) for line, found in zip([*given, *old], notes, strict=True)]
    page = {"given": rows[: len(given)], "old": rows[len(given) :]}
    return render(request, "desk/agreements.html", page | more, status=status)


def _with_assets(lines: list[Any], who: Sight) -> list[Any]:
    """Give each line its asset as this person may read it: of a sealed one the code alone."""
    assets = Asset.objects.seen_by(who).in_bulk({line.asset_id for line in lines})
    for line in lines:
        line.asset = assets[line.asset_id]
        if not line.asset.named:
            line.purpose = "―"
    return lines


@require_POST
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes, or no and why, to a line that one has given."""
    who = sight(request)
    line = get_object_or_404(agreeing.waiting(who).select_related(*LINE, "asset"), pk=pk)
    try:
        if "refuse" in request.POST:
            agreeing.refuse(line, request.POST.get("reason", "")[:300], by=who)
            messages.success(request, _("%(whom)s gets no access.") % {"whom": line.whom})
        else:
            agreeing.agree(line, by=who)
            messages.success(request, _("%(whom)s is on the access list.") % {"whom": line.whom})
    except ValueError:
        return _page(request, 422, problem=_("Say why, in a few words."), refused=line.pk)
    except agreeing.NotWaiting:
        messages.info(request, _("Somebody has answered this line meanwhile."))
    except agreeing.Over:
        return _page(request, 409, problem=_("The last day of this line has passed while it waited: refuse it."))
    return redirect("desk:agreements")


@require_POST
def agree_line(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes to a line that was in force before, or its end."""
    who = sight(request)
    line = get_object_or_404(agreeing.to_confirm(who).select_related(*LINE, "asset"), pk=pk)
    try:
        if "end" in request.POST:
            access.end(line, by=who)
            messages.success(request, _("%(whom)s is off the access list.") % {"whom": line.whom})
        else:
            agreeing.confirm_line(line, by=who)
            messages.success(request, _("%(whom)s stays on the access list.") % {"whom": line.whom})
    except (agreeing.NotWaiting, access.AlreadyEnded):
        messages.info(request, _("Somebody has answered this line meanwhile."))
    return redirect("desk:agreements")
