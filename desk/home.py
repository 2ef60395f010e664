"""The first page: what waits for me, what changed, and how what I may know of is protected."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from accounts.models import Delegation
from assets.doors import sight
from assets.models import Asset
from desk.addressee import Addressee
from desk.lately import lately
from desk.notices import notices_for
from desk.setting_up import steps_left
from desk.waiting import Group, waiting_for
from measures.figures import categories, worst_gaps
from measures.quick.check import may_answer


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """What waits for me, one click each; what changed lately; how the assets I may know of stand."""
    who = Addressee.of(request.user)
    groups = waiting_for(who)
    page = {
        "heading": _heading(who, groups),
        "groups": groups,
        "news": lately(who),
        "stands_in": who.sight.stands_in,
        "represented": Delegation.objects.current(who.on).filter(giver=who.sight.person).select_related("to"),
        "steps": steps_left(request.user),
        "may_answer": may_answer(who.sight),
        "notices": notices_for(sight(request))[:10],
    }
    return render(request, "desk/home.html", page | _standing(request, who))


def _heading(who: Addressee, groups: list[Group]) -> str:
    person, n = who.sight.person, sum(group.count for group in groups)
    if person is None:
        return _("Home")
    if not n:
        return _("Good day, %(person)s") % {"person": person.label}
    return ngettext("%(person)s, %(n)s thing waits for you", "%(person)s, %(n)s things wait for you", n) % {
        "person": person.label,
        "n": n,
    }


def _standing(request: HttpRequest, who: Addressee) -> dict[str, Any]:
    """The five categories of what I may know of."""
    assets = Asset.objects.visible_to(request.user).kept()
    found = categories(who.question, assets)
    return {"categories": found, "assets_count": assets.count(), "worst": worst_gaps(found)}
