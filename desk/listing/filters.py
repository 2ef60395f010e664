"""What a list of assets can be filtered by: one table, read from the address.

What an address says and Kura does not understand is answered with a sentence; nothing is left out in silence.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial, reduce
from operator import or_
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.lookups import In
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Department, Person, Place, called
from accounts.prepared import Prepared
from accounts.sight import Sight
from assets.finding.clues import MANY, Clue, Lead, Unled, few_of, keys_of
from assets.finding.listing import Found
from assets.finding.search import SHORTEST, candidates, holders, holding, near, needle_of
from assets.kinds import Kind, Origin, State, Tier
from assets.models import Asset, Carrier, Tag, Tagging
from assets.words import fold
from classification.levels import Level
from desk.listing.overdue import gaps_in, review_overdue
from measures.rules import IN_FORCE
from measures.words import Purpose

MOST_PEOPLE = 50
ME = ("me", "自分")  # as either language says it

NODE = ("pk", "path", "name", "name_en")
_departments: Prepared[Any] = Prepared(lambda: Department.objects.values_list(*NODE))
_places: Prepared[Any] = Prepared(lambda: Place.objects.values_list(*NODE))


class NotUnderstood(Exception):
    """A value that this filter does not know; the message says so to the reader."""


@dataclass(frozen=True)
class Read:
    """What a filter makes of its value: how it reads on a chip, and the condition."""

    words: str
    clue: Clue
    named: bool = False  # it goes by what a sealed asset keeps to itself


@dataclass(frozen=True)
class Chip:
    """A filter that is on, as it is shown and taken off."""

    name: str
    label: str
    words: str


class Node(NamedTuple):
    """A department or a place, as far as filters ask of it."""

    pk: int
    path: str
    name: str
    name_en: str

    @property
    def label(self) -> str:
        """The name in the reader's language."""
        return called(self.name, self.name_en)


@dataclass
class Reading:
    """One address being read: who asks, and the trees that several filters look up."""

    sight: Sight

    @cached_property
    def departments(self) -> list[Node]:
        return [Node(*row) for row in _departments()]

    @cached_property
    def places(self) -> list[Node]:
        return [Node(*row) for row in _places()]


@dataclass(frozen=True)
class Filter:
    """One filter: its name in the address, its label, and how it reads a value."""

    name: str
    label: Any
    read: Callable[[str, Reading], Read]


@dataclass
class Wanted:
    """What an address asks for."""

    reading: Reading
    values: dict[str, str] = field(default_factory=dict)
    chips: list[Chip] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    reads: dict[str, Read] = field(default_factory=dict)

    @staticmethod
    def label_of(name: str) -> str:
        """What a filter is called."""
        return str(next(each.label for each in FILTERS if each.name == name))

    @cached_property
    def found(self) -> Found:
        """The assets that fit; none where something was not understood."""
        return self.without("")

    def without(self, name: str) -> Found:
        """The same as if this filter were not on."""
        reads = [read for filter_, read in self.reads.items() if filter_ != name]
        clues = [read.clue for read in reads]
        if "state" not in self.values and name != "state":
            clues.append(Clue(~Q(state=State.RETIRED), same="kept"))
        if self.problems:
            clues.append(Clue(Q(pk__in=[]), few=lambda _limit: []))
        return Found(self.reading.sight, tuple(clues), any(read.named for read in reads))


def wanted(query: Mapping[str, str], sight: Sight) -> Wanted:
    """Read an address, filter by filter."""
    asked = Wanted(Reading(sight))
    for each in FILTERS:
        value = query.get(each.name, "").strip()
        if not value:
            continue
        asked.values[each.name] = value
        try:
            read = each.read(value, asked.reading)
        except NotUnderstood as problem:
            asked.problems.append(str(problem))
            asked.chips.append(Chip(each.name, str(each.label), value[:40]))
        else:
            asked.reads[each.name] = read
            asked.chips.append(Chip(each.name, str(each.label), read.words))
    return asked


def _words(value: str, reading: Reading) -> Read:
    needle = needle_of(value)
    if len(needle) < SHORTEST:
        raise NotUnderstood(_("To search, write at least two characters."))
    where = holding(Asset.objects.all(), needle, reading.sight)
    clue = Clue(
        where,
        few=partial(candidates, needle),
        most=MANY[connection.vendor],
        near=near(needle),
        same=("words", needle),
        narrowed=partial(holders, needle),
    )
    return Read(value, clue)


def _one_of(column: str, choices: Iterable[tuple[Any, Any]], label: Any) -> Callable[[str, Reading], Read]:
    known = {str(value): (value, words) for value, words in choices}

    def read(value: str, _reading: Reading) -> Read:
        if value not in known:
            raise NotUnderstood(_("“%(value)s” is none of the choices of “%(filter)s”.") % _said(value, label))
        stored, words = known[value]
        return Read(str(words), _indexed(column, stored))

    return read


def _said(value: str, label: Any) -> dict[str, str]:
    return {"value": value[:40], "filter": str(label)}


def _indexed(column: str, stored: Any) -> Clue:
    where = Q(**{column: stored})
    return Clue(
        where,
        few=few_of(where),
        lead=Lead(Asset._base_manager.filter(where), f"asset_by_{column}"),
        same=(column, stored),
    )


