"""Who could know of an asset on a day: the rule of `assets.visibility` read backwards, from the asset to its people.

Two answers, told apart, for a court asks both: as the register has that day now, with everything that was corrected
since, and as the register had it by the end of that day. Grants, postings and mandates carry their dates; what has none
(who is in charge, who leads a department, where a carrier lies) is taken from the journal as of that day, or, for the
first answer, as the journal first has it: a register is younger than the secrets in it.

The rule itself is a condition on assets. Here it is asked of rows as they stood, which no database holds any more; a
test proves that for today both say the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from accounts.models import Delegation, Department, Mandate, Person, Place, Posting
from assets.kinds import State
from assets.models import Asset, Disposal
from assets.rights import Role
from journal.acts import name_of
from journal.rewinding import Rows, as_now, as_of, table_as_of

type Row = dict[str, Any]  # values as the journal stores them
DATED = (Person, Posting, Mandate, Delegation)
UNDATED = (Department, Place)


@dataclass(frozen=True)
class Way:
    """One way in which a person could know of the asset; `names`: its name too, should it be sealed."""

    how: str
    names: bool = True


@dataclass(frozen=True)
class Knower:
    """A person, their ways as the register has that day now, and as it had it then."""

    person: Person
    recorded: tuple[Way, ...]
    known: tuple[Way, ...]

    @property
    def ways(self) -> tuple[Way, ...]:
        """Each way once."""
        return tuple(dict.fromkeys((*self.known, *self.recorded)))

    @property
    def differs(self) -> bool:
        return set(self.recorded) != set(self.known)


@dataclass(frozen=True)
class Standing:
    """What the rule asks of the register, on one day."""

    on: date
    asset: Row | None
    hung: Rows
    tables: dict[type[Any], Rows]

    def rows(self, model: type[Any]) -> Iterator[tuple[int, Row]]:
        return ((_id(name), row) for name, row in self.tables[model].items())

    def hanging(self, table: str) -> Iterator[Row]:
        return (row for name, row in self.hung.items() if name.startswith(f"assets.{table}:"))

    def label(self, model: type[Any], id: int) -> str:
        """What a department or place was called, in the reader's language."""
        row = self.tables[model].get(f"{model._meta.label_lower}:{id}", {})
        return str(model(name=row.get("name") or "―", name_en=row.get("name_en") or "").label)

    def name(self, id: int) -> str:
        """What a person is called today; names are not kept in the journal."""
        return str(Person.objects.get(pk=id).label)

    def steps(self, model: type[Any], id: int | None) -> set[int]:
        """A department or place with those above it."""
        row = self.tables[model].get(f"{model._meta.label_lower}:{id}", {})
        return {int(step) for step in (row.get("path") or "").split(".") if step}


def audience(asset: Asset, on: date) -> list[Knower]:
    """Everybody who could know of an asset on a day.

    Args:
        asset: which; whoever asks may know of it.
        on: today or earlier.

    Returns:
        the people in the order of their numbers, each with their ways.
    """
    then, now = _standings(asset, on)
    known, recorded = _ways(then), _ways(now)
    people = Person.objects.in_bulk(known.keys() | recorded.keys())
    found = (Knower(p, tuple(recorded.get(id, ())), tuple(known.get(id, ()))) for id, p in people.items())
    return sorted(found, key=lambda knower: knower.person.code)


def _standings(asset: Asset, on: date) -> tuple[Standing, Standing]:
    """As known by the end of the day, and as recorded now."""
    end = timezone.make_aware(datetime.combine(on + timedelta(days=1), time())) - timedelta(microseconds=1)
    grants = asset.grants.all()
    now = [asset, *asset.carriers.all(), *grants, *asset.amendments.all()]
    now += [*asset.disposals.all(), *asset.grant_proposals.all()]
    dated: dict[type[Any], Rows] = {model: as_now(model._base_manager.all()) for model in DATED}

    def standing(earliest: bool, tables: dict[type[Any], Rows]) -> Standing:
        hung = as_of(end, name_of(asset), now, earliest=earliest)
        undated = {model: table_as_of(end, model, earliest=earliest) for model in UNDATED}
        return Standing(on, hung.get(name_of(asset)), hung, tables | undated)

    known = standing(False, {model: table_as_of(end, model) for model in DATED})
    recorded = standing(True, dated)
    others = {name: row for name, row in recorded.hung.items() if not name.startswith("assets.grant:")}
    return known, replace(recorded, hung=others | as_now(grants))


def _ways(standing: Standing) -> dict[int, list[Way]]:
    """The ways of each person, by id; nobody where the asset was not in the register yet."""
    if standing.asset is None:
        return {}
    here = {id for id, person in standing.rows(Person) if _lasts(person.get("left_on"), standing.on)}
    found: dict[int, list[Way]] = {}
    for branch in (_charged, _granted, _led, _mandated, _delegated):
        for id, way in branch(standing, standing.asset):
            if id in here and way not in found.setdefault(id, []):
                found[id].append(way)
    return {id: ways for id, ways in found.items() if ways}


