"""Pages that change assets: judge, seal. (Entering, deciding and access lists have their own.)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from assets import judging, seals
from assets.decision_views import not_open
from assets.doors import asset_for, sight
from assets.forms import JudgeForm
from assets.models import Asset
from assets.rights import carried_by
from assets.sealing import sealable_by
from classification.criteria import CRITERIA


@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, code: str) -> HttpResponse:
    """Score an asset on the five criteria; Kura suggests the level."""
    asset = asset_for(request, code, carried_by)
    latest = asset.judgements.first()
    form = JudgeForm(request.POST if request.method == "POST" else None, initial=_scores(latest))
    if request.method == "POST" and form.is_valid() and _level_is_reasoned(form, asset):
        try:
            judging.judge(
                asset,
                form.scores,
                form.reasons,
                by=sight(request),
                level=form.chosen_level,
                override_reason=form.cleaned_data["override_reason"],
            )
        except judging.NotOpen:
            return render(request, "assets/not_open.html", {"asset": asset, "problem": not_open()}, status=409)
        messages.success(request, _("The judgement is recorded. Submit it when you are sure."))
        return redirect("desk:detail", code=code)
    page = {"form": form, "asset": asset, "criteria": [(form[c.code], form[f"{c.code}_reason"]) for c in CRITERIA]}
    return render(request, "assets/judge.html", page, status=422 if form.is_bound else 200)


def _scores(latest: Any) -> dict[str, Any]:
    if latest is None:
        return {}
    return latest.scores | {f"{code}_reason": reason for code, reason in latest.reasons.items()}


def _level_is_reasoned(form: JudgeForm, asset: Asset) -> bool:
    suggested = judging.proposal_for(asset, form.scores).level
    if form.chosen_level in (None, suggested) or form.cleaned_data["override_reason"]:
        return True
    form.add_error(
        "override_reason",
        _("The scores suggest “%(level)s”: say why you choose another level.") % {"level": suggested.label},
    )
    return False


@require_POST
def seal(request: HttpRequest, code: str) -> HttpResponse:
    """Make the name itself a secret: for those who approve."""
    asset = asset_for(request, code, sealable_by)
    try:
        seals.put(asset, request.POST.get("reason", "")[:200], by=sight(request))
        messages.success(request, _("The name of %(code)s is sealed.") % {"code": code})
    except ValueError:
        messages.error(request, _("Say why, in a few words."))
    return redirect("desk:detail", code=code)


@require_POST
def unseal(request: HttpRequest, code: str) -> HttpResponse:
    """Show the name again to whoever may know of the asset."""
    seals.lift(asset_for(request, code, sealable_by), by=sight(request))
    messages.success(request, _("The seal of %(code)s is lifted.") % {"code": code})
    return redirect("desk:detail", code=code)
