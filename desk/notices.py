"""Who lately got a right over assets: shown to the chief, to executives, and to the owners whom it concerns."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from accounts.models import Department, Mandate, Person, Place, User, holders
from accounts.sight import Role, Sight, person_sight
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


def concerned(mandate: Mandate) -> QuerySet[User]:
    """Whom an emergency access concerns and a mail reaches: the chief, and who answers for what it opens."""
    opened = Asset.objects.seen_by(person_sight(mandate.person)).kept()
    if mandate.department:
        opened = opened.of_department(mandate.department.path)
    chiefs = holders(Role.CHIEF, mandates__department=None, mandates__place=None)
    people = Person.objects.employed().filter(
        Q(pk__in=chiefs.values("pk")) | Q(pk__in=opened.order_by().values("owner"))
    )
    users = User.objects.filter(person__in=people, is_active=True).exclude(person=mandate.person)
    return users.exclude(email="").order_by("pk")


def _over_what_is_mine(sight: Sight) -> Q:
    mine = Asset.objects.seen_by(sight).filter(owner=sight.person).order_by()
    if not mine.exists():
        return Q(pk__in=[])
    departments = Department.objects.above(Department.objects.filter(pk__in=mine.values("department")))
    places = Place.objects.above(Place.objects.filter(carriers__asset__in=mine.values("pk")).distinct())
    return Q(department=None, place=None) | Q(department__in=departments) | Q(place__in=places)
