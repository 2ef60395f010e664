"""Trust: what departments talked about, how groups work, what shows that it is looked after. Nobody is watched."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import Department
from accounts.sight import Sight
from assets.doors import sight
from assets.models import Asset
from measures import dues
from measures.catalogue.rulings import todays
from measures.models import PARTS, Attestation, GroupReview, Talk
from measures.trust import shown as trust
from measures.trust import talking
from measures.trust.forms import GroupReviewForm, OutcomeForm, TalkForm
from measures.vouching import NotYours, speaks_for_all
from measures.words import Purpose


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """What is held, and when next: talks by department, reviews by side, the measures of trust."""
    who = sight(request)
    page = {
        "departments": _departments(who),
        "sides": _sides(who),
        "measures": _measures(request, who),
        "may_review": talking.may_review(who),
        "may_attest": bool(who.leads) or speaks_for_all(who),
        "on": who.on,
    }
    return render(request, "measures/trust.html", page)


def _departments(who: Sight) -> list[dict[str, Any]]:
    """Each department with its last talk and when the next one is due."""
    last: dict[int, Talk] = {}
    for talk in talking.talks_of(who).order_by("on", "pk"):
        last[talk.department_id] = talk
    return [
        {
            "department": each,
            "last": (held := last.get(each.pk)),
            "next_on": dues.last_day(held.on, talking.MONTHS) if held else None,
            "mine": talking.may_talk(who, each),
        }
        for each in talking.departments_of(who).order_by("path")
    ]


def _sides(who: Sight) -> list[dict[str, Any]]:
    """Each side of working together with its last reviews, one for each group."""
    last: dict[tuple[str, int | None], GroupReview] = {}
    for row in talking.reviews_of(who).select_related("department").order_by("on", "pk"):
        last[(row.side, row.department_id)] = row
    return [
        {
            "side": side,
            "reviews": [(r, dues.last_day(r.on, talking.MONTHS)) for (s, _d), r in last.items() if s == side],
        }
        for side in GroupReview.Side
    ]


def _measures(request: HttpRequest, who: Sight) -> list[dict[str, Any]]:
    """The measures of trust with the company's word, and what of the register shows it."""
    said: dict[str, Attestation] = {}
    words = Attestation.objects.visible_to(request.user).current(who.on)
    for word in words.filter(**dict.fromkeys(PARTS)).select_related("by").order_by("from_on", "pk"):
        said[word.measure] = word
    talks, reviews = talking.talks_of(who), talking.reviews_of(who)
    return [
        {"measure": each, "word": said.get(each.code), "shown": trust.shown(each.code, talks, reviews, who.on)}
        for each in todays().by_purpose()[Purpose.TRUST]
    ]


@require_http_methods(["GET", "POST"])
def talk_new(request: HttpRequest, code: str) -> HttpResponse:
    """The agenda of a department's talk, and recording that it was held."""
    who, department = sight(request), get_object_or_404(Department, code=code)
    if not talking.may_talk(who, department):
        raise Http404
    agenda = talking.agenda(department, who, Asset.objects.visible_to(request.user).kept())
    form = TalkForm(request.POST if request.method == "POST" else None, department=department, agenda=agenda)
    if form.is_bound and form.is_valid():
        held = Talk(department=department, on=form.cleaned_data["on"], agenda=form.agenda)
        talking.talk(held, list(form.cleaned_data["people"]), by=who)
        messages.success(request, _("Recorded. Now what came out of it."))
        return redirect("trust:talk", pk=held.pk)
    page = {"form": form, "department": department, "agenda": agenda}
    return render(request, "measures/talk_new.html", page, status=422 if form.is_bound else 200)


def _talk_or_404(request: HttpRequest, pk: int) -> tuple[Talk, Sight]:
    who = sight(request)
    return get_object_or_404(talking.talks_of(who).select_related("department", "by"), pk=pk), who


@require_GET
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """One talk: what was talked about, with whom, what came out and how far it is."""
    held, who = _talk_or_404(request, pk)
    return _talk_page(request, held, who, OutcomeForm(department=held.department))


@require_POST
def outcome(request: HttpRequest, pk: int) -> HttpResponse:
    """What came out of a talk."""
    held, who = _talk_or_404(request, pk)
    if not talking.may_talk(who, held.department):
        raise Http404
    form = OutcomeForm(request.POST, department=held.department)
    if not form.is_valid():
        return _talk_page(request, held, who, form)
    talking.came_out(held, form.cleaned_data["text"], form.action(), by=who)
    messages.success(request, _("Recorded."))
    return redirect("trust:talk", pk=pk)


def _talk_page(request: HttpRequest, held: Talk, who: Sight, form: OutcomeForm) -> HttpResponse:
    page = {
        "talk": held,
        "people": held.people.order_by("code"),
        "outcomes": held.outcomes.select_related("action__owner"),
        "may_talk": talking.may_talk(who, held.department),
        "form": form,
    }
    return render(request, "measures/talk.html", page, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def review_new(request: HttpRequest) -> HttpResponse:
    """Record how one side of working together was reviewed for a group."""
    who = sight(request)
    if not talking.may_review(who):
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = GroupReviewForm(posted, who=who, initial={"side": request.GET.get("side", "")})
    if form.is_bound and form.is_valid():
        try:
            talking.review_group(form.save(commit=False), by=who)
        except NotYours:
            raise Http404 from None
        messages.success(request, _("Recorded."))
        return redirect("trust:overview")
    page = {"form": form, "heading": _("Review of how a group works"), "back": "trust:overview"}
    return render(request, "accounts/form.html", page, status=422 if form.is_bound else 200)
