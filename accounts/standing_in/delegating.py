"""Naming somebody who decides in one's name for some days, and ending that."""

from datetime import date, timedelta

from accounts.models import Delegation, Person
from accounts.sight import Role, Sight
from journal.acts import act

LONGEST = timedelta(days=366)


class NotYours(Exception):
    """They decide on nothing that another could decide in their name."""


def may_delegate(sight: Sight) -> bool:
    """Those who decide: managers and deputies, the chief, executives. What was delegated is not passed on."""
    return sight.person is not None and (bool(sight.leads) or sight.holds(Role.CHIEF, Role.EXECUTIVE))


def delegate(to: Person, from_on: date, until_on: date, reason: str, *, by: Sight) -> Delegation:
    """Name somebody who decides in one's name.

    Raises:
        NotYours: there is nothing to delegate.
        ValueError: to oneself, for too long, backwards, or without a reason.
    """
    if not may_delegate(by) or by.person is None:
        raise NotYours
    if to == by.person or not from_on <= until_on <= from_on + LONGEST or not reason.strip():
        raise ValueError("delegation")
    row = Delegation(giver=by.person, to=to, from_on=from_on, until_on=until_on, reason=reason.strip())
    with act(by.person, "accounts.delegate") as deed:
        deed.add(row)
        deed.name(row)
    return row


def end(delegation: Delegation, *, by: Sight) -> None:
    """End it: yesterday was its last day, or, if it began today or later, it never held.

    Raises:
        NotYours: neither who gave it nor the chief.
    """
    if by.person is None or not (delegation.giver == by.person or by.holds(Role.CHIEF)):
        raise NotYours
    with act(by.person, "accounts.end_delegation", delegation) as deed:
        if delegation.from_on < by.on:
            deed.change(delegation, until_on=by.on - timedelta(days=1))
        else:
            deed.remove(delegation)
