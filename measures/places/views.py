"""Places: what is looked at there, what was found, and what lives there."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.models import Place
from accounts.sight import Sight
from assets.doors import sight
from assets.models import Carrier
from measures.places import looking as places
from measures.places.forms import InspectForm
from measures.places.inspecting import inspect
from measures.places.keeping import adds, keeps, leads_on, shown_to
from measures.places.records import Inspection

SHOWN = 200  # carriers on the page of a place
EARLIER = 50  # inspections


def _place_or_404(request: HttpRequest, code: str) -> Place:
    return get_object_or_404(shown_to(request).select_related("parent"), code=code)


@require_GET
def list_(request: HttpRequest) -> HttpResponse:
    """Every place that one keeps, or whose findings one may read, as a tree, with how it stands; closed ones last."""
    who = sight(request)
    reads = places.reads_places(who)
    if not (reads or keeps(request)):
        raise Http404
    found = places.findings(who.on) if reads else {}
    rows = [
        (place, place.path.count(".") - 1, found.get(place.pk, []) if places.reads_place(who, place) else None)
        for place in shown_to(request).order_by("path")
    ]  # None: not theirs to read
    page = {
        "rows": [row for row in rows if not row[0].closed_on],
        "closed": [place for place, _depth, _found in rows if place.closed_on],
        "reads": reads,
        "adds": adds(request),
        "may_inspect": places.may_inspect(who),
    }
    return render(request, "measures/places.html", page)


@require_GET
@leads_on
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One place: each point with what was found last, what the rules say, what lives here as far as one may know."""
    place, who = _place_or_404(request, code), sight(request)
    page = {
        "place": place,
        "around": shown_to(request).filter(pk=place.parent_id).first(),  # None: its name alone may be read
        "inside": shown_to(request).filter(parent=place),
        "keeps": keeps(request),
        "adds": adds(request),
        "may_inspect": places.may_inspect(who) and places.points_of(place) and not place.closed_on,
    }
    if places.reads_place(who, place):
        page |= _found_at(place, who)
    return render(request, "measures/place.html", page | _living(request, place))


def _found_at(place: Place, who: Sight) -> dict[str, Any]:
    """What was found there, for those whose business it is; of a closed one the rules say nothing."""
    return {
        "reads": True,
        "points": places.seen_last(place, who.on),
        "findings": [] if place.closed_on else places.findings(who.on).get(place.pk, []),
        "earlier": Inspection.objects.until(who.on).filter(place=place).select_related("by")[:EARLIER],
    }


def _living(request: HttpRequest, place: Place) -> dict[str, Any]:
    """What lives in a place, of what one may know of."""
    carriers = Carrier.objects.visible_to(request.user).current().filter(places.inside(place))
    rows = carriers.exclude(asset__state="RETIRED").select_related("asset", "place")
    return {"carriers": rows.order_by("-asset__level", "asset__code", "pk")[:SHOWN]}


@require_http_methods(["GET", "POST"])
@leads_on
def look(request: HttpRequest, code: str) -> HttpResponse:
    """Record what one finds in front of the door."""
    place, who = _place_or_404(request, code), sight(request)
    if place.closed_on or not (places.may_inspect(who) and places.points_of(place)):
        raise Http404
    form = InspectForm(request.POST if request.method == "POST" else None, place=place)
    if form.is_bound and form.is_valid():
        inspect(place, form.found(), by=who)
        messages.success(request, _("Recorded."))
        return redirect("places:detail", code=code)
    return render(request, "measures/look.html", {"place": place, "form": form}, status=422 if form.is_bound else 200)
