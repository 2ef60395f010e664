"""Rules asked of places: what an inspection found. An asset stands on them as the places do that it lives in.

None of them looks at the assets: how a place stands tells nobody what is kept there.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, Value
from django.db.models.lookups import Exact, GreaterThanOrEqual, IsNull, LessThan
from django.utils.translation import gettext as _

from assets.kinds import ELECTRONIC, PHYSICAL
from classification.levels import Level
from measures.asking.asked import Asked, months_before
from measures.asking.grounds import Places
from measures.places.records import Found, Point, latest
from measures.rules.entered import day, from_level, rule, threshold
from measures.verdicts import Verdict

MET = Verdict.MET
SECRETS = Places(about=from_level(Level.SECRET))
THINGS = Places(about=from_level(Level.SECRET), living=Q(kind__in=PHYSICAL))
DATA = Places(about=from_level(Level.INTERNAL), living=Q(kind__in=ELECTRONIC))

SITE = Q(parent=None)
# What a room asks for by its grade: the third asks for a camera, too (handbook.md 2.6, VIS-01).
ASKED_OF_ROOMS: Mapping[Point, int] = {Point.SIGN: 2, Point.ENTRY_LOG: 2, Point.LAYOUT: 2, Point.CAMERA: 3}


@rule("VIS-01", SECRETS)
def seen_in_secret_zones(on: date) -> Asked:
    """A room from grade 2 on has a sign, an entry log or a witness, a layout that was looked at; one of grade 3 a
    camera. A cabinet is looked after with the room around it."""
    facts = {point.lower(): latest(point, "found", on) for point in ASKED_OF_ROOMS}
    met, known, missing = Q(), Q(), Q(pk__in=[])
    for point, grade in ASKED_OF_ROOMS.items():
        free, found = Q(zone__lt=grade), facts[point.lower()]
        met &= free | Q(Exact(found, Value(Found.IN_ORDER.value)))
        known &= free | Q(IsNull(found, False))
        missing |= Q(zone__gte=grade) & (Q(Exact(found, Value("NOT_IN_ORDER"))) | Q(Exact(found, Value("NONE"))))
    needed = Q(zone__gte=2, cabinet=False)
    return Asked(needed, met, _seen_words(), known=known | missing, facts=facts)


def _seen_words() -> Callable[[Any, Verdict], str]:
    """Which points are not in order, or which nobody has looked at."""

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is MET:
            return _("%(place)s: what is asked of a room of this grade was found in order.") % {"place": row.label}
        asked = [point for point, grade in ASKED_OF_ROOMS.items() if row.zone >= grade]
        found = {point: getattr(row, point.lower()) for point in asked}
        wrong = [point for point in asked if found[point] not in (None, Found.IN_ORDER)]
        facts = {"place": row.label, "points": _names(wrong or [point for point in asked if found[point] is None])}
        if wrong:
            return _("%(place)s: not in order: %(points)s.") % facts
        return _("%(place)s: nobody has looked at: %(points)s.") % facts

    return because


@rule("VIS-02", SECRETS)
def camera_works(on: date) -> Asked:
    """Where there is a camera it was looked at in time, keeps its recordings long enough, and people know of it."""
    months, least = threshold("VIS-02", "months"), threshold("VIS-02", "kept_days")
    names = {"found": "found", "seen_on": "on", "kept_days": "kept_days", "announced": "announced"}
    facts = {name: latest(Point.CAMERA, fact, on) for name, fact in names.items()}
    since = Value(months_before(on, months))

    def because(row: Any, verdict: Verdict) -> str:
        about = {"place": row.label, "day": day(row.seen_on), "days": row.kept_days, "months": months, "least": least}
        if verdict is MET:
            return _("%(place)s: the camera was looked at on %(day)s and was in order.") % about
        if row.found != Found.IN_ORDER:
            return _("%(place)s: on %(day)s the camera was not in order.") % about
        if row.seen_on < months_before(on, months):
            return _("%(place)s: the camera was last looked at on %(day)s; due every %(months)s months.") % about
        if row.kept_days is not None and row.kept_days < least:
            return _("%(place)s: recordings are kept for %(days)s days; at least %(least)s.") % about
        if row.announced is False:
            return _("%(place)s: people are not told that there is a camera.") % about
        return _("%(place)s: not known how long recordings are kept, or whether people know of the camera.") % about

    wrong = Q(Exact(facts["found"], Value("NOT_IN_ORDER"))) | Q(LessThan(facts["seen_on"], since))
    told = Q(IsNull(facts["kept_days"], False)) & Q(IsNull(facts["announced"], False))
    enough = Q(GreaterThanOrEqual(facts["kept_days"], Value(least))) & Q(Exact(facts["announced"], Value(True)))
    short = Q(LessThan(facts["kept_days"], Value(least))) | Q(Exact(facts["announced"], Value(False)))
    met = Q(Exact(facts["found"], Value("IN_ORDER"))) & Q(GreaterThanOrEqual(facts["seen_on"], since)) & enough
    needed = Q(IsNull(facts["found"], False)) & ~Q(Exact(facts["found"], Value("NONE")))
    return Asked(needed, met, because, known=wrong | short | told, facts=facts)


@rule("VIS-06", THINGS)
def patrolled(on: date) -> Asked:
    """A site was walked through within some months, whatever was found: it is then put right or it is on record."""
    months = threshold("VIS-06", "months")
    seen_on = latest(Point.PATROL, "on", on)

    def because(row: Any, verdict: Verdict) -> str:
        about = {"place": row.label, "day": day(row.seen_on), "months": months}
        if row.seen_on is None:
            return _("%(place)s: no patrol is on record; due every %(months)s months.") % about
        return _("%(place)s: last patrol on %(day)s; due every %(months)s months.") % about

    met = Q(GreaterThanOrEqual(seen_on, Value(months_before(on, months))))
    return Asked(SITE, met, because, facts={"seen_on": seen_on})


@rule("DEV-03", DATA)
def firewall_works(on: date) -> Asked:
    """A site that is connected to the internet has a firewall that was looked at within a year."""
    months = threshold("DEV-03", "months")
    found, seen_on = (latest(Point.FIREWALL, fact, on) for fact in ("found", "on"))

    def because(row: Any, verdict: Verdict) -> str:
        about = {"place": row.label, "day": day(row.seen_on), "months": months}
        if row.found is None:
            return _("%(place)s: nobody has looked at the firewall.") % about
        if row.found == Found.NOT_IN_ORDER:
            return _("%(place)s: on %(day)s the firewall was not in order.") % about
        return _("%(place)s: the firewall was last looked at on %(day)s; due every %(months)s months.") % about

    met = Q(Exact(found, Value("IN_ORDER"))) & Q(GreaterThanOrEqual(seen_on, Value(months_before(on, months))))
    offline = Q(Exact(found, Value("NONE")))
    known = Q(IsNull(found, False))
    return Asked(SITE & ~(known & offline), met, because, known=known, facts={"found": found, "seen_on": seen_on})


def _names(points: list[Point]) -> str:
    return _(", ").join(str(point.label) for point in points)
