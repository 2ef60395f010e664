"""Pages on which a person sees everything together."""

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.models import Department
from accounts.querysets import today
from accounts.sight import Sight
from assets import approval, judging
from assets.doors import administered_or_404, sight
from assets.kinds import Kind, State
from assets.models import Asset
from assets.rights import carried_by, granted_by
from assets.sealing import named, sealable_by
from assets.words import fold
from classification.criteria import CRITERIA
from classification.levels import Level
from desk.notices import notices_for
from desk.paging import Pages
from desk.story import story_of
from measures.figures import categories, lines_of, rated, worst_gaps
from measures.readings import Question
from measures.vouching import may_exempt

PAGE = 50


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """My tasks, and how the assets I may know of stand in the five categories."""
    who = sight(request)
    assets = Asset.objects.visible_to(request.user).kept()
    mine = assets.named_to(who).filter(carried_by(who)).filter(state=State.CANDIDATE)
    waiting = approval.awaiting(who).select_related("submitted_by", "department").order_by("submitted_at")
    found = categories(Question(today()), assets)
    page = {
        "heading": _("Good day, %(person)s") % {"person": who.person.label} if who.person else _("Home"),
        "waiting": waiting[:5],
        "waiting_count": waiting.count(),
        "candidates": mine.order_by("-updated_at")[:5],
        "candidates_count": mine.count(),
        "categories": found,
        "assets_count": assets.count(),
        "worst": worst_gaps(found),
        "notices": notices_for(who)[:10],
    }
    return render(request, "desk/home.html", page)


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


@require_GET
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """An asset's story on one page; of a sealed one, to whoever administers it, code and verdicts alone."""
    asset, who = administered_or_404(request, code), sight(request)
    if not asset.named:
        return render(request, "desk/sealed.html", {"asset": asset, "lines": _lines(request, asset)})
    mine = Asset.objects.visible_to(request.user).filter(pk=asset.pk)
    judgement, question = asset.judgements.select_related("by").first(), Question(today())
    steps = [s for s in approval.STEPS.values() if s.open_to(who).filter(pk=asset.pk).exists()]
    page = {
        "asset": asset,
        "carriers": rated(question, mine),
        "holdings": asset.holdings.select_related("person"),
        "grants": asset.grants.current().select_related("person", "department"),
        "proposals": asset.grant_proposals.select_related("person", "department"),
        "judgement": judgement,
        "suggestion": judging.proposal_for(asset, judgement.scores) if judgement else None,
        "scored": [(c, judgement.scores[c.code], judgement.reasons.get(c.code, "")) for c in CRITERIA]
        if judgement
        else [],
        "lines": _lines(request, asset),
        "may_seal": mine.filter(sealable_by(who)).exists(),
        "may_exempt": may_exempt(who),
        "step_names": {step.name for step in steps},
        "may_edit": mine.filter(carried_by(who)).exists(),
        "may_grant": mine.filter(granted_by(who)).exists(),
        "decisions": asset.decisions.select_related("by")[:10],
        "story": story_of(asset),
    }
    return render(request, "desk/detail.html", page)


def _lines(request: HttpRequest, asset: Asset) -> Any:
    return lines_of(Question(today()), Asset.objects.visible_to(request.user).filter(pk=asset.pk)).get(asset.pk)
