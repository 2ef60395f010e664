"""What the loop looks up once: who works where, may know what, has signed what; and where twins are entered."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from accounts.models import Company, LeaverCase, Mandate, Person, Pledge, Posting, Training
from assets.kinds import State
from assets.models import Asset, Grant
from classification.models import Acknowledgement
from measures.asking.asked import months_before
from measures.rule_texts import rule_texts
from measures.verdicts import Verdict

MET, UNKNOWN, GAP, NOT_NEEDED = Verdict.MET, Verdict.UNKNOWN, Verdict.GAP, Verdict.NOT_NEEDED


class World:
    """What does not hang on one asset, read once; and what was answered about people, once for each."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.company = Company.objects.first()
        self.headcount = self.company.headcount if self.company else None
        self.people = {person.pk: person for person in Person.objects.all()}
        rows = Posting.objects.current(on).select_related("department")
        self.postings = [(row.department.path, row.person_id, row.from_on) for row in rows]
        self.answered: dict[tuple[str, int], Verdict] = {}
        self._below: dict[str, list[tuple[int, date]]] = {}

    def below(self, path: str) -> list[tuple[int, date]]:
        """Who is posted to a department or below it, and since when."""
        if path not in self._below:
            self._below[path] = [(person, since) for where, person, since in self.postings if where.startswith(path)]
        return self._below[path]

    def listed(self, asset: Any) -> set[int]:
        """Everybody whom an asset's access list lets in."""
        found: set[int] = set()
        for grant in asset.grants.all():
            if holds(grant, self.on):
                found |= {grant.person_id} if grant.person_id else {p for p, _ in self.below(grant.department.path)}
        return found

    @cached_property
    def grants(self) -> list[Any]:
        used = Asset.objects.in_force()
        return list(Grant.objects.current(self.on).filter(asset__in=used).select_related("asset", "department"))

    @cached_property
    def levels(self) -> dict[int, set[int]]:
        """For each person the levels of which they may know something."""
        return self._levels(self.grants, None)

    def long_levels(self, since: date) -> dict[int, set[int]]:
        """The same of access that began by a day."""
        return self._levels((grant for grant in self.grants if grant.from_on <= since), since)

    def _levels(self, grants: Iterable[Any], since: date | None) -> dict[int, set[int]]:
        paths: dict[str, set[int]] = defaultdict(set)
        found: dict[int, set[int]] = defaultdict(set)
        for grant in grants:
            if grant.person_id:
                found[grant.person_id].add(grant.asset.level)
            else:
                paths[grant.department.path].add(grant.asset.level)
        for path, levels in paths.items():
            for person, begun in self.below(path):
                if since is None or begun <= since:
                    found[person] |= levels
        return found

    @cached_property
    def pledges(self) -> dict[int, list[Any]]:
        return by_person(Pledge.objects.all())

    @cached_property
    def trainings(self) -> dict[int, list[Any]]:
        return by_person(Training.objects.all())

    @cached_property
    def confirmed(self) -> dict[int, list[Any]]:
        return by_person(Acknowledgement.objects.all())

    @cached_property
    def cases(self) -> dict[int, list[Any]]:
        return by_person(LeaverCase.objects.filter(withdrawn=False))

    @cached_property
    def mandates(self) -> dict[int, list[Any]]:
        return by_person(Mandate.objects.filter(from_on__lte=self.on))

    @cached_property
    def own_grants(self) -> dict[int, list[Any]]:
        kept = Grant.objects.current(self.on).filter(person__isnull=False).exclude(asset__state=State.RETIRED)
        return by_person(kept)

    @cached_property
    def in_charge(self) -> set[int]:
        """Who owns or keeps anything."""
        rows = Asset.objects.kept().order_by().values_list("owner", "custodian")
        return {person for row in rows for person in row if person}


def by_person(rows: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found


type Twin = Callable[[Any, World], Verdict]
ASK: dict[str, Twin] = {}


def number(id: str, name: str) -> Any:
    """A threshold as Kura proposes it."""
    return rule_texts()[id].thresholds[name]


def twin(id: str) -> Callable[[Twin], Twin]:
    """Enter the function below as the twin of a rule that is asked of assets."""

    def enter(ask: Twin) -> Twin:
        ASK[id] = ask
        return ask

    return enter


def twin_of_each(id: str, rows: Callable[[Any, World], Iterable[Any]]) -> Callable[[Twin], Twin]:
    """Enter it as the twin of a rule that is asked of the rows of an asset: the worst counts."""

    def enter(ask: Twin) -> Twin:
        ASK[id] = lambda asset, world: max((ask(row, world) for row in rows(asset, world)), default=NOT_NEEDED)
        return ask

    return enter


def answer(known: Any, met: Any) -> Verdict:
    return UNKNOWN if not known else MET if met else GAP


def holds(row: Any, on: date) -> bool:
    return row.from_on <= on and (row.until_on is None or row.until_on >= on)


def from_level(asset: Any, level: int) -> bool:
    return asset.state != State.RETIRED and asset.level is not None and asset.level >= level


def ago(world: World, months: int) -> date:
    return months_before(world.on, months)


def days_ago(world: World, days: int) -> date:
    return world.on - timedelta(days=days)
