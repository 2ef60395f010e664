"""What the company calls its levels: to look at, and for the chief to change."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Mandate
from accounts.sight import sight_of
from classification.level_forms import LevelsForm
from classification.levels import Level
from classification.naming import PARTS, own_words, reword


@require_http_methods(["GET", "POST"])
def levels(request: HttpRequest) -> HttpResponse:
    """The four levels with names, colours and signs. The codes in addresses and files stay."""
    who = sight_of(request.user)
    may_change = who.holds(Mandate.Role.CHIEF)
    if request.method == "POST" and not may_change:
        return render(request, "403.html", status=403)
    form = LevelsForm(request.POST if request.method == "POST" else None, initial=_now())
    if form.is_bound and form.is_valid():
        reword(form.words, by=who)
        messages.success(request, _("From now on the levels are called so, on every page and paper."))
        return redirect("classification:levels")
    page = {"form": form, "levels": list(reversed(Level)), "may_change": may_change}
    return render(request, "classification/levels.html", page, status=422 if form.is_bound else 200)


def _now() -> dict[str, str]:
    return {
        f"{Level(level).name}_{part}": getattr(wording, part)
        for level, wording in own_words().items()
        for part in PARTS
    }
