"""People's words in a register of `furnished`: for the company, departments, places, and up to ten for each asset."""

from datetime import timedelta

from django.db import connection

from accounts.models import Place
from assets.models import Asset
from benchmarks.registers import ON, Firm
from measures.asking.needs import needs_word
from measures.asking.readings import Question
from measures.models import Attestation

STATE = "CASE WHEN (a.id * 3 + i) % 9 = 0 THEN 'PARTLY' WHEN (a.id + i) % 31 = 0 THEN 'NOT_NEEDED' ELSE 'IN_PLACE' END"


def attest(company: Firm, per_asset: int) -> int:
    """For every second measure that rests on somebody's word the company's, for some a department's or a place's;
    and so many words on each asset, of which some are over. Returns how many there are."""
    said = [each.code for each in Question(ON).catalogue.counted if needs_word(each)]
    dates = {"from_on": ON - timedelta(days=90), "until_on": ON + timedelta(days=200), "by": company.steward}
    partly = Attestation.State.PARTLY
    rows = [Attestation(measure=code, **dates) for code in said[::2]]
    heads = company.departments[::10]
    rows += [Attestation(measure=code, state=partly, department=each, **dates) for code in said[::3] for each in heads]
    site = Place.objects.get(code="S")
    rows += [Attestation(measure=code, place=site, **dates) for code in said[1::5]]
    rows += [Attestation(measure=code, place=company.places[0], state=partly, **dates) for code in said[1::10]]
    Attestation.objects.bulk_create(rows)
    if per_asset:
        of_assets(said, per_asset, company.steward.pk)
    return Attestation.objects.count()


def of_assets(said: list[str], per_asset: int, by: int) -> None:
    """Words on assets, written by the database. The tenth of an asset says anew what its first one said."""
    number = f"(a.id * 7 + CASE WHEN i = 9 THEN 0 ELSE i END * 3) % {len(said)}"
    measure = " ".join(f"WHEN {n} THEN '{code}'" for n, code in enumerate(said))
    earlier, later = ON - timedelta(days=60), ON - timedelta(days=30)
    over, valid = ON - timedelta(days=1), ON + timedelta(days=100)
    until = f"CASE WHEN (a.id + i) % 20 = 0 THEN '{over}' ELSE '{valid}' END"
    begun = f"CASE WHEN i = 9 THEN '{later}' ELSE '{earlier}' END"
    if connection.vendor == "postgresql":
        until, begun = f"CAST({until} AS date)", f"CAST({begun} AS date)"
    numbers = " UNION ALL ".join(f"SELECT {n} AS i" for n in range(per_asset))
    table, assets = Attestation._meta.db_table, Asset._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (id, measure, state, asset_id, evidence, by_id, from_on, until_on) "
            f"SELECT a.id * 16 + i, CASE {number} {measure} END, {STATE}, a.id, 'seen', {by}, {begun}, {until} "
            f"FROM {assets} a CROSS JOIN ({numbers}) n"
        )
