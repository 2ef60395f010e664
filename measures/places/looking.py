"""Who looks at places and reads what was found there; how places stand by the rules that ask them."""

from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Mandate, Place
from accounts.sight import Sight
from measures.asking.grounds import Places
from measures.asking.readings import Question
from measures.asking.standing import Standing, rows_stand
from measures.places.records import Inspection, Point
from measures.rules import RULES

Role = Mandate.Role
OF_ROOMS = (Point.SIGN, Point.ENTRY_LOG, Point.LAYOUT, Point.CAMERA, Point.DEVICES)
OF_SITES = (Point.PATROL, Point.FIREWALL)


def may_inspect(who: Sight) -> bool:
    """Who records what they found: those who lead a department, stewards, the chief, executives."""
    return who.person is not None and (bool(who.leads) or who.holds(Role.CHIEF, Role.STEWARD, Role.EXECUTIVE))


def reads_places(who: Sight) -> bool:
    """May somebody read what was found in any place?"""
    return may_inspect(who) or who.holds(Role.AUDITOR) or bool(who.places)


def read_by(who: Sight) -> QuerySet[Place]:
    """The places of which somebody may read what was found: a camera that does not work is nobody else's business."""
    if may_inspect(who) or who.holds(Role.AUDITOR):
        return Place.objects.all()
    return Place.objects.filter(pk__in=who.places) if who.person is not None else Place.objects.none()


def reads_place(who: Sight, place: Place) -> bool:
    """Is a place one of these?"""
    return may_inspect(who) or who.holds(Role.AUDITOR) or (who.person is not None and place.pk in who.places)


def points_of(place: Place) -> tuple[Point, ...]:
    """What there is to look at: a site's patrol and network, a room's points; a cabinet goes with its room."""
    site = OF_SITES if place.parent_id is None else ()
    room = OF_ROOMS if not place.cabinet and (place.parent_id is not None or place.zone is not None) else ()
    return (*room, *site)


def findings(on: date) -> dict[int, list[Standing]]:
    """For each place what the rules find that ask places; a query for each rule."""
    question = Question(on)
    found: dict[int, list[Standing]] = {}
    for rule in RULES.values():
        for each in rows_stand(rule.id, question) if isinstance(rule.subject, Places) else ():
            found.setdefault(each.row.pk, []).append(each)
    return found


def seen_last(place: Place, on: date) -> list[tuple[Point, Inspection | None]]:
    """Each point of a place with what was found last."""
    last: dict[str, Inspection] = {}
    for row in Inspection.objects.until(on).filter(place=place).select_related("by"):
        last.setdefault(row.point, row)
    others = [Point(point) for point in last if point not in points_of(place)]
    return [(point, last.get(point)) for point in (*points_of(place), *others)]


def inside(place: Place) -> Q:
    """Carriers that are in a place or in something inside it."""
    return Q(place__path__startswith=place.path)
