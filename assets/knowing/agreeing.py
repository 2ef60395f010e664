"""Of a top secret it takes two: one who gives access, and the chief, who agrees. Until both have said yes a line is no
grant and opens nothing (handbook.md 7.2).

Nobody agrees to their own line, be it that they gave it or that it names them: of the chief's own lines the second is
an executive. Lines from the time before an asset became a top secret stay in force, and wait to be confirmed.
"""

from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import F, Q, QuerySet

from accounts.sight import Sight, asked_again
from assets.models import AccessRequest, Asset, Grant, GrantProposal
from assets.rights import NONE, Role, chiefs
from classification.levels import Level
from journal.acts import Act, act

DAY = timedelta(days=1)
PROPOSED_BY_NOBODY = Q(proposed_by=None)


class NotWaiting(Exception):
    """It waits no longer, or not for this person: somebody was faster, or rights changed."""


class Over(Exception):
    """The last day of the line has passed while it waited: there is nothing left to agree to."""


def unagreed() -> Q:
    """Lines in force to which, at the level that their asset has now, no second has agreed."""
    before = Q(agreed_on=None) | Q(agreed_on__lt=F("asset__levelled_on"))
    return Q(asset__level=Level.TOP_SECRET) & before


def second_of(sight: Sight, first: str) -> Q:
    """Lines to which this person may say the second yes in their own name; `first` names the column of who said the
    first."""
    return _in_the_name_of(sight, sight, first)


def _in_the_name_of(name: Sight, sight: Sight, first: str) -> Q:
    """The same in somebody's name: nobody's own line, neither of who decides nor of whose name it is."""
    if name.person is None or sight.person is None:
        return NONE
    rule, theirs = NONE, [name.person, sight.person]
    if name.holds(Role.CHIEF):
        rule |= Q(pk__isnull=False)
    if name.holds(Role.EXECUTIVE):
        rule |= Q(**{f"{first}__in": chiefs(sight.on)}) | Q(person__in=chiefs(sight.on))
    return rule & ~Q(person__in=theirs) & ~Q(**{f"{first}__in": theirs})


def waiting(sight: Sight) -> QuerySet[Any]:
    """Lines that one has given and to which this person may agree, in their own name or another's, the oldest first."""
    rule = reduce(or_, (_in_the_name_of(name, sight, "granted_by") for name in (sight, *sight.stands_in)))
    rows = GrantProposal.objects.filter(rule, granted_by__isnull=False)
    return rows.filter(asset__in=_known(sight)).order_by("granted_on", "pk")


def to_confirm(sight: Sight) -> QuerySet[Any]:
    """Lines in force, from before their asset was a top secret, that this person may confirm."""
    rows = Grant.objects.current(sight.on).filter(unagreed(), second_of(sight, "approved_by"))
    return rows.filter(asset__in=_known(sight)).order_by("from_on", "pk")


def _known(sight: Sight) -> QuerySet[Any]:
    return Asset.objects.seen_by(sight).kept().order_by().values("pk")


def agree(proposal: GrantProposal, *, by: Sight) -> Grant:
    """The second yes: the line becomes a grant, from today on or from its later first day.

    Raises:
        NotWaiting: it does not wait for this person (any more).
        Over: its last day has passed.
    """
    with act(by.person, "assets.agree", proposal.asset) as deed:
        line = waiting(asked_again(by)).select_for_update(of=("self",)).filter(pk=proposal.pk).first()
        if line is None:
            raise NotWaiting
        grant = _grant_of(line, by)
        requests = list(line.requests.all())
        _make_room(deed, line, grant)
        deed.remove(line)
        deed.add(grant)
        for request in requests:
            deed.change(request, state=AccessRequest.State.GIVEN, grant=grant, proposal=None)
    return grant


def _grant_of(line: GrantProposal, by: Sight) -> Grant:
    begins = max(line.from_on or by.on, by.on)
    if line.until_on and line.until_on < begins:
        raise Over
    return Grant(
        asset=line.asset,
        person=line.person,
        department=line.department,
        purpose=line.purpose,
        from_on=begins,
        until_on=line.until_on,
        asked_by=line.asked_by,
        approved_by=line.granted_by,
        agreed_by=by.person,
        agreed_on=by.on,
    )


def _make_room(deed: Act, line: GrantProposal, grant: Grant) -> None:
    """A line that this one changes ends the day before."""
    old = line.replaces
    if old is None or not Grant.objects.current(grant.from_on).filter(pk=old.pk).exists():
        return
    shorten(deed, old, grant.from_on)


def shorten(deed: Act, grant: Grant, until: date) -> None:
    """Let a line end the day before `until`; one that began no earlier never held."""
    if grant.from_on >= until:
        deed.remove(grant)
    else:
        deed.change(grant, until_on=until - DAY)


def refuse(proposal: GrantProposal, reason: str, *, by: Sight) -> None:
    """The second says no, and why; whoever asked is told.

    Raises:
        ValueError: no reason was given.
        NotWaiting: it does not wait for this person (any more).
    """
    if not reason.strip():
        raise ValueError("reason")
    with act(by.person, "assets.refuse_access", proposal.asset) as deed:
        line = waiting(asked_again(by)).select_for_update(of=("self",)).filter(pk=proposal.pk).first()
        if line is None:
            raise NotWaiting
        drop(deed, line, reason.strip())


def drop(deed: Act, line: GrantProposal, reason: str) -> None:
    """Take a line away that is no grant yet; the reason stays in the journal, and goes to whoever asked."""
    for request in line.requests.all():
        deed.change(request, state=AccessRequest.State.REFUSED, reason=reason, proposal=None)
    deed.change(line, refusal=reason)
    deed.remove(line)


def confirm_line(grant: Grant, *, by: Sight) -> None:
    """The second yes to a line that was in force before its asset became a top secret.

    Raises:
        NotWaiting: it does not wait for this person (any more).
    """
    with act(by.person, "assets.agree", grant.asset) as deed:
        line = to_confirm(asked_again(by)).select_for_update(of=("self",)).filter(pk=grant.pk).first()
        if line is None:
            raise NotWaiting
        deed.change(line, agreed_by=by.person, agreed_on=by.on)
