"""Going through one's access lists line by line: one screen, one key for each answer, and all of it without script."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.days.fields import DayField
from assets.knowing import rounds
from assets.knowing.line_notes import notes_on
from assets.models import Asset, Round, RoundAnswer
from desk.addressee import Addressee
from desk.asset.access_page import Row
from desk.reviewing.rounds import Terms, my_lines
from measures.lists import too_broad

SHOWN = 100
WAYS = {way.value.lower(): way for way in RoundAnswer.Outcome if way != RoundAnswer.Outcome.LAPSED}


class ChangeForm(forms.Form):
    """Another purpose, another end."""

    purpose = forms.CharField(max_length=120)
    until_on = DayField(required=False)


@require_GET
def review(request: HttpRequest) -> HttpResponse:
    """The lines that wait for my answer; the first, or the one asked for, has the focus."""
    return _page(request)


def _page(request: HttpRequest, status: int = 200, **more: Any) -> HttpResponse:
    who = Addressee.of(request.user)
    lines = my_lines(who, Terms.of(who.question))
    first = list(lines.select_related("person", "department", "asked_by", "asset", "asset__owner")[: SHOWN + 1])
    shown = first[:SHOWN]
    notes = notes_on(shown, who.on)
    assets = Asset.objects.seen_by(who.sight).filter(pk__in={line.asset_id for line in shown})
    page = {
        "rows": [Row(line, found) for line, found in zip(shown, notes, strict=True)],
        "count": lines.count() if len(first) > SHOWN else len(first),
        "rounds": Round.objects.in_bulk({line.round for line in shown}),
        "broad": too_broad(who.question, assets),
        "at": _at(request, shown),
        "me": who.sight.person,
    }
    return render(request, "desk/review.html", page | more, status=status)


def _at(request: HttpRequest, shown: list[Any]) -> int | None:
    """The line that has the focus: the one asked for where it still waits, else the first."""
    keys = [line.pk for line in shown]
    asked = request.GET.get("at", "")
    return int(asked) if asked.isdecimal() and int(asked[:19]) in keys else (keys[0] if keys else None)


@require_POST
def answer(request: HttpRequest, pk: int, way: str) -> HttpResponse:
    """Confirm, change or remove one line, and on to the next."""
    who = Addressee.of(request.user)
    waiting = my_lines(who, Terms.of(who.question))
    line = get_object_or_404(waiting.select_related("asset", "person", "department"), pk=pk)
    if way not in WAYS:
        raise Http404
    form = ChangeForm(request.POST)
    if way == "changed" and not form.is_valid():
        return _page(request, 422, wrong=form.errors, changing=line.pk, typed=request.POST)
    keys = list(waiting.values_list("pk", flat=True)[:SHOWN])
    following = keys[keys.index(pk) + 1 :][:1] if pk in keys else []
    told = form.cleaned_data if way == "changed" else {}
    try:
        rounds.answer(Round.objects.get(pk=line.round), line, WAYS[way], by=who.sight, **told)
        messages.success(request, _SAYS[way]() % {"whom": line.whom, "asset": line.asset.name})
    except rounds.Answered:
        messages.info(request, _("Somebody has answered this line meanwhile."))
    return redirect(reverse("desk:review") + (f"?at={following[0]}" if following else ""))


_SAYS = {
    "confirmed": lambda: _("%(whom)s, %(asset)s: still needed."),
    "changed": lambda: _("%(whom)s, %(asset)s: changed."),
    "removed": lambda: _("%(whom)s, %(asset)s: removed."),
}
