"""People and departments: entering, moving, appointing. Nobody appoints themselves to anything."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from accounts.models import Department, Mandate, Person, Posting
from accounts.sight import Sight
from accounts.trees import path_of
from journal.acts import Act, act

LONGEST_EMERGENCY = 8  # hours


class OwnAppointment(Exception):
    """Somebody tried to give a right over the register to themselves."""


def enter(person: Person, department: Department | None, from_on: date, *, by: Sight) -> Person:
    """Enter somebody, with the department where they begin."""
    with act(by.person, "accounts.enter_person") as deed:
        deed.add(person)
        deed.name(person)
        if department is not None:
            deed.add(Posting(person=person, department=department, from_on=from_on))
    return person


def amend(row: Model, *, by: Sight) -> None:
    """Write what a form changed on a person or a firm."""
    with act(by.person, "accounts.amend", row) as deed:
        deed.save(row)


def add(row: Model, *, by: Sight) -> None:
    """Enter an outside firm."""
    with act(by.person, "accounts.add") as deed:
        deed.add(row)
        deed.name(row)


def move(person: Person, departments: Iterable[Department], from_on: date, *, by: Sight) -> None:
    """From that day on they work in these departments; what they were posted to before ends the day before."""
    wanted = {department.pk: department for department in departments}
    with act(by.person, "accounts.move", person) as deed:
        for posting in person.postings.current(from_on):
            if posting.department_id in wanted:
                wanted.pop(posting.department_id)
            elif posting.from_on >= from_on:
                deed.remove(posting)
            else:
                deed.change(posting, until_on=from_on - timedelta(days=1))
        deed.add_all(Posting(person=person, department=department, from_on=from_on) for department in wanted.values())


def settle(department: Department, *, by: Sight) -> None:
    """Write a department as a form filled it, with its place in the tree, and that of those below it.

    Raises:
        OwnAppointment: whoever writes it would become its manager or deputy.
    """
    before = Department.objects.filter(pk=department.pk).first()
    for post in ("manager_id", "deputy_id"):
        if by.person and getattr(department, post) == by.person.pk and getattr(before, post, None) != by.person.pk:
            raise OwnAppointment
    with act(by.person, f"accounts.{'amend' if before else 'add'}", department) as deed:
        if before:
            deed.save(department)
        else:
            deed.add(department)
            deed.name(department)
        replant(deed, department)


def replant(deed: Act, node: Any) -> None:
    """Bring the paths of a node and of everything under it into line with its parent."""
    old = node.path
    deed.change(node, path=path_of(node))
    if old and old != node.path:
        below = type(node).objects.filter(path__startswith=old).exclude(pk=node.pk)
        deed.change_all((each, {"path": node.path + each.path.removeprefix(old)}) for each in below)


def appoint(mandate: Mandate, *, by: Sight) -> Mandate:
    """Give a standing right over the register.

    Raises:
        OwnAppointment: to oneself.
    """
    if by.person is None or mandate.person_id == by.person.pk:
        raise OwnAppointment
    mandate.given_by = by.person
    with act(by.person, "accounts.appoint") as deed:
        deed.add(mandate)
        deed.name(mandate)
    return mandate


def dismiss(mandate: Mandate, *, by: Sight) -> None:
    """End a mandate: yesterday was its last day, or, if it began today, it never held. The emergency ends at once."""
    with act(by.person, "accounts.dismiss", mandate) as deed:
        if mandate.role == Mandate.Role.BREAK_GLASS:
            deed.change(mandate, until_at=timezone.now())
        elif mandate.from_on < by.on:
            deed.change(mandate, until_on=by.on - timedelta(days=1))
        else:
            deed.remove(mandate)


def break_glass(reason: str, hours: int, department: Department | None, *, by: Sight) -> Mandate:
    """Open the emergency door: whoever looks after sign-ins or leads a department reads, for hours, what the company
    (or one department) holds, sealed names excepted. The chief and the owners are shown it at once.

    Args:
        reason: in words; told to the chief and the owners.
        hours: one to LONGEST_EMERGENCY.
        department: it and those below it; None: the whole company.

    Raises:
        ValueError: no reason, or too many hours.
    """
    if not reason.strip() or not 1 <= hours <= LONGEST_EMERGENCY:
        raise ValueError("reason" if not reason.strip() else "hours")
    mandate = Mandate(
        person=by.person,
        role=Mandate.Role.BREAK_GLASS,
        department=department,
        from_on=by.on,
        until_at=timezone.now() + timedelta(hours=hours),
        given_by=by.person,
        reason=reason.strip(),
    )
    with act(by.person, "accounts.break_glass") as deed:
        deed.add(mandate)
        deed.name(mandate)
    return mandate
