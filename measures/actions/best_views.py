"""What to do next: the ten actions that raise protection most at least cost, and the radar once some are done."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assets.doors import sight
from measures.actions import planning
from measures.actions.patterns import Gain, Patterns, gains, patterns, rows_behind
from measures.actions.remedies import Remedy, remedy_of
from measures.asking.readings import Question
from measures.figures import Categories, categories_of
from measures.models import Action
from measures.part import Part, choices
from measures.rules import RULES

BEST = 10


@dataclass(frozen=True)
class Proposal:
    """One of the ten: what to do, what it closes, and whether it is ticked."""

    gain: Gain
    remedy: Remedy
    words: str
    chosen: bool
    plan: str  # what the form of an action is filled with

    @property
    def effort(self) -> str:
        return str(self.remedy.effort.label)

    @property
    def cost(self) -> str:
        return str(self.remedy.cost.label)


@dataclass(frozen=True)
class Then:
    """The five categories once what is ticked is done, beside now."""

    now: Categories
    then: Categories
    closed: int

    @property
    def rows(self) -> list[tuple[str, int | None, int | None]]:
        pairs = zip(self.now.axes, self.then.axes, strict=True)
        return [(now.label, now.share, then.share) for now, then in pairs]


@require_GET
def best(request: HttpRequest) -> HttpResponse:
    """The ten best for a part of what I may know of; with some ticked, what they would change together."""
    who, part = sight(request), Part.of(request.GET)
    question, assets = Question(who.on, who), part.assets(who)
    found = patterns(question, assets)
    ticked = request.GET.getlist("do")
    proposals = [_proposal(gain, found, assets, part, ticked) for gain in _ten(found)]
    page: dict[str, Any] = {
        "proposals": proposals,
        "what_if": _then(found, [each.gain.key for each in proposals if each.chosen]),
        "ticked": any(each.chosen for each in proposals),
        "part": part,
        "may_plan": bool(who.leads) or planning.may_plan(who, Action(), ()),
    }
    return render(request, "measures/best.html", page | choices())


def _ten(found: Patterns) -> list[Gain]:
    """The most that is closed, weighed by priority, for the least work and cost."""
    known = found.question.catalogue

    def rank(gain: Gain) -> tuple[float, str]:
        return -gain.worth / remedy_of(gain.key, known).price, gain.key

    return sorted(gains(found), key=rank)[:BEST]


def _proposal(gain: Gain, found: Patterns, assets: QuerySet[Any], part: Part, ticked: list[str]) -> Proposal:
    question = found.question
    remedy = remedy_of(gain.key, question.catalogue)
    words = remedy.words(rows_behind(question, gain.key, assets) if gain.key in RULES else gain.assets)
    plan: dict[str, Any] = {"title": words, "effort": int(remedy.effort), "cost": int(remedy.cost)}
    where = {"department": part.department, "place": part.place}
    plan |= {name: row.pk for name, row in where.items() if row is not None}
    plan |= {"closes": gain.key} | ({"level": int(part.level)} if part.level is not None else {})
    plan |= {"asset": part.asset} if part.asset else {}
    return Proposal(gain, remedy, words, gain.key in ticked, urlencode(plan))


def _then(found: Patterns, done: list[str]) -> Then:
    closed = sum(pair.assets for pair in found.closed_by(done))
    return Then(categories_of(found.tallies()), categories_of(found.tallies(done)), closed)
