"""One-time links: with one, somebody chooses a sign-in name and a password, or a new password. Nobody signs up.

A link never skips the second factor: whoever has one is asked for it at the next sign-in like before.
"""

import hashlib
import secrets
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Invitation, Person, User
from accounts.signing import sessions
from journal.acts import act

LASTS = timedelta(days=7)


class NotInvited(Exception):
    """The person cannot be invited, or the link no longer works."""


class NameTaken(Exception):
    """Somebody took this sign-in name a moment ago."""


def hash_of(code: str) -> str:
    """What is kept of a code."""
    return hashlib.sha256(code.strip().lower().encode()).hexdigest()


def console_code() -> str:
    """A new code for the first visit; any earlier one stops working."""
    code = "-".join(secrets.token_hex(2) for _ in range(4))
    Invitation.objects.filter(person=None, used_at=None).delete()
    Invitation.objects.create(code_hash=hash_of(code))
    return code


def may_be_invited(person: Person) -> bool:
    """Those who work here and whose sign-in is not switched off."""
    switched_off = User.objects.filter(person=person, is_active=False)
    return person.is_employed() and not switched_off.exists()


def invite(person: Person, by: Person | None) -> str:
    """A new link's code for this person; an earlier one stops working.

    Raises:
        NotInvited: they have left, or their sign-in is switched off.
    """
    code = secrets.token_hex(20)
    with act(by, "accounts.invite", person) as deed:
        person = Person.objects.select_for_update().get(pk=person.pk)  # one link at a time, whoever makes it
        if not may_be_invited(person):
            raise NotInvited
        for earlier in Invitation.objects.waiting().filter(person=person):
            deed.change(earlier, withdrawn_at=timezone.now())
        deed.add(Invitation(code_hash=hash_of(code), person=person, by=by, expires_at=timezone.now() + LASTS))
    return code


def withdraw(person: Person, by: Person | None) -> bool:
    """Stop the person's link; says whether there was one."""
    with act(by, "accounts.withdraw_invitation", person) as deed:
        waiting = list(Invitation.objects.waiting().filter(person=person))
        for each in waiting:
            deed.change(each, withdrawn_at=timezone.now())
    return bool(waiting)


def invitation_of(code: str) -> Invitation | None:
    """The open invitation of a person with this code; None for every other, whatever the reason."""
    found = Invitation.objects.open().filter(code_hash=hash_of(code), person__isnull=False)
    invitation = found.select_related("person").first()
    return invitation if invitation and invitation.person and may_be_invited(invitation.person) else None


def accept(invitation: Invitation, username: str, password: str) -> User:
    """Use the link, once: make the sign-in, or give the existing one this password and end its sessions.

    Raises:
        NotInvited: somebody was faster, or the time is up.
        NameTaken: somebody else has just taken the sign-in name; the link still works.
    """
    person = invitation.person
    if person is None:
        raise NotInvited
    with act(person, "accounts.accept_invitation", person) as deed:
        now = timezone.now()
        if not Invitation.objects.open(now).filter(pk=invitation.pk).update(used_at=now):
            raise NotInvited
        deed.record(invitation, {"used_at": (None, now.isoformat())})
        user = User.objects.filter(person=person).first() or User(username=username, person=person)
        user.set_password(password)
        _save(user)
        deed.facts["sign_in"] = user.pk
        sessions.end(user, person)
    return user


def _save(user: User) -> None:
    """Not through the act: a hash has no place in the journal."""
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise NameTaken from error
