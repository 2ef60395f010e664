"""Pages on which assets are entered: a kind is picked, a few things are asked, and the rest comes later."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.directory.placing import unlisted
from accounts.directory.views import looks_up_people
from accounts.kept import comes_back
from accounts.sight import administers
from assets.changes import last_changed
from assets.doors import asset_for, sight
from assets.entering import merging, registration
from assets.entering.alike import SHOWN, alike, twins
from assets.entering.firms import firms_for
from assets.entering.forms import EditForms, QuickForm
from assets.entering.kind_words import BY_SLUG, KINDS
from assets.models import Asset
from assets.once import key_of
from assets.rights import carried_by
from assets.words import bare


@require_GET
def new(request: HttpRequest) -> HttpResponse:
    """Pick the kind; a card leads on to the form of its kind."""
    if sight(request).person is None:
        return render(request, "assets/no_person.html", status=403)
    received = request.GET.get("received") == "1"
    if (kind := request.GET.get("kind", "")) in BY_SLUG:
        onward = reverse("assets:enter", args=[kind])
        return redirect(f"{onward}?received=1" if received else onward)
    return render(request, "assets/new.html", {"kinds": KINDS.values(), "received": received})


@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, kind: str) -> HttpResponse:
    """Enter a candidate with the few things that its kind is asked at once."""
    if (words := BY_SLUG.get(kind)) is None:
        raise Http404
    who, received = sight(request), request.GET.get("received") == "1"
    if who.person is None:
        return render(request, "assets/no_person.html", status=403)
    again = comes_back(request)
    form = QuickForm(
        request.POST if request.method == "POST" and not again else None,
        initial=request.POST.dict() if again else {},
        words=words,
        received=received,
        by=who,
    )
    suspected: list[Asset] = []
    if form.is_valid():
        suspected = _suspected(form, request.POST.get("anyway", ""))
        first = registration.entered_as(key_of(request), who)  # asked afterwards: the double may be of a double click
        if first or not suspected:
            return _entered(request, form, first)
    page: dict[str, Any] = {"form": form, "words": words, "received": received, "suspected": suspected}
    page |= _beside(request, firms="giver" in form.fields)
    if suspected:
        page["anyway"] = bare(form.cleaned_data["name"])
    return render(request, "assets/enter.html", page, status=422 if form.is_bound else 200)


def _beside(request: HttpRequest, firms: bool = True) -> dict[str, Any]:
    """What helps to fill a form in: what to do about a place that is not listed, and the firms that are known."""
    who = sight(request)
    known = firms_for(who, looks_up_people(request)) if firms else []
    return {"unlisted": unlisted(who, administers(request.user)), "firms": known}


def _suspected(form: QuickForm, anyway: str) -> list[Asset]:
    """What this may be a double of; nothing once whoever enters it has said that it is not."""
    asset = form.asset()
    if anyway == bare(asset.name):
        return []
    return list(twins(asset.name, asset.department_id, form.by)[:SHOWN])


def _entered(request: HttpRequest, form: QuickForm, first: Asset | None) -> HttpResponse:
    """Enter it, and on to its page; `first`: what the same form has entered already."""
    asset = first or registration.enter(
        form.asset(), form.carriers(), form.holdings(), by=form.by, details=form.details(), sent_as=key_of(request)
    )
    messages.success(request, _("Entered as %(code)s. Next: judge how secret it is.") % {"code": asset.code})
    return redirect("assets:judge" if request.POST.get("then") == "judge" else "desk:detail", code=asset.code)


@require_GET
def similar(request: HttpRequest) -> HttpResponse:
    """Names like the one being typed, among what the person may know of; a piece of the page."""
    found = list(alike(request.GET.get("name", "")[:200], sight(request))[: SHOWN + 1])
    page = {"similar": found[:SHOWN], "more": len(found) > SHOWN}
    return render(request, "assets/enter.html#similar", page)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Amend what is known of an asset; what somebody else changed meanwhile is not overwritten."""
    asset = asset_for(request, code, carried_by)
    if request.method == "GET":
        return _edit_page(request, asset, EditForms(asset))
    opened = merging.opened_at(request.POST)
    if merging.standing(asset) != opened:
        return _both_versions(request, asset)
    entry = EditForms(asset, request.POST)
    if comes_back(request):
        return _edit_page(request, asset, entry)
    if not entry.is_valid():
        return _edit_page(request, asset, entry, status=422)
    if not entry.has_changed():
        messages.info(request, _("Nothing was changed."))
        return redirect("desk:detail", code=code)

    def changed() -> bool:
        return merging.standing(asset) != opened

    try:
        tags = entry.main.cleaned_data["tags"]
        registration.amend(entry.main.instance, entry.cards, entry.sets, by=sight(request), tags=tags, unless=changed)
    except registration.ChangedMeanwhile:
        return _both_versions(request, asset)
    messages.success(request, _("Saved."))
    return redirect("desk:detail", code=code)


def _edit_page(request: HttpRequest, asset: Asset, entry: EditForms, status: int = 200) -> HttpResponse:
    """The page, with what its fields held when it was first opened."""
    opened = request.POST.get(merging.OPENED) or merging.remembered(EditForms(asset))
    page = {"asset": asset, "entry": entry, "words": entry.words, "opened": opened}
    page |= _beside(request)
    return render(request, "assets/edit.html", page, status=status)


def _both_versions(request: HttpRequest, asset: Asset) -> HttpResponse:
    """Theirs and mine, field by field; nothing was written."""
    found = merging.merged(asset, request.POST.dict())
    page = {"asset": asset, "found": found, "last": last_changed(asset)}
    return render(request, "assets/both.html", page, status=409)


@require_POST
def copy(request: HttpRequest, code: str) -> HttpResponse:
    """Enter another like it, and go on to the page where its name is changed."""
    asset = asset_for(request, code, carried_by)
    name = _("%(name)s (copy)") % {"name": asset.name}
    twin = registration.copy(asset, by=sight(request), name=name, sent_as=key_of(request))
    text = _("Copied as %(code)s. Change what is different, the name first.")
    messages.success(request, text % {"code": twin.code}, extra_tags="told")
    return redirect("assets:edit", code=twin.code)
