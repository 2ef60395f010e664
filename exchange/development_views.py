"""Records of our own development from a sheet, and as one: everybody for the assets that they may know of."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.querysets import today
from assets.doors import sight
from assets.models import Asset, Development
from exchange.developments import bring_in, sheet_of
from exchange.gate import Refused, refuse_size
from exchange.host_views import SheetForm
from exchange.hosts import Wrong, WrongRows
from journal.sightings import note


@require_http_methods(["GET", "POST"])
def import_developments(request: HttpRequest) -> HttpResponse:
    """Bring a sheet in: all of it, or, where a row is wrong, nothing."""
    form, who = SheetForm(request.POST or None, request.FILES or None), sight(request)
    problem, wrong = "", list[Wrong]()
    if form.is_valid() and who.person is not None:
        file = form.cleaned_data["file"]
        try:
            refuse_size(file.size, file.name)
            counts = bring_in(file.read(), file.name, by=who)
            words = _("Imported: %(new)s new, %(changed)s changed, %(same)s unchanged.")
            messages.success(request, words % counts)
            return redirect("exchange:developments")
        except Refused as refusal:
            problem = refusal.message
        except WrongRows as rows:
            wrong = rows.wrong
    page = {"form": form, "problem": problem, "wrong": wrong}
    return render(request, "exchange/developments.html", page, status=422 if request.method == "POST" else 200)


@require_POST
def export_developments(request: HttpRequest) -> HttpResponse:
    """Those of the assets that one may know of, as a sheet that can be brought in again."""
    who = sight(request)
    assets = Asset.objects.visible_to(request.user).named_to(who).kept()
    rows = Development.objects.filter(asset__in=assets.order_by().values("pk")).order_by("asset__code", "made_on", "pk")
    note(
        who.person, "exchange.export_developments", assets=sorted(set(rows.order_by().values_list("asset", flat=True)))
    )
    answer = HttpResponse(sheet_of(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="kura-development-{today().isoformat()}.csv"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
