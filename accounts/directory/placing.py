"""Places: entering, amending, moving, closing and opening again.

None is ever deleted: whether a place could be would tell whether something hidden stands there.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from django.db.models import QuerySet

from accounts.directory.staffing import replant
from accounts.models import Department, Mandate, Person, Place, holders
from accounts.opened import ChangedMeanwhile
from accounts.sight import Sight
from journal.acts import act, name_of
from journal.models import Change, Entry

Role = Mandate.Role
ASKED: Final = 3  # so many names are read at a glance


class InsideItself(Exception):
    """A place was to be moved into what lies inside it."""


class OwnReach(Exception):
    """Somebody tried to move a place to where their own mandate reaches."""


class ClosedAround(Exception):
    """What lies around the place is closed."""


class TwoOfOneName(Exception):
    """Two places of one name would be in use beside each other; its argument is one of them."""


def keeps_places(sight: Sight, administers: bool) -> bool:
    """Who amends, moves and closes places: the chief, stewards, and whoever looks after the sign-ins."""
    return sight.person is not None and (administers or sight.holds(Role.CHIEF, Role.STEWARD))


def adds_places(sight: Sight, administers: bool) -> bool:
    """Who enters one: those who keep them, and who leads a department, inside a place that is there already."""
    return keeps_places(sight, administers) or (sight.person is not None and bool(sight.leads))


@dataclass(frozen=True)
class Unlisted:
    """What somebody can do whose place is not among the choices: add it, or ask these."""

    adds: bool
    whom: tuple[Person, ...] = ()


def unlisted(sight: Sight, administers: bool) -> Unlisted:
    """The nearest first: who leads the own department, then stewards, the chief, whoever looks after the sign-ins."""
    if adds_places(sight, administers):
        return Unlisted(adds=True)
    near = dict.fromkeys(person for person in _who_add(sight) if person != sight.person)
    return Unlisted(adds=False, whom=tuple(islice(near, ASKED)))


def _who_add(sight: Sight) -> Iterator[Person]:
    own = Department.objects.filter(pk__in=sight.belongs).order_by("-path").select_related("manager")
    yield from [each.manager for each in own if each.manager and each.manager.is_employed(sight.on)][:1]
    for role in (Role.STEWARD, Role.CHIEF):
        wide = holders(role, sight.on, mandates__department=None, mandates__place=None)
        yield from (person for person in wide if person.is_employed(sight.on))
    yield from Person.objects.employed(sight.on).filter(user__is_staff=True, user__is_active=True)


def add(place: Place, *, by: Sight) -> Place:
    """Enter a place; without a code it gets the next free one of where it lies."""
    with act(by.person, "accounts.add_place") as deed:
        place.code = place.code or free_code(place.parent)
        deed.add(place)
        deed.name(place)
        replant(deed, place)
    return place


def amend(place: Place, *, by: Sight, unless: Callable[[], bool] = bool) -> None:
    """Write what a form changed of a place; where it was moved, everything inside goes with it.

    Args:
        place: as the form filled it.
        by: who amends it.
        unless: was it changed since the form was opened? Asked when nobody else can write it any more.

    Raises:
        ChangedMeanwhile: it was.
        InsideItself: it would lie inside what lies inside it.
        OwnReach: by moving it, whoever moves it would get to see what stands there.
    """
    before = Place.objects.get(pk=place.pk)
    moved = place.parent_id != before.parent_id
    with act(by.person, "accounts.move_place" if moved else "accounts.amend_place", place) as deed:
        _lock(Place.objects.all() if moved else Place.objects.filter(pk=place.pk))
        if unless():
            raise ChangedMeanwhile
        if moved:
            _may_move(place, before, by)
        deed.save(place)
        replant(deed, place)


def _lock(places: QuerySet[Place]) -> None:
    """One move after another: two at once could put each of two places into the other."""
    list(places.select_for_update().order_by("pk").values_list("pk"))


def _may_move(place: Place, before: Place, by: Sight) -> None:
    place.parent = Place.objects.get(pk=place.parent_id) if place.parent_id else None
    if place.parent and place.parent.path.startswith(before.path):
        raise InsideItself
    if place.parent and _is_reached_anew(before.path, place.parent.path, by):
        raise OwnReach


def _is_reached_anew(old: str, new: str, by: Sight) -> bool:
    """Would a mandate of one's own reach a place there, today or later, that none reaches already for as long?"""
    own = list(Mandate.objects.filter(person=by.person).not_over(by.on).select_related("place"))
    return any(
        mandate.reaches(new) and not any(each.reaches(old) and each.outlasts(mandate, by.on) for each in own)
        for mandate in own
        if not mandate.reaches(old)
    )


def close(place: Place, *, by: Sight) -> None:
    """From today on it is offered nowhere, nor is what lies inside it; what is said to stand there stays as it is."""
    with act(by.person, "accounts.close_place", place) as deed:
        rows = Place.objects.in_use().below([place])
        deed.change_all((row, {"closed_on": by.on}) for row in rows)


def reopen(place: Place, *, by: Sight) -> None:
    """It is in use again, with what was closed together with it.

    Raises:
        ClosedAround: it lies in a place that is closed.
        TwoOfOneName: something beside it bears its name by now.
    """
    if place.parent and place.parent.closed_on:
        raise ClosedAround
    with act(by.person, "accounts.reopen_place", place) as deed:
        _lock(Place.objects.all())
        rows = _closed_together(place)
        names = Counter((row.parent_id, row.name) for row in [*rows, *Place.objects.in_use()])
        for row in rows:
            if names[row.parent_id, row.name] > 1:
                raise TwoOfOneName(row)
        deed.change_all((row, {"closed_on": None}) for row in rows)


def _closed_together(place: Place) -> list[Place]:
    """The place and what lies inside it and was closed in the same go; on that day others may have been, too."""
    rows = list(Place.objects.below([place]).filter(closed_on=place.closed_on))
    closings = Entry.objects.filter(verb="accounts.close_place").values("act")
    found = Change.objects.filter(row__in=[name_of(row) for row in rows], act__in=closings)
    last = dict(found.order_by("pk").values_list("row", "act"))
    return [row for row in rows if last.get(name_of(row)) == last.get(name_of(place))]


def once_called(code: str, among: QuerySet[Place]) -> str | None:
    """The code by now of that of some places which had this one last; None where one of them has it now.

    What others there are changes nothing, not even how many queries it takes. The journal is asked by its rows and put
    in order here: to read it backwards until something fits is to read all of it.
    """
    known = {f"{Place._meta.label_lower}:{pk}": now for pk, now in among.order_by().values_list("pk", "code")}
    if not known:
        return None
    changed = Change.objects.filter(row__in=known, values__code__0=code).order_by()
    last = max(changed.values_list("pk", "row"), default=None)
    return known[last[1]] if last and code not in known.values() else None


def free_code(inside: Place | None) -> str:
    """A code that no place has: that of the place around it and the next number."""
    stem = f"{inside.code[:15]}-" if inside else "S"
    taken = set(Place.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for n in range(1, len(taken) + 2) if (code := f"{stem}{n}") not in taken)