def _level(value: str, reading: Reading) -> Read:
    if value == "none":
        return Read(_("No level yet"), _indexed("level", None))
    return _one_of("level", Level.choices, LEVEL)(value, reading)


def _tier(value: str, reading: Reading) -> Read:
    """Without an index of its own: mostly asked together with a level."""
    if value == "none":
        return Read(_("not decided"), Clue(Q(tier=""), same=("tier", "")))
    read = _one_of("tier", Tier.choices, TIER)(value, reading)
    return Read(read.words, Clue(read.clue.where, same=read.clue.same))


def _below(value: str, nodes: list[Node], label: Any) -> tuple[Node, list[int]]:
    """A node of a tree by its number, and the numbers of all below it."""
    root = next((node for node in nodes if str(node.pk) == value), None)
    if root is None:
        raise NotUnderstood(_("“%(value)s” is none of the choices of “%(filter)s”.") % _said(value, label))
    return root, [node.pk for node in nodes if node.path.startswith(root.path)]


def _department(value: str, reading: Reading) -> Read:
    root, keys = _below(value, reading.departments, DEPARTMENT)
    walked = Q(In(Unled("department_id"), keys))  # where they are many, the list leads and not the departments
    below = Q(department__in=keys)
    lead = Lead(Asset._base_manager.filter(below), "asset_by_department")
    return Read(root.label, Clue(walked, few=few_of(below), lead=lead, same=("department", *keys)))


def _place(value: str, reading: Reading) -> Read:
    root, keys = _below(value, reading.places, PLACE)
    kept = Carrier._base_manager.filter(place__in=keys, ended_on=None)
    # What the index tells: what is no longer there, too. It leads, and is asked again.
    once = Carrier._base_manager.filter(place__in=keys)
    where = Q(Exists(kept.filter(asset=OuterRef("pk"))))
    lead = Lead(once, "carrier_place", "asset")
    return Read(root.label, Clue(where, partial(keys_of, once, "asset"), lead=lead, same=("place", *keys)))


def _owner(value: str, reading: Reading) -> Read:
    if value.lower() in ME:
        people = [reading.sight.person] if reading.sight.person else []
    else:
        called = Q(code__iexact=value) | Q(name__icontains=value) | Q(name_en__icontains=value)
        people = list(Person.objects.filter(called)[:MOST_PEOPLE])
    if not people:
        raise NotUnderstood(_("Nobody is called “%(value)s”.") % {"value": value[:40]})
    keys = [person.pk for person in people]
    where = Q(owner__in=keys)
    words = ", ".join(person.label for person in people[:3]) + ("…" if len(people) > 3 else "")
    lead = Lead(Asset._base_manager.filter(where), "asset_by_owner")
    return Read(words, Clue(where, few=few_of(where), lead=lead, same=("owner", *keys)))


def _tag(value: str, _reading: Reading) -> Read:
    links = Tagging._base_manager.filter(tag__key=fold(value)[:60])
    bearing = Tagging._base_manager.filter(tag__in=Tag.objects.filter(key=fold(value)[:60]).order_by().values("pk"))
    lead = Lead(bearing, "tagging_by_tag", "asset")
    clue = Clue(
        Q(Exists(links.filter(asset=OuterRef("pk")))),
        partial(keys_of, links, "asset"),
        lead=lead,
        same=("tag", fold(value)[:60]),
    )
    return Read(value[:40], clue, named=True)


def _gap(value: str, reading: Reading) -> Read:
    if value not in Purpose.values:
        raise NotUnderstood(_("“%(value)s” is none of the choices of “%(filter)s”.") % _said(value, GAP))
    return Read(str(Purpose(value).label), gaps_in(Purpose(value), reading.sight.on))


def _review(value: str, reading: Reading) -> Read:
    if value != "overdue":
        raise NotUnderstood(_("“%(value)s” is none of the choices of “%(filter)s”.") % _said(value, REVIEW))
    parts = review_overdue(reading.sight.on)
    return Read(_("overdue"), Clue(IN_FORCE & reduce(or_, parts), few=few_of(*parts)))


KIND, LEVEL, STATE = gettext_lazy("Kind"), gettext_lazy("Level"), gettext_lazy("State")
DEPARTMENT, PLACE, ORIGIN = gettext_lazy("Department"), gettext_lazy("Place"), gettext_lazy("Origin")
TIER = gettext_lazy("Disclosure")
GAP, REVIEW = gettext_lazy("Something is missing in"), gettext_lazy("Review of the access list")
FILTERS = (
    Filter("q", gettext_lazy("Words"), _words),
    Filter("kind", KIND, _one_of("kind", Kind.choices, KIND)),
    Filter("level", LEVEL, _level),
    Filter("department", DEPARTMENT, _department),
    Filter("state", STATE, _one_of("state", State.choices, STATE)),
    Filter("place", PLACE, _place),
    Filter("owner", gettext_lazy("Person in charge"), _owner),
    Filter("origin", ORIGIN, _one_of("origin", Origin.choices, ORIGIN)),
    Filter("tier", TIER, _tier),
    Filter("gap", GAP, _gap),
    Filter("review", REVIEW, _review),
    Filter("tag", gettext_lazy("Tag"), _tag),
)
