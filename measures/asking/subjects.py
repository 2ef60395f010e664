"""What rules ask, and which assets the rows they ask belong to: once as a condition in SQL, once row by row.

The condition counts, the rows explain; both must name the same assets, which is tested over random registers.
"""

from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from functools import cache
from typing import Any

from django.db.models import (
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from accounts.models import Company, Department, Person, Posting
from accounts.prepared import Among, Prepared
from accounts.querysets import in_force
from accounts.trees import lies_below
from assets.models import Asset, Carrier, Grant
from assets.written import LookedUp
from measures.asking.beside import Rows, worst_of_rows
from measures.verdicts import Verdict

_companies: Prepared[Any] = Prepared(lambda: Company.objects.order_by().values_list("pk", flat=True))
_granted: Prepared[Any] = Prepared(
    lambda assets, on: (
        Grant.objects.filter(in_force(on), Among("asset", assets))
        .order_by()
        .values_list("asset", "person", "department__path")
    ),
    list,
    date,
)
_posted: Prepared[Any] = Prepared(
    lambda on: Posting.objects.filter(in_force(on)).order_by().values_list("department__path", "person"), date
)

type Stands = Mapping[int, Verdict]  # how each row stands on a rule, by its key
type Postings = tuple[date, tuple[tuple[int, str], ...]]  # on a day: people, and the paths of their departments


class Turn(IntEnum):
    """When a rule is asked where one gap is enough: one row that tells of most assets first; last what takes long of
    each, for all who may know of it are read."""

    FIRST = 0
    THEN = 1
    LAST = 2


class Subject(ABC):
    """The rows of one kind.

    Attributes:
        key: the column of its rows by which `reached` knows them.
        turn: of its rules.
    """

    key = "pk"
    turn = Turn.THEN

    @abstractmethod
    def rows(self) -> QuerySet[Any]:
        """All of them in order, with what their sentences need."""

    @abstractmethod
    def reached(self, assets: Sequence[int], on: date) -> Mapping[int, Collection[int]]:
        """The rows that belong to these assets, by `key`, each with the assets that it belongs to."""


class Own(Subject):
    """Rows that are an asset, or hang on one."""

    def reached(self, assets: Sequence[int], on: date) -> Mapping[int, Collection[int]]:
        return {pk: (pk,) for pk in assets}

    @abstractmethod
    def worst(self, answer: Any) -> Any:
        """An expression on assets, of one on rows: the worst answer of the rows that belong to the asset."""


class Around(Subject):
    """Few rows that lie around many assets. How they stand does not depend on the asset: they are asked once,
    beforehand. (Asked within each asset's SQL, a page of one asset took six times as long.)

    Attributes:
        about: which assets stand on them at all, as a condition on assets.
        through: the rows by which they belong to assets; None: the assets' own columns tell.
    """

    about: Q
    through: Rows | None = None

    def ground(self, on: date) -> Hashable:
        """What lies where: looked up once, whatever is asked."""
        return None

    @abstractmethod
    def answer(self, stands: Stands, ground: Any) -> Any:
        """An expression on `through` (or assets): the worst verdict of what it leads to."""

    def worst(self, stands: Stands, ground: Any) -> Case:
        """An expression on assets: the worst verdict of the rows that the asset belongs to."""
        answer = self.answer(stands, ground)
        found = answer if self.through is None else worst_of_rows(self.through, answer)
        none = Value(Verdict.NOT_NEEDED.value)
        return Case(When(self.about, then=found), default=none, output_field=IntegerField())


class Assets(Own):
    """The assets themselves, each its own only row."""

    def rows(self) -> QuerySet[Any]:
        return Asset.objects.select_related("owner").order_by("pk")

    def worst(self, answer: Any) -> Any:
        return answer


@dataclass(frozen=True)
class Hanging(Rows, Own):
    """What hangs on one asset each: carriers, grants."""

    def rows(self) -> QuerySet[Any]:
        return self.all().order_by("pk")

    def worst(self, answer: Any) -> Any:
        return worst_of_rows(self, answer)


CARRIERS = Hanging("carriers", lambda: Carrier.objects.current().select_related("place", "device__holder", "system"))
GRANTS = Hanging("grants", lambda: Grant.objects.select_related("person", "department", "approved_by"))


class PeopleWithAccess(Around):
    """People, each belonging to the assets that they have access to: by name, or posted to a department on the list
    or to one below it."""

    about = Q(pk__isnull=False)
    through = GRANTS
    turn = Turn.LAST

    def rows(self) -> QuerySet[Any]:
        return Person.objects.order_by("code")

    def ground(self, on: date) -> Postings:
        rows = Posting.objects.filter(in_force(on)).order_by("pk")
        return on, tuple(rows.values_list("person", "department__path"))

    def answer(self, stands: Stands, ground: Postings) -> Case:
        on, postings = ground
        departments = _departments(stands, postings)

        def having(verdict: Verdict) -> Q:
            people = [person for person, found in stands.items() if found is verdict]
            return in_force(on) & (Q(person__in=people) | Q(department__in=departments[verdict]))

        return worst_of(having)

    def reached(self, assets: Sequence[int], on: date) -> Mapping[int, Collection[int]]:
        found: dict[int, set[int]] = defaultdict(set)
        for asset, person in _access(assets, on):
            found[person].add(asset)
        return found


@dataclass(frozen=True)
class TheCompany(Around):
    """The company as a whole. What is found of it stands at those assets that it is about."""

    about: Q
    turn = Turn.FIRST

    def rows(self) -> QuerySet[Any]:
        return Company.objects.order_by("pk")

    def answer(self, stands: Stands, ground: None) -> Value:
        return Value(max(stands.values(), default=Verdict.NOT_NEEDED).value)

    def reached(self, assets: Sequence[int], on: date) -> Mapping[int, Collection[int]]:
        return dict.fromkeys(_companies(), assets)


def worst_of(having: Callable[[Verdict], Q]) -> Case:
    """The worst verdict of which there is a row."""
    ordered = (Verdict.GAP, Verdict.UNKNOWN, Verdict.MET)
    whens = (When(having(verdict), then=Value(verdict.value)) for verdict in ordered)
    return Case(*whens, default=Value(Verdict.NOT_NEEDED.value), output_field=IntegerField())


def _departments(stands: Stands, postings: Iterable[tuple[int, str]]) -> dict[Verdict, set[int]]:
    """For each verdict, the departments in which, or below which, somebody with that verdict is posted."""
    found: dict[Verdict, set[int]] = {verdict: set() for verdict in Verdict}
    for person, path in postings:
        found[stands.get(person, Verdict.NOT_NEEDED)] |= {int(step) for step in path.split(".") if step}
    return found


def _access(assets: Sequence[int], on: date) -> Iterator[tuple[int, int]]:
    """(asset, person) for everybody who has access; two queries."""
    lines, posted = _granted(list(assets), on), defaultdict[str, list[int]](list)
    for path, person in _posted(on):
        posted[path].append(person)

    @cache
    def team(above: str) -> list[int]:
        return [person for path, people in posted.items() if path.startswith(above) for person in people]

    for asset, person, path in lines:
        yield from ((asset, each) for each in ([person] if person else team(path)))


def people_with_access(on: date, assets: Q, *, since: date | None = None) -> Q:
    """A condition on people: on the day they have access to one of the assets that `assets` (a condition on grants'
    `asset__…`) describes, and, if `since` is given, have had it since that day or longer."""
    begun = Q(from_on__lte=since) if since else Q()
    grants = Grant.objects.filter(in_force(on), begun, assets).order_by()
    listed = Department.objects.filter(Exists(grants.filter(department=OuterRef("pk")))).order_by()
    below = Department.objects.filter(Exists(listed.filter(lies_below("path", "path")))).order_by().values("pk")
    posted = Posting.objects.filter(in_force(on), begun, department__in=below).order_by().values("person")
    return Q(LookedUp(grants.filter(person=OuterRef("pk")))) | Q(pk__in=posted)
