"""One page for all words that end soon: tick those that still hold, give a day, done."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.days.fields import DayField
from accounts.directory.forms import Plain
from accounts.querysets import today
from accounts.sight import Sight
from assets.doors import sight
from assets.models import Asset
from measures.asking.readings import Question
from measures.catalogue import Measure
from measures.forms import LONGEST
from measures.models import Attestation
from measures.renewing import never_given, renew, soon


class RenewForm(Plain, forms.Form):
    """Until when they hold, and what shows it."""

    until_on = DayField(label=gettext_lazy("Until"))
    evidence = forms.CharField(
        label=gettext_lazy("What shows it"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For all that is ticked. Left empty, each keeps what it said before."),
    )

    def clean_until_on(self) -> Any:
        until = self.cleaned_data["until_on"]
        if until < today():
            raise forms.ValidationError(gettext_lazy("This day has passed."))
        if until > today() + LONGEST:
            raise forms.ValidationError(gettext_lazy("At most a year ahead: then look again."))
        return until


@require_http_methods(["GET", "POST"])
def renewals(request: HttpRequest) -> HttpResponse:
    """Words that end soon, by who gave them: mine to give again, and what I may read of others'; and what nobody has
    spoken for."""
    who = sight(request)
    found = soon(Attestation.objects.visible_to(request.user), who)
    words = [word for word, may in found if may]
    form = RenewForm(
        request.POST if request.method == "POST" else None, initial={"until_on": who.on + timedelta(days=365)}
    )
    ticked = _ticked(request, words)
    if request.method == "POST":
        if not ticked:
            form.add_error(None, gettext("Tick at least one that still holds."))
        if form.is_valid():
            renew(ticked, form.cleaned_data["until_on"], form.cleaned_data["evidence"], by=who)
            n = len(ticked)
            messages.success(request, ngettext("Given again.", "%(n)s given again.", n) % {"n": n})
            return redirect("measures:renewals")
    question = Question(who.on, who)
    page = {
        "words": _told(question, words),
        "others": _told(question, _named([word for word, may in found if not may], request, who)),
        "never": never_given(question),
        "form": form,
        "ticked": ticked,
    }
    return render(request, "measures/renewals.html", page, status=422 if form.is_bound else 200)


def _told(question: Question, words: list[Attestation]) -> list[tuple[Measure, Attestation, bool]]:
    """Each with its measure, and whether it has ended."""
    return [(question.catalogue.measure(word.measure), word, word.until_on < question.on) for word in words]


def _named(words: list[Attestation], request: HttpRequest, who: Sight) -> list[Attestation]:
    """Without those on assets whose name the reader may not know."""
    on = {word.asset_id for word in words if word.asset_id}
    assets = Asset.objects.visible_to(request.user).named_to(who).filter(pk__in=on) if on else Asset.objects.none()
    known = {None, *assets.order_by().values_list("pk", flat=True)}
    return [word for word in words if word.asset_id in known]


def _ticked(request: HttpRequest, words: list[Attestation]) -> list[Attestation]:
    """Those that were ticked; one that is not theirs, hidden or missing, is the same 404."""
    mine = {str(word.pk): word for word in words}
    keys = request.POST.getlist("word")
    if not all(key in mine for key in keys):
        raise Http404
    return [mine[key] for key in dict.fromkeys(keys)]
