"""Changing many assets together: tick them, choose one change, look at it row by row, say why, do it; and undo."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib import messages
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.models import Department, Person, Place
from assets import bulk
from assets.doors import sight
from assets.finding.listing import of_keys
from assets.finding.orders import NEWEST
from assets.models import Asset
from assets.visibility import Plan
from desk.listing.filters import wanted
from desk.listing.gathering import GONE_THROUGH, Part, part_of
from desk.listing.paging import list_at, mark_of

WHAT = (
    ("department", gettext_lazy("Department")),
    ("owner", gettext_lazy("Person in charge")),
    ("custodian", gettext_lazy("Custodian")),
    ("place", gettext_lazy("Place of all it lives on")),
    ("tag", gettext_lazy("Put a tag on")),
    ("untag", gettext_lazy("Take a tag off")),
)
FIELD_OF = {"department": "department", "owner": "person", "custodian": "person", "place": "place"}


class EditForm(forms.Form):
    """One change; of the values only the one that belongs to it is read."""

    what = forms.ChoiceField(label=gettext_lazy("What to change"), choices=WHAT)
    department = forms.ModelChoiceField(Department.objects.all(), label=gettext_lazy("Department"), required=False)
    person = forms.ModelChoiceField(
        Person.objects.none(), label=gettext_lazy("Person (in charge, custodian)"), required=False
    )
    place = forms.ModelChoiceField(Place.objects.in_use(), label=gettext_lazy("Place"), required=False)
    tag = forms.CharField(label=gettext_lazy("Tag"), max_length=40, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = Person.objects.employed()  # type: ignore[attr-defined]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        field = FIELD_OF.get(cleaned.get("what", ""), "tag")
        if "what" in cleaned and not cleaned.get(field) and field not in self.errors:
            self.add_error(field, _("Say what it is to be."))
        return cleaned

    @property
    def edit(self) -> bulk.Edit:
        what = self.cleaned_data["what"]
        return bulk.Edit(what, self.cleaned_data[FIELD_OF.get(what, "tag")])


@dataclass(frozen=True)
class Chosen:
    """What was chosen, and where more of it may follow: the mark of the asset from which one goes on."""

    assets: list[Asset]
    on: str = ""
    gone_through: int = 0


class Unplaced(Exception):
    """From where to go on cannot be told: the mark is not of this person's, or its asset was erased."""


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Choose the change, look at what it would do, do it. Nothing ticked is nothing chosen."""
    try:
        chosen = _chosen(request)
    except Unplaced:
        messages.error(request, _("The row at which this part begins is not there any more. Begin again."))
        return _back(request)
    if not chosen.assets and not chosen.on:
        messages.error(request, _("Nothing is chosen. Tick what you want to change."))
        return _back(request)
    if len(chosen.assets) > bulk.MOST:
        text = _("At most %(n)s can be changed together. Narrow the list by filters.")
        messages.error(request, text % {"n": f"{bulk.MOST:,}"})
        return _back(request)
    form = EditForm(request.POST if "what" in request.POST else None)
    if not chosen.assets or not form.is_bound or "again" in request.POST or not form.is_valid():
        return _page(request, chosen, form, 422 if form.is_bound and "again" not in request.POST else 200)
    if "shown" in request.POST:
        return _do(request, form, chosen)
    return _preview(request, form, chosen)


def _back(request: HttpRequest) -> HttpResponse:
    """To the list as it stood, with its filters."""
    return redirect(list_at(request.POST.get("query", "")))


def _chosen(request: HttpRequest) -> Chosen:
    """What was ticked, or what the filters of the list find, from the newest on; of either, what may be known."""
    who, on, part = sight(request), request.POST.get("on", ""), Part([])
    if "all" in request.POST:
        found = wanted(QueryDict(request.POST.get("query", "")), who).found
        part = part_of(found, NEWEST, bulk.MOST, _marked(request, on) if on else None)
        assets, on = of_keys(part.keys), _mark(request, part.until) if part.until else ""
    else:
        assets = Asset.objects.filter(code__in=request.POST.getlist("code")[: bulk.MOST + 1])
    return Chosen(list(assets.seen_by(who, Plan.EACH).order_by("code")), on, part.gone_through)


def _signer(request: HttpRequest) -> Signer:
    return Signer(salt=f"desk.bulk:{request.user.pk}")


def _mark(request: HttpRequest, key: int) -> str:
    """The asset from which this person goes on: one that they know of, as the signature says."""
    return _signer(request).sign(mark_of(NEWEST, key))


def _marked(request: HttpRequest, mark: str) -> list[int]:
    """Its place in the list, also where the change itself took it out of this person's view: they were shown it."""
    try:
        code = _signer(request).unsign(mark)
    except BadSignature as error:
        raise Unplaced from error
    keys = list(Asset._base_manager.filter(code=code).values_list("pk", flat=True))
    if not keys:
        raise Unplaced
    return keys


