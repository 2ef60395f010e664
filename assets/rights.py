"""Who answers for an asset, and who says who may know of it. Conditions on assets, like every rule here."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import Mandate, holders
from accounts.sight import Sight
from assets.kinds import State
from classification.levels import Level

Role = Mandate.Role
EVERY = Q(pk__isnull=False)
NONE = Q(pk__in=[])


def top_secret(prefix: str = "") -> Q:
    """Assets (or what hangs on them, with a prefix) that are top secret, or are to become so."""
    to_be = Q(**{f"{prefix}state": State.IN_REVIEW, f"{prefix}proposed_level": Level.TOP_SECRET})
    return Q(**{f"{prefix}level": Level.TOP_SECRET}) | to_be


def chiefs(on: date) -> QuerySet[Any]:
    """The keys of those who are chief information manager of the whole company on a day."""
    return holders(Role.CHIEF, on, mandates__department=None, mandates__place=None).values("pk")


def carried_by(sight: Sight) -> Q:
    """May enter facts and judge: owner, custodian, whoever entered it until it is approved, its department's
    managers and deputies; stewards and the chief for all."""
    if sight.person is None:
        return NONE
    if sight.holds(Role.STEWARD, Role.CHIEF):
        return EVERY
    own = Q(owner=sight.person) | Q(custodian=sight.person) | Q(entered_by=sight.person, approved_on=None)
    return own | Q(department__in=sight.leads)


def granted_by(sight: Sight) -> Q:
    """May give and end access: the owner, its department's managers, the chief (handbook.md 7.2)."""
    if sight.person is None:
        return NONE
    if sight.holds(Role.CHIEF):
        return EVERY
    return Q(owner=sight.person) | Q(department__in=sight.leads)
