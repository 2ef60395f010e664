"""A list of the 50 newest, among 20,000 assets with 60,000 grants, for somebody ordinary and for a steward.

Floor: the same list without asking who may know of what. Usual way: one correlated EXISTS for each branch of the rule.
"""

from benchmarks.common import analyze, figure, measured, scratch_database, seconds

# isort: split
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from accounts.models import Department, Mandate, Person, Posting
from accounts.querysets import in_force
from accounts.sight import person_sight
from assets.models import Asset, Carrier, Grant
from benchmarks.registers import ON, fill, firm

ASSETS, GRANTS, PAGE, TIMES = 20_000, 3, 50, 5


def main() -> None:
    with scratch_database():
        company = firm()
        fill(company, ASSETS, GRANTS)
        analyze()
        floor = seconds(lambda: newest(Asset.objects.all()), TIMES)
        for name, person in (("ordinary", company.ordinary), ("steward", company.steward)):
            assert newest(ours(person)) == newest(naive(person)), "the two rules differ"
            assert ours(person).count() == naive(person).count()
            took = measured(lambda person=person: newest(ours(person)), TIMES)  # type: ignore[misc]
            usual = seconds(lambda person=person: newest(naive(person)), 2)  # type: ignore[misc]
            figure(f"visibility_{name}", ASSETS, took, floor=floor, usual=usual)


def newest(assets: QuerySet[Any]) -> list[int]:
    """The keys and columns of the first page."""
    rows = assets.order_by("-updated_at", "-pk").values_list("pk", "code", "name", "level", "state")[:PAGE]
    return [pk for pk, *_columns in rows]


def ours(person: Person) -> QuerySet[Any]:
    """The door; working out the person's sight is part of it."""
    return Asset.objects.seen_by(person_sight(person, ON))


def naive(person: Person) -> QuerySet[Any]:
    """The rule as one would write it down."""
    posted = Posting.objects.filter(in_force(ON), person=person, department__path__startswith=OuterRef("path"))
    mine = Department.objects.filter(Exists(posted))
    grants = Grant.objects.filter(in_force(ON), asset=OuterRef("pk"))
    led = Department.objects.filter(Q(manager=person) | Q(deputy=person))
    above = led.filter(pk__in=Department.objects.filter(pk=OuterRef("department")).values("pk"))
    mandates = Mandate.objects.filter(in_force(ON), person=person)
    places = Carrier.objects.filter(asset=OuterRef("pk"), ended_on=None, place__in=mandates.values("place"))
    return Asset.objects.filter(
        Q(owner=person)
        | Q(custodian=person)
        | Q(entered_by=person, approved_on=None)
        | Exists(grants.filter(person=person))
        | Exists(grants.filter(department__in=mine))
        | Exists(above)
        | Exists(places)
        | Exists(mandates.filter(department=None, place=None))
    )


if __name__ == "__main__":
    main()
