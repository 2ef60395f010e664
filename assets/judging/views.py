"""The page on which an asset is judged: five scores, what they suggest, and how others like it were judged."""

from typing import Any

from django.contrib import messages
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assets.doors import asset_for, sight
from assets.judging import judging
from assets.judging.forms import JudgeForm
from assets.judging.peers import peers
from assets.models import Asset, Judgement
from assets.rights import carried_by
from classification import ipa
from classification.criteria import CRITERIA
from classification.scale import examples, limits


@require_http_methods(["GET", "POST"])
def judge(request: HttpRequest, code: str) -> HttpResponse:
    """Score an asset on the five criteria; Kura suggests the level and says why, before anything is recorded."""
    asset = asset_for(request, code, carried_by)
    posted = request.POST if request.method == "POST" else None
    form = JudgeForm(posted, initial=_before(asset), limits=limits())
    if not form.is_bound or not form.is_valid():
        return _page(request, asset, form)
    if form.only_weighs:
        return _page(request, asset, form, suggestion=judging.proposal_for(asset, form.scores))
    if not _level_is_reasoned(form, asset):
        return _page(request, asset, form)
    return _record(request, asset, form)


def _record(request: HttpRequest, asset: Asset, form: JudgeForm) -> HttpResponse:
    facts = {"level": form.chosen_level, "override_reason": form.cleaned_data["override_reason"], "rated": form.rated}
    try:
        judging.judge(asset, form.scores, form.reasons, by=sight(request), **facts)
    except judging.NotOpen:
        problem = _("It is in review, or retired: what was judged is decided first.")
        return render(request, "assets/not_open.html", {"asset": asset, "problem": problem}, status=409)
    messages.success(request, _("The judgement is recorded. Submit it when you are sure."))
    return redirect("desk:detail", code=asset.code)


def _page(request: HttpRequest, asset: Asset, form: JudgeForm, **more: Any) -> HttpResponse:
    shown = examples(asset.kind)
    page = {
        "form": form,
        "asset": asset,
        "criteria": [(form[c.code], form[f"{c.code}_reason"], shown.get(c.code)) for c in CRITERIA],
        "peers": peers(asset, sight(request)),
        "headings": [c.label for c in CRITERIA],
    }
    return render(request, "assets/judge.html", page | more, status=422 if form.errors else 200)


def _before(asset: Asset) -> dict[str, Any]:
    """What was judged last; IPA's ratings, where nobody has judged them, as the ledger had them on the carriers."""
    latest: Judgement | None = asset.judgements.first()
    if latest is None:
        return _of_carriers(asset)
    reasons = {f"{code}_reason": reason for code, reason in latest.reasons.items()}
    rated = latest.rated if any(latest.rated.values()) else _of_carriers(asset)
    return latest.scores | reasons | rated


def _of_carriers(asset: Asset) -> dict[str, Any]:
    return asset.carriers.current().aggregate(**{code: Max(code) for code in ipa.CODES})


def _level_is_reasoned(form: JudgeForm, asset: Asset) -> bool:
    suggested = judging.proposal_for(asset, form.scores).level
    if form.chosen_level in (None, suggested) or form.cleaned_data["override_reason"]:
        return True
    form.add_error(
        "override_reason",
        _("The scores suggest “%(level)s”: say why you choose another level.") % {"level": suggested.label},
    )
    return False