def _charged(standing: Standing, asset: Row) -> Iterator[tuple[int, Way]]:
    """Owner and custodian; whoever entered it, until it was first approved."""
    says = {"owner": _("in charge"), "custodian": _("keeps it")}
    if _begins_later(asset.get("owned_from"), standing.on):
        del says["owner"]
    if not asset.get("approved_on") and not _begins_later(asset.get("registered_on"), standing.on):
        says["entered_by"] = _("entered it; not approved yet")
    return ((asset[field], Way(how)) for field, how in says.items() if asset.get(field))


def _granted(standing: Standing, asset: Row) -> Iterator[tuple[int, Way]]:
    """Those on the access list, in person or through their department."""
    for grant in standing.hanging("grant"):
        if not _in_force(grant, standing.on):
            continue
        if grant.get("person"):
            yield grant["person"], Way(_("on the access list: %(purpose)s") % {"purpose": grant["purpose"]})
        else:
            how = _("through the department: %(department)s")
            way = Way(how % {"department": standing.label(Department, grant["department"])})
            yield from ((id, way) for id in _working_in(standing, grant["department"]))


def _working_in(standing: Standing, department: int) -> Iterator[int]:
    for _number, posting in standing.rows(Posting):
        if _in_force(posting, standing.on) and department in standing.steps(Department, posting["department"]):
            yield posting["person"]


def _led(standing: Standing, asset: Row) -> Iterator[tuple[int, Way]]:
    """Managers and deputies of its department and of those above."""
    above = standing.steps(Department, asset.get("department"))
    for id, department in standing.rows(Department):
        if id in above:
            way = Way(_("leads %(department)s") % {"department": standing.label(Department, id)}, names=False)
            yield from ((department[role], way) for role in ("manager", "deputy") if department.get(role))


def _mandated(standing: Standing, asset: Row) -> Iterator[tuple[int, Way]]:
    """Holders of a mandate that covers it."""
    departments = standing.steps(Department, asset.get("department"))
    places = _places(standing)
    for _number, mandate in standing.rows(Mandate):
        scope = (mandate.get("department"), mandate.get("place"))
        covers = scope == (None, None) or scope[0] in departments or scope[1] in places
        if covers and _in_force(mandate, standing.on) and _is_open(mandate, standing.on):
            yield mandate["person"], Way(_mandate_words(standing, mandate), names=False)


def _delegated(standing: Standing, asset: Row) -> Iterator[tuple[int, Way]]:
    """While it waits for a decision: whoever decides in the name of those who lead its department, or of the chief."""
    names: set[int] = set()
    if _waits(standing, asset):
        names = {id for id, _way in _led(standing, asset)} | set(_deciders(standing))
    elif any(row.get("granted_by") for row in standing.hanging("grantproposal")):
        names = set(_deciders(standing, (Role.CHIEF,)))
    for _number, row in standing.rows(Delegation):
        person = standing.tables[Person].get(f"accounts.person:{row['giver']}", {})
        if row["giver"] in names and _in_force(row, standing.on) and _lasts(person.get("left_on"), standing.on):
            yield row["to"], Way(_("decides in the name of %(person)s") % {"person": standing.name(row["giver"])})


def _waits(standing: Standing, asset: Row) -> bool:
    open_changes = any(not row.get("decision") for row in standing.hanging("amendment"))
    disposed = any(row.get("state") == Disposal.State.PROPOSED for row in standing.hanging("disposal"))
    return disposed or asset.get("state") == State.IN_REVIEW or (asset.get("state") == State.ACTIVE and open_changes)


def _deciders(standing: Standing, roles: tuple[Role, ...] = (Role.CHIEF, Role.EXECUTIVE)) -> Iterator[int]:
    """The chief and executives, for the whole company."""
    for _number, row in standing.rows(Mandate):
        whole = not row.get("department") and not row.get("place")
        if whole and row["role"] in roles and _in_force(row, standing.on):
            yield row["person"]


def _places(standing: Standing) -> set[int]:
    """Where it lies, with the places around."""
    current = (row for row in standing.hanging("carrier") if not row.get("ended_on"))
    return {step for row in current for step in standing.steps(Place, row.get("place"))}


def _mandate_words(standing: Standing, mandate: Row) -> str:
    role = str(Mandate.Role(mandate["role"]).label)
    for model, field in ((Department, "department"), (Place, "place")):
        if mandate.get(field):
            return f"{role}: {standing.label(model, mandate[field])}"
    return f"{role}: " + _("the whole company")


def _in_force(row: Row, on: date) -> bool:
    return date.fromisoformat(row["from_on"]) <= on and _lasts(row.get("until_on"), on)


def _begins_later(since: str | None, on: date) -> bool:
    return bool(since) and date.fromisoformat(str(since)) > on


def _lasts(until: str | None, on: date) -> bool:
    return not until or date.fromisoformat(until) >= on


def _is_open(mandate: Row, on: date) -> bool:
    """Emergency access ends at an hour: on that day it was open."""
    until = parse_datetime(mandate["until_at"]) if mandate.get("until_at") else None
    return until is None or timezone.localdate(until) >= on


def _id(name: str) -> int:
    return int(name.rpartition(":")[2])
