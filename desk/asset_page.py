"""An asset's story on one page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.querysets import today
from assets import approval, discussion, judging
from assets.discussion_forms import SayForm
from assets.doors import administered_or_404, sight
from assets.facts import facts_of
from assets.models import Asset, Comment, Link
from assets.rights import carried_by, granted_by
from assets.sealing import sealable_by
from classification.criteria import CRITERIA
from desk.story import story_of
from measures.figures import lines_of, rated
from measures.readings import Question
from measures.vouching import may_exempt

SAID = 3  # so much of what was said stands on the page itself


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
        "facts": facts_of(asset),
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
    } | _together(request, asset)
    return render(request, "desk/detail.html", page)


def _together(request: HttpRequest, asset: Asset) -> dict[str, Any]:
    """What was said about it, and what belongs together with it."""
    said = list(asset.comments.select_related("by", "withdrawn_by", "taken_up_by")[: SAID + 1])
    links = Link.objects.visible_to(request.user).of(asset).select_related("asset", "other")
    return {
        "comments": said[:SAID],
        "more_comments": len(said) > SAID,
        "say": SayForm(initial={"kind": Comment.Kind.COMMENT}),
        "answers": discussion.answers(asset, sight(request)),
        "me": sight(request).person,
        "links": [(link.words_from(asset), link.far_end(asset)) for link in links],
    }


def _lines(request: HttpRequest, asset: Asset) -> Any:
    return lines_of(Question(today()), Asset.objects.visible_to(request.user).filter(pk=asset.pk)).get(asset.pk)
