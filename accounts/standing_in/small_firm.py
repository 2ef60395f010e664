"""A firm of a few people may allow that whoever proposes also approves: for all to see, with a reason, on record."""

from accounts.models import Company
from accounts.sight import SMALL, Role, Sight
from journal.acts import act


class NotYours(Exception):
    """Only the chief and executives decide so."""


class TooLarge(Exception):
    """Where there are more people another can approve; or it is not known how many there are."""


def may_allow(sight: Sight) -> bool:
    """The chief and executives."""
    return sight.holds(Role.CHIEF, Role.EXECUTIVE)


def is_small(company: Company) -> bool:
    """Are there so few people that nobody else may be there to approve?"""
    return Company.objects.filter(SMALL, pk=company.pk).exists()


def allow(company: Company, reason: str, *, by: Sight) -> None:
    """From today on people may approve what they proposed, where the decision is theirs by office. Each time it is a
    finding (GOV-13), and papers say that it is allowed.

    Raises:
        NotYours: neither the chief nor an executive.
        TooLarge: six people or more.
        ValueError: no reason.
    """
    if not may_allow(by):
        raise NotYours
    if not is_small(company):
        raise TooLarge
    if not reason.strip():
        raise ValueError("reason")
    with act(by.person, "accounts.allow_self_approval", company) as deed:
        facts = {"self_approval_since": by.on, "self_approval_reason": reason.strip(), "self_approval_by": by.person}
        deed.change(company, **facts)


def forbid(company: Company, *, by: Sight) -> None:
    """From now on another approves again; what was approved stays, and stays a finding until another looks at it.

    Raises:
        NotYours: neither the chief nor an executive.
    """
    if not may_allow(by):
        raise NotYours
    with act(by.person, "accounts.forbid_self_approval", company) as deed:
        deed.change(company, self_approval_since=None, self_approval_reason="", self_approval_by=None)
