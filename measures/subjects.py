"""What rules ask, and which assets the rows they ask belong to: once as a condition in SQL, once row by row.

The condition counts, the rows explain; both must name the same assets, which is tested over random registers.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.db.models import Case, Exists, IntegerField, Max, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from accounts.models import Company, Department, Person, Posting
from accounts.querysets import in_force
from assets.models import Asset, Grant
from measures.verdicts import Verdict


class Subject(Protocol):
    """The rows of one kind."""

    def rows(self) -> QuerySet[Any]:
        """All of them, with what their sentences need."""

    def worst(self, answer: Case, on: date) -> Case | Coalesce:
        """An expression on assets: the worst `answer` (an expression on rows) of the rows that belong to the asset;
        not needed where there are none."""

    def belonging(self, rows: QuerySet[Any], assets: QuerySet[Any], on: date) -> Iterator[tuple[int, Any]]:
        """Each of these rows with the key of each of these assets that it belongs to, rows in order."""


class Assets:
    """The assets themselves, each its own only row."""

    def rows(self) -> QuerySet[Any]:
        return Asset.objects.select_related("owner")

    def worst(self, answer: Case, on: date) -> Case:
        return answer

    def belonging(self, rows: QuerySet[Any], assets: QuerySet[Any], on: date) -> Iterator[tuple[int, Any]]:
        return ((row.pk, row) for row in rows.filter(pk__in=keys_of(assets)).order_by("pk"))


@dataclass(frozen=True)
class Hanging:
    """What hangs on one asset each: carriers, grants."""

    all: Callable[[], QuerySet[Any]]

    def rows(self) -> QuerySet[Any]:
        return self.all()

    def worst(self, answer: Case, on: date) -> Coalesce:
        rows = self.rows().order_by().filter(asset=OuterRef("pk")).values("asset").annotate(worst=Max(answer))
        return Coalesce(Subquery(rows.values("worst")), Value(Verdict.NOT_NEEDED.value), output_field=IntegerField())

    def belonging(self, rows: QuerySet[Any], assets: QuerySet[Any], on: date) -> Iterator[tuple[int, Any]]:
        return ((row.asset_id, row) for row in rows.filter(asset__in=keys_of(assets)).order_by("pk"))


class PeopleWithAccess:
    """People, each belonging to the assets that they have access to: by name, or posted to a department on the list
    or to one below it."""

    def rows(self) -> QuerySet[Any]:
        return Person.objects.order_by("code")

    def worst(self, answer: Case, on: date) -> Case:
        """How people stand does not depend on the asset: they are asked once, beforehand, and the assets are asked
        who of them is listed. (Asked within each asset's SQL, a page of one asset took six times as long.)"""
        verdicts = dict(self.rows().annotate(verdict=answer).values_list("pk", "verdict"))
        departments = _departments(verdicts, on)
        listed = Grant.objects.filter(in_force(on), asset=OuterRef("pk")).order_by()

        def having(verdict: Verdict) -> Q:
            people = [person for person, found in verdicts.items() if found == verdict]
            return Q(Exists(listed.filter(Q(person__in=people) | Q(department__in=departments[verdict]))))

        return worst_of(having)

    def belonging(self, rows: QuerySet[Any], assets: QuerySet[Any], on: date) -> Iterator[tuple[int, Any]]:
        reached: dict[int, set[int]] = defaultdict(set)
        for asset, person in _access(assets, on):
            reached[person].add(asset)
        for row in rows.filter(pk__in=reached):
            yield from ((asset, row) for asset in sorted(reached[row.pk]))


@dataclass(frozen=True)
class TheCompany:
    """The company as a whole. What is found of it stands at those assets that it is about."""

    about: Q

    def rows(self) -> QuerySet[Any]:
        return Company.objects.order_by("pk")

    def worst(self, answer: Case, on: date) -> Case:
        """How the company stands does not depend on the asset: it is asked once, beforehand."""
        verdict = Company.objects.order_by("pk").annotate(verdict=answer).values_list("verdict", flat=True).first()
        stands = Value(Verdict.NOT_NEEDED.value if verdict is None else verdict)
        none = Value(Verdict.NOT_NEEDED.value)
        return Case(When(self.about, then=stands), default=none, output_field=IntegerField())

    def belonging(self, rows: QuerySet[Any], assets: QuerySet[Any], on: date) -> Iterator[tuple[int, Any]]:
        companies = list(rows)
        if companies:
            keys = assets.filter(self.about).order_by("pk").values_list("pk", flat=True)
            yield from ((key, company) for key in keys for company in companies)


def worst_of(having: Callable[[Verdict], Q]) -> Case:
    """The worst verdict of which there is a row."""
    ordered = (Verdict.GAP, Verdict.UNKNOWN, Verdict.MET)
    whens = (When(having(verdict), then=Value(verdict.value)) for verdict in ordered)
    return Case(*whens, default=Value(Verdict.NOT_NEEDED.value), output_field=IntegerField())


def _departments(verdicts: Mapping[int, int], on: date) -> dict[Verdict, set[int]]:
    """For each verdict, the departments in which, or below which, somebody with that verdict is posted."""
    found: dict[Verdict, set[int]] = {verdict: set() for verdict in Verdict}
    for person, path in Posting.objects.filter(in_force(on)).values_list("person", "department__path"):
        found[Verdict(verdicts[person])] |= {int(step) for step in path.split(".") if step}
    return found


def keys_of(assets: QuerySet[Any]) -> QuerySet[Any]:
    return assets.order_by().values("pk")


def _access(assets: QuerySet[Any], on: date) -> Iterator[tuple[int, int]]:
    """(asset, person) for everybody who has access; two queries."""
    grants = Grant.objects.filter(in_force(on), asset__in=keys_of(assets)).order_by()
    lines = list(grants.values_list("asset", "person", "department__path"))
    postings: Iterable[tuple[str, int]] = ()
    if any(path for _asset, _person, path in lines):
        postings = list(Posting.objects.filter(in_force(on)).values_list("department__path", "person"))
    for asset, person, path in lines:
        if person:
            yield asset, person
        else:
            yield from ((asset, posted) for where, posted in postings if where.startswith(path))


def people_with_access(on: date, assets: Q, *, since: date | None = None) -> Q:
    """A condition on people: on the day they have access to one of the assets that `assets` (a condition on grants'
    `asset__…`) describes, and, if `since` is given, have had it since that day or longer."""
    begun = Q(from_on__lte=since) if since else Q()
    grants = Grant.objects.filter(in_force(on), begun, assets).order_by()
    below = Department.objects.below(_listed(grants)).order_by().values_list("pk", flat=True)
    posted = Posting.objects.filter(in_force(on), begun, person=OuterRef("pk"), department__in=list(below))
    return Q(Exists(grants.filter(person=OuterRef("pk")))) | Q(Exists(posted))


def _listed(grants: QuerySet[Any]) -> list[Department]:
    """The departments that these grants name."""
    named = grants.filter(department__isnull=False).values("department")
    return list(Department.objects.filter(pk__in=named).only("path").order_by())
