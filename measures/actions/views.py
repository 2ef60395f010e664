"""Pages on actions: what is to be done about gaps, whose it is, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Count, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Department, Place
from accounts.sight import Sight
from assets.doors import sight
from assets.models import Asset
from measures.actions import planning
from measures.actions.forms import ActionForm, EvidenceForm, ScopedActionForm
from measures.actions.planning import AlreadyClosed, MayNotKnow, NotYours
from measures.actions.records import ActionQuerySet
from measures.asking.readings import Question, Tally
from measures.catalogue import Measure
from measures.doors import measure_or_rule_or_404
from measures.models import Action, ActionAsset
from measures.ordering import measure_or_rule
from measures.part import Part
from measures.telling import lines_on, parts, tally_on

State = Action.State
WHOSE = ("mine", "departments", "all")
SHOWN = 200  # actions on a page
CLOSED = 30  # of those that are closed, so many of the latest
NAMED = 20  # assets of an action that are explained on its page


@dataclass(frozen=True)
class Column:
    """One state of the board with its actions."""

    state: State
    actions: list[Any]


@require_GET
def list_(request: HttpRequest) -> HttpResponse:
    """Actions that I may read of: mine, my departments' or all, as a board by state or as a list by day."""
    who, whose = sight(request), request.GET.get("whose", "mine")
    if whose not in WHOSE:
        whose = "mine"
    rows = Action.objects.visible_to(request.user)
    rows = {"mine": rows.of(who.person), "departments": rows.of_departments(who), "all": rows}[whose]
    shown = _shown(rows)
    for action in shown:
        action.days_late = action.late(who.on)
    page = {
        "columns": [Column(state, [a for a in shown if a.state == state]) for state in State],
        "actions": shown,
        "late": sum(bool(action.days_late) for action in shown),
        "whose": whose,
        "as_list": request.GET.get("as") == "list",
    }
    return render(request, "measures/actions.html", page)


def _shown(rows: ActionQuerySet) -> list[Any]:
    """The open ones, the next due first, and the latest closed."""
    rows = rows.select_related("owner", "department", "place").annotate(n=Count("lines", distinct=True))
    closed = rows.filter(closed_on__isnull=False).order_by("-closed_on", "-pk")
    found = [*rows.open().order_by("due_on", "pk")[:SHOWN], *closed[:CLOSED]]
    for action in found:
        action.of = measure_or_rule(action.measure)
    return found


def _chosen(request: HttpRequest) -> list[Asset]:
    """The assets that were ticked; one that is hidden or missing is the same 404."""
    codes = list(dict.fromkeys([*request.GET.getlist("asset"), *request.POST.getlist("asset")]))
    who = sight(request)
    if not codes:
        return _closed_by(request.GET.get("closes", ""), request, who) if request.method == "GET" else []
    found = list(Asset.objects.visible_to(request.user).named_to(who).filter(code__in=codes).order_by("code"))
    if len(found) != len(codes):
        raise Http404
    return found


def _closed_by(key: str, request: HttpRequest, who: Sight) -> list[Asset]:
    """What a remedy of the page of the best would close, in the part of which it was asked."""
    return planning.missing(Question(who.on, who), key, Part.of(request.GET).assets(who), who)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, code: str) -> HttpResponse:
    """Plan what is to be done about a measure: on assets that were ticked, or on a part of the company."""
    of, assets, who = measure_or_rule_or_404(code), _chosen(request), sight(request)
    first = _first(request)
    blank = Action(measure=code, department=first.get("department"), place=first.get("place"))
    if not planning.may_plan(who, blank, assets) and (assets or not who.leads):
        raise Http404
    form_class: Any = ActionForm if assets else partial(ScopedActionForm, sight=who)
    form = form_class(
        request.POST if request.method == "POST" else None,
        instance=Action(measure=code),
        initial={"owner": who.person, "title": request.GET.get("title", "")[:200]} | first,
    )
    if request.method == "POST" and form.is_valid() and _planned(form, assets, request):
        messages.success(request, _("Planned."))
        return redirect("measures:action", pk=form.instance.pk)
    page = {"measure": of, "assets": assets, "form": form, "heading": _("Plan an action")}
    return render(request, "measures/action_new.html", page, status=422 if form.is_bound else 200)


def _first(request: HttpRequest) -> dict[str, Any]:
    """The part of the company, the work and the cost that the page before proposed."""
    query: Any = request.GET
    found: dict[str, Any] = {}
    for name, model in (("department", Department), ("place", Place)):
        if query.get(name, "").isdecimal():
            found[name] = model._default_manager.filter(pk=query[name]).first()
    for name, choices in (("effort", Action.Effort), ("cost", Action.Cost)):
        if query.get(name, "") in map(str, choices.values):
            found[name] = int(query[name])
    return found


