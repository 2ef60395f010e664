"""Who keeps the records about people, and who reads them. Conditions on people."""

from django.db.models import Q

from accounts.models import Mandate, Posting
from accounts.sight import Sight

Role = Mandate.Role
EVERY = Q(pk__isnull=False)
NONE = Q(pk__in=[])


def recorded_by(sight: Sight) -> Q:
    """People whose pledges and trainings one may record: all for stewards and the chief, for managers those who work
    in the departments that they lead."""
    if sight.person is None:
        return NONE
    if sight.holds(Role.STEWARD, Role.CHIEF):
        return EVERY
    posted = Posting.objects.current(sight.on).filter(department__in=sight.leads)
    return Q(pk__in=posted.values("person"))


def read_by(sight: Sight) -> Q:
    """People whose pledges and trainings one may read: one's own, those one records, and all for auditors and
    executives."""
    if sight.person is None:
        return NONE
    if sight.holds(Role.AUDITOR, Role.EXECUTIVE):
        return EVERY
    return recorded_by(sight) | Q(pk=sight.person.pk)
