"""The scale by which assets are judged: to read, and for the chief to set the yen amounts of the loss."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Mandate
from accounts.sight import sight_of
from classification.criteria import CORE, CRITERIA
from classification.ipa import RATINGS
from classification.scale import limits, set_limits
from classification.scale_forms import LossLimitsForm


@require_http_methods(["GET", "POST"])
def scale(request: HttpRequest) -> HttpResponse:
    """The five criteria with their steps, how the level follows, IPA's scale beside."""
    who = sight_of(request.user)
    may_change = who.holds(Mandate.Role.CHIEF)
    if request.method == "POST" and not may_change:
        return render(request, "403.html", status=403)
    now = limits()
    posted = request.POST if request.method == "POST" else None
    form = LossLimitsForm(posted, initial={"low": now.low, "high": now.high})
    if form.is_bound and form.is_valid():
        set_limits(form.cleaned_data["low"], form.cleaned_data["high"], by=who)
        messages.success(request, _("From today on a loss is judged by these amounts."))
        return redirect("classification:scale")
    criteria = [(c, list(enumerate(c.spoken(now.words))), c.code in CORE) for c in CRITERIA]
    page = {"criteria": criteria, "ratings": RATINGS, "limits": now, "form": form, "may_change": may_change}
    return render(request, "classification/scale.html", page, status=422 if form.is_bound else 200)
