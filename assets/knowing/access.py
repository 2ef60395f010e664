"""Access lists: give, change, end, confirm. Of a top secret a line waits for the second of two (`agreeing`)."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from accounts.sight import Sight
from assets.knowing import agreeing
from assets.models import Asset, Grant, GrantProposal, GrantReview
from assets.rights import top_secret
from journal.acts import Act, act

type Line = Grant | GrantProposal  # a line that holds, or one that waits for the second of two


class AlreadyEnded(Exception):
    """Somebody was faster: the line is gone, or its end is not what it was when it was read."""


def give(grant: Grant, *, by: Sight) -> Line:
    """Put a person or a department on an asset's access list.

    Returns:
        the line; of a top secret one that opens nothing until the second of two has agreed.
    """
    grant.approved_by = by.person
    with act(by.person, "assets.give", grant.asset) as deed:
        if takes_two(grant.asset):
            return _wait(deed, grant, by)
        return deed.add(grant)


def takes_two(asset: Asset) -> bool:
    """Does access to it take two?"""
    return Asset.objects.filter(top_secret(), pk=asset.pk).exists()


def _wait(deed: Act, grant: Grant, by: Sight, replaces: Grant | None = None) -> GrantProposal:
    """The same line, waiting; what waited for the same person or department before is replaced by it."""
    values = {
        "asked_by": grant.asked_by,
        "purpose": grant.purpose,
        "from_on": grant.from_on,
        "until_on": grant.until_on,
        "granted_by": by.person,
        "granted_on": by.on,
        "replaces": replaces,
    }
    same = GrantProposal.objects.filter(asset=grant.asset, person=grant.person, department=grant.department).first()
    if same is not None:
        deed.change(same, **values)
        return same
    to = {"person": grant.person, "department": grant.department}
    made = {"words": _words(grant), "proposed_by": by.person, "proposed_on": by.on}
    return deed.add(GrantProposal(asset=grant.asset, **to, **made, **values))


def _words(grant: Grant) -> str:
    """Name and number: two people of one name are two lines."""
    whom = grant.person or grant.department
    assert whom is not None
    return f"{whom.name[:90]} {whom.code}"


def end(grant: Grant, *, by: Sight) -> None:
    """End a grant: yesterday was its last day, or, if it began today, it never held.

    Raises:
        AlreadyEnded: see there; nothing is written then.
    """
    with act(by.person, "assets.end", grant.asset) as deed:
        _claim(grant)
        agreeing.shorten(deed, grant, by.on)


def _claim(grant: Grant) -> None:
    """Lock the line; it is to stand as it was read."""
    now = Grant.objects.select_for_update().filter(pk=grant.pk).first()
    if now is None or now.until_on != grant.until_on:
        raise AlreadyEnded


def change(grant: Grant, purpose: str, until_on: date | None, *, by: Sight) -> Line:
    """Another purpose or another end for a line: yesterday the old one ended, from today on there is a new one.

    An earlier end holds at once. Whatever else is changed of a top secret waits for the second of two, and the line
    stays as it is until then.

    Raises:
        AlreadyEnded: somebody ended the line meanwhile.
    """
    with act(by.person, "assets.change_access", grant.asset) as deed:
        _claim(grant)
        if purpose == grant.purpose and _is_earlier(until_on, grant.until_on):
            deed.change(grant, until_on=until_on)
            return grant
        fresh = _anew(grant, by)
        fresh.purpose, fresh.until_on = purpose, until_on
        if takes_two(grant.asset):
            return _wait(deed, fresh, by, replaces=grant)
        agreeing.shorten(deed, grant, by.on)
        return deed.add(fresh)


def _is_earlier(end: date | None, other: date | None) -> bool:
    return end is not None and (other is None or end <= other)


def renew(grant: Grant, *, by: Sight) -> Grant:
    """Approve one line again, after its person has moved: from today on it is a new line, with the same end.

    Raises:
        AlreadyEnded: somebody ended the line meanwhile; there is no new one then.
    """
    with act(by.person, "assets.give", grant.asset) as deed:
        fresh = _anew(grant, by)
        end(grant, by=by)
        return deed.add(fresh)


def _anew(grant: Grant, by: Sight) -> Grant:
    """The same line from today on; what the second of two has agreed to stays agreed."""
    return Grant(
        asset=grant.asset,
        person=grant.person,
        department=grant.department,
        purpose=grant.purpose,
        from_on=by.on,
        until_on=grant.until_on,
        asked_by=grant.asked_by,
        approved_by=by.person,
        agreed_by=grant.agreed_by,
        agreed_on=grant.agreed_on,
    )


def confirm(asset: Asset, *, by: Sight) -> GrantReview:
    """Somebody went through the access list, and it is right."""
    with act(by.person, "assets.confirm", asset) as deed:
        deed.change(asset, reviewed_on=by.on)
        return deed.add(GrantReview(asset=asset, by=by.person, on=by.on))


def accept(
    proposals: Iterable[GrantProposal], *, by: Sight, purpose: str = "", until_on: date | None = None
) -> list[Line]:
    """Give access to those of some proposals whose words name a person or a department.

    Args:
        purpose: what for, where a proposal does not say it.
        until_on: the last day, where a proposal names none.

    Returns:
        the lines: grants, and of a top secret what waits for the second of two.
    """
    named = [p for p in proposals if p.person_id or p.department_id]
    if not named:
        return []
    at_once = _given_at_once(named, by)
    with act(by.person, "assets.give", named[0].asset) as deed:
        return [_accept(deed, p, by, purpose, until_on, p.pk in at_once) for p in named]


def _given_at_once(proposals: list[GrantProposal], by: Sight) -> set[int]:
    """Those that take no second yes, or of which this person's is the second: somebody else has proposed them."""
    second = agreeing.second_of(by, "proposed_by")
    rows = GrantProposal.objects.filter(~top_secret("asset__") | second & ~agreeing.PROPOSED_BY_NOBODY)
    return set(rows.filter(pk__in=[p.pk for p in proposals]).values_list("pk", flat=True))


def _accept(deed: Act, line: GrantProposal, by: Sight, purpose: str, until_on: date | None, at_once: bool) -> Line:
    grant = Grant(
        asset=line.asset,
        person=line.person,
        department=line.department,
        purpose=line.purpose or purpose or _("Daily work"),
        from_on=max(line.from_on or by.on, by.on),
        until_on=line.until_on or until_on,
        asked_by=line.asked_by or line.proposed_by,
        approved_by=by.person,
    )
    if not at_once:
        return _wait(deed, grant, by)
    if takes_two(line.asset):
        grant.approved_by = line.granted_by or by.person
        grant.agreed_by, grant.agreed_on = by.person, by.on
    deed.remove(line)
    return deed.add(grant)


def decline(proposal: GrantProposal, *, by: Sight) -> None:
    """Give no access to whom a ledger or a colleague proposed; or take a line back that waits."""
    with act(by.person, "assets.refuse_access", proposal.asset) as deed:
        line = GrantProposal.objects.select_for_update().filter(pk=proposal.pk).first()
        if line is not None:
            agreeing.drop(deed, line, _("The line was taken back."))
