"""Pages on which is decided: what waits, one thing on one screen, and the steps of an asset's life."""

from itertools import islice
from typing import Any

from django.contrib import messages
from django.db.models import BooleanField, ExpressionWrapper
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.models import Person
from accounts.sight import Sight
from assets.codes import ids_of
from assets.deciding import approval
from assets.deciding.deciders import DOWN, TOP, deciders, waits_longer_than, with_start
from assets.deciding.screen import Screen, screen_of
from assets.deciding.steps import Step
from assets.deciding.unsaid import Unsaid, ask_again
from assets.doors import asset_among, asset_or_404, sight
from assets.models import Asset, GrantProposal

BOUND = ("approve", "return", "uphold", "question")  # taken on what was shown
SHOWN = 200
NAMED = 3  # of those who may decide
RELATED = ("department", "owner", "submitted_by", "asked_by")


@require_GET
def approvals(request: HttpRequest) -> HttpResponse:
    """What waits for my decision."""
    who = sight(request)
    found = with_start(approval.decidable(who)).select_related(*RELATED).order_by("since", "pk")
    found = found.annotate(
        one_by_one=ExpressionWrapper(TOP | DOWN, BooleanField()),
        down=ExpressionWrapper(DOWN, BooleanField()),
        late=ExpressionWrapper(waits_longer_than(who.decide_within), BooleanField()),
    )
    waiting, asked = found.filter(asked_by=None), found.exclude(asked_by=None)
    page = {"waiting": waiting[:SHOWN], "asked": asked[:SHOWN], "stands_in": who.stands_in}
    return render(request, "assets/approvals.html", page)


@require_GET
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """One asset on one screen: what it is, what differs from what was approved, its judgement, what was asked."""
    asset = asset_among(approval.concerning(sight(request)).select_related(*RELATED), request, code)
    return _screen(request, screen_of(asset, sight(request)))


def _screen(request: HttpRequest, screen: Screen, status: int = 200, **more: Any) -> HttpResponse:
    return render(request, "assets/decide.html", {"screen": screen, "asset": screen.asset} | more, status=status)


@require_POST
def step(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Take a step in an asset's life: submit, approve, return, ask, answer, revise, lower, uphold, retire."""
    asset, who = asset_or_404(request, code), sight(request)
    chosen, shown = approval.STEPS.get(name), request.POST.get("shown") or None
    if chosen is None or (name in BOUND and shown is None):
        return render(request, "400.html", status=400)
    try:
        _take(request, chosen, asset, who, shown)
    except ValueError:
        return _unsaid(request, asset, who, name)
    except approval.NotYours:
        return _again(request, asset, who, not_open(), 409)
    except approval.ChangedMeanwhile:
        problem = _("It was changed after you opened it. Look at it again before you decide.")
        return _again(request, asset, who, problem, 409)
    messages.success(request, _said(name, asset))
    if name in BOUND:
        return _next(who)
    return redirect("desk:list") if name == "retire" else redirect("desk:detail", code=code)


def _next(who: Sight) -> HttpResponse:
    """On to what has waited longest, so that a queue is cleared without going back to it; to the queue when empty."""
    code = with_start(approval.awaiting(who)).order_by("since", "pk").values_list("code", flat=True).first()
    return redirect("assets:decide", code=code) if code else redirect("assets:approvals")


def not_open() -> str:
    """What is said to whoever came too late, or has no say."""
    return _("This step is not open to you now: someone was faster, or it is not yours to take.")


_SAYS = {
    "submit": lambda: _("%(code)s is submitted for approval."),
    "approve": lambda: _("%(code)s is approved."),
    "return": lambda: _("%(code)s is sent back."),
    "question": lambda: _("Your question on %(code)s is asked; it comes back to you with the answer."),
    "reply": lambda: _("Answered. %(code)s waits for the decision again."),
    "revise": lambda: _("The new level of %(code)s is submitted for approval."),
    "lower": lambda: _("The lower level of %(code)s is submitted for approval; until then the present one holds."),
    "declassify": lambda: _("That %(code)s is no longer secret is submitted for approval; until then its level holds."),
    "uphold": lambda: _("%(code)s is approved as it is now."),
    "retire": lambda: _("%(code)s is retired."),
}


_SUBMITS = ("submit", "revise", "lower", "declassify")


def _said(name: str, asset: Asset) -> str:
    """What was done; of what waits for a decision now also who decides."""
    done = _SAYS[name]() % {"code": asset.code}
    if name not in _SUBMITS:
        return done
    return _("%(done)s %(then)s") % {"done": done, "then": _who_decides(list(islice(deciders(asset), NAMED)))}


def _who_decides(people: list[Person]) -> str:
    if not people:
        return _(
            "Nobody can decide on it yet: its department needs a manager, or the company a chief information manager."
        )
    if len(people) == 1:
        return _("%(name)s decides on it.") % {"name": people[0].label}
    return _("One of these decides on it: %(names)s.") % {"names": _(", ").join(person.label for person in people)}


def _take(request: HttpRequest, chosen: Step, asset: Asset, who: Sight, shown: str | None) -> None:
    wanted = ids_of(request.POST.getlist("accept"))
    proposals = list(GrantProposal.objects.filter(asset=asset, pk__in=wanted))
    comment = request.POST.get("comment", "")
    approval.take(chosen, asset, by=who, comment=comment, shown=shown, accepting=proposals)


def _unsaid(request: HttpRequest, asset: Asset, who: Sight, name: str) -> HttpResponse:
    """Its form once more: that of a decision on its screen, that of another step alone."""
    problem = _("Write what you want to ask.") if name == "question" else _("Say why, in a few words.")
    of_its_own = _ASKS.get(name)
    if of_its_own is None:
        return _again(request, asset, who, problem, 422, unsaid=True)
    heading, button = of_its_own()
    return ask_again(request, asset, Unsaid(heading, button, problem, _("Why")))


_ASKS = {
    "lower": lambda: (_("Propose a lower level"), _("Submit for approval")),
    "declassify": lambda: (_("It is no longer secret"), _("Submit for approval")),
    "retire": lambda: (_("Retire it"), _("Retire")),
}


def _again(
    request: HttpRequest, asset: Asset, who: Sight, problem: str, status: int, *, unsaid: bool = False
) -> HttpResponse:
    """The page to decide on once more, with what was typed; for whom it is not open, a page that says so.

    Args:
        unsaid: is it the reason that is missing?
    """
    comment = request.POST.get("comment", "")
    fresh = approval.concerning(who).select_related(*RELATED).filter(pk=asset.pk).first()
    if fresh is not None:
        return _screen(request, screen_of(fresh, who), status, comment=comment, problem=problem, unsaid=unsaid)
    page = {"asset": asset, "comment": comment, "problem": problem}
    return render(request, "assets/not_open.html", page, status=status)
