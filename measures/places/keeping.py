"""Pages on which places are entered, amended, moved, closed and opened again."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.directory import placing
from accounts.directory.place_forms import PlaceForm
from accounts.directory.views import for_those_who
from accounts.kept import Typed
from accounts.models import Place
from accounts.opened import ChangedMeanwhile, anew, as_sent, has_moved_on, taken_along
from accounts.sight import administers
from assets.doors import sight
from assets.models import Carrier
from measures.places import looking as places


def keeps(request: HttpRequest) -> bool:
    return placing.keeps_places(sight(request), administers(request.user))


def adds(request: HttpRequest) -> bool:
    return placing.adds_places(sight(request), administers(request.user))


def shown_to(request: HttpRequest) -> QuerySet[Any]:
    """The places that one keeps, or of which one may read what was found."""
    return Place.objects.all() if keeps(request) else places.read_by(sight(request))


type View = Callable[[HttpRequest, str], HttpResponse]


def leads_on(view: View) -> View:
    """An address with a code that the place had before leads on to it, whoever may open it; what is sent there is not
    lost."""

    @wraps(view)
    def led(request: HttpRequest, code: str) -> HttpResponse:
        try:
            return view(request, code)
        except Http404:
            now = placing.once_called(code, shown_to(request))
            if now is None:
                raise
        if request.method == "POST":
            return view(request, now)
        return redirect(request.resolver_match.view_name, code=now)  # type: ignore[union-attr]

    return led


@require_http_methods(["GET", "POST"])
@for_those_who(adds)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a place, below the one that is named in the address, or on the way through another form."""
    around = Place.objects.in_use().filter(code=request.GET.get("inside", "")).first()
    initial = {"parent": around, "zone": around.zone if around else None}
    typed, arrives = _typed(request), "back" in request.POST
    data = request.POST if request.method == "POST" and not arrives else None
    form = PlaceForm(data, initial=initial, roots=keeps(request))
    if not (form.is_bound and form.is_valid()):
        return _form_page(request, form, around, typed=typed)
    place = placing.add(form.instance, by=sight(request))
    if typed:
        page = {"place": place, "typed": typed.with_value(request.GET.get("for", ""), str(place.pk))}
        return render(request, "measures/place_added.html", page)
    messages.success(request, _("Added as %(code)s.") % {"code": place.code})
    return redirect("places:detail", code=place.code)


def _typed(request: HttpRequest) -> Typed | None:
    """What was typed into the form from which somebody came here, as it arrives and as it is taken along."""
    if "back" not in request.POST:
        return Typed.unpacked(request.POST.get("typed", ""))
    typed = Typed.of(request)
    fields = [(name, value) for name, value in typed.fields if name not in ("back", "comes_back")]
    return Typed.unpacked(Typed(request.POST["back"], fields, typed.files).packed())


@require_http_methods(["GET", "POST"])
@for_those_who(keeps)
@leads_on
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Rename it, move it, say who may go in; what somebody else changed meanwhile is not overwritten."""
    place = get_object_or_404(Place, code=code)

    def make(data: Any) -> PlaceForm:
        return PlaceForm(data, instance=Place.objects.get(pk=place.pk))

    if request.method == "GET":
        return _form_page(request, make(None), place, opened=taken_along(make, {}))
    try:
        form = _amended(request, make)
    except ChangedMeanwhile:
        return _form_page(request, anew(make, request.POST), place, opened=taken_along(make, {}), status=409)
    if form.errors:
        return _form_page(request, form, place, opened=taken_along(make, request.POST))
    return redirect("places:detail", code=form.instance.code)


def _amended(request: HttpRequest, make: Callable[[Any], PlaceForm]) -> PlaceForm:
    """The form; where it has no errors, what it changed is written."""
    form, has_changed = as_sent(request, make)
    if not has_changed:
        return form
    try:
        placing.amend(form.instance, by=sight(request), unless=lambda: has_moved_on(make, request.POST))
        messages.success(request, _("Saved."))
    except placing.InsideItself:
        form.add_error("parent", _("That lies inside it."))
    except placing.OwnReach:
        form.add_error("parent", _("Your own mandate reaches there: let somebody else move it."))
    return form


def _form_page(
    request: HttpRequest, form: PlaceForm, place: Place | None, status: int | None = None, **more: Any
) -> HttpResponse:
    status = status or (422 if form.is_bound else 200)
    return render(request, "measures/place_form.html", {"form": form, "place": place} | more, status=status)


@require_http_methods(["GET", "POST"])
@for_those_who(keeps)
@leads_on
def close(request: HttpRequest, code: str) -> HttpResponse:
    """Told first: what lies inside it, and what stands there as far as one may know."""
    place = get_object_or_404(Place.objects.in_use(), code=code)
    if request.method == "POST":
        placing.close(place, by=sight(request))
        messages.success(request, _("Closed. It is offered no more; its page and its records stay."))
        return redirect("places:detail", code=code)
    carriers = Carrier.objects.visible_to(request.user).current().filter(places.inside(place))
    page = {
        "place": place,
        "inside": Place.objects.in_use().below([place]).exclude(pk=place.pk).order_by("path"),
        "standing": carriers.exclude(asset__state="RETIRED").count(),
    }
    return render(request, "measures/place_close.html", page)


@require_POST
@for_those_who(keeps)
@leads_on
def reopen(request: HttpRequest, code: str) -> HttpResponse:
    """It is in use again."""
    place = get_object_or_404(Place.objects.exclude(closed_on=None).select_related("parent"), code=code)
    try:
        placing.reopen(place, by=sight(request))
        messages.success(request, _("It is in use again."))
    except placing.ClosedAround:
        messages.error(request, _("It lies in a place that is closed. Open that one first."))
    except placing.TwoOfOneName as error:
        words = _("By now another one beside it is called “%(place)s”, too. Rename one of the two first.")
        messages.error(request, words % {"place": error.args[0].label})
    return redirect("places:detail", code=code)
