"""Devices and systems: how they stand, what lives on them, and noting in one press that somebody looked at many."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.querysets import today
from accounts.sight import administers
from assets.devices import hosts
from assets.devices.forms import FORMS, ChecksForm
from assets.doors import sight
from assets.models import Asset, Carrier, Device, System
from journal.models import Entry
from measures.host_dues import looks, overdue, with_looks

MODELS: dict[str, Any] = {"devices": Device, "systems": System}
SHOWN = 500
RELATED = {Device: ("department", "holder"), System: ("department", "responsible")}


def keeps(request: HttpRequest) -> bool:
    return hosts.keeps_hosts(sight(request), administers(request.user))


def model_of(what: str) -> Any:
    """Devices or systems. Raises: Http404 for anything else."""
    if what not in MODELS:
        raise Http404
    return MODELS[what]


def readable(request: HttpRequest, what: str) -> QuerySet[Any]:
    """What whoever asks may read: all, or what was lent to them, or what they are responsible for."""
    who, model = sight(request), model_of(what)
    rows = model.objects.select_related(*RELATED[model])
    if hosts.reads_hosts(who, administers(request.user)):
        return rows
    return rows.filter(**{RELATED[model][1]: who.person}) if who.person else rows.none()


def _for_keepers(request: HttpRequest) -> None:
    if not keeps(request):
        raise PermissionDenied


@require_GET
def list_(request: HttpRequest, what: str = "devices") -> HttpResponse:
    """All of one kind, with when somebody last looked; what is overdue stands out."""
    chosen = {name: request.GET.get(name, "").strip() for name in ("q", "state")}
    rows = _narrowed(readable(request, what), chosen)
    page = {
        "what": what,
        "rows": [(row, looks(row)) for row in with_looks(rows, today()).order_by("code")[:SHOWN]],
        "checks": [(name, hosts.CHECKS[name].words) for name in hosts.CHECKS_OF[model_of(what)]],
        "chosen": chosen,
        "keeps": keeps(request),
        "done": _just_noted(request),
        "on": today(),
    }
    return render(request, "desk/hosts.html", page)


def _narrowed(rows: QuerySet[Any], chosen: dict[str, str]) -> QuerySet[Any]:
    if chosen["q"]:
        rows = rows.filter(Q(code__icontains=chosen["q"]) | Q(name__icontains=chosen["q"]))
    if chosen["state"] == "ended":
        return rows.exclude(ended_on=None)
    rows = rows.filter(ended_on=None)
    if chosen["state"] == "due":
        return rows.filter(overdue(rows.model, today()))
    if chosen["state"] == "away" and rows.model is Device:
        return rows.filter(pk__in=Device.objects.kept_by_leavers().values("pk"))
    return rows


@require_GET
def detail(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """One device or system: how it stands, and what of the assets that the reader may know of lives on it."""
    row = get_object_or_404(with_looks(readable(request, what), today()), pk=pk)
    form = FORMS[type(row)](instance=row)
    page = {
        "what": what,
        "row": row,
        "facts": [(field.label, _said(row, field.name)) for field in form],
        "looks": looks(row),
        "carriers": _living_on(request, row),
        "keeps": keeps(request),
        "may_check": keeps(request) or getattr(row, "responsible", None) == sight(request).person,
    }
    return render(request, "desk/host.html", page)


def _living_on(request: HttpRequest, row: Any) -> list[Any]:
    """Carriers on it of assets whose names the reader may know."""
    named = Asset.objects.visible_to(request.user).named_to(sight(request)).kept().order_by()
    on_it = {"device" if isinstance(row, Device) else "system": row}
    carriers = Carrier.objects.visible_to(request.user).current().filter(asset__in=named.values("pk"), **on_it)
    return list(carriers.select_related("asset", "place").order_by("-asset__level", "asset__code", "pk")[:SHOWN])


def _said(row: Any, name: str) -> Any:
    """A field as it is read: the word of a choice, the name of a person or department."""
    value = getattr(row, name)
    if isinstance(value, bool) or value in (None, ""):
        return value
    shown = getattr(row, f"get_{name}_display", None)
    return str(shown()) if shown else getattr(value, "label", value)


@require_http_methods(["GET", "POST"])
def write(request: HttpRequest, what: str, pk: int = 0) -> HttpResponse:
    """Enter one, or amend what is known of it."""
    _for_keepers(request)
    row = get_object_or_404(readable(request, what), pk=pk) if pk else model_of(what)()
    form = FORMS[type(row)](request.POST if request.method == "POST" else None, instance=row)
    if form.is_valid():
        hosts.write(form.instance, by=sight(request))
        messages.success(request, _("Saved."))
        return redirect("desk:host", what=what, pk=form.instance.pk)
    page = {"form": form, "what": what, "row": row}
    return render(request, "desk/host_form.html", page, status=422 if form.is_bound else 200)


@require_POST
def checked(request: HttpRequest, what: str) -> HttpResponse:
    """Somebody looked at these today: keepers at all, others at what they are responsible for."""
    rows = readable(request, what).filter(ended_on=None)
    if not keeps(request):
        rows = rows.filter(responsible=sight(request).person) if what == "systems" else rows.none()
    form = ChecksForm(request.POST, rows=rows)
    if not form.is_valid():
        messages.error(request, _("Tick what was looked at, and on which rows."))
        return redirect("desk:hosts_of", what=what)
    act = hosts.check(list(form.cleaned_data["row"]), form.cleaned_data["check"], by=sight(request))
    return redirect(f"{request.path.removesuffix('checked/')}?done={act}")


@require_POST
def unchecked(request: HttpRequest, what: str, act: UUID) -> HttpResponse:
    """Take one's own round of checks back."""
    entry = get_object_or_404(_done(request), act=act)
    try:
        hosts.undo(entry, by=sight(request))
        messages.success(request, _("Taken back. Everything stands as before."))
    except hosts.NotUndoable:
        messages.error(request, _("It cannot be taken back: one of the rows was changed since."))
    return redirect("desk:hosts_of", what=what)


def _done(request: HttpRequest) -> QuerySet[Entry]:
    """The rounds of checks that whoever asks has noted."""
    person = sight(request).person
    rounds = Entry.objects.filter(verb=hosts.CHECKED)
    return rounds.filter(actor_id=person.pk) if person else rounds.none()


def _just_noted(request: HttpRequest) -> Entry | None:
    """The round that the address names, to be taken back where it was a slip."""
    try:
        return _done(request).filter(act=UUID(request.GET.get("done", ""))).first()
    except ValueError:
        return None
