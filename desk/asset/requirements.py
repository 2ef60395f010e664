"""The three requirements of a trade secret, for one asset: on the screen, on paper, and where people review them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.directory.forms import Plain
from assets.doors import asset_or_404, sight
from assets.models import Asset
from desk.papers import paper
from journal.sightings import note
from measures.asking.readings import Question
from measures.readiness.records import RequirementReview
from measures.readiness.reviewing import may_review, review
from measures.readiness.sheet import Sheet, sheet_of


class ReviewForm(Plain, forms.ModelForm):
    """What came out of a look at one item, and what shows it."""

    class Meta:
        model = RequirementReview
        fields = ("item", "outcome", "reason", "searched", "evidence")
        widgets = {"outcome": forms.RadioSelect}
        help_texts = {
            "reason": gettext_lazy("Example: shortens the set-up of line 2 from 40 to 15 minutes"),
            "searched": gettext_lazy("Only for what was looked for in public. Example: patents, web, trade papers"),
            "evidence": gettext_lazy("What an auditor or a court can look at, with its day."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome: Any = self.fields["outcome"]
        outcome.choices = RequirementReview.Outcome.choices  # nothing is chosen for them, and no blank either

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("item") == RequirementReview.Item.SEARCHED and not cleaned.get("searched"):
            self.add_error("searched", _("Say where it was looked for."))
        return cleaned


@require_http_methods(["GET", "POST"])
def requirements(request: HttpRequest, code: str) -> HttpResponse:
    """What is on record for each requirement; whoever carries the asset adds what they found."""
    asset, who = asset_or_404(request, code), sight(request)
    may = may_review(who, asset)
    if request.method == "POST" and not may:
        raise Http404
    form = ReviewForm(request.POST if request.method == "POST" else None, instance=RequirementReview(asset=asset))
    if request.method == "POST" and form.is_valid():
        review(form.instance, by=who)
        messages.success(request, _("Recorded."))
        return redirect("desk:requirements", code=code)
    page = {"asset": asset, "sheet": _sheet(request, asset)}
    if "pdf" in request.GET and request.method == "GET":
        return _paper(request, asset, page)
    page |= {"form": form, "may_review": may}
    return render(request, "desk/requirements.html", page, status=422 if form.is_bound else 200)


def _sheet(request: HttpRequest, asset: Asset) -> Sheet:
    who = sight(request)
    mine = Asset.objects.visible_to(request.user).filter(pk=asset.pk)
    return sheet_of(asset, mine, Question(who.on, who))


def _paper(request: HttpRequest, asset: Asset, page: dict[str, Any]) -> HttpResponse:
    note(sight(request).person, "desk.requirements_paper", asset)
    heading, filename = _("Requirements of a trade secret"), f"kura-requirements-{asset.code}"
    return paper(request, "desk/requirements_paper.html", page, heading=heading, filename=filename, level=asset.level)
