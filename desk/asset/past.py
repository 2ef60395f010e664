"""An asset as it was by the end of an earlier day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from accounts.days.calendars import written
from accounts.days.fields import DayInput
from accounts.days.written import typed_day
from accounts.querysets import today
from accounts.sight import Sight
from assets.doors import asset_or_404, sight
from assets.models import Asset, KnowHow, PersonalData
from desk.chronicle.changes import EMPTY, RowChange, described
from desk.chronicle.journal_pages import midnight
from journal.acts import name_of
from journal.models import Change
from journal.rewinding import as_now, as_of, is_entered

SHOWN = (
    "assets.asset", "assets.knowhow", "assets.personaldata", "assets.numberhandler", "assets.carrier",
    "assets.holding", "assets.assetfile", "assets.grant", "assets.judgement",
)  # fmt: skip
OWN_KEYS = ("id", "updated_at")


BLOCKS = {
    _("What it is"): ("assets.knowhow", "assets.personaldata", "assets.numberhandler"),
    _("Where it is"): ("assets.carrier", "assets.holding", "assets.assetfile"),
    _("Who may know"): ("assets.grant",),
    _("How it was judged"): ("assets.judgement",),
}


@dataclass(frozen=True)
class Then:
    """A row as it stood. Of each field `new` is what it was and `old` what it is today; `gone`: it is there no more."""

    row: RowChange

    @property
    def gone(self) -> bool:
        return self.row.added  # there is nothing today to set beside it

    @property
    def differs(self) -> bool:
        return any(field.old != field.new for field in self.row.fields)


@dataclass(frozen=True)
class Block:
    """What of one sort stood there, and what has come since."""

    heading: Promise
    rows: tuple[Then, ...]
    later: tuple[RowChange, ...]


@dataclass(frozen=True)
class Past:
    """What was recorded of an asset by the end of a day, beside what is recorded now."""

    on: date
    asset: Then | None
    blocks: tuple[Block, ...]
    from_start: bool  # the journal holds how it came into the register


def past_of(asset: Asset, on: date, reader: Sight) -> Past:
    """The asset with its carriers, holders, access list and judgements as they stood by the end of a day."""
    now = [asset, *hanging_on(asset)]
    present = as_now(now)
    rows = as_of(midnight(on + timedelta(days=1)) - timedelta(microseconds=1), name_of(asset), now)
    then = _read([_beside(name, values, present.get(name, {})) for name, values in rows.items()], reader)
    later = _read([_beside(name, present[name], {}) for name in present if name not in rows], reader)
    found = then.pop(name_of(asset), None)
    blocks = [_block(heading, tables, then, later) for heading, tables in BLOCKS.items()] if found else []
    whole = Then(found) if found else None
    return Past(on, whole, tuple(b for b in blocks if b.rows or b.later), is_entered(name_of(asset)))


def _beside(name: str, then: dict[str, Any], present: dict[str, Any]) -> Change:
    """A row as it stood beside what it is now, in the form that `described` puts into words."""
    return Change(row=name, values={f: [present.get(f), value] for f, value in then.items() if f not in OWN_KEYS})


def _read(changes: list[Change], reader: Sight) -> dict[str, RowChange]:
    """The rows that are told, in words and in order; fields that are empty then and now left out."""
    shown = [change for change in changes if change.row.partition(":")[0] in SHOWN]
    shown.sort(key=lambda row: (SHOWN.index(row.row.partition(":")[0]), int(row.row.partition(":")[2])))
    return {change.row: _filled(row) for change, row in described(shown, reader)}


def _block(heading: Promise, tables: tuple[str, ...], then: dict[str, RowChange], later: dict[str, RowChange]) -> Block:
    of = [[row for name, row in rows.items() if name.partition(":")[0] in tables] for rows in (then, later)]
    return Block(heading, tuple(Then(row) for row in of[0]), tuple(of[1]))


def hanging_on(asset: Asset) -> Iterator[Any]:
    """What is told of an asset besides itself, as it hangs on it now."""
    for model in (KnowHow, PersonalData):
        yield from model.objects.filter(asset=asset)
    for rows in (asset.number_handlers, asset.carriers, asset.holdings, asset.files, asset.grants, asset.judgements):
        yield from rows.all()


def _filled(row: RowChange) -> RowChange:
    fields = tuple(f for f in row.fields if (f.old, f.new) != (EMPTY, EMPTY))
    return RowChange(row.thing, row.added, fields)


@require_GET
def past(request: HttpRequest, code: str) -> HttpResponse:
    """The asset as of a day; whoever may see it today may see this."""
    asset, who = asset_or_404(request, code), sight(request)
    typed = request.GET.get("on", "").strip()
    day = day_of(typed) if typed else today()
    fits = day is not None and day <= today()
    on = day if day and fits else today()
    page: dict[str, Any] = {"asset": asset, "past": past_of(asset, on, who)}
    page["problem"] = "" if fits else _("Give a day, today or earlier: 2026-03-31, or R8.3.31.")
    page["day"] = day_input("on", written(on, "SHORT_DATE_FORMAT") if fits else typed, wrong=not fits)
    return render(request, "desk/past.html", page, status=200 if fits else 422)


def day_of(text: str) -> date | None:
    """A day as people type it; None for what is none."""
    try:
        return typed_day(text)
    except ValueError:
        return None


def day_input(name: str, value: str, *, wrong: bool = False) -> SafeString:
    """The field in which a day is typed, for filters in an address; what is `wrong` is told in `<name>-problem`."""
    told = {"aria-invalid": "true", "aria-describedby": f"{name}-problem"} if wrong else {}
    return DayInput(attrs={"class": "form-control", "id": name} | told).render(name, value)
