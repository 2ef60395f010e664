"""Pages of the quick check: how a round stands and what to do first, and answering it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from assets.doors import sight
from assets.models import Asset
from measures.asking.readings import Question
from measures.catalogue.rulings import measure
from measures.proofs import Proof
from measures.quick import check as quick
from measures.quick.check import Quick, Result, questions
from measures.quick.forms import QuickForm
from measures.quick.records import Answer, QuickRound
from measures.quick.register import Told, told
from measures.rule_texts import rule_texts
from measures.verdicts import Verdict

EARLIER = 12


@dataclass(frozen=True)
class Row:
    """A question with somebody's answer and the register's own."""

    question: Quick
    answer: Answer | None
    told: Told | None

    @property
    def differs(self) -> bool:
        """Do the two disagree? What does not apply, or is not known, is no disagreement."""
        known = {Answer.YES, Answer.PARTLY, Answer.NO}
        return bool(self.told and {self.answer, self.told.answer} <= known and self.answer is not self.told.answer)

    @property
    def rests_on(self) -> list[Proof]:
        """Where the register's answer is read asset by asset, and where the company gave its word."""
        if self.told is None:
            return []
        found = [
            Proof(_called(id, worst), f"{reverse('measures:missing', args=[id])}?state={worst.code}")
            for id, worst in self.told.by_rule
        ]
        return found + [
            Proof(measure(code).name, reverse("measures:detail", args=[code])) for code in self.question.words
        ]


def _called(id: str, worst: Verdict) -> str:
    """A rule by the fault that it looks for, and whether there is one. Never by a measure: that may ask for more."""
    name = rule_texts()[id].name
    if worst is Verdict.GAP:
        return name
    words = _("not known whether: %(rule)s (%(id)s)") if worst is Verdict.UNKNOWN else _("none: %(rule)s (%(id)s)")
    return words % {"rule": name, "id": id}


def rows_of(result: Result, register: dict[str, Told]) -> list[Row]:
    """All questions in the flyer's order."""
    return [Row(each, result.answers.get(each.code), register.get(each.code)) for each in questions()]


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """The latest round, or the one that the address names; without one, what the register knows by now."""
    who, rounds = sight(request), list(QuickRound.objects.select_related("by")[:EARLIER])
    held = _chosen(rounds, request.GET.get("round", ""))
    result = Result.of(held) if held else Result({})
    register = told(Question(who.on, who), Asset.objects.visible_to(request.user).kept())
    page: dict[str, Any] = {
        "round": held,
        "rounds": [(each, Result.of(each).total.share) for each in rounds],
        "result": result,
        "rows": rows_of(result, register),
        "may_answer": quick.may_answer(who),
        "may_print": who.person is not None,
    }
    return render(request, "measures/quick.html", page)


def _chosen(rounds: list[QuickRound], pk: str) -> QuickRound | None:
    return next((each for each in rounds if str(each.pk) == pk), next(iter(rounds), None))


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest) -> HttpResponse:
    """Answer the 18 questions; the answers of the last round stand there to begin with."""
    who = sight(request)
    if not quick.may_answer(who):
        raise Http404
    last = QuickRound.objects.first()
    form = QuickForm(request.POST if request.method == "POST" else None, initial=last.answers if last else {})
    if form.is_bound and form.is_valid():
        quick.answer(form.cleaned_data, by=who)
        messages.success(request, _("Kept. This is how you stand, and what to do first."))
        return redirect("quick:overview")
    page = {"form": form, "last": last}
    return render(request, "measures/quick_answer.html", page, status=422 if form.is_bound else 200)