def _planned(form: ActionForm, assets: Sequence[Asset], request: HttpRequest) -> bool:
    return _done(form, lambda: planning.plan(form.instance, assets, by=sight(request)))


def _done(form: ActionForm, deed: Any) -> bool:
    """Do it, or say in the form why not."""
    try:
        deed()
    except NotYours:
        form.add_error(
            None, _("You may plan for departments that you manage and assets that you answer for; the chief for all.")
        )
    except MayNotKnow:
        form.add_error("owner", _("Choose somebody who may know of everything that this is about."))
    except AlreadyClosed:
        form.add_error(None, _("It was closed meanwhile."))
    return not form.errors


def _action_or_404(request: HttpRequest, pk: int) -> Action:
    lines = Prefetch("lines", ActionAsset.objects.visible_to(request.user).select_related("asset"))
    rows = Action.objects.visible_to(request.user).prefetch_related(lines)
    return get_object_or_404(
        rows.select_related("owner", "by", "closed_by", "department", "place", "department__parent"), pk=pk
    )


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One action: whose, until when, and how what it is about stands now: gone, or still there and why."""
    return _page(request, _action_or_404(request, pk))


def _page(request: HttpRequest, action: Action, evidence: EvidenceForm | None = None) -> HttpResponse:
    """Its page; `evidence` comes back as it was typed, with what is wrong."""
    who = sight(request)
    of, question = measure_or_rule(action.measure), Question(who.on, who)
    lines = list(action.lines.all())
    assets = Asset.objects.visible_to(request.user).filter(pk__in=[line.asset_id for line in lines[:NAMED]])
    stands = lines_on(question, of, assets, who)
    page = {
        "action": action,
        "measure": of,
        "rows": [(line, stands.get(line.asset_id)) for line in lines[:NAMED]],
        "more": max(len(lines) - NAMED, 0),
        "tally": _tally(request, action, question, of, [line.asset_id for line in lines]),
        "late": action.late(who.on),
        "may_tend": planning.may_tend(who, action),
        "evidence": evidence or EvidenceForm(),
    }
    return render(request, "measures/action.html", page, status=422 if evidence else 200)


def _tally(request: HttpRequest, action: Action, question: Question, of: Measure, keys: list[int]) -> Tally:
    """How everything that it is about stands, of what the reader may know of."""
    assets = Asset.objects.visible_to(request.user).kept()
    return tally_on(question, of, assets.filter(pk__in=keys) if keys else parts(action, assets))


@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    """Another day, another owner, another wording."""
    action, who = _action_or_404(request, pk), sight(request)
    if not planning.may_tend(who, action) or not action.is_open:
        raise Http404
    form = ActionForm(request.POST if request.method == "POST" else None, instance=action)
    if request.method == "POST" and form.is_valid() and _done(form, lambda: planning.amend(form.instance, by=who)):
        messages.success(request, _("Saved."))
        return redirect("measures:action", pk=pk)
    page = {
        "measure": measure_or_rule(action.measure),
        "action": action,
        "form": form,
        "heading": _("Amend the action"),
    }
    return render(request, "measures/action_new.html", page, status=422 if form.is_bound else 200)


@require_POST
def step(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """Take it in hand, close it with evidence, give it up with a reason, or open it again."""
    action, who = _action_or_404(request, pk), sight(request)
    form = EvidenceForm(request.POST)
    try:
        if way in ("begin", "reopen"):
            {"begin": planning.begin, "reopen": planning.reopen}[way](action, by=who)
        elif way in ("close", "drop"):
            if not _close(request, action, way, form):
                return _page(request, action, form)
        else:
            raise Http404
    except NotYours:
        raise Http404 from None
    except AlreadyClosed:
        messages.info(request, _("It was closed meanwhile."))
    return redirect("measures:action", pk=pk)


def _close(request: HttpRequest, action: Action, way: str, form: EvidenceForm) -> bool:
    """Was it closed or given up? Not without words."""
    who = sight(request)
    if not planning.may_tend(who, action):
        raise NotYours
    if not action.is_open:
        raise AlreadyClosed
    if not form.is_valid():
        return False
    words = form.cleaned_data["evidence"]
    if way == "drop":
        planning.drop(action, words, by=who)
        messages.success(request, _("Given up. The gap stays where it is."))
        return True
    planning.close(action, words, by=who)
    messages.success(request, _("Closed. Below stands how it is now."))
    return True
