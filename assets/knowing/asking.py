"""Asking for access by what one needs, without knowing any name; and the answer: a grant, or a reason why not."""

from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import Department
from accounts.sight import Sight
from assets.knowing import access
from assets.models import AccessRequest, Asset, Grant
from assets.rights import granted_by
from journal.acts import act


class Answered(Exception):
    """Somebody has answered it already, or it is not theirs to answer."""


class NotTheirs(Exception):
    """No asset of this code is theirs to give access to: hidden, missing or somebody else's, it is all one."""


def ask(need: str, department: Department | None, *, by: Sight) -> AccessRequest:
    """Say what one needs, and for what."""
    request = AccessRequest(asked_by=by.person, asked_at=timezone.now(), need=need.strip(), department=department)
    with act(by.person, "assets.ask") as deed:
        deed.add(request)
        deed.name(request)
    return request


def give(request: AccessRequest, code: str, purpose: str, until_on: date | None, *, by: Sight) -> access.Line:
    """Put who asked on the access list of an asset that the answerer chooses; of a top secret the line, and with it
    the answer, waits for the second of two.

    Raises:
        NotTheirs: that asset is not theirs to give.
        Answered: the request is not open to them (any more).
    """
    mine = Asset.objects.seen_by(by).named_to(by).filter(granted_by(by)).kept()
    with act(by.person, "assets.answer", request) as deed:
        asset = mine.filter(code=code.strip().upper()).first()
        if asset is None:
            raise NotTheirs
        _claim(request, AccessRequest.State.GIVEN, by, asset=asset)
        grant = Grant(asset=asset, person=request.asked_by, purpose=purpose, from_on=by.on, until_on=until_on)
        grant.asked_by = request.asked_by
        line = access.give(grant, by=by)
        if isinstance(line, Grant):
            answer: dict[str, Any] = {"grant": line}
        else:
            answer = {"state": AccessRequest.State.PASSED_ON, "proposal": line}
        AccessRequest.objects.filter(pk=request.pk).update(**answer)
        state = str(answer.get("state", AccessRequest.State.GIVEN))
        deed.record(request, {"state": ("OPEN", state), "asset": (None, asset.pk), "grant": (None, grant.pk)})
    return line


def refuse(request: AccessRequest, reason: str, *, by: Sight) -> None:
    """Say no, and why.

    Raises:
        ValueError: no reason was given.
        Answered: the request is not open to them (any more).
    """
    if not reason.strip():
        raise ValueError("reason")
    with act(by.person, "assets.answer", request) as deed:
        _claim(request, AccessRequest.State.REFUSED, by, reason=reason.strip())
        deed.record(request, {"state": ("OPEN", "REFUSED"), "reason": ("", reason.strip())})


def _claim(request: AccessRequest, state: AccessRequest.State, by: Sight, **values: object) -> None:
    """Of two who answer at once, one does."""
    theirs = AccessRequest.objects.open().answered_by(by).filter(pk=request.pk).values("pk")
    answer = {"state": state, "answered_by": by.person, "answered_at": timezone.now(), **values}
    if not AccessRequest.objects.filter(pk__in=list(theirs.values_list("pk", flat=True)), state="OPEN").update(
        **answer
    ):
        raise Answered
