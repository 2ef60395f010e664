"""Pages that change assets: judge and decide. (Entering has its own: `entry_views`; so have access lists.)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assets import access, approval, judging, seals
from assets.codes import ids_of
from assets.doors import asset_among, asset_for, asset_or_404, sight
from assets.facts import facts_of
from assets.forms import JudgeForm
from assets.models import Asset, GrantProposal
from assets.rights import carried_by
from assets.sealing import sealable_by
from classification.criteria import CRITERIA
from journal.acts import act


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
            return render(request, "assets/not_open.html", {"asset": asset, "problem": _not_open()}, status=409)
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


@require_GET
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for my decision."""
    waiting = approval.awaiting(sight(request)).select_related("department", "submitted_by").order_by("submitted_at")
    return render(request, "assets/approvals.html", {"waiting": waiting[:200]})


@require_GET
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """One asset on one screen: what it is, its judgement, who would get access."""
    waiting = approval.awaiting(sight(request)).select_related("department", "owner", "submitted_by")
    asset = asset_among(waiting, request, code)
    return _decide_page(request, asset)


def _decide_page(request: HttpRequest, asset: Asset, status: int = 200, **more: Any) -> HttpResponse:
    judgement = asset.judgements.select_related("by").latest()
    page = {
        "asset": asset,
        "judgement": judgement,
        "scored": [(c, judgement.scores[c.code], judgement.reasons.get(c.code, "")) for c in CRITERIA],
        "suggestion": judging.proposal_for(asset, judgement.scores),
        "carriers": asset.carriers.current().select_related("place"),
        "facts": facts_of(asset),
        "grants": asset.grants.current().select_related("person", "department"),
        "proposals": asset.grant_proposals.select_related("person", "department"),
        "shown": approval.digest_of(asset),
    }
    return render(request, "assets/decide.html", page | more, status=status)


@require_POST
def step(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Take a step in an asset's life: submit, approve, return, revise, retire."""
    asset, who = asset_or_404(request, code), sight(request)
    chosen = approval.STEPS.get(name)
    comment, shown = request.POST.get("comment", ""), request.POST.get("shown") or None
    if chosen is None or (name in ("approve", "return") and shown is None):
        return render(request, "400.html", status=400)
    try:
        _take(request, chosen, asset, who, comment, shown)
    except ValueError:
        return _again(request, asset, who, comment, _("Say why, in a few words."), 422)
    except approval.NotYours:
        return _again(request, asset, who, comment, _not_open(), 409)
    except approval.ChangedMeanwhile:
        return _again(
            request,
            asset,
            who,
            comment,
            _("It was changed after you opened it. Look at it again before you decide."),
            409,
        )
    messages.success(request, _SAYS[name]() % {"code": asset.code})
    if name in ("approve", "return"):
        return _next(who)
    return redirect("desk:list") if name == "retire" else redirect("desk:detail", code=code)


def _next(who: Any) -> HttpResponse:
    """On to what has waited longest, so that a queue is cleared without going back to it; to the queue when empty."""
    code = approval.awaiting(who).order_by("submitted_at").values_list("code", flat=True).first()
    return redirect("assets:decide", code=code) if code else redirect("assets:approvals")


def _not_open() -> str:
    return _("This step is not open to you now: someone was faster, or it is not yours to take.")


_SAYS = {
    "submit": lambda: _("%(code)s is submitted for approval."),
    "approve": lambda: _("%(code)s is approved."),
    "return": lambda: _("%(code)s is sent back."),
    "revise": lambda: _("The new level of %(code)s is submitted for approval."),
    "retire": lambda: _("%(code)s is retired."),
}


def _take(request: HttpRequest, chosen: approval.Step, asset: Asset, who: Any, comment: str, shown: str | None) -> None:
    wanted = request.POST.getlist("accept")
    proposals = list(GrantProposal.objects.filter(asset=asset, pk__in=ids_of(wanted)))
    with act(who.person, f"assets.{chosen.name}", asset):
        approval.take(chosen, asset, by=who, comment=comment, shown=shown)
        if chosen.name == "approve":
            access.accept(proposals, by=who)


def _again(request: HttpRequest, asset: Asset, who: Any, comment: str, problem: str, status: int) -> HttpResponse:
    """The page to decide on once more, with what was typed; for whom it is not open, a page that says so."""
    fresh = approval.awaiting(who).select_related("department", "owner", "submitted_by").filter(pk=asset.pk).first()
    if fresh is not None:
        return _decide_page(request, fresh, status, comment=comment, problem=problem)
    page = {"asset": asset, "comment": comment, "problem": problem}
    return render(request, "assets/not_open.html", page, status=status)


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
