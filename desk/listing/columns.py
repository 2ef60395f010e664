"""The columns of the list of assets, and by what it is sorted: one table for the page, the export and saved views."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from html import escape
from typing import Any
from urllib.parse import quote

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.days.calendars import written
from assets.finding.orders import KEY, NEWEST, Order
from assets.kinds import Kind, Origin, State
from assets.models import Asset
from classification.levels import Level
from classification.templatetags.levels import badge, level_label
from desk.listing.paging import address

EMPTY = "―"
ANY_CODE = "A-CODE"

type Cell = Callable[[Asset], str]


# What makes the cells of a column, as HTML: written for fifty rows at a time, so only what differs is written anew.


def _plain(column: "Column") -> Cell:
    head = format_html('<td class="small" data-label="{}">', column.label)
    return lambda asset: f"{head}{escape(column.text(asset)) or EMPTY}</td>"


def _badge(_column: "Column") -> Cell:
    return lambda asset: f'<td class="name">{badge(asset.level)}</td>'


def _link(column: "Column") -> Cell:
    before, after = map(escape, reverse("desk:detail", args=[ANY_CODE]).split(ANY_CODE))

    def cell(asset: Asset) -> str:
        name, code = escape(column.text(asset)), escape(asset.code)
        address = f"{before}{quote(asset.code)}{after}"
        return f'<td class="of-asset"><a href="{address}">{name}</a> <span class="code">{code}</span></td>'

    return cell


def _state(column: "Column") -> Cell:
    return lambda asset: f'<td><span class="state">{escape(column.text(asset))}</span></td>'


def _once(cells: Callable[["Column"], Cell]) -> Callable[["Column"], Cell]:
    """For a column of the asset's own with few values: each is written once."""

    def of_few(column: "Column") -> Cell:
        cell, made = cells(column), dict[Any, str]()

        def once(asset: Asset) -> str:
            value = getattr(asset, column.name)
            if value not in made:
                made[value] = cell(asset)
            return made[value]

        return once

    return of_few


@dataclass(frozen=True)
class Column:
    """One column: its name in the address, its label, what it says of an asset, what makes its cells (as HTML, for many
    assets at once), by which order it sorts."""

    name: str
    label: Any
    text: Callable[[Asset], str]
    cells: Callable[["Column"], Cell] = _plain
    sort: str = ""
    reads: tuple[str, ...] = ()  # what of the asset it says; by default the field that is called as it is
    needs: tuple[str, ...] = ()  # for select_related; of each its names are read
    hangs: tuple[str, ...] = ()  # for prefetch_related


def _department(asset: Asset) -> str:
    return asset.department.label if asset.department else asset.department_words


def _label(person: Any) -> str:
    return person.label if person else ""


def _day(value: date | datetime | None) -> str:
    return written(value, "SHORT_DATE_FORMAT") if value else ""


def _places(asset: Any) -> str:
    if not asset.named:  # what hangs on a sealed asset is told to those only who read its name
        return ""
    current = (carrier for carrier in asset.carriers.all() if carrier.ended_on is None)
    return "、".join(dict.fromkeys(carrier.where for carrier in current if carrier.where))


def _tags(asset: Any) -> str:
    if not asset.named:
        return ""
    return "、".join(tagging.tag.name for tagging in asset.taggings.all())


COLUMNS = (
    Column("level", _("Level"), lambda a: str(level_label(a.level)), _once(_badge), sort="level"),
    Column("name", _("Name"), lambda a: a.name, _link, sort="name"),
    Column("code", _("Code"), lambda a: a.code, sort="code"),
    Column("kind", _("Kind"), lambda a: str(Kind(a.kind).label), _once(_plain)),
    Column(
        "department",
        _("Department"),
        _department,
        reads=("department", "department_words"),
        needs=("department",),
    ),
    Column("owner", _("Person in charge"), lambda a: _label(a.owner), needs=("owner",)),
    Column("state", _("State"), lambda a: str(State(a.state).label), _once(_state)),
    Column("custodian", _("Custodian"), lambda a: _label(a.custodian), needs=("custodian",)),
    Column("origin", _("Origin"), lambda a: str(Origin(a.origin).label), _once(_plain)),
    Column("places", _("Places"), _places, reads=("code",), hangs=("carriers__place",)),
    Column("tags", _("Tags"), _tags, reads=("code",), hangs=("taggings__tag",)),
    Column("registered", _("Registered on"), lambda a: _day(a.registered_on), sort="new", reads=("registered_on",)),
    Column(
        "reviewed",
        _("Access list reviewed on"),
        lambda a: _day(a.reviewed_on),
        sort="reviewed",
        reads=("reviewed_on",),
    ),
    Column("changed", _("Changed on"), lambda a: _day(a.updated_at), sort="changed", reads=("updated_at",)),
)


