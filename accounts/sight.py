"""What a person's place in the company lets them reach: worked out once, asked by every rule.

This is the person's half of the visibility rule (the other half, on assets, is `assets.visibility`).
"""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils import timezone

from accounts.models import Company, Delegation, Department, Mandate, Person, Place, Posting, User
from accounts.prepared import Prepared
from accounts.querysets import today
from accounts.trees import above, below

Role = Mandate.Role
WAYS = ("decide_within", "escalate_after", "self_approval")
SMALL = Q(headcount__lt=6)  # fewer than six people: nobody else may be there to approve (ACC-09)
ALLOWED = ExpressionWrapper(SMALL & Q(self_approval_since__isnull=False), BooleanField())

# What every request asks of whoever sent it.
_company: Prepared[Any] = Prepared(
    lambda: Company.objects.order_by("pk").annotate(self_approval=ALLOWED).values(*WAYS)[:1]
)
_departments: Prepared[Any] = Prepared(
    lambda: Department.objects.order_by().values_list("pk", "path", "manager", "deputy")
)
_places: Prepared[Any] = Prepared(lambda: Place.objects.order_by().values_list("pk", "path"))
_postings: Prepared[Any] = Prepared(
    lambda of, on: Posting.objects.current(on).filter(person=of).order_by().values_list("department", flat=True),
    int,
    date,
)
_mandates: Prepared[Mandate] = Prepared(
    lambda person, on, at: Mandate.objects.current(on, at).filter(person=person).select_related("department", "place"),
    int,
    date,
    datetime,
)
_given: Prepared[Delegation] = Prepared(
    lambda to, on: Delegation.objects.current(on).filter(to=to).select_related("giver"), int, date
)


@dataclass(frozen=True)
class Sight:
    """A person on a day: ids of what they belong to, lead, or hold a mandate over.

    `person` is None for whoever is nobody: not signed in, without a person, or gone.
    """

    person: Person | None
    on: date
    belongs: frozenset[int] = frozenset()  # own departments and those above
    leads: frozenset[int] = frozenset()  # departments managed or deputised, and those below
    covered: frozenset[int] = frozenset()  # departments under a mandate
    places: frozenset[int] = frozenset()  # places under a mandate
    everything: bool = False  # a mandate for the whole company
    roles: frozenset[str] = frozenset()  # roles held for the whole company
    mandates: tuple[Mandate, ...] = field(default=(), repr=False)
    decide_within: int = 7  # days to decide on what waits, as the company has it
    escalate_after: int = 14  # days after which it goes to the next above, too
    self_approval: bool = False  # has the company, a small firm, allowed it?
    stands_in: tuple["Sight", ...] = field(default=(), repr=False)  # in whose name they decide today
    _made: dict[Hashable, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    @property
    def is_wide(self) -> bool:
        """Does the person see whole departments or places, and with them a good part of the register?"""
        return bool(self.leads or self.covered or self.places)

    def once[T](self, name: Hashable, make: Callable[[], T]) -> T:
        """What is made of this sight under this name: when it is first needed, and kept as long as the sight."""
        if name not in self._made:
            self._made[name] = make()
        return self._made[name]

    def holds(self, *roles: str) -> bool:
        """Does the person hold one of these roles for the whole company?"""
        return bool(self.roles.intersection(roles))


def sight_of(user: User | AnonymousUser | None, on: date | None = None) -> Sight:
    """The sight of whoever is signed in; remembered on the user for the rest of the request."""
    on = on or today()
    known: dict[date, Sight] = user.__dict__.setdefault("_sights", {}) if user is not None else {}
    if on not in known:
        known[on] = person_sight(getattr(user, "person", None) if _may_sign_in(user) else None, on)
    return known[on]


def administers(user: Any) -> bool:
    """Do they look after sign-ins and settings? By that alone nobody reads a secret."""
    return bool(getattr(user, "is_staff", False))


def _may_sign_in(user: Any) -> bool:
    return user is not None and user.is_authenticated and user.is_active


def person_sight(person: Person | None, on: date | None = None) -> Sight:
    """The sight of a person on a day; five small queries, whatever the size of the register, and four more for each
    in whose name the person decides; one more for places."""
    own = own_sight(person, on or today())
    if own.person is None:
        return own
    names = (own_sight(delegation.giver, own.on) for delegation in _given(own.person.pk, own.on))
    return replace(own, stands_in=tuple(name for name in names if name.person is not None))


def own_sight(person: Person | None, on: date) -> Sight:
    """What a person may reach and decide in their own name."""
    if person is None or not person.is_employed(on):
        return Sight(person=None, on=on)
    mandates = tuple(_mandates(person.pk, on, timezone.now()))
    departments = _departments()
    paths = {pk: path for pk, path, _manager, _deputy in departments}
    led = [pk for pk, _path, manager, deputy in departments if person.pk in (manager, deputy)]
    wide = [m for m in mandates if m.department_id is None and m.place_id is None]
    leads = below(paths, led)
    return Sight(
        **(_company.first() or {}) if leads or wide else {},
        person=person,
        on=on,
        belongs=above(paths, _postings(person.pk, on)),
        leads=leads,
        covered=below(paths, (m.department_id for m in mandates if m.department_id)),
        places=_places_below(m.place_id for m in mandates if m.place_id),
        everything=bool(wide),
        roles=frozenset(m.role for m in wide),
        mandates=mandates,
    )


def asked_again(sight: Sight) -> Sight:
    """The same person's sight as it is by now: for what was to be decided once a lock was held."""
    return person_sight(Person.objects.filter(pk=sight.person.pk).first() if sight.person else None, sight.on)


def _places_below(roots: Iterable[int]) -> frozenset[int]:
    roots = list(roots)
    return below(dict(_places()), roots) if roots else frozenset()
