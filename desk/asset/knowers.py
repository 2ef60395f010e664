"""Who may know of an asset today, as people see it: those on the list, and those who may by their office.

The rule itself is `assets.visibility`; this says it of one asset in words, and a test proves that both name the same
people. (`assets.audience` answers the same for an earlier day, from the journal; that takes longer than a page may.)
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Delegation, Department, Mandate, Person, Place, Posting
from accounts.querysets import in_force
from assets.deciding.deciders import waiting
from assets.knowing import agreeing
from assets.models import Asset
from assets.rights import Role
from classification.levels import Level

type Paths = list[str]
DECIDERS = (Role.CHIEF, Role.EXECUTIVE)


@dataclass(frozen=True)
class Listed:
    """A line of the access list; of a department, its people are named too."""

    whom: str
    purpose: str
    until_on: date | None
    people: tuple[Person, ...]
    is_department: bool = False
    to_confirm: bool = False  # from before it was a top secret: the chief has not said yes


@dataclass(frozen=True)
class ByOffice:
    """Somebody who may know of it without being on the list, and why."""

    person: Person
    how: str
    code_only: bool = False  # of a sealed one they see the code, not the name


@dataclass(frozen=True)
class Knowers:
    """Everybody who may know of an asset."""

    listed: tuple[Listed, ...]
    offices: tuple[ByOffice, ...]

    @property
    def on_list(self) -> dict[int, Person]:
        """The people on the list, each once."""
        return {person.pk: person for line in self.listed for person in line.people}

    @property
    def count(self) -> int:
        """How many people may know of it, each counted once."""
        return len(self.on_list.keys() | {each.person.pk for each in self.offices})


def knowers_of(asset: Asset, on: date) -> Knowers:
    """Everybody who may know of an asset on a day; a fixed number of queries."""
    here = [each for each in _offices(asset, on) if each.person.is_employed(on)]
    return Knowers(tuple(_listed(asset, on)), tuple(_together(here)))


def _together(offices: list[ByOffice]) -> Iterator[ByOffice]:
    """One line for each person; whoever reads the name in one way reads it."""
    by_person: dict[int, list[ByOffice]] = defaultdict(list)
    for each in offices:
        by_person[each.person.pk].append(each)
    for ways in by_person.values():
        how = _(", ").join(dict.fromkeys(way.how for way in ways))
        yield ByOffice(ways[0].person, how, all(way.code_only for way in ways))


def _listed(asset: Asset, on: date) -> Iterator[Listed]:
    lines = list(asset.grants.current(on).select_related("person", "department"))
    unagreed = _unagreed(asset)
    posted = _posted([line.department.path for line in lines if line.department], on)
    for line in lines:
        if line.person:
            people = (line.person,) if line.person.is_employed(on) else ()
            yield Listed(line.person.label, line.purpose, line.until_on, people, to_confirm=line.pk in unagreed)
        else:
            found = {p.pk: p for path, p in posted if path.startswith(line.department.path)}
            everybody = tuple(found.values())
            yield Listed(line.department.label, line.purpose, line.until_on, everybody, True, line.pk in unagreed)


def _unagreed(asset: Asset) -> set[int]:
    """The lines of a top secret that the second of two is still to confirm."""
    if asset.level != Level.TOP_SECRET:
        return set()
    return set(asset.grants.filter(agreeing.unagreed()).values_list("pk", flat=True))


def _posted(paths: Paths, on: date) -> list[tuple[str, Person]]:
    """Who works in these departments or below them."""
    below = Q(pk__in=[])
    for path in paths:
        below |= Q(department__path__startswith=path)
    rows = Posting.objects.current(on).filter(below, person__in=Person.objects.employed(on))
    return [(row.department.path, row.person) for row in rows.select_related("department", "person").order_by("pk")]


def _offices(asset: Asset, on: date) -> Iterator[ByOffice]:
    yield from _charged(asset)
    departments = _steps(asset.department.path) if asset.department else set()
    led = Department.objects.filter(pk__in=departments).select_related("manager", "deputy").order_by("-path")
    for department in led:
        for person in (department.manager, department.deputy):
            if person:
                yield ByOffice(person, _("leads %(department)s") % {"department": department.label}, asset.sealed)
    yield from _mandated(asset, departments, on)
    yield from _standing_in(asset, departments, on)


def _standing_in(asset: Asset, departments: set[int], on: date) -> Iterator[ByOffice]:
    """While it waits for a decision: who decides in the name of those who lead its department, or of the chief."""
    decided = Asset.objects.filter(waiting(), pk=asset.pk).exists() or asset.disposals.waiting().exists()
    if not (decided or asset.grant_proposals.filter(granted_by__isnull=False).exists()):
        return
    # While nothing but a line waits for the second yes, the chief decides.
    led = Department.objects.filter(pk__in=departments if decided else ())
    roles = DECIDERS if decided else (Role.CHIEF,)
    deciders = Mandate.objects.current(on).filter(role__in=roles, department=None, place=None)
    leads = Q(giver__in=led.values("manager")) | Q(giver__in=led.values("deputy"))
    given = Delegation.objects.current(on).filter(leads | Q(giver__in=deciders.values("person")))
    rows = given.filter(giver__in=Person.objects.employed(on))
    for row in rows.select_related("giver", "to").order_by("pk"):
        yield ByOffice(row.to, _("decides in the name of %(person)s") % {"person": row.giver.label})


def _charged(asset: Asset) -> Iterator[ByOffice]:
    if asset.owner:
        yield ByOffice(asset.owner, _("in charge"))
    if asset.custodian:
        yield ByOffice(asset.custodian, _("keeps it"))
    if asset.entered_by and asset.approved_on is None:
        yield ByOffice(asset.entered_by, _("entered it; not approved yet"))


def _mandated(asset: Asset, departments: set[int], on: date) -> Iterator[ByOffice]:
    places = Place.objects.above(Place.objects.filter(pk__in=asset.carriers.current().values("place")))
    scope = Q(department=None, place=None) | Q(department__in=departments) | Q(place__in=places)
    rows = Mandate.objects.current(on).filter(scope & in_force(on)).select_related("person", "department", "place")
    for mandate in rows.order_by("role", "pk"):
        over = mandate.department or mandate.place
        how = _("%(role)s of %(part)s") if over else _("%(role)s of the whole company")
        facts = {"role": mandate.get_role_display(), "part": over.label if over else ""}
        yield ByOffice(mandate.person, how % facts, asset.sealed)


def _steps(path: str) -> set[int]:
    return {int(step) for step in path.split(".") if step}
