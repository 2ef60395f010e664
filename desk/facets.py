"""How many of what the list holds, by kind, level, state, origin and department, counted to "1,000+" after the list."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assets.clues import Clue
from assets.doors import sight
from assets.kinds import Kind, Origin, State
from assets.listing import Found
from assets.visibility import Plan
from classification.levels import Level
from desk.filters import FILTERS, Wanted, wanted
from desk.paging import address

CAP = 1_000
GROUPS = ("kind", "level", "state", "origin", "department")


@dataclass(frozen=True)
class Value:
    """One value of a filter: where it leads, and how many there are."""

    label: str
    address: str
    chosen: bool
    count: int

    @property
    def words(self) -> str:
        return _words(self.count)


@dataclass(frozen=True)
class Facet:
    """One filter with its values."""

    name: str
    label: str
    values: list[Value]


@require_GET
def facets(request: HttpRequest) -> HttpResponse:
    """The counts of what an address shows; a page of its own where nothing swaps them in."""
    asked = wanted(request.GET, sight(request))
    page: dict[str, Any] = {"facets": counted(asked, request.GET), "total": _words(asked.found.count(CAP + 1))}
    template = "desk/facets.html#numbers" if request.headers.get("HX-Request") else "desk/facets.html"
    return render(request, template, page | {"query": request.GET.urlencode()})


def _words(count: int) -> str:
    return "1,000+" if count > CAP else str(count)


def counted(asked: Wanted, query: QueryDict) -> list[Facet]:
    """Each filter's values, counted as if that filter were not on."""
    return [_facet(name, asked, query, counts_of(name, asked)) for name in GROUPS]


def _facet(name: str, asked: Wanted, query: QueryDict, counts: dict[str, int]) -> Facet:
    label = str(next(each.label for each in FILTERS if each.name == name))
    values = [
        Value(str(words), _with(query, name, value), asked.values.get(name) == value, counts.get(value, 0))
        for value, words in _values(name, asked)
    ]
    return Facet(name, label, values)


def _values(name: str, asked: Wanted) -> Iterable[tuple[str, Any]]:
    if name == "department":
        return [(str(node.pk), node.label) for node in asked.reading.departments]
    choices: dict[str, Any] = {"kind": Kind, "level": Level, "state": State, "origin": Origin}
    found = [(str(value), label) for value, label in choices[name].choices]
    return [*found, ("none", _("Not yet judged"))] if name == "level" else found


def _with(query: QueryDict, name: str, value: str) -> str:
    other = query.copy()
    other[name] = value
    return address(other)


def counts_of(name: str, asked: Wanted) -> dict[str, int]:
    """How many there are of each value, counted to the cap: by one query where there are few or all can be read, else
    by one for each value."""
    found = asked.without(name)
    column = "department" if name == "department" else name
    if found.few is None and not found.in_short_reach:
        counts = {value: _to_the_cap(found, column, value) for value, _label in _values(name, asked)}
    else:
        rows = found.rows(Plan.SET).order_by().values_list(column).annotate(n=Count("pk"))
        counts = Counter({"none" if value is None else str(value): n for value, n in rows})
    return _summed(counts, asked) if name == "department" else counts


def _to_the_cap(found: Found, column: str, value: str) -> int:
    where = Q(**{column: None if value == "none" else value})
    return found.also(Clue(where)).count(CAP + 1)


def _summed(counts: dict[str, int], asked: Wanted) -> dict[str, int]:
    """A department stands for all below it."""
    nodes = asked.reading.departments
    return {str(n.pk): sum(counts.get(str(b.pk), 0) for b in nodes if b.path.startswith(n.path)) for n in nodes}