def _page(request: HttpRequest, chosen: Chosen, form: EditForm, status: int = 200, **more: Any) -> HttpResponse:
    query = request.POST.get("query", "")
    page = {"form": form, "chosen": chosen, "codes": [asset.code for asset in chosen.assets], "query": query}
    page |= {"list": list_at(query), "most": f"{bulk.MOST:,}", "looked": f"{GONE_THROUGH:,}"}
    return render(request, "desk/bulk.html", page | more, status=status)


def _preview(request: HttpRequest, form: EditForm, chosen: Chosen, status: int = 200, **more: Any) -> HttpResponse:
    lines = bulk.preview(form.edit, chosen.assets, by=sight(request))
    page = {
        "lines": lines,
        "changing": sum(line.differs for line in lines),
        "shown": bulk.digest_of(lines),
        "what": dict(WHAT)[form.edit.what],
        "reason": request.POST.get("reason", ""),
    }
    return _page(request, chosen, form, status, **(page | more))


def _do(request: HttpRequest, form: EditForm, chosen: Chosen) -> HttpResponse:
    reason, shown = request.POST.get("reason", ""), request.POST["shown"]
    try:
        act = bulk.change(form.edit, chosen.assets, reason, shown, by=sight(request))
    except ValueError:
        return _preview(request, form, chosen, 422, problem=_("Say why, in a few words."), unsaid=True)
    except bulk.ShownDiffers:
        problem = _("Something was changed meanwhile: look at the rows once more.")
        return _preview(request, form, chosen, 409, problem=problem)
    except bulk.NothingChosen:
        return _preview(request, form, chosen, 422, problem=_("Nothing would change."))
    text = _("Changed together. It can be undone as long as nothing was built on it.")
    messages.success(request, text, extra_tags="told")
    back = {name: request.POST[name] for name in ("query", "on") if request.POST.get(name)}
    return redirect(reverse("desk:bulk_done", args=[act]) + (f"?{urlencode(back)}" if back else ""))


@require_http_methods(["GET", "POST"])
def done(request: HttpRequest, act: UUID) -> HttpResponse:
    """What was changed together, the button that takes it back, and the ways on: to the list as it stood, and to what
    follows where not all of it was changed."""
    entry, problem = get_object_or_404(bulk.batches(sight(request)), act=act), ""
    query = request.GET.get("query", "")
    if request.method == "POST":
        try:
            bulk.undo(entry, by=sight(request))
            messages.success(request, _("Taken back: everything is as it was before."), extra_tags="told")
            return redirect(list_at(query))
        except bulk.NotUndoable as stuck:
            text = _("It cannot be undone: %(codes)s changed since, or not yours to change any more.")
            problem = text % {"codes": ", ".join(stuck.codes[:10])}
    page = {"entry": entry, "problem": problem, "what": dict(WHAT)[entry.facts["what"]]}
    page |= {"reason": bulk.reason_of(entry), "query": query, "list": list_at(query), "on": request.GET.get("on", "")}
    return render(request, "desk/bulk_done.html", page, status=409 if problem else 200)
