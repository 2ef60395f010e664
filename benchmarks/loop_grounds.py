"""Twins of the rules that are asked of places, of departments and of the company: few rows, looked at once."""

from collections.abc import Callable, Mapping
from typing import Any

from accounts.models import Department, Mandate, Place
from assets.kinds import ELECTRONIC, PHYSICAL
from benchmarks.loop_carriers import carriers
from benchmarks.loop_world import ASK, NOT_NEEDED, World, ago, answer, from_level, number
from classification.books import Clause, Edition, RuleTopic
from classification.levels import Level
from measures.audits.records import Audit, Remark
from measures.company.records import Inventory, ReportingContact, RuleReview
from measures.places.records import Found, Inspection, Point
from measures.verdicts import Verdict

type OfRow = Callable[[Any, World], Verdict]
IN_ORDER, NOT_IN_ORDER, NONE = Found.IN_ORDER, Found.NOT_IN_ORDER, Found.NONE


def kept(world: World, name: str, make: Callable[[], Any]) -> Any:
    """What is worked out once."""
    if name not in world.__dict__:
        world.__dict__[name] = make()
    return world.__dict__[name]


def inspected(place: Any, point: Point, world: World) -> Any:
    """The latest inspection of a point of a place."""

    def all_of_them() -> Mapping[Any, Any]:
        rows = Inspection.objects.filter(on__lte=world.on).order_by("on", "pk")
        return {(row.place_id, row.point): row for row in rows}

    return kept(world, "inspected", all_of_them).get((place.pk, point))


def found_at(place: Any, point: Point, world: World) -> str | None:
    row = inspected(place, point, world)
    return row.found if row else None


def places(id: str, level: int, living: tuple[str, ...] = ()) -> Callable[[OfRow], OfRow]:
    """Enter the function below: an asset of a level stands as the worst of the places that it lives in."""

    def enter(ask: OfRow) -> OfRow:
        def all_of_them(world: World) -> dict[str, Verdict]:
            verdicts = {place.pk: ask(place, world) for place in Place.objects.all()}
            paths = Place.objects.values_list("path", flat=True)
            return {path: max(verdicts[int(step)] for step in path.split(".") if step) for path in paths}

        def of_asset(asset: Any, world: World) -> Verdict:
            if not from_level(asset, level):
                return NOT_NEEDED
            stands = kept(world, id, lambda: all_of_them(world))
            rows = (row for row in carriers(asset, world) if row.place and (not living or row.kind in living))
            return max((stands[row.place.path] for row in rows), default=NOT_NEEDED)

        ASK[id] = of_asset
        return ask

    return enter


@places("VIS-01", Level.SECRET)
def seen(place: Any, world: World) -> Verdict:
    if place.zone is None or place.zone < 2 or place.cabinet:
        return NOT_NEEDED
    asked = [Point.SIGN, Point.ENTRY_LOG, Point.LAYOUT, *([Point.CAMERA] if place.zone >= 3 else [])]
    found = [found_at(place, point, world) for point in asked]
    return answer(None not in found or {NOT_IN_ORDER, NONE} & set(found), set(found) == {IN_ORDER})


@places("VIS-02", Level.SECRET)
def camera(place: Any, world: World) -> Verdict:
    row = inspected(place, Point.CAMERA, world)
    if row is None or row.found == NONE:
        return NOT_NEEDED
    wrong = row.found == NOT_IN_ORDER or row.on < ago(world, number("VIS-02", "months"))
    least, told = number("VIS-02", "kept_days"), None not in (row.kept_days, row.announced)
    short = (row.kept_days is not None and row.kept_days < least) or row.announced is False
    return answer(wrong or short or told, not wrong and not short and told)


@places("VIS-06", Level.SECRET, PHYSICAL)
def patrolled(place: Any, world: World) -> Verdict:
    if place.parent_id is not None:
        return NOT_NEEDED
    row = inspected(place, Point.PATROL, world)
    return answer(True, row and row.on >= ago(world, number("VIS-06", "months")))


@places("DEV-03", Level.INTERNAL, ELECTRONIC)
def firewall(place: Any, world: World) -> Verdict:
    row = inspected(place, Point.FIREWALL, world)
    if place.parent_id is not None or (row and row.found == NONE):
        return NOT_NEEDED
    fresh = row and row.on >= ago(world, number("DEV-03", "months"))
    return answer(row, fresh and row.found == IN_ORDER)


