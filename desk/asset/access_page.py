"""Who may know of an asset: the list, what is to be considered about each line, and giving access."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from assets.doors import asset_for, sight
from assets.knowing import access as lists
from assets.knowing import agreeing
from assets.knowing.forms import AcceptForm, GrantForm
from assets.knowing.line_notes import Note, notes_on, unenforced
from assets.models import Asset, Carrier, Grant, GrantProposal
from assets.rights import granted_by
from desk.addressee import Addressee
from measures.lists import too_broad

LINE = ("person", "department", "asked_by")


@dataclass(frozen=True)
class Row:
    """A line with what is to be considered about it; `to_confirm`: it holds, and the second of two has not said yes."""

    line: Grant | GrantProposal
    notes: list[Note]
    to_confirm: bool = False


@dataclass(frozen=True)
class ListFacts:
    """What is to be considered about a list as a whole."""

    broad: str  # what the rule says, where too many may know
    open_to_all: list[Carrier]  # where the list decides nothing

    @property
    def any(self) -> bool:
        return bool(self.broad or self.open_to_all)


@require_http_methods(["GET", "POST"])
def access(request: HttpRequest, code: str) -> HttpResponse:
    """Who may know of it; give access."""
    asset = asset_for(request, code, granted_by)
    form = GrantForm(request.POST if request.method == "POST" else None, instance=Grant(asset=asset))
    if request.method == "POST" and form.is_valid():
        line = lists.give(form.instance, by=sight(request))
        messages.success(request, _says(line) % {"whom": line.whom})
        return redirect("desk:access", code=code)
    page = {"asset": asset, "form": form, "accept": AcceptForm()} | _lines(asset, Addressee.of(request.user))
    return render(request, "desk/access.html", page, status=422 if form.is_bound else 200)


def _says(line: lists.Line) -> str:
    if isinstance(line, Grant):
        return _("%(whom)s is on the access list.")
    return _("%(whom)s: the line waits for the second of two. Until then it opens nothing.")


def _lines(asset: Asset, who: Addressee) -> dict[str, Any]:
    grants = list(asset.grants.current(who.on).select_related(*LINE, "approved_by", "agreed_by"))
    proposals = list(asset.grant_proposals.select_related(*LINE, "proposed_by", "granted_by").order_by("pk"))
    notes = notes_on([*grants, *proposals], who.on)
    unagreed = set(asset.grants.filter(agreeing.unagreed()).values_list("pk", flat=True))
    rows = [Row(g, n, g.pk in unagreed) for g, n in zip(grants, notes, strict=False)]
    others = [Row(p, n) for p, n in zip(proposals, notes[len(grants) :], strict=True)]
    proposed = [row for row in others if not row.line.granted_by_id]  # type: ignore[union-attr]
    return {
        "rows": rows,
        "waiting": [row for row in others if row.line.granted_by_id],  # type: ignore[union-attr]
        "proposed": proposed,
        "acceptable": any(row.line.person_id or row.line.department_id for row in proposed),
        "facts": list_facts(asset, who),
        "takes_two": lists.takes_two(asset),
        "reviewed": asset.grant_reviews.select_related("by").order_by("-on", "-pk").first(),
    }


def list_facts(asset: Asset, who: Addressee) -> ListFacts:
    """What is to be considered about the list of one asset."""
    broad = too_broad(who.question, Asset.objects.seen_by(who.sight).filter(pk=asset.pk))
    return ListFacts(broad.get(asset.pk, ""), unenforced([asset.pk]).get(asset.pk, []))
