"""The journal's pages: read it, open one entry, add a remark to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.days.fields import DayField
from accounts.models import Mandate, Person
from assets.models import Asset
from desk.asset.past import day_input, day_of
from desk.chronicle.changes import described
from desk.chronicle.journal_pages import Line, Wanted, found, group_choices, lines_of
from desk.chronicle.reading import Reader
from desk.chronicle.sentences import GROUPS
from journal.correcting import correct
from journal.models import Link

FIELDS = ("kind", "person", "asset", "group", "from", "until", "before")
DAYS = ("from", "until")
KINDS = ("acts", "sightings")
SHOWN = 200
MOST = 100_000  # links of one moment that are paged through


@require_GET
def journal(request: HttpRequest) -> HttpResponse:
    """What was done and what was looked at, as far as whoever asks may know; filters stay in the address."""
    chosen = {name: request.GET.get(name, "").strip() for name in FIELDS}
    reader = Reader.of(request.user)
    wrong = _wrong_days(chosen)
    links, following = found(reader, _wanted(request, chosen)) if not wrong else ([], None)
    page = {
        "lines": lines_of(links, reader),
        "before": following,
        "chosen": chosen,
        "days": {name: day_input(name, chosen[name], wrong=name in wrong) for name in DAYS},
        "wrong": wrong,
        "filtered": any(chosen.values()),
        "groups": group_choices(),
        "people": Person.objects.all() if _reads_of_others(reader) else (),
        "everything": reader.everything,
    }
    return render(request, "desk/journal.html", page, status=422 if wrong else 200)


def _wrong_days(chosen: dict[str, str]) -> dict[str, str]:
    """What was typed for a day and is none: why, in words. Entries of all days would pass for those of this one."""
    said = {}
    for name in DAYS:
        try:
            DayField(required=False).clean(chosen[name])
        except ValidationError as error:
            said[name] = error.messages[0]
    return said


def _reads_of_others(reader: Reader) -> bool:
    return reader.everything or reader.administers or bool(reader.sight.leads | reader.sight.covered)


def _wanted(request: HttpRequest, chosen: dict[str, str]) -> Wanted:
    """The filters of the address; what makes no sense is as if it were not there."""
    person, code = chosen["person"], chosen["asset"]
    before, _tilde, shown = chosen["before"].partition("~")
    return Wanted(
        kind=chosen["kind"] if chosen["kind"] in KINDS else "",
        person=Person.objects.filter(pk=person).first() if person.isdecimal() and len(person) < 19 else None,
        asset_code=code,
        asset=Asset.objects.visible_to(request.user).filter(code=code.upper()).first() if code else None,
        group=chosen["group"] if chosen["group"] in GROUPS else "",
        from_on=day_of(chosen["from"]),
        until_on=day_of(chosen["until"]),
        before=_moment(before),
        shown=min(int(shown), MOST) if shown.isdecimal() and len(shown) < 10 and _moment(before) else 0,
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


@require_http_methods(["GET", "POST"])
def journal_act(request: HttpRequest, act: UUID) -> HttpResponse:
    """One act with everything that it changed."""
    reader = Reader.of(request.user)
    entry = get_object_or_404(reader.acts(), act=act)
    return _entry_page(request, reader, entry, reader.changes().filter(act=act))


@require_http_methods(["GET", "POST"])
def journal_sighting(request: HttpRequest, pk: int) -> HttpResponse:
    """One sighting. Its number tells how many there are: only for those who may read them all."""
    reader = Reader.of(request.user)
    if not reader.everything:
        raise Http404
    return _entry_page(request, reader, get_object_or_404(reader.sightings(), pk=pk))


def _entry_page(request: HttpRequest, reader: Reader, link: Link, changes: Any = None) -> HttpResponse:
    may_correct = reader.sight.holds(Mandate.Role.CHIEF, Mandate.Role.STEWARD)
    words, problem = request.POST.get("text", "").strip()[:1000], ""
    if request.method == "POST":
        if not may_correct or reader.sight.person is None:
            raise PermissionDenied
        if words:
            correct(link, words, by=reader.sight.person)
            messages.success(request, _("The remark stands beside the entry."))
            return redirect(request.path)
        problem = _("Say in a few words what was wrong, and what is right.")
    rows = described(changes[: SHOWN + 1], reader.sight) if changes is not None else []
    page: dict[str, Any] = {
        "line": _line(link, reader),
        "changes": [row for _change, row in rows[:SHOWN]],
        "more": len(rows) > SHOWN,
        "shown": SHOWN,
        "may_correct": may_correct,
        "problem": problem,
    }
    return render(request, "desk/journal_entry.html", page, status=422 if problem else 200)


def _line(link: Link, reader: Reader) -> Line:
    return lines_of([link], reader)[0]
