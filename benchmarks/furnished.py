"""A register in which every rule has something to ask: what `registers` makes, and all that hangs around it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import Department, Employment, LeaverCase, Mandate, Person, Place, Pledge, Posting, Training
from assets.kinds import HOSTS_OF, AccessControl, Kind, Network, Origin, State
from assets.models import (
    Asset,
    Carrier,
    Choice,
    Decision,
    Development,
    Device,
    Disposal,
    Grant,
    GrantReview,
    Holding,
    Judgement,
    NumberHandler,
    PersonalData,
    System,
)
from benchmarks.registers import BATCH, ON, Firm, asset, day, firm, grant, node
from classification.books import Clause, Edition, Rulebook, RuleTopic
from classification.levels import Level
from measures.audits.records import Audit, AuditPart, Remark
from measures.company.records import Inventory, ReportingContact, RuleReview
from measures.models import Exemption, Ruling
from measures.places.records import CAN_BE_NONE, Found, Inspection, Point
from measures.readiness.records import RequirementReview

LONG_AGO = date(2020, 4, 1)


def furnished(assets: int, grants: int = 3, carriers: int = 2) -> tuple[Firm, list[Asset]]:
    """A firm of 300 people and more, its grounds and records, and so many assets with all that hangs on them."""
    dice = Random(20261130)
    company = firm(max(300, assets // 50))
    staff(company, dice)
    places = grounds(company, dice)
    records(company, dice)
    hosts = devices(company, dice), systems(dice)
    rows = Asset.objects.bulk_create((rich(company, dice, n) for n in range(assets)), batch_size=BATCH)
    held = (line(company, dice, row) for row in rows for _ in range(grants))
    Grant.objects.bulk_create(held, batch_size=BATCH)
    living = (carrier(places, hosts, dice, row) for row in rows for _ in range(carriers))
    Carrier.objects.bulk_create(living, batch_size=BATCH)
    for found in (
        reviews,
        holdings,
        cards,
        handlers,
        judgements,
        decisions,
        disposals,
        uses,
        exemptions,
        developments,
        looks,
    ):
        made = found(company, dice, rows)
        first = next(made, None)
        if first is not None:
            type(first)._base_manager.bulk_create([first, *made], batch_size=BATCH)
    return company, rows


def maybe(dice: Random, value: Any) -> Any:
    return dice.choice((value, value, None))


def staff(company: Firm, dice: Random) -> None:
    """Some have left, some have given notice, some have moved, some are here for a time."""
    company.steward.save()
    for n, person in enumerate(company.people[10:], start=10):
        if n % 29 == 0:
            person.left_on = ON + timedelta(days=dice.randrange(-60, 60))
            person.notice_on = person.left_on - timedelta(days=60)
        if n % 31 == 0:
            person.employment = dice.choice((Employment.DISPATCHED, Employment.OUTSIDE))
        if n % 37 == 0:
            person.entered_on = ON - timedelta(days=dice.randrange(60))
            person.left_on = person.notice_on = None
    fields = ["left_on", "notice_on", "employment", "entered_on"]
    Person.objects.bulk_update(company.people, fields, batch_size=BATCH)
    moved = company.people[5::23]
    Posting.objects.bulk_create(
        Posting(person=p, department=dice.choice(company.departments), from_on=ON - timedelta(days=dice.randrange(40)))
        for p in moved
    )
    leaving: list[Any] = [p for p in company.people if p.left_on]
    LeaverCase.objects.bulk_create(
        LeaverCase(
            person=p,
            notice_on=p.notice_on,
            last_on=p.left_on,
            items_returned_on=maybe(dice, ON - timedelta(days=1)),
            closed_on=maybe(dice, ON),
        )
        for p in leaving
    )
    signed = {"signed_on": ON - timedelta(days=30)}
    Pledge.objects.bulk_create(Pledge(person=p, kind=Pledge.Kind.EXIT, **signed) for p in leaving[::2])
    Pledge.objects.bulk_create(
        Pledge(person=p, kind=Pledge.Kind.PROJECT, until_on=ON - timedelta(days=9), signed_on=LONG_AGO)
        for p in company.people[::40]
    )
    Mandate.objects.create(person=company.people[1], role=Mandate.Role.CHIEF, from_on=LONG_AGO)
    Mandate.objects.bulk_create(
        Mandate(person=p, role=Mandate.Role.AUDITOR, place=company.places[0], from_on=LONG_AGO) for p in leaving[:3]
    )
    late = company.people[3::43]
    Training.objects.filter(person__in=late).update(on=ON - timedelta(days=500))
    Department.objects.exclude(parent=None).update(manager=company.people[2])


def grounds(company: Firm, dice: Random) -> list[Place]:
    """Zones of all grades, cabinets within them, a second site, and what inspections found."""
    for n, place in enumerate(company.places):
        place.zone = (1, 2, 3, 2, None)[n % 5]
        place.save()
    other = node(Place, "T")
    inside = [node(Place, f"C{n}", place) for n, place in enumerate(company.places[::2])]
    Place.objects.filter(pk__in=[place.pk for place in inside]).update(cabinet=True)
    places = list(Place.objects.all())
    found = [inspection(company, dice, place, point) for place in places for point in Point for _ in range(2)]
    Inspection.objects.bulk_create(each for each in found if each.on < ON - timedelta(days=40))
    sites = (Place.objects.get(code="S"), other)
    seen = {"by": company.steward, "on": ON - timedelta(days=20)}
    Inspection.objects.bulk_create(
        Inspection(place=site, point=point, found=found, **seen)
        for site, found in zip(sites, (Found.IN_ORDER, Found.NOT_IN_ORDER), strict=True)
        for point in (Point.PATROL, Point.FIREWALL)
    )
    cameras = {"found": Found.IN_ORDER, "kept_days": 60, "announced": True, "point": Point.CAMERA}
    Inspection.objects.bulk_create(Inspection(place=place, **cameras, **seen) for place in company.places[1::3])
    return [*company.places, *inside, other]


def inspection(company: Firm, dice: Random, place: Place, point: Point) -> Inspection:
    results = (Found.IN_ORDER,) * 8 + (Found.NOT_IN_ORDER, Found.NONE if point in CAN_BE_NONE else Found.IN_ORDER)
    camera = {"kept_days": dice.choice((None, 7, 60, 90)), "announced": dice.choice((True, True, False, None))}
    facts = camera if point == Point.CAMERA else {}
    on = ON - timedelta(days=dice.randrange(450))
    return Inspection(place=place, point=point, found=dice.choice(results), by=company.steward, on=on, **facts)


def records(company: Firm, dice: Random) -> None:
    """Rules with their clauses, an audit, a contact for reports, inventories, and what was decided on measures."""
    by = company.steward
    book = Rulebook.objects.create(name="秘密情報管理規程")
    edition = Edition.objects.create(
        rulebook=book, version=1, state=Edition.State.ADOPTED, adopted_on=LONG_AGO, from_on=LONG_AGO, adopted_by=by
    )
    Clause.objects.bulk_create(Clause(edition=edition, position=n, topic=t) for n, t in enumerate(RuleTopic))
    RuleReview.objects.create(rulebook=book, found="—", on=ON - timedelta(days=90), by=by)
    audit = Audit.objects.create(name="内部監査", auditor=by, by=by, on=ON - timedelta(days=110))
    audit.finished_on = ON - timedelta(days=100)
    audit.save()
    for site in Place.objects.filter(parent=None):
        AuditPart.objects.create(audit=audit, place=site)
    Remark.objects.create(audit=audit, text="施錠", owner=by, due_on=ON + timedelta(days=20))
    ReportingContact.objects.create(contact="監査室", announced_on=ON - timedelta(days=200), on=LONG_AGO, by=by)
    Inventory.objects.bulk_create(
        Inventory(department=department, found="—", on=day(dice), by=by) for department in company.departments[::3]
    )
    on = LONG_AGO
    use, level = Ruling.Aspect.USE, Ruling.Aspect.LEVEL
    Ruling.objects.create(measure="E3-k", aspect=use, used=False, reason="撮影は行わない", by=by, on=on)
    Ruling.objects.create(measure="E4-d", aspect=level, required_from=Level.SECRET, reason="—", by=by, on=on)


def looked_after(dice: Random) -> dict[str, Any]:
    days = {
        name: maybe(dice, ON - timedelta(days=dice.randrange(90))) for name in ("antivirus_checked_on", "updated_on")
    }
    ends = {"support_ends_on": maybe(dice, ON + timedelta(days=dice.randrange(-90, 900)))}
    asked = {name: dice.choice((True, True, True, False, None)) for name in ("antivirus", "encrypted")}
    return days | ends | asked | {"network": dice.choice(("", *Network.values))}


def devices(company: Firm, dice: Random) -> list[Device]:
    return Device.objects.bulk_create(
        Device(
            code=f"D-{n}",
            name="PC",
            kind=dice.choice(Device.Kind.values),
            holder=maybe(dice, dice.choice(company.people[29::29] if n % 9 == 0 else company.people)),
            returned_on=dice.choice((None, None, ON)),
            private=dice.choice((True, False, False, False, None)),
            remote_wipe=dice.choice((True, True, False, None)),
            **looked_after(dice),
        )
        for n in range(200)
    )


def systems(dice: Random) -> list[System]:
    names = ("shared_ids", "mfa", "logs_kept", "terms_secret", "terms_no_reuse")
    days = ("rights_reviewed_on", "logs_reviewed_on", "terms_checked_on")
    return System.objects.bulk_create(
        System(
            code=f"S-{n}",
            name="server",
            kind=dice.choice(System.Kind.values),
            logs_months=dice.choice((None, 6, 12, 36)),
            highest_level=dice.choice((None, Level.INTERNAL, Level.TOP_SECRET)),
            **{name: dice.choice((True, True, False, None)) for name in names},
            **{name: maybe(dice, ON - timedelta(days=dice.randrange(500))) for name in days},
            **looked_after(dice),
        )
        for n in range(30)
    )


def rich(company: Firm, dice: Random, number: int) -> Asset:
    """As the plain one, and some bear personal information, some have nobody in charge, some are in review."""
    made = asset(company, dice, number)
    made.personal, made.sensitive, made.my_number = (dice.random() < share for share in (0.2, 0.05, 0.04))
    if made.state == State.CANDIDATE and dice.random() < 0.5:
        made.state, made.submitted_by, made.judged_by = State.IN_REVIEW, company.steward, company.steward
        made.proposed_level = Level.SECRET
    if dice.random() < 0.05:
        made.owner = None
    if dice.random() < 0.03:
        made.custodian = dice.choice(company.people)
    if dice.random() < 0.1:
        made.registered_on = None
    made.technical = dice.choice((True, False, None))
    if dice.random() < 0.1:
        received(made, dice)
    return made


def developments(company: Firm, dice: Random, rows: list[Asset]) -> Iterator[Any]:
    facts = {"what": "note", "sha256": "0" * 64, "on": ON}
    return (Development(asset=row, made_on=day(dice), **facts) for row in some(dice, rows, 0.5))


def looks(company: Firm, dice: Random, rows: list[Asset]) -> Iterator[Any]:
    """Whether it was published, as somebody found who looked."""
    facts = {"item": "N1", "reason": "catalogue", "by": company.steward}
    for row in some(dice, rows, 0.1):
        yield RequirementReview(asset=row, on=day(dice), outcome=dice.choice(("YES", "YES", "PARTLY", "NO")), **facts)


def received(row: Asset, dice: Random) -> None:
    """It came from others: some of what has to be said of it is said."""
    row.origin, row.giver, row.secrecy_duty = Origin.RECEIVED, dice.choice(("Toto", "")), dice.choice(("NDA", ""))
    row.received_on, row.return_due_on = maybe(dice, day(dice)), maybe(dice, ON + timedelta(days=dice.randrange(-9, 9)))
    row.kept_apart, row.returned_on = maybe(dice, True), dice.choice((None, None, ON, ON + timedelta(days=1)))


def line(company: Firm, dice: Random, row: Asset) -> Grant:
    made = grant(company, dice, row)
    made.from_on = dice.choice((made.from_on, made.from_on, ON - timedelta(days=dice.randrange(60))))
    if made.until_on is not None and made.until_on < made.from_on:
        made.until_on = None
    if dice.random() < 0.02:
        made.purpose = ""
    if dice.random() < 0.02:
        made.approved_by = None
    return made


def carrier(places: list[Place], hosts: Any, dice: Random, row: Asset) -> Carrier:
    own_devices, own_systems = hosts
    kind = Kind(dice.choice((row.kind, Kind.PAP, Kind.DIG, Kind.SYS, Kind.MED)))
    with_device, with_system = kind in (Kind.DIG, Kind.MED), kind in (Kind.SYS, Kind.DIG)
    return Carrier(
        asset=row,
        kind=kind,
        host=dice.choice(("", *HOSTS_OF.get(kind, ()))),
        place=maybe(dice, dice.choice(places)),
        location=dice.choice(("棚 3", "")),
        device=maybe(dice, dice.choice(own_devices)) if with_device else None,
        system=maybe(dice, dice.choice(own_systems)) if with_system else None,
        locked=dice.choice((True, True, True, False, None)),
        lock_checked_on=dice.choice((None, None, day(dice))),
        access_control=dice.choice(("", "FOLDER", "FOLDER", *AccessControl.values)),
        network=dice.choice(("", *Network.values)),
        encrypted=dice.choice((True, True, False, None)),
        label=dice.choice((row.level, row.level, row.level, Level.INTERNAL, -1, None)),
        ended_on=dice.choices((None, ON), (19, 1))[0],
    )


def some(dice: Random, rows: list[Asset], share: float) -> Iterator[Asset]:
    return (row for row in rows if dice.random() < share)


def reviews(company: Firm, dice: Random, rows: list[Asset]) -> Iterator[Any]:
    return (GrantReview(asset=row, on=day(dice)) for row in some(dice, rows, 0.7))


def holdings(company: Firm, dice: Random, rows: list[Asset]) -> Iterator[Any]:
    know_how = (row for row in rows if row.kind == Kind.TAC and dice.random() < 0.8)
    return (Holding(asset=r, person=dice.choice(company.people), acknowledged_on=maybe(dice, ON)) for r in know_how)


def cards(company: Firm, dice: Random, rows: list[Asset]) -> Iterator[Any]:
    for row in some(dice, [row for row in rows if row.personal or row.my_number], 0.8):
        entrusted = dice.choice((True, False, False, None))
        yield PersonalData(
            asset=row,
            purpose=dice.choice(("work", "work", "")),
            basis=dice.choice(("told", "told", "")),
            keeper=maybe(dice, company.steward),
            keep_for=dice.choice(("5", "")),
            until_on=maybe(dice, ON + timedelta(days=dice.randrange(-90, 900))),
            destroyed_on=dice.choice((None, None, ON)),
            entrusted=entrusted,
            entrusted_to=dice.choice(("firm", "")) if entrusted else "",
        )


def handlers(company: Firm, dice: Random, rows: list[Asset]) -> Iterator[Any]:
    numbers = [row for row in rows if row.my_number]
    return (NumberHandler(asset=row, person=dice.choice(company.people)) for row in some(dice, numbers, 0.7))


def judgements(company: Firm, dice: Random, rows: list[Asset]) -> Iterator[Any]:
    for row in some(dice, rows, 0.6):
        level = row.level if row.level is not None else Level.SECRET
        suggested = dice.choice((level, level, *Level))
        reason = "" if suggested == level else "because"
        facts = {"suggested": suggested, "level": level, "override_reason": reason}
        yield Judgement(asset=row, by=company.steward, on=day(dice), scores={}, **facts)


def decisions(company: Firm, dice: Random, rows: list[Asset]) -> Iterator[Any]:
    steps = ("approve", "uphold", "submit")
    for row in some(dice, [row for row in rows if row.approved_on], 0.8):
        at = timezone.make_aware(datetime.combine(row.approved_on, time(10)))
        yield Decision(
            asset=row, step=dice.choice(steps), by=company.steward, at=at, own=dice.random() < 0.05, digest=""
        )


def agreed(company: Firm, dice: Random) -> dict[str, Any]:
    at = timezone.make_aware(datetime.combine(day(dice), time(9)))
    return {"state": "AGREED", "reason": "old", "decided_by": company.steward, "decided_at": at}


def disposals(company: Firm, dice: Random, rows: list[Asset]) -> Iterator[Any]:
    return (Disposal(asset=r, own=dice.random() < 0.3, **agreed(company, dice)) for r in some(dice, rows, 0.02))


def uses(company: Firm, dice: Random, rows: list[Asset]) -> Iterator[Any]:
    for row in some(dice, rows, 0.05):
        public_on = ON + timedelta(days=dice.randrange(-200, 200))
        yield Choice(asset=row, by=company.steward, on=day(dice), outcome="PATENT", public_on=public_on)


def exemptions(company: Firm, dice: Random, rows: list[Asset]) -> Iterator[Any]:
    codes = ("E1-a", "E1-c", "E2-c", "E4-c", "E2-i", "X1-e")
    for row in some(dice, rows, 0.05):
        dates = {"from_on": ON - timedelta(days=60), "until_on": ON + timedelta(days=dice.randrange(-9, 200))}
        own = dice.random() < 0.1
        yield Exemption(asset=row, measure=dice.choice(codes), own=own, **dates, **agreed(company, dice))
