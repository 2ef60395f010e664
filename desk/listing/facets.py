"""How many of what the list holds, by kind, level, state, origin and department, counted to "1,000+" after the list.

Of very many, the first that are found are counted; what there is among these is followed by "+".
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assets.doors import sight
from assets.finding.clues import Clue
from assets.finding.listing import of_keys
from assets.finding.orders import NEWEST
from assets.kinds import Kind, Origin, State
from classification.levels import Level
from desk.listing.filters import FILTERS, Wanted, wanted
from desk.listing.paging import address

CAP = 1_000
READ = 20_000  # so many that a person may know of are read at once
SAMPLE = 3_000  # so many that were found are counted, where there are more than is soon read
GROUPS = ("kind", "level", "state", "origin", "department")


@dataclass(frozen=True)
class Value:
    """One value of a filter: where it leads, and how many there are."""

    label: str
    address: str
    chosen: bool
    words: str


@dataclass(frozen=True)
class Counts[Of]:
    """How many there are of each value; `more`: there may be others, which were not looked at."""

    of: Mapping[Of, int]
    more: bool = False

    def words(self, value: Of) -> str:
        return _words(self.of.get(value, 0), self.more)


@dataclass(frozen=True)
class Facet:
    """One filter with its values."""

    name: str
    label: str
    values: list[Value]


@require_GET
def facets(request: HttpRequest) -> HttpResponse:
    """The counts of what an address shows; a page of its own where nothing swaps them in."""
    counting = Counting(wanted(request.GET, sight(request)))
    page: dict[str, Any] = {"facets": counted(counting, request.GET), "total": counting.total}
    template = "desk/facets.html#numbers" if request.headers.get("HX-Request") else "desk/facets.html"
    return render(request, template, page | {"query": request.GET.urlencode()})


def _words(count: int, more: bool = False) -> str:
    if count > CAP:
        return "1,000+"
    return f"{count:,}+" if more else f"{count:,}"


class Counting:
    """What is counted: all at once where they are few, or the first of many; of all that there is, value by value."""

    def __init__(self, asked: Wanted) -> None:
        self.wanted = asked
        self._grouped = cache(self._group)

    @property
    def total(self) -> str:
        """How many there are of all that is asked for."""
        groups = self._groups("")
        if groups is None:
            return _words(self.wanted.found.count(CAP + 1))
        return _words(sum(groups.of.values()), groups.more)

    def counts_of(self, name: str) -> Counts[str]:
        """How many there are of each value, as if this filter were not on."""
        groups = self._groups(name)
        if groups is None:
            counts = Counts(self._to_the_cap(name))
        else:
            summed = Counter[str]()
            for values, count in groups.of.items():
                value = values[GROUPS.index(name)]
                summed["none" if value is None else str(value)] += count
            counts = Counts(summed, groups.more)
        return replace(counts, of=self._with_those_below(counts.of)) if name == "department" else counts

    def _groups(self, name: str) -> Counts[tuple[Any, ...]] | None:
        """As if this filter were not on. Of states, all are counted: the list leaves one out unless a state is asked
        for."""
        if name in self.wanted.reads:
            return self._grouped(name)
        if "state" in self.wanted.values:
            return self._grouped("")
        groups = self._grouped("state")
        if groups is None or name == "state":
            return groups
        kept = {values: n for values, n in groups.of.items() if values[GROUPS.index("state")] != State.RETIRED}
        return replace(groups, of=kept)

    def _group(self, but: str) -> Counts[tuple[Any, ...]] | None:
        """By all columns together; None where each value by itself is read from an index."""
        found, more = self.wanted.without(but), False
        is_plain = not self.wanted.reads
        if is_plain and found.sight.everything:
            return None
        if not found.is_slow and found.few is not None:
            rows = found.rows()
        elif not found.is_slow and (is_plain or found.in_short_reach):
            rows, more = found.reached(READ)
        else:
            look = found.look(NEWEST, SAMPLE + 1)
            rows, more = of_keys(look.keys), look.until is not None or len(look.keys) > SAMPLE
        return Counts(Counter(rows.order_by().values_list(*GROUPS)), more)

    def _to_the_cap(self, name: str) -> Mapping[str, int]:
        found = self.wanted.without(name)
        wheres = ((value, Q(**{name: None if value == "none" else value})) for value, _label in self.values(name))
        return {value: found.also(Clue(where)).count(CAP + 1) for value, where in wheres}

    def _with_those_below(self, counts: Mapping[str, int]) -> Mapping[str, int]:
        """A department stands for all below it."""
        nodes = self.wanted.reading.departments
        return {str(n.pk): sum(counts.get(str(b.pk), 0) for b in nodes if b.path.startswith(n.path)) for n in nodes}

    def values(self, name: str) -> Iterable[tuple[str, Any]]:
        """All values of a filter, and what each is called."""
        if name == "department":
            return [(str(node.pk), node.label) for node in self.wanted.reading.departments]
        choices: dict[str, Any] = {"kind": Kind, "level": Level, "state": State, "origin": Origin}
        found = [(str(value), label) for value, label in choices[name].choices]
        return [*found, ("none", _("No level yet"))] if name == "level" else found


def counted(counting: Counting, query: QueryDict) -> list[Facet]:
    """Each filter's values, counted as if that filter were not on."""
    return [_facet(name, counting, query) for name in GROUPS]


def _facet(name: str, counting: Counting, query: QueryDict) -> Facet:
    label, counts = str(next(each.label for each in FILTERS if each.name == name)), counting.counts_of(name)
    chosen = counting.wanted.values.get(name)
    values = [
        Value(str(words), _with(query, name, value), chosen == value, counts.words(value))
        for value, words in counting.values(name)
    ]
    return Facet(name, label, values)


def _with(query: QueryDict, name: str, value: str) -> str:
    other = query.copy()
    other[name] = value
    return address(other)
