"""How long does it take to prove that the journal is whole, and to add to it?

Floor of proving: reading all entries and changes. Floor of adding: the same rows without chain, key or head.
"""

from benchmarks.common import figure, measured, scratch_database, seconds

# isort: split
import uuid
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Person
from benchmarks.registers import firm
from journal.acts import act
from journal.chain import ACTS as CHAIN
from journal.chain import SIGHTINGS, Chain
from journal.models import Change, Entry, Sighting
from journal.sightings import note
from journal.verify import verify

ACTS, SEEN, ALONE, CHANGES, TIMES = 10_000, 10_000, 200, 3, 3


def main() -> None:
    with scratch_database():
        company = firm(people=20)
        alone = measured(lambda: [one(company.steward) for _ in range(ALONE)])
        figure("journal_act", ALONE, alone, floor=seconds(lambda: [bare() for _ in range(ALONE)]))
        Entry.objects.filter(pk__lt=0).delete()
        Change.objects.exclude(act__in=Entry.objects.filter(pk__gt=0).values("act")).delete()
        with transaction.atomic():  # many at once: only their number matters from here on
            for _ in range(ACTS - ALONE):
                one(company.steward)
            for n in range(SEEN):
                note(company.steward, "bench.look", company.steward, page="desk:detail", method="GET", n=n)
        took = measured(lambda: prove(CHAIN, ACTS), TIMES)
        figure("journal_verify", ACTS, took, floor=seconds(lambda: read(Entry, Change), TIMES))
        print(f"{ACTS / took[0]:,.0f} acts of {CHANGES} changes proved a second")
        seen = measured(lambda: prove(SIGHTINGS, SEEN), TIMES)
        figure("journal_verify_sightings", SEEN, seen, floor=seconds(lambda: read(Sighting), TIMES))
        print(f"{SEEN / seen[0]:,.0f} sightings proved a second")
        print(f"{(ACTS + SEEN) / (took[0] + seen[0]):,.0f} entries proved a second, both chains")


def one(person: Person) -> None:
    """An act with a few changes."""
    with act(person, "bench.change", person) as deed:
        for n in range(CHANGES):
            deed.record(person, {"employment": ("REGULAR", "PART_TIME"), "code": (None, f"P{n}")})


def bare() -> None:
    """Rows of the same size, tied to nothing; their numbers lie below nought, out of the chain's way."""
    with transaction.atomic():
        key = uuid.uuid4()
        values = {"employment": ["REGULAR", "PART_TIME"], "code": [None, "P0"]}
        Change.objects.bulk_create(Change(act=key, row="accounts.person:1", values=values) for _ in range(CHANGES))
        number = -Entry.objects.filter(pk__lt=0).count() - 1
        entry = Entry(pk=number, act=key, at=timezone.now(), verb="bench.change", changes=CHANGES)
        entry.digest = entry.mac = "0" * 64
        entry.save(force_insert=True)


def prove(chain: Chain, entries: int) -> None:
    outcome = verify(chain)
    assert (outcome.ok, outcome.entries) == (True, entries), outcome


def read(*models: Any) -> None:
    for model in models:
        for _row in model.objects.order_by("pk").iterator():
            pass


if __name__ == "__main__":
    main()
