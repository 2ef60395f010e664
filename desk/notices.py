"""Who lately got a right over assets: shown to the chief, to executives, and to the owners whom it concerns."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from accounts.models import Department, Mandate, Place
from accounts.sight import Role, Sight
from assets.models import Asset

LATELY = timedelta(days=14)


def notices_for(sight: Sight) -> QuerySet[Mandate]:
    """Mandates and emergency accesses of the last two weeks, newest first; one's own are no news."""
    if sight.person is None:
        return Mandate.objects.none()
    recent = Mandate.objects.filter(from_on__gte=sight.on - LATELY).exclude(person=sight.person)
    if not sight.holds(Role.CHIEF, Role.EXECUTIVE):
        recent = recent.filter(_over_what_is_mine(sight))
    return recent.select_related("person", "department", "place", "given_by").order_by("-pk")


def _over_what_is_mine(sight: Sight) -> Q:
    mine = Asset.objects.seen_by(sight).filter(owner=sight.person).order_by()
    if not mine.exists():
        return Q(pk__in=[])
    departments = Department.objects.above(Department.objects.filter(pk__in=mine.values("department")))
    places = Place.objects.above(Place.objects.filter(carriers__asset__in=mine.values("pk")).distinct())
    return Q(department=None, place=None) | Q(department__in=departments) | Q(place__in=places)
