"""What a person could see between two days, as dated rows tell it.

Grants, postings and mandates are dated and never deleted, so they are a true past. Who was in charge is read from
the journal; who managed a department, and where carriers lay, is known as recorded now.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Department, Mandate, Person
from assets.models import Asset, Grant
from assets.watch import VIEWED
from journal.models import Change, Entry, Sighting


@dataclass(frozen=True)
class Way:
    """One way in which an asset was open to the person, from one day to another (None: open-ended)."""

    asset: Asset
    how: str
    from_on: date | None
    until_on: date | None


def overlapping(first: date, last: date) -> Q:
    """Dated rows that held on some day between two days."""
    return Q(from_on__lte=last) & (Q(until_on=None) | Q(until_on__gte=first))


def ways(person: Person, assets: QuerySet[Asset], first: date, last: date) -> list[Way]:
    """The ways to each of `assets` (those that the reader may know of): by name, by department, by being in charge."""
    held = Grant.objects.filter(overlapping(first, last))
    by_name, by_department = held.filter(person=person), held.filter(department__in=_departments(person, first, last))
    touched = Q(owner=person) | Q(custodian=person) | Q(pk__in=_handed_over(person))
    touched |= Q(pk__in=by_name.values("asset")) | Q(pk__in=by_department.values("asset"))
    known = assets.filter(touched).in_bulk()
    found = [*_by_name(person, known, first, last), *_by_department(person, known, first, last)]
    found += [*_in_charge(person, known), *_was_in_charge(person, known, first)]
    return sorted(found, key=lambda way: (way.asset.code, way.from_on or date.min))


def mandates(person: Person, first: date, last: date) -> QuerySet[Mandate]:
    """The standing rights that the person held on some of these days."""
    rows = Mandate.objects.filter(overlapping(first, last), person=person)
    return rows.select_related("department", "place", "given_by").order_by("from_on")


def departments_led(person: Person) -> QuerySet[Department]:
    """The departments that the person manages or deputises, as recorded now: all their assets are open to them."""
    return Department.objects.filter(Q(manager=person) | Q(deputy=person))


def _by_name(person: Person, known: dict[int, Asset], first: date, last: date) -> list[Way]:
    rows = Grant.objects.filter(overlapping(first, last), person=person, asset__in=known)
    says = _("on the access list: %(purpose)s")
    return [Way(known[g.asset_id], says % {"purpose": _purpose(g, known)}, g.from_on, g.until_on) for g in rows]


def _purpose(grant: Grant, known: dict[int, Asset]) -> str:
    return grant.purpose if known[grant.asset_id].named else "―"


def _by_department(person: Person, known: dict[int, Asset], first: date, last: date) -> list[Way]:
    found = []
    for posting in person.postings.filter(overlapping(first, last)).select_related("department"):
        above = Department.objects.above([posting.department])
        rows = Grant.objects.filter(overlapping(first, last), department__in=above, asset__in=known)
        for grant in rows.select_related("department"):
            start = max(grant.from_on, posting.from_on)
            end = _first_end(grant.until_on, posting.until_on)
            if end is None or start <= end:
                how = _("through the department: %(department)s") % {"department": grant.department}
                found.append(Way(known[grant.asset_id], how, start, end))
    return found


def _first_end(*ends: date | None) -> date | None:
    return min((end for end in ends if end is not None), default=None)


def _in_charge(person: Person, known: dict[int, Asset]) -> list[Way]:
    owned = [Way(a, _("in charge"), a.owned_from, None) for a in known.values() if a.owner_id == person.pk]
    return owned + [Way(a, _("keeps it"), None, None) for a in known.values() if a.custodian_id == person.pk]


def _changes(person: Person) -> QuerySet[Change]:
    """The acts by which somebody else came in charge in place of this person."""
    return Change.objects.filter(row__startswith="assets.asset:", values__owner__0=person.pk)


def _handed_over(person: Person) -> list[int]:
    return [int(row.rpartition(":")[2]) for row in _changes(person).values_list("row", flat=True)]


def _departments(person: Person, first: date, last: date) -> QuerySet[Department]:
    """Those where the person worked in these days, and those above."""
    postings = person.postings.filter(overlapping(first, last))
    return Department.objects.above(Department.objects.filter(pk__in=postings.values("department")))


def _was_in_charge(person: Person, known: dict[int, Asset], first: date) -> list[Way]:
    """From the journal: whoever handed an asset over was in charge of it until that day."""
    changes = _changes(person)
    days = {entry.act: timezone.localdate(entry.at) for entry in Entry.objects.filter(act__in=changes.values("act"))}
    handed = [(known.get(int(c.row.rpartition(":")[2])), days[c.act]) for c in changes if c.act in days]
    return [Way(asset, _("was in charge"), None, day) for asset, day in handed if asset and day >= first]


def seen(person: Person, first: date, last: date) -> dict[str, tuple[int, Any]]:
    """How often the person opened each row in these days, and when last: {"assets.asset:12": (3, moment)}."""
    rows = Sighting.objects.filter(actor_id=person.pk, verb=VIEWED, at__date__range=(first, last))
    counted: Any = rows.order_by().values("about").annotate(n=Count("pk"), last=Max("at"))
    return {row["about"]: (row["n"], row["last"]) for row in counted}
