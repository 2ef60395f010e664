"""What it costs to see only what one may know of, at 1,000,000 assets and 3,000,000 grants.

    KURA_BENCH_ASSETS=1000000 .venv/bin/python -m benchmarks.bench_visibility

The default is a tenth of that. Four people (ordinary, a division's manager, a mandate for a place, a steward) each
open a page of 50, one far down, one asset by its code, search a word that nothing holds, and count to 1,001. Floor:
the same without any filter. Usual way: the rule as one would write it, an EXISTS for each of its sentences; whatever
takes longer than the limit is given up, and has no figure.
"""

from benchmarks.common import analyze, figure, scratch_database, seconds

# isort: split
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from time import perf_counter
from typing import Any

from django.db import OperationalError, connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Department, Mandate, Person, Posting
from accounts.querysets import in_force
from accounts.sight import Sight, person_sight
from assets.models import Asset, Carrier, Grant
from assets.visibility import Plan
from benchmarks.million import GRANTS, million, officers
from benchmarks.registers import ON

ASSETS = int(os.environ.get("KURA_BENCH_ASSETS", "100000"))
PAGE, CAP, TIMES, LIMIT = 50, 1_001, 3, 5
type Read = Callable[[QuerySet[Any], QuerySet[Any]], Any]  # of assets in order, and of assets


def main() -> None:
    with scratch_database():
        start = perf_counter()
        company = million(ASSETS)
        people = officers(company)
        analyze()
        print(f"{ASSETS:,} assets, {ASSETS * GRANTS:,} grants made in {perf_counter() - start:.0f} s", flush=True)
        floors = {what: seconds(partial(read, *free()), TIMES) for what, read in READS.items()}
        for name, person in people.items():
            figure(f"visibility_{name}_sight", ASSETS, seconds(partial(person_sight, person, ON), TIMES))
            for what, read in READS.items():
                compare(f"visibility_{name}_{what}", person, read, floors[what])


def compare(bench: str, person: Person, read: Read, floor: float) -> None:
    """Ours beside the floor and the usual way; all of them have to find the same."""
    sight = person_sight(person, ON)  # once for each request, whatever it asks
    found, usually = read(*ours(sight)), within_limit(lambda: read(naive(person), naive(person)))
    assert usually is None or usually[1] == found, f"{bench}: the two rules differ"
    figure(bench, ASSETS, seconds(lambda: read(*ours(sight)), TIMES), floor=floor, usual=usually and usually[0])


def page(listed: QuerySet[Any], _found: QuerySet[Any]) -> list[int]:
    return keys(listed.kept().order_by("-updated_at", "-pk")[:PAGE])


def deep(listed: QuerySet[Any], _found: QuerySet[Any]) -> list[int]:
    """From the row that stands at 98 in a hundred of the whole register."""
    last = Asset.objects.order_by("updated_at", "pk").values_list("updated_at", flat=True)[ASSETS // 50]
    return keys(listed.kept().filter(updated_at__lte=last).order_by("-updated_at", "-pk")[:PAGE])


def by_code(listed: QuerySet[Any], _found: QuerySet[Any]) -> list[int]:
    return keys(listed.filter(code=f"B{10_000_000 + ASSETS // 3}"))


def no_hit(_listed: QuerySet[Any], found: QuerySet[Any]) -> list[int]:
    return keys(found.kept().filter(name_key__contains="ない語").order_by("-updated_at", "-pk")[:PAGE])


def capped(_listed: QuerySet[Any], found: QuerySet[Any]) -> int:
    return found.kept().order_by()[:CAP].count()


READS: dict[str, Read] = {"page": page, "deep": deep, "code": by_code, "no_hit": no_hit, "count": capped}


def keys(assets: QuerySet[Any]) -> list[int]:
    """Read whole rows, as a page does, and give their keys."""
    return [asset.pk for asset in assets.all()]


def ours(sight: Sight) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """The door, as lists and as everything else open it."""
    return Asset.objects.seen_by(sight, Plan.WALK), Asset.objects.seen_by(sight)


def free() -> tuple[QuerySet[Any], QuerySet[Any]]:
    return Asset.objects.all(), Asset.objects.all()


def naive(person: Person) -> QuerySet[Any]:
    """The rule as one would write it down."""
    posted = Posting.objects.filter(in_force(ON), person=person, department__path__startswith=OuterRef("path"))
    mine = Department.objects.filter(Exists(posted))
    grants = Grant.objects.filter(in_force(ON), asset=OuterRef("pk"))
    led = Department.objects.filter(Q(manager=person) | Q(deputy=person))
    under = Department.objects.filter(pk=OuterRef("department"), parent__in=led)
    mandates = Mandate.objects.filter(in_force(ON), person=person)
    places = Carrier.objects.filter(asset=OuterRef("pk"), ended_on=None, place__in=mandates.values("place"))
    return Asset.objects.filter(
        Q(owner=person)
        | Q(custodian=person)
        | Q(entered_by=person, approved_on=None)
        | Exists(grants.filter(person=person))
        | Exists(grants.filter(department__in=mine))
        | Exists(led.filter(pk=OuterRef("department")))
        | Exists(under)
        | Exists(places)
        | Exists(mandates.filter(department=None, place=None))
    )


def within_limit[Found](work: Callable[[], Found]) -> tuple[float, Found] | None:
    """How long it takes and what it finds; None where the database was told to give up."""
    start = perf_counter()
    try:
        with limit():
            found = work()
    except OperationalError:
        return None
    return perf_counter() - start, found


@contextmanager
def limit() -> Iterator[None]:
    """Statements end after the limit."""
    ends = perf_counter() + LIMIT
    stop_watch(lambda: perf_counter() > ends, LIMIT * 1_000)
    try:
        yield
    finally:
        stop_watch(None, 0)


def stop_watch(ring: Callable[[], bool] | None, milliseconds: int) -> None:
    """Set the database's own, or put it away."""
    if connection.vendor == "sqlite":
        connection.connection.set_progress_handler(ring, 100_000)
        return
    with connection.cursor() as cursor:
        cursor.execute(f"SET statement_timeout = {milliseconds}")


if __name__ == "__main__":
    main()