def _moment(text: str) -> datetime:
    """A moment as an address holds it.

    Raises:
        ValueError: it is none.
    """
    moment = parse_datetime(text)
    if moment is None or moment.tzinfo is None:
        raise ValueError(text)
    return moment


BY_NAME = {column.name: column for column in COLUMNS}
USUAL = ("level", "name", "kind", "department", "owner", "state")
ALWAYS = "name"

BY_LEVEL = {-1: Q(level=None)} | {level.value: Q(level=level) for level in Level}
ORDERS = {
    "new": Order(KEY),
    "-new": NEWEST,
    "name": Order(("name_key", "pk"), named=True),
    "-name": Order(("name_key", "pk"), descending=True, named=True),
    "code": Order(("code", "pk")),
    "-code": Order(("code", "pk"), descending=True),
    "level": Order(("known_level", "pk"), kind=int, parts=BY_LEVEL, index="asset_by_level"),
    "-level": Order(("known_level", "pk"), descending=True, kind=int, parts=BY_LEVEL, index="asset_by_level"),
    "reviewed": Order(("review_key", "pk"), kind=date.fromisoformat),
    "-reviewed": Order(("review_key", "pk"), descending=True, kind=date.fromisoformat),
    "changed": Order(("updated_at", "pk"), kind=_moment),
    "-changed": Order(("updated_at", "pk"), descending=True, kind=_moment),
}
FIRST = "-new"
DESCENDING_FIRST = ("level", "new", "changed")


def chosen_columns(names: Iterable[str]) -> list[Column]:
    """The columns of these names, in the table's own order, the name always among them; the usual ones for none."""
    known = set(names) & set(BY_NAME) or set(USUAL)
    return [column for column in COLUMNS if column.name in known | {ALWAYS}]


@dataclass(frozen=True)
class Head:
    """A column's head: where a click on it leads, and how it sorts now ("" for not at all)."""

    column: Column
    address: str = ""
    sorted: str = ""


def heads(columns: Iterable[Column], query: QueryDict) -> list[Head]:
    """The heads of a table; a click sorts by the column, another turns it round."""
    now = sort_of(query)
    return [_head(column, query, now) for column in columns]


def _head(column: Column, query: QueryDict, now: str) -> Head:
    if not column.sort:
        return Head(column)
    up, down = column.sort, f"-{column.sort}"
    turned = {up: down, down: up}.get(now, down if up in DESCENDING_FIRST else up)
    other = query.copy()
    other["sort"] = turned
    return Head(column, address(other), {up: "ascending", down: "descending"}.get(now, ""))


def sort_of(query: QueryDict) -> str:
    """By what an address sorts."""
    wanted = query.get("sort", "")
    return wanted if wanted in ORDERS else FIRST


def with_what_is_shown(assets: Any, columns: Iterable[Column]) -> Any:
    """A queryset with all that these columns say, and the name and code of each; nothing else is read."""
    columns = list(columns)
    needs = [need for column in columns for need in column.needs]
    names = (f"{need}__{part}" for need in needs for part in ("name", "name_en"))
    reads = {field for column in columns for field in column.reads or (column.name,)}
    assets = assets.select_related(*needs) if needs else assets
    assets = assets.only("name", "code", *sorted(reads), *names)
    return assets.prefetch_related(*(hang for column in columns for hang in column.hangs))