def company(id: str, level: int) -> Callable[[Callable[[World], Verdict]], Callable[[World], Verdict]]:
    """Enter the function below: what it says of the company stands at every asset of a level."""

    def enter(ask: Callable[[World], Verdict]) -> Callable[[World], Verdict]:
        def of_asset(asset: Any, world: World) -> Verdict:
            if not from_level(asset, level) or world.company is None:
                return NOT_NEEDED
            stands: Verdict = kept(world, id, lambda: ask(world))
            return stands

        ASK[id] = of_asset
        return ask

    return enter


@company("GOV-01", Level.INTERNAL)
def responsible(world: World) -> Verdict:
    chiefs = (
        Mandate.objects.current(world.on).filter(role="CHIEF", department=None, place=None).select_related("person")
    )
    departments = list(Department.objects.select_related("manager"))
    above = {department.parent_id for department in departments}
    asked = [each for each in departments if each.parent_id is not None or each.pk not in above]
    led = all(each.manager and each.manager.is_employed(world.on) for each in asked)
    return answer(True, led and any(row.person.is_employed(world.on) for row in chiefs))


@company("GOV-05", Level.INTERNAL)
def audited(world: World) -> Verdict:
    since = ago(world, number("GOV-05", "months"))
    audits: list[Any] = [row for row in Audit.objects.prefetch_related("parts") if row.finished_on]
    recent = [row for row in audits if since <= row.finished_on <= world.on]
    sites = {place.pk for place in Place.objects.filter(parent=None)}
    covered = {part.place_id for audit in recent for part in audit.parts.all()}
    whole = any(not audit.parts.all() for audit in recent)
    open_late = (
        r for r in Remark.objects.all() if (r.closed_on is None or r.closed_on > world.on) and r.due_on < world.on
    )
    return answer(True, recent and (whole or sites <= covered) and not any(open_late))


@company("GOV-06", Level.INTERNAL)
def rules_looked_at(world: World) -> Verdict:
    since = ago(world, number("GOV-06", "months"))
    newest = {edition.rulebook_id: edition for edition in adopted(world)}
    reviews = RuleReview.objects.filter(on__lte=world.on, on__gte=since).values_list("rulebook", flat=True)
    fresh = all(row.adopted_on >= since or row.rulebook_id in set(reviews) for row in newest.values())
    return answer(True, newest and fresh and topics(world) >= set(RuleTopic.values))


def adopted(world: World) -> list[Any]:
    rows: Any = Edition.objects.order_by("version")
    return [row for row in rows if row.state == Edition.State.ADOPTED and row.from_on <= world.on]


def topics(world: World) -> set[str]:
    newest = {edition.rulebook_id: edition.pk for edition in adopted(world)}
    return set(Clause.objects.filter(edition__in=newest.values()).values_list("topic", flat=True))


@company("MOV-04", Level.INTERNAL)
def private_media(world: World) -> Verdict:
    rooms = [place for place in Place.objects.all() if place.zone and place.zone >= 2 and not place.cabinet]
    found = {found_at(place, Point.DEVICES, world) for place in rooms}
    ruled, lax = RuleTopic.PERSONAL_MEDIA in topics(world), NOT_IN_ORDER in found
    return answer(not ruled or lax or None not in found, ruled and not lax and None not in found)


@company("VIS-05", Level.SECRET)
def contact(world: World) -> Verdict:
    rows = ReportingContact.objects.filter(on__lte=world.on)
    last = max(rows, key=lambda row: (row.on, row.pk), default=None)
    told = last and last.announced_on
    return answer(True, told and told >= ago(world, number("VIS-05", "months")))


def inventory(asset: Any, world: World) -> Verdict:
    """The twin of GOV-07, asked of the department."""
    if asset.department is None or not from_level(asset, Level.INTERNAL):
        return NOT_NEEDED
    rows = kept(world, "inventories", lambda: list(Inventory.objects.select_related("department")))
    since, path = ago(world, number("GOV-07", "months")), asset.department.path
    return answer(True, any(since <= r.on <= world.on and path.startswith(r.department.path) for r in rows))


ASK["GOV-07"] = inventory
