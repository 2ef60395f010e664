"""Bringing a ledger in from the browser: upload, see what would happen, apply."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assets.doors import sight
from assets.models import Asset
from exchange.columns import LABELS
from exchange.gate import Refused, refuse_size
from exchange.importing import NeedsConsent, NotApplicable, apply, bring_in, discard, unpacked
from exchange.models import Draft
from exchange.plan import Line, plan, printable
from exchange.resources import LedgerResource, ledger_rows
from exchange.sheet_views import csv_answer
from exchange.sheets import as_csv
from journal.sightings import note

SHOWN = 500


class UploadForm(forms.Form):
    """One file, and the scale of its ratings where the file alone cannot tell."""

    file = forms.FileField(label=gettext_lazy("Ledger (.xlsx or .csv)"), allow_empty_file=True)
    scale = forms.ChoiceField(
        label=gettext_lazy("Scale of the ratings"),
        required=False,
        choices=[
            ("", gettext_lazy("see from the file")),
            ("1-3", gettext_lazy("1 to 3 (edition 3.1)")),
            ("0-2", gettext_lazy("0 to 2 (edition 3)")),
        ],
    )


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Drop the file as it is."""
    form, refused = UploadForm(request.POST or None, request.FILES or None), ""
    who = sight(request)
    if request.method == "POST" and form.is_valid() and who.person is not None:
        file = form.cleaned_data["file"]
        try:
            refuse_size(file.size, file.name)
            draft = bring_in(file.read(), file.name, by=who, scale=form.cleaned_data["scale"] or None)
            return redirect("exchange:draft", pk=draft.pk)
        except Refused as refusal:
            refused = refusal.message
    past = Draft.objects.visible_to(request.user).exclude(state=Draft.State.DISCARDED)[:10]
    page = {"form": form, "refused": refused, "past": past}
    return render(request, "exchange/upload.html", page, status=422 if request.method == "POST" else 200)


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The assets I may know of as IPA's ledger; what is exported can be imported again."""
    assets = Asset.objects.visible_to(request.user).named_to(sight(request)).kept()
    rows = ledger_rows(assets)
    taken = sorted(set(rows.order_by().values_list("asset", flat=True)))
    note(sight(request).person, "exchange.export", assets=taken)
    return csv_answer(as_csv(LedgerResource().export(queryset=rows)), "ledger")


@require_GET
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """What each row would do: new, changed, the same, wrong."""
    found = get_object_or_404(Draft.objects.visible_to(request.user), pk=pk)
    if found.state == Draft.State.APPLIED:
        return render(request, "exchange/applied.html", {"draft": found})
    if found.state == Draft.State.DISCARDED:
        raise Http404
    return _preview(request, found)


def _preview(request: HttpRequest, found: Draft, problem: str = "", status: int = 200) -> HttpResponse:
    ledger = unpacked(found.ledger)
    planned = plan(ledger, sight(request))
    fate = request.GET.get("fate", "")
    lines = [line for line in planned.lines if not fate or line.fate == fate]
    page = {
        "draft": found,
        "plan": planned,
        "counts": planned.counts(),
        "fates": [
            (name, sum(line.fate == name for line in planned.lines)) for name in ("new", "changed", "same", "wrong")
        ],
        "fate": fate,
        "rows": [_row(line) for line in lines[:SHOWN]],
        "more": max(0, len(lines) - SHOWN),
        "notes": ledger.notes,
        "problem": problem,
    }
    return render(request, "exchange/draft.html", page, status=status)


def _row(line: Line) -> dict[str, Any]:
    diffs = [(LABELS.get(d.field, d.field), printable(d.old), printable(d.new)) for d in line.diffs]
    problems = [(LABELS.get(p.column, p.column), p.value, p.message) for p in line.problems]
    return {"line": line, "name": line.text("name"), "diffs": diffs, "problems": problems, "notes": line.notes}


@require_POST
def apply_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Write it into the register."""
    found = get_object_or_404(Draft.objects.visible_to(request.user), pk=pk)
    try:
        outcome = apply(found, by=sight(request), skip_rejected=bool(request.POST.get("skip_rejected")))
    except NeedsConsent:
        return _preview(
            request,
            found,
            _("Some rows are wrong. Tick the box to leave them out, or mend the file and bring it in again."),
            422,
        )
    except NotApplicable:
        messages.error(request, _("This ledger cannot be imported as it is, or it was imported already."))
        return redirect("exchange:draft", pk=pk)
    counts = outcome.counts()
    messages.success(request, _("Imported: %(created)s new, %(updated)s changed, %(unchanged)s unchanged.") % counts)
    return redirect("exchange:draft", pk=pk)


@require_POST
def discard_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it away; the register stays as it is."""
    discard(get_object_or_404(Draft.objects.visible_to(request.user), pk=pk), by=sight(request))
    messages.success(request, _("Put away. Nothing was imported."))
    return redirect("exchange:upload")
