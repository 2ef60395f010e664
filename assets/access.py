"""Access lists: give, end, confirm."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from accounts.sight import Sight
from assets.models import Asset, Grant, GrantProposal, GrantReview
from journal.acts import act


class AlreadyEnded(Exception):
    """Somebody was faster: the line is gone, or its end is not what it was when it was read."""


def give(grant: Grant, *, by: Sight) -> Grant:
    """Put a person or a department on an asset's access list."""
    grant.approved_by = by.person
    with act(by.person, "assets.give", grant.asset) as deed:
        return deed.add(grant)


def end(grant: Grant, *, by: Sight) -> None:
    """End a grant: yesterday was its last day, or, if it began today, it never held.

    Raises:
        AlreadyEnded: see there; nothing is written then.
    """
    with act(by.person, "assets.end", grant.asset) as deed:
        now = Grant.objects.select_for_update().filter(pk=grant.pk).first()
        if now is None or now.until_on != grant.until_on:
            raise AlreadyEnded
        if grant.from_on >= by.on:
            deed.remove(grant)
        else:
            deed.change(grant, until_on=by.on - timedelta(days=1))


def renew(grant: Grant, *, by: Sight) -> Grant:
    """Approve one line again, after its person has moved: from today on it is a new line, with the same end.

    Raises:
        AlreadyEnded: somebody ended the line meanwhile; there is no new one then.
    """
    with act(by.person, "assets.give", grant.asset) as deed:
        fresh = Grant(
            asset=grant.asset,
            person=grant.person,
            purpose=grant.purpose,
            from_on=by.on,
            until_on=grant.until_on,
            approved_by=by.person,
        )
        end(grant, by=by)
        return deed.add(fresh)


def confirm(asset: Asset, *, by: Sight) -> GrantReview:
    """Somebody went through the access list, and it is right."""
    with act(by.person, "assets.confirm", asset) as deed:
        deed.change(asset, reviewed_on=by.on)
        return deed.add(GrantReview(asset=asset, by=by.person, on=by.on))


def accept(proposals: Iterable[GrantProposal], *, by: Sight, until_on: date | None = None) -> list[Grant]:
    """Turn proposals whose words name a person or a department into grants."""
    named = [p for p in proposals if p.person_id or p.department_id]
    if not named:
        return []
    with act(by.person, "assets.give", named[0].asset) as deed:
        grants = deed.add_all(
            Grant(
                asset=p.asset,
                person=p.person,
                department=p.department,
                purpose=_("Daily work"),
                from_on=by.on,
                until_on=until_on,
                approved_by=by.person,
            )
            for p in named
        )
        for proposal in named:
            deed.remove(proposal)
    return grants
