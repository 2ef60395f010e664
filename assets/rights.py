"""Who answers for an asset, and who says who may know of it. Conditions on assets, like every rule here."""

from django.db.models import Q

from accounts.models import Mandate
from accounts.sight import Sight

Role = Mandate.Role
EVERY = Q(pk__isnull=False)
NONE = Q(pk__in=[])


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
