"""The first page: what waits for me, and how we stand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.querysets import today
from assets import approval
from assets.doors import sight
from assets.kinds import State
from assets.models import Asset
from assets.rights import carried_by
from desk.notices import notices_for
from measures.figures import categories, worst_gaps
from measures.readings import Question


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """My tasks, and how the assets I may know of stand in the five categories."""
    who = sight(request)
    assets = Asset.objects.visible_to(request.user).kept()
    mine = assets.named_to(who).filter(carried_by(who)).filter(state=State.CANDIDATE)
    waiting = approval.awaiting(who).select_related("submitted_by", "department").order_by("submitted_at")
    found = categories(Question(today()), assets)
    page = {
        "heading": _("Good day, %(person)s") % {"person": who.person.label} if who.person else _("Home"),
        "waiting": waiting[:5],
        "waiting_count": waiting.count(),
        "candidates": mine.order_by("-updated_at")[:5],
        "candidates_count": mine.count(),
        "categories": found,
        "assets_count": assets.count(),
        "worst": worst_gaps(found),
        "notices": notices_for(who)[:10],
    }
    return render(request, "desk/home.html", page)
