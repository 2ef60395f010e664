"""An asset's story on one page."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.querysets import today
from assets.deciding import approval
from assets.deciding.screen import changes_of
from assets.developing.developing import is_technical
from assets.devices.hosts import reads_hosts
from assets.discussing import discussion
from assets.discussing.forms import SayForm
from assets.doors import administered_or_404, sight
from assets.facts import facts_of
from assets.judging import judging
from assets.kinds import State
from assets.models import Asset, Comment, Judgement, Link
from assets.rights import carried_by, granted_by
from assets.sealing import sealable_by
from assets.tagging import names_in, tags_of
from classification.criteria import CRITERIA
from desk.addressee import Addressee
from desk.asset.due import due_on
from desk.asset.knowers import knowers_of
from desk.asset.past import day_input
from desk.asset.story import story_of
from desk.waiting.kinds import Line
from measures.asking.readings import Question, Tally
from measures.asking.subjects import CARRIERS
from measures.figures import AssetLines, Rated, lines_of, rated
from measures.rules import RULES
from measures.telling import told
from measures.verdicts import Verdict

SAID = 3  # so much of what was said stands on the page itself
LONG = 8  # of a longer list the rest is shown on demand
REASONS = 2  # so many reasons for the level stand at the top


@require_GET
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """An asset's story on one page; of a sealed one, to whoever administers it, code and verdicts alone."""
    asset = administered_or_404(request, code)
    mine = Asset.objects.visible_to(request.user).filter(pk=asset.pk)
    who = Addressee.of(request.user)
    lines = told(lines_of(who.question, mine), mine, who.sight).get(asset.pk)
    if not asset.named:
        return render(request, "desk/sealed.html", {"asset": asset, "lines": lines})
    knowers, rights = knowers_of(asset, today()), _rights(asset, mine, who)
    page = {
        "asset": asset,
        "facts": facts_of(asset),
        "tags": names_in(tags_of(asset)),
        "lines": lines,
        "whole": _whole(lines),
        "first_gap": _first_gap(lines),
        "knowers": knowers,
        "listed": _cut(knowers.listed),
        "proposals": asset.grant_proposals.select_related("person", "department"),
        "due": [_linked(line, rights) for line in due_on(asset, who, knowers.on_list)],
        "decisions": [d for d in asset.decisions.select_related("by", "on_behalf")[:10] if d.comment],
        "story": story_of(asset, who.sight),
        "day": day_input("on", ""),
        "developments": list(asset.developments.all()[:SAID]),
        "technical": is_technical(asset),
    }
    parts = (
        _judged(asset),
        _kept(asset, who.question, mine, lines),
        _together(request, asset),
        _amended(asset),
        {"disposal": asset.disposals.open().select_related("proposed_by").first() if rights["may_edit"] else None},
        rights,
    )
    for part in parts:
        page |= part
    return render(request, "desk/detail.html", page)


@dataclass(frozen=True)
class Cut:
    """A list whose beginning is shown, and the rest on demand."""

    first: tuple[Any, ...]
    rest: tuple[Any, ...]


def _linked(line: Line, rights: dict[str, Any]) -> Line:
    """Without its link for whoever would find no page there."""
    return replace(line, url="") if line.asks and not rights[line.asks] else line


def _cut(rows: Any) -> Cut:
    rows = tuple(rows)
    return Cut(rows[:LONG], rows[LONG:])


def _rights(asset: Asset, mine: Any, reader: Addressee) -> dict[str, Any]:
    """What whoever reads may do here."""
    who = reader.sight
    return {
        "step_names": approval.steps_open(asset, who),
        "reads_hosts": reads_hosts(who, reader.administers),
        "may_seal": mine.filter(sealable_by(who)).exists(),
        "may_edit": mine.filter(carried_by(who)).exists(),
        "may_grant": mine.filter(granted_by(who)).exists(),
    }


def _amended(asset: Asset) -> dict[str, Any]:
    """Of what is in force: who changed something material since it was approved, and what differs."""
    amended = list(asset.amendments.open().select_related("by")) if asset.state == State.ACTIVE else []
    return {"amended": amended, "changes": [c for c in changes_of(asset) if c.material] if amended else []}


def _judged(asset: Asset) -> dict[str, Any]:
    """How it was judged, and the weightiest reasons."""
    judgement = asset.judgements.select_related("by").first()
    if judgement is None:
        return {"judgement": None, "why": []}
    scored = [(c, judgement.scores[c.code], judgement.reasons.get(c.code, "")) for c in CRITERIA]
    return {
        "judgement": judgement,
        "suggestion": judging.proposal_for(asset, judgement.scores),
        "scored": scored,
        "why": _weightiest(judgement, scored),
    }


def _weightiest(judgement: Judgement, scored: list[Any]) -> list[tuple[str, str]]:
    """The criteria with the highest score, those with a reason first."""
    highest = max(score for _criterion, score, _reason in scored)
    found = [(str(c.label), reason) for c, score, reason in scored if score == highest and highest]
    return sorted(found, key=lambda pair: not pair[1])[:REASONS]


def _kept(asset: Asset, question: Question, mine: Any, lines: AssetLines | None) -> dict[str, Any]:
    """Where it is; the weakest carrier, and why it is."""
    carriers = rated(question, mine)
    holdings = list(asset.holdings.select_related("person"))
    return {
        "carriers": _cut(carriers),
        "holdings": holdings,
        "sole": holdings[0].person if len(holdings) == 1 else None,
        "weak": _why_weakest(carriers, lines),
        "several": len(carriers) > 1,
    }


def _why_weakest(carriers: list[Rated], lines: AssetLines | None) -> list[str]:
    """What rules say of the carriers that stand worst, where something is missing or not known."""
    worst = max((each.verdict for each in carriers), default=Verdict.NOT_NEEDED)
    if lines is None or worst <= Verdict.MET:
        return []
    asked = {rule.id for rule in RULES.values() if rule.subject is CARRIERS}
    return list(dict.fromkeys(f.because for f in lines.findings if f.rule in asked and f.verdict == worst))


def _whole(lines: AssetLines | None) -> Tally:
    """The five categories together."""
    whole = Tally()
    for category in lines.categories if lines else ():
        whole.counts.update(category.tally.counts)
    return whole


def _first_gap(lines: AssetLines | None) -> str:
    """What is missing and matters most, in a few words."""
    gaps = [x for c in lines.categories for x in c.lines if x.verdict is Verdict.GAP] if lines else []
    return min(gaps, key=lambda line: line.measure.priority).measure.name if gaps else ""


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
