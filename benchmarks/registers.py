"""A large company in a moment: rows made in sets, the same ones each time."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.utils import timezone

from accounts.models import Company, Department, Mandate, Person, Place, Pledge, Posting, Training
from accounts.trees import path_of
from assets.codes import ALPHABET, code_from
from assets.kinds import AccessControl, Kind, State
from assets.models import Asset, Carrier, Grant, GrantReview, Holding
from classification.levels import Level
from classification.models import Acknowledgement
from measures.asking.needs import needs_word
from measures.catalogue import measures
from measures.models import Attestation

ON = date(2026, 11, 24)
BATCH = 1_000


@dataclass(frozen=True)
class Firm:
    """Who and where."""

    root: Department
    departments: list[Department]
    places: list[Place]
    people: list[Person]
    steward: Person
    ordinary: Person


def firm(people: int = 300) -> Firm:
    """A root with ten divisions of five departments, ten places, and everybody in some department."""
    Company.objects.create(name="性能精機", name_en="Benchmark Works", headcount=people)
    root = node(Department, "ALL")
    divisions = [node(Department, f"D{n}", root) for n in range(10)]
    departments = [node(Department, f"{above.code}-{n}", above) for above in divisions for n in range(5)]
    site = node(Place, "S")
    places = [node(Place, f"Z{n}", site) for n in range(10)]
    staff = Person.objects.bulk_create(Person(code=f"P{n}", name=f"社員 {n}") for n in range(people))
    first = date(2020, 4, 1)
    Posting.objects.bulk_create(
        Posting(person=person, department=departments[n % len(departments)], from_on=first)
        for n, person in enumerate(staff)
    )
    Pledge.objects.bulk_create(Pledge(person=p, kind="ENTRY", signed_on=first) for p in staff[: people * 9 // 10])
    Training.objects.bulk_create(
        Training(person=person, topic="yearly", on=ON - timedelta(days=n % 7 * 60)) for n, person in enumerate(staff)
    )
    Acknowledgement.objects.bulk_create(
        Acknowledgement(person=person, level=level, version=1, at=timezone.now() - timedelta(days=900))
        for n, person in enumerate(staff)
        for level in list(Level)[1 + (n % 9 == 0) :]
    )
    Mandate.objects.create(person=staff[0], role=Mandate.Role.STEWARD, from_on=first)
    return Firm(root, departments, places, staff, steward=staff[0], ordinary=staff[7])


def node(model: Any, code: str, parent: Any = None) -> Any:
    """A department or place with its path."""
    made = model.objects.create(code=code, name=code, parent=parent)
    made.path = path_of(made)
    made.save()
    return made


def fill(firm: Firm, assets: int, grants: int = 3, carriers: int = 2) -> list[Asset]:
    """So many assets, with so many grants and carriers each, and some reviews and holders."""
    dice = Random(20261124)
    rows = Asset.objects.bulk_create((asset(firm, dice, n) for n in range(assets)), batch_size=BATCH)
    Grant.objects.bulk_create((grant(firm, dice, row) for row in rows for _ in range(grants)), batch_size=BATCH)
    Carrier.objects.bulk_create((carrier(firm, dice, row) for row in rows for _ in range(carriers)), batch_size=BATCH)
    reviewed = (row for row in rows if dice.random() < 0.7)
    GrantReview.objects.bulk_create((GrantReview(asset=r, on=day(dice)) for r in reviewed), batch_size=BATCH)
    Holding.objects.bulk_create(
        Holding(asset=row, person=dice.choice(firm.people), acknowledged_on=dice.choice((None, ON)))
        for row in rows
        if row.kind == Kind.TAC
    )
    return rows


def asset(firm: Firm, dice: Random, number: int) -> Asset:
    """Mostly in force; one in ten a candidate, one in twenty retired."""
    state = dice.choices((State.ACTIVE, State.CANDIDATE, State.RETIRED), (17, 2, 1))[0]
    level = dice.choices(list(Level), (2, 5, 3, 1))[0]
    since = day(dice)
    made = Asset(
        code=code_from("".join(ALPHABET[number >> shift & 31] for shift in (20, 15, 10, 5, 0))),
        name=f"設計図 RX-{number}",
        business="設計",
        kind=dice.choice(list(Kind)),
        state=state,
        level=None if state == State.CANDIDATE else level,
        department=dice.choice(firm.departments),
        owner=dice.choice(firm.people),
        owned_from=since,
        registered_on=since,
        approved_on=None if state == State.CANDIDATE else since,
        levelled_on=since,
    )
    made.rekey()
    return made


def grant(firm: Firm, dice: Random, row: Asset) -> Grant:
    """Four in five to a person; one in ten has ended."""
    ends = dice.choices((None, ON - timedelta(days=9)), (9, 1))[0]
    to = {"person": dice.choice(firm.people)} if dice.random() < 0.8 else {"department": dice.choice(firm.departments)}
    return Grant(asset=row, purpose="work", from_on=date(2024, 4, 1), until_on=ends, approved_by=firm.steward, **to)


def carrier(firm: Firm, dice: Random, row: Asset) -> Carrier:
    return Carrier(
        asset=row,
        kind=dice.choice((row.kind, Kind.PAP, Kind.DIG)),
        place=dice.choice((*firm.places, None)),
        location="棚 3",
        locked=dice.choice((True, True, False, None)),
        lock_checked_on=dice.choice((None, day(dice))),
        access_control=dice.choice(("", *AccessControl.values)),
        encrypted=dice.choice((True, False, None)),
        label=dice.choice((row.level, row.level, -1, None)),
        ended_on=dice.choices((None, ON), (19, 1))[0],
    )


def day(dice: Random) -> date:
    """Some day of the last two and a half years."""
    return ON - timedelta(days=dice.randrange(900))


def say(firm: Firm) -> None:
    """Words for the company on every second measure that rests on them, and for departments on every third."""
    said = [measure.code for measure in measures() if needs_word(measure)]
    dates = {"from_on": ON - timedelta(days=90), "until_on": ON + timedelta(days=200), "by": firm.steward}
    partly = Attestation.State.PARTLY
    Attestation.objects.bulk_create(Attestation(measure=code, **dates) for code in said[::2])
    Attestation.objects.bulk_create(
        Attestation(measure=code, state=partly, department=department, **dates)
        for code in said[::3]
        for department in firm.departments[::10]
    )
