"""One page for all words that end soon: tick those that still hold, give a day, done."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from accounts.dayfields import DayField
from accounts.directory_forms import Plain
from accounts.querysets import today
from assets.doors import sight
from measures.forms import LONGEST
from measures.models import Attestation
from measures.readings import Question
from measures.renewing import ending, never_given, renew


class RenewForm(Plain, forms.Form):
    """Until when they hold, and what shows it."""

    until_on = DayField(label=gettext_lazy("until"))
    evidence = forms.CharField(
        label=gettext_lazy("what shows it"),
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
    """Words that end soon and are mine to give again, by who gave them; and what nobody has spoken for."""
    who = sight(request)
    words = ending(Attestation.objects.visible_to(request.user), who)
    form = RenewForm(
        request.POST if request.method == "POST" else None, initial={"until_on": who.on + timedelta(days=365)}
    )
    if request.method == "POST":
        ticked = _ticked(request, words)
        if ticked and form.is_valid():
            renew(ticked, form.cleaned_data["until_on"], form.cleaned_data["evidence"], by=who)
            n = len(ticked)
            messages.success(request, ngettext("Given again.", "%(n)s given again.", n) % {"n": n})
            return redirect("measures:renewals")
    question = Question(who.on, who)
    page = {
        "words": [(question.catalogue.measure(word.measure), word, word.until_on < who.on) for word in words],
        "never": never_given(question),
        "form": form,
    }
    return render(request, "measures/renewals.html", page, status=422 if form.is_bound else 200)


def _ticked(request: HttpRequest, words: list[Attestation]) -> list[Attestation]:
    """Those that were ticked; one that is not theirs, hidden or missing, is the same 404."""
    mine = {str(word.pk): word for word in words}
    keys = request.POST.getlist("word")
    if not all(key in mine for key in keys):
        raise Http404
    return [mine[key] for key in dict.fromkeys(keys)]
