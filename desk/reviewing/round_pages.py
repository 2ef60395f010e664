"""Review rounds: begin one, and how far each is."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.days.fields import ComingDay
from accounts.directory.forms import Plain
from accounts.models import Department, Person
from accounts.sight import Sight
from assets.knowing import rounds
from assets.models import Asset, Round, RoundAnswer
from desk.addressee import Addressee
from desk.papers import paper
from desk.reviewing.rounds import OPEN, Terms, begun_by, in_reach, my_lines, progress_of, with_standing, word_of
from journal.sightings import note

SHOWN = 500  # lines on a page; a paper holds all


class BeginForm(Plain, forms.Form):
    """Over which part, and until when."""

    department = forms.ModelChoiceField(Department.objects.none(), label=gettext_lazy("Department"), required=False)
    due_on = ComingDay(label=gettext_lazy("To be answered by"))

    def __init__(self, *args: Any, sight: Sight, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = begun_by(sight)
        field: Any = self.fields["department"]
        field.queryset = Department.objects.all() if own is None else own
        field.required, field.empty_label = own is not None, _("The whole company") if own is None else "―"


def may_begin(who: Sight) -> bool:
    """May this person begin a round over something?"""
    return begun_by(who) is None or bool(who.leads)


@require_http_methods(["GET", "POST"])
def list_(request: HttpRequest) -> HttpResponse:
    """The rounds of which I see something; beginning one."""
    who = Addressee.of(request.user)
    terms, may = Terms.of(who.question), may_begin(who.sight)
    if request.method == "POST" and not may:
        raise PermissionDenied
    first = {"due_on": rounds.DAY * terms.days + who.on}
    form = BeginForm(request.POST if request.method == "POST" else None, initial=first, sight=who.sight)
    if request.method == "POST" and form.is_valid() and (made := _begun(form, terms, who.sight)):
        messages.success(request, _("The round has begun."))
        return redirect("desk:round", pk=made.pk)
    seen = Round.objects.visible_to(request.user).select_related("department", "begun_by")
    page = {"rounds": seen[:50], "form": form if may else None, "terms": terms, "left": my_lines(who, terms).count()}
    return render(request, "desk/rounds.html", page, status=422 if form.is_bound else 200)


def _begun(form: BeginForm, terms: Terms, who: Sight) -> Round | None:
    """The round, begun; None, said in the form, where there is nothing to go through."""
    department, due_on = form.cleaned_data["department"], form.cleaned_data["due_on"]
    try:
        return rounds.begin(in_reach(who, department), department, due_on, by=who, lapses=terms.lapses)
    except rounds.NothingToReview:
        problem = _("There is nothing to review there: no list has a line, or a round goes on already.")
        form.add_error("department", problem)
        return None


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a round is and what became of each line, of what the reader may know of; on paper, too."""
    found = get_object_or_404(Round.objects.visible_to(request.user).select_related("department", "begun_by"), pk=pk)
    who = Addressee.of(request.user)
    known = Asset.objects.seen_by(who.sight).named_to(who.sight).order_by()
    lines = rounds.lines(Round.objects.filter(pk=pk)).filter(asset__in=known.values("pk"))
    lines = with_standing(lines, who.on)
    page: dict[str, Any] = {"round": found, "progress": progress_of(lines), "people": _people(lines)}
    if "pdf" in request.GET:
        note(who.sight.person, "desk.round_paper", found)
        page["rows"] = _rows(lines, pk)
        level = max((row["line"].asset.level or 0 for row in page["rows"]), default=0)
        heading, filename = _("Review of access lists"), f"kura-review-{found.begun_on:%Y%m%d}"
        return paper(request, "desk/round_paper.html", page, heading=heading, filename=filename, level=level)
    page["rows"] = _rows(lines, pk, SHOWN)
    return render(request, "desk/round.html", page)


def _people(lines: Any) -> list[dict[str, Any]]:
    """For each who answers for assets: how many lines, and how many of them are open."""
    rows = lines.order_by().values("asset__owner")
    rows = rows.annotate(n=Count("pk"), left=Count("pk", filter=Q(standing=OPEN)))
    names = Person.objects.in_bulk([row["asset__owner"] for row in rows if row["asset__owner"]])
    found = [{"person": names.get(row["asset__owner"]), "n": row["n"], "left": row["left"]} for row in rows]
    return sorted(found, key=lambda row: (-row["left"], row["person"].code if row["person"] else ""))


def _rows(lines: Any, pk: int, most: int | None = None) -> list[dict[str, Any]]:
    """Each line with its answer, list by list; two queries."""
    found = list(lines.select_related("asset", "person", "department").order_by("asset__code", "pk")[:most])
    given = RoundAnswer.objects.filter(round=pk, grant__in=[line.pk for line in found]).select_related("by")
    answers = {row.grant_id: row for row in given}
    return [{"line": line, "answer": answers.get(line.pk), "word": word_of(line.standing)} for line in found]
