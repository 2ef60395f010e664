"""A register of a million assets in a minute: rows that the database makes itself, the same ones each time."""

from contextlib import suppress
from typing import Any

from django.db import DatabaseError, connection
from django.db.models import Model

from accounts.models import Department, Mandate, Person, Place
from assets.kinds import Kind, State
from assets.models import Asset, Carrier, Grant, SearchText
from benchmarks.registers import ON, Firm, firm
from classification.levels import Level

PEOPLE, GRANTS = 2_000, 3
NAME = "CASE i % 50 WHEN 0 THEN '金型' ELSE '設計図' END || ' rx-' || CAST(i AS TEXT)"
WORDS = f"'b' || CAST(10000000 + i AS TEXT) || '\n' || {NAME}"
MINUTE = {
    "sqlite": "datetime('2024-01-01', '+' || ({}) || ' minutes')",
    "postgresql": "TIMESTAMPTZ '2024-01-01 00:00:00Z' + ({}) * INTERVAL '1 minute'",
}


def million(assets: int) -> Firm:
    """So many assets, each with three grants and one carrier.

    An ordinary person sees what they own, 1,200 in a million by grants of their own and 12,000 by their department's;
    a division's manager and who has a mandate for one of the ten places see a tenth.
    """
    company = firm(PEOPLE)
    hurry()
    newest = MINUTE[connection.vendor].format(f"(i * 7919) % {assets}")
    departments, people, places = ids(company.departments), ids(company.people), ids(company.places)
    plain = Asset(kind=Kind.DIG, state=State.ACTIVE, level=Level.SECRET, owned_from=ON, registered_on=ON)
    plain.levelled_on = ON
    named = dict.fromkeys(("name", "name_key"), NAME)
    day = f"DATE '{ON}'" if connection.vendor == "postgresql" else f"'{ON}'"
    of_asset = {
        "id": "i + 1",
        "code": "'B' || CAST(10000000 + i AS TEXT)",
        "department_id": one_of(departments, "i"),
        "owner_id": one_of(people, "i * 31"),
        "entered_by_id": one_of(people, "i * 13"),
        "custodian_id": f"CASE WHEN i % 20 = 0 THEN {one_of(people, 'i * 3')} END",
        "state": "CASE WHEN i % 20 = 1 THEN 'CANDIDATE' WHEN i % 500 = 2 THEN 'RETIRED' ELSE 'ACTIVE' END",
        "level": "CASE WHEN i % 20 = 1 THEN NULL WHEN i % 100 = 3 THEN 30 WHEN i % 3 = 0 THEN 10 ELSE 20 END",
        "kind": "CASE i % 8 WHEN 0 THEN 'PAP' WHEN 1 THEN 'MLD' WHEN 2 THEN 'TAC' ELSE 'DIG' END",
        "origin": "CASE WHEN i % 2000 = 7 THEN 'JOINT' WHEN i % 10 = 7 THEN 'RECEIVED' ELSE 'OWN' END",
        "approved_on": f"CASE WHEN i % 20 <> 1 THEN {day} END",
        "updated_at": newest,
    }
    pour(plain, assets, named | of_asset)
    pour(SearchText(), assets, {"asset_id": "i + 1", "words": WORDS})
    pour(Carrier(kind=Kind.PAP, location="棚"), assets, {"asset_id": "i + 1", "place_id": one_of(places, "i * 17")})
    held = {"asset_id": f"i / {GRANTS} + 1"}
    by_person = f"CASE WHEN i % 5 > 0 THEN {one_of(people, 'i * 7')} END"
    by_department = f"CASE WHEN i % 5 = 0 THEN {one_of(departments, 'i / 5 * 3')} END"
    pour(
        Grant(purpose="w", from_on=ON.replace(year=2024)),
        assets * GRANTS,
        held | {"person_id": by_person, "department_id": by_department},
    )
    return company


def officers(company: Firm) -> dict[str, Person]:
    """The four whose pages are timed."""
    manager, keeper = company.people[50], company.people[60]
    Department.objects.filter(code="D3").update(manager=manager)
    Mandate.objects.create(
        person=keeper, role=Mandate.Role.AUDITOR, place=Place.objects.get(code="Z4"), from_on=ON.replace(year=2024)
    )
    return {"ordinary": company.ordinary, "division": manager, "site": keeper, "steward": company.steward}


def ids(rows: list[Any]) -> list[int]:
    return [row.pk for row in rows]


def one_of(keys: list[int], number: str) -> str:
    """SQL that takes one of these keys, which follow one another but for gaps of a fixed width."""
    step = keys[1] - keys[0] if len(keys) > 1 else 1
    if keys == list(range(keys[0], keys[0] + step * len(keys), step)):
        return f"{keys[0]} + {step} * (({number}) % {len(keys)})"
    cases = " ".join(f"WHEN {n} THEN {key}" for n, key in enumerate(keys))
    return f"CASE ({number}) % {len(keys)} {cases} END"


def hurry() -> None:
    """A scratch database need not survive a power cut, nor prove its foreign keys."""
    statements = {
        "sqlite": ("PRAGMA synchronous=OFF", "PRAGMA foreign_keys=OFF", "PRAGMA cache_size=-400000"),
        "postgresql": ("SET synchronous_commit=off", "SET session_replication_role=replica"),
    }
    with connection.cursor() as cursor, suppress(DatabaseError):
        for statement in statements[connection.vendor]:
            cursor.execute(statement)


def pour(plain: Model, rows: int, made: dict[str, str]) -> None:
    """Insert rows numbered `i` from 0: columns in `made` are SQL, the others as `plain` has them."""
    written = [f for f in plain._meta.concrete_fields if not f.generated]
    fields = [f for f in written if f.column in made or not f.primary_key]
    fixed = [f for f in fields if f.column not in made]
    names = ", ".join(connection.ops.quote_name(f.column) for f in fields)
    values = ", ".join(made.get(f.column, "%s") for f in fields)
    numbers = f"WITH RECURSIVE n(i) AS (SELECT CAST(0 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < {rows - 1})"
    table = connection.ops.quote_name(plain._meta.db_table)
    sql = f"INSERT INTO {table} ({names}) {numbers} SELECT {values.replace(' % ', ' %% ')} FROM n"
    with connection.cursor() as cursor:
        cursor.execute(sql, [f.get_db_prep_save(getattr(plain, f.attname), connection) for f in fixed])
