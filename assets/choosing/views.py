"""The guided page: secret, patent, standard or public?"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from assets.choosing import choosing
from assets.choosing.forms import ChoiceForm
from assets.choosing.uses import FOLLOW_UPS
from assets.doors import asset_for, sight
from assets.judging.judging import NotOpen
from assets.kinds import Outcome
from assets.models import Asset
from assets.rights import carried_by

# The flyer's machine maker A: what it did with four pieces of technical information. Why is in Kura's words.
EXAMPLE = (
    (
        gettext_lazy("How a machine's performance is measured"),
        Outcome.STANDARD,
        gettext_lazy("Measured by all alike, its quality shows, and the market grows."),
    ),
    (
        gettext_lazy("The structure of a part that anybody can see"),
        Outcome.PATENT,
        gettext_lazy("Others see it in the product, and a copy would be noticed."),
    ),
    (
        gettext_lazy("The production process"),
        Outcome.KEEP_SECRET,
        gettext_lazy("It cannot be told from the product, nor a copy noticed behind a rival's walls."),
    ),
    (
        gettext_lazy("The mix of materials"),
        Outcome.KEEP_SECRET,
        gettext_lazy("It is hard to analyse, few know it, and it stays useful for long."),
    ),
)


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, code: str) -> HttpResponse:
    """Answer, see what the answers speak for, decide."""
    asset = asset_for(request, code, carried_by)
    posted = request.POST if request.method == "POST" else None
    form = ChoiceForm(posted, initial=_before(asset), personal=asset.personal)
    if form.is_valid() and "decide" in form.data:
        try:
            _record(request, asset, form)
        except NotOpen:
            problem = _("It is in review, or retired: its use cannot be decided now.")
            return render(request, "assets/not_open.html", {"asset": asset, "problem": problem}, status=409)
        messages.success(request, _("Decided: %(use)s.") % {"use": asset.get_outcome_display()})
        return redirect("desk:detail", code=code)
    advice = form.advice if form.is_bound else None
    page = {"asset": asset, "form": form, "advice": advice, "example": EXAMPLE}
    page["follow_up"] = FOLLOW_UPS[advice.outcome] if advice and advice.outcome else ""
    return render(request, "assets/choose.html", page, status=422 if form.errors else 200)


def _before(asset: Asset) -> dict[str, Any]:
    """What was answered and decided last."""
    last = asset.uses.first()
    decided = {"outcome": asset.outcome, "tier": asset.tier}
    return decided | (last.answers | {"reason": last.reason, "public_on": last.public_on} if last else {})


def _record(request: HttpRequest, asset: Asset, form: ChoiceForm) -> None:
    facts = form.cleaned_data
    choosing.choose(
        asset,
        Outcome(facts["outcome"]),
        form.answers,
        by=sight(request),
        reason=facts["reason"],
        tier=facts["tier"],
        public_on=facts["public_on"],
    )
