"""Erasing what is personal about somebody who has left: the name goes, the number stays, the journal stays whole.

The journal holds personal values only as keyed hashes; the values lie beside it, in Private, and are deleted here.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from accounts.models import Person, User
from accounts.signing import links
from journal.acts import act, name_of
from journal.chain import hash_private
from journal.models import Change, Private


class StillHere(Exception):
    """The last day of this person has not passed."""


def erase(person: Person, *, by: Person | None) -> int:
    """Take name and personal values of somebody who left out of the register and out of the journal's store.

    Values that stand in somebody else's Changes too (namesakes) are kept for these.

    Returns:
        how many personal values were deleted.

    Raises:
        StillHere: they have not left.
    """
    if person.is_employed():
        raise StillHere
    with act(by, "accounts.erase", person) as deed:
        keys = _keys_of(person) - _keys_of_others(person)
        before = {name: getattr(person, name) for name in person.journal_private}
        person.name, person.name_en = f"(erased {person.code})", ""
        person.save(update_fields=[*person.journal_private])
        after = {"name": person.name, "name_en": ""}
        deed.record(person, {name: (_hashed(before[name]), after[name]) for name in before})
        for user in User.objects.filter(person=person):
            links.cut(user, by)
        User.objects.filter(person=person).update(username=f"erased-{person.pk}", email="", is_active=False)
        deleted, _each = Private.objects.filter(pk__in=keys).delete()
    return deleted


def _hashed(value: str) -> Any:
    """A value as the chain refers to it, without keeping it."""
    return {"private": hash_private(value)} if value else value


def _rows_of(person: Person) -> list[str]:
    """What the journal calls the person, and their sign-in."""
    return [name_of(row) for row in (person, *User.objects.filter(person=person))]


def _keys_of(person: Person) -> set[str]:
    """The keys of every personal value that the journal holds about somebody."""
    changes = Change.objects.filter(row__in=_rows_of(person)).values_list("values", flat=True)
    return {key for values in changes for key in _private(values)}


def _keys_of_others(person: Person) -> set[str]:
    """The keys that anybody else's Changes need, and those of names that others bear today."""
    of_people = Q(row__startswith="accounts.person:") | Q(row__startswith="accounts.user:")
    changes = Change.objects.filter(of_people).exclude(row__in=_rows_of(person))
    found = {key for values in changes.values_list("values", flat=True).iterator() for key in _private(values)}
    borne = [*Person.objects.exclude(pk=person.pk).values_list(*Person.journal_private)]
    borne += User.objects.exclude(person=person).values_list(*User.journal_private)
    return found | {hash_private(name) for names in borne for name in names if name}


def _private(values: dict[str, Any]) -> Iterator[str]:
    for pair in values.values():
        for value in pair:
            if isinstance(value, dict) and "private" in value:
                yield value["private"]
