"""Plain functions that make rows, complete enough to meet every rule unless a test says otherwise."""

import base64
import hmac
import struct
import time
from datetime import date, timedelta
from itertools import count
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Delegation, Department, Mandate, Person, Place, Pledge, Posting, Training, User
from accounts.querysets import today
from accounts.trees import path_of
from assets.kinds import Kind, State
from assets.models import Asset, Carrier, Device, Grant, GrantReview, Holding, Judgement, System
from classification.criteria import CODES
from classification.handling import in_force
from classification.levels import Level
from classification.models import Acknowledgement
from files.models import Blob
from files.storing import keep

_numbers = count(1)
PASSWORD = "correct horse battery"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def department(code: str, parent: Department | None = None, **facts: Any) -> Department:
    made = Department.objects.create(**{"code": code, "name": code, "parent": parent} | facts)
    made.path = path_of(made)
    made.save()
    return made


def place(code: str, parent: Place | None = None, **facts: Any) -> Place:
    made = Place.objects.create(**{"code": code, "name": code, "parent": parent} | facts)
    made.path = path_of(made)
    made.save()
    return made


def person(name: str, department: Department | None = None, **facts: Any) -> Person:
    made = Person.objects.create(**{"code": f"P{next(_numbers):03}", "name": name} | facts)
    if department:
        Posting.objects.create(person=made, department=department, from_on=date(2020, 4, 1))
    return made


def user(person: Person | None, username: str, *, read: bool = True, factor: bool = True, **facts: Any) -> User:
    """A sign-in; its person has confirmed the handling rules of every level unless `read` is False.

    With a second factor, as the company asks it of many; `factor=False`: with a password alone.
    """
    if person is not None and read:
        acknowledged(person)
    made = User(username=username, person=person, **facts)
    made.set_password(PASSWORD)
    made.save()
    if factor:
        app(made)
    return made


def app(user: User) -> Authenticator:
    """The authenticator app on somebody's telephone; `code()` is what it shows."""
    return Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": encrypt(SECRET)})


def signed_in(client: Client, user: User) -> None:
    """As if through the page, a moment ago: what matters is open without being asked again."""
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def code(secret: str = SECRET, at: float | None = None) -> str:
    """The six digits of a moment (RFC 6238)."""
    moved = struct.pack(">Q", int((time.time() if at is None else at) // 30))
    digest = hmac.digest(base64.b32decode(secret), moved, "sha1")
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def mandate(person: Person, role: str, **facts: Any) -> Mandate:
    """A mandate since long ago; an emergency one for the next hour."""
    defaults: dict[str, Any] = {"person": person, "role": role, "from_on": date(2020, 4, 1)}
    if role == Mandate.Role.BREAK_GLASS:
        defaults |= {"until_at": timezone.now() + timedelta(hours=1), "reason": "the owner cannot be reached"}
    return Mandate.objects.create(**defaults | facts)


def delegation(giver: Person, to: Person, **facts: Any) -> Delegation:
    """Another decides in somebody's name, since yesterday and for a week."""
    dates = {"from_on": today() - timedelta(days=1), "until_on": today() + timedelta(days=7)}
    return Delegation.objects.create(**{"giver": giver, "to": to, "reason": "on a trip"} | dates | facts)


def pledge(person: Person, **facts: Any) -> Pledge:
    """A pledge on joining, signed long ago, without end."""
    return Pledge.objects.create(**{"person": person, "kind": "ENTRY", "signed_on": date(2020, 4, 1)} | facts)


def training(person: Person, **facts: Any) -> Training:
    return Training.objects.create(**{"person": person, "topic": "Handling of secrets", "on": today()} | facts)


def acknowledged(person: Person, *levels: Level, **facts: Any) -> None:
    """The person has confirmed the handling rules of these levels (or of all), in the version that is in force."""
    rules = in_force()
    for level in levels or (Level.INTERNAL, Level.SECRET, Level.TOP_SECRET):
        defaults = {"version": rules[level].version, "at": timezone.now()}
        Acknowledgement.objects.create(**{"person": person, "level": level} | defaults | facts)


def blob(data: bytes = b"%PDF-1.7 signed", name: str = "scan.pdf") -> Blob:
    return keep(SimpleUploadedFile(name, data))


def asset(name: str = "curves", level: Level | None = Level.SECRET, **facts: Any) -> Asset:
    """An asset in force of that level; a candidate for None."""
    state = State.ACTIVE if level is not None else State.CANDIDATE
    since = today() - timedelta(days=60)
    dates = {"registered_on": since, "approved_on": since if level is not None else None, "levelled_on": since}
    defaults = {"name": name, "kind": Kind.PAP, "state": state, "level": level, "owned_from": since} | dates
    return Asset.objects.create(**defaults | facts)


def carrier(asset: Asset, **facts: Any) -> Carrier:
    """A locked, labelled, restricted, encrypted one at a known place."""
    defaults = {
        "kind": Kind.PAP,
        "location": "cabinet 1",
        "locked": True,
        "access_control": "FOLDER",
        "encrypted": True,
        "label": asset.level,
    }
    return Carrier.objects.create(**{"asset": asset} | defaults | facts)


def _looked_after() -> dict[str, Any]:
    number, later = f"N-{next(_numbers):03}", today() + timedelta(days=900)
    checked = {"antivirus": True, "antivirus_checked_on": today(), "updated_on": today(), "support_ends_on": later}
    return {"code": number, "name": "box", "network": "ISOLATED", "encrypted": True} | checked


def device(**facts: Any) -> Device:
    """A PC of the company, looked after today."""
    defaults = {"kind": "PC", "private": False, "remote_wipe": True}
    return Device.objects.create(**_looked_after() | defaults | facts)


def system(**facts: Any) -> System:
    """An in-house server, looked after today."""
    defaults: dict[str, Any] = {"kind": "OWN", "shared_ids": False, "mfa": True, "rights_reviewed_on": today()}
    defaults |= {"logs_kept": True, "logs_months": 12, "logs_reviewed_on": today()}
    defaults |= {"terms_secret": True, "terms_no_reuse": True, "terms_checked_on": today()}
    return System.objects.create(**_looked_after() | defaults | facts)


def grant(asset: Asset, whom: Person | Department, **facts: Any) -> Grant:
    to = {"person": whom} if isinstance(whom, Person) else {"department": whom}
    if "approved_by" not in facts:
        facts["approved_by"] = Person.objects.get_or_create(code="P000", defaults={"name": "承認 者"})[0]
    return Grant.objects.create(
        **{"asset": asset, "purpose": "work", "from_on": today() - timedelta(days=30)} | to | facts
    )


def review(asset: Asset, by: Person | None = None, on: date | None = None) -> GrantReview:
    return GrantReview.objects.create(asset=asset, by=by, on=on or today())


def holding(asset: Asset, person: Person, **facts: Any) -> Holding:
    return Holding.objects.create(asset=asset, person=person, **facts)


def judgement(asset: Asset, by: Person, level: Level = Level.SECRET, **facts: Any) -> Judgement:
    scores = dict.fromkeys(CODES, {0: 0, 10: 1, 20: 2, 30: 3}[level])
    defaults = {"on": today(), "scores": scores, "suggested": level, "level": level}
    return Judgement.objects.create(**{"asset": asset, "by": by} | defaults | facts)
