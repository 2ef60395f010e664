"""Rules asked of carriers: the papers, files and molds that an asset lives on."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Greatest
from django.db.models.lookups import GreaterThanOrEqual, IsNull
from django.utils.translation import gettext as _

from assets.kinds import ELECTRONIC, PHYSICAL, AccessControl, Kind, Label, State
from assets.models import Carrier, Disposal
from classification.levels import Level
from measures.asking.asked import Asked, months_before, row_verdict
from measures.asking.subjects import CARRIERS
from measures.rules.entered import ENTERED, day, from_level, rule, threshold
from measures.verdicts import Verdict

MET = Verdict.MET


@rule("STO-02", CARRIERS)
def locked_up(on: date) -> Asked:
    """Physical things from secret on are locked up, and the lock was checked within a year."""
    since = months_before(on, threshold("STO-02", "lock_check_months"))

    def because(row: Any, verdict: Verdict) -> str:
        facts = {"where": name_of(row), "day": day(row.lock_checked_on)}
        if row.locked is None:
            return _("%(where)s: not known whether it is locked up.") % facts
        if not row.locked:
            return _("%(where)s: not locked up.") % facts
        if verdict is MET:
            return _("%(where)s: locked up.") % facts
        return _("%(where)s: locked up, but the lock was last checked on %(day)s.") % facts

    met = Q(locked=True) & (Q(lock_checked_on=None) | Q(lock_checked_on__gte=since))
    needed = Q(kind__in=PHYSICAL) & from_level(Level.SECRET, "asset__")
    return Asked(needed, met, because, known=Q(locked__isnull=False))


@rule("STO-03", CARRIERS)
def data_restricted(on: date) -> Asked:
    """Electronic data from secret on can be opened by named people only; a sign-in alone is not enough."""

    def because(row: Any, verdict: Verdict) -> str:
        if not row.access_control:
            return _("%(where)s: not known who can open it.") % {"where": name_of(row)}
        facts = {"where": name_of(row), "how": row.get_access_control_display()}
        return _("%(where)s: access limited by: %(how)s.") % facts

    needed = Q(kind__in=ELECTRONIC) & from_level(Level.SECRET, "asset__")
    return Asked(needed, Q(access_control=AccessControl.FOLDER), because, known=~Q(access_control=""))


@rule("STO-08", CARRIERS)
def zone_is_high_enough(on: date) -> Asked:
    """Physical things stand in a zone of the grade that their level asks for (handbook.md 2.7).

    Asked of what gives itself away to whoever comes near. Data are behind a sign-in: STO-03 and STO-04 ask for those.
    A cabinet without a grade of its own has that of the room around it.
    """
    zones = threshold("STO-08", "zone")
    zone = Coalesce("place__zone", "place__parent__zone", "place__parent__parent__zone")

    def because(row: Any, verdict: Verdict) -> str:
        facts = {"where": name_of(row), "zone": row.in_zone, "least": zones[Level(row.of_level)]}
        facts["level"] = Level(row.of_level).label
        if row.in_zone is None:
            return _("%(where)s: the grade of its zone is not known; for “%(level)s”, at least %(least)s.") % facts
        return _("%(where)s: in a zone of grade %(zone)s; for “%(level)s”, at least %(least)s.") % facts

    met = Q()
    for level, least in zones.items():
        met |= Q(asset__level=level) & Q(GreaterThanOrEqual(zone, least))
    needed = Q(kind__in=PHYSICAL) & from_level(Level.INTERNAL, "asset__")
    facts = {"in_zone": zone, "of_level": F("asset__level")}
    return Asked(needed, met, because, known=Q(IsNull(zone, False)), facts=facts)


@rule("LAB-01", CARRIERS)
def labelled(on: date) -> Asked:
    """Every carrier from internal on bears the label of its level. (Know-how has no label: LAB-03 asks for it.)

    Within the days of grace after the level changed an old label is a gap, too, and it is said by when it is to go: the
    handbook would warn first and fail then.
    """
    grace = timedelta(days=threshold("LAB-01", "grace_days"))

    def because(row: Any, verdict: Verdict) -> str:
        facts = {"where": name_of(row), "label": row.get_label_display()}
        if row.label is None:
            return _("%(where)s: not known whether it is labelled.") % facts
        if verdict is MET or row.label < 0 or row.since is None or row.since + grace < on:
            return _("%(where)s: %(label)s.") % facts
        facts |= {"day": day(row.since), "until": day(row.since + grace)}
        return _("%(where)s: %(label)s; the level changed on %(day)s, new labels are due by %(until)s.") % facts

    needed = ~Q(kind=Kind.TAC) & from_level(Level.INTERNAL, "asset__")
    met = Q(label=F("asset__level"))
    return Asked(needed, met, because, known=Q(label__isnull=False), facts={"since": F("asset__levelled_on")})


@rule("LAB-02", CARRIERS)
def no_label_without_secret(on: date) -> Asked:
    """What is public bears no secrecy label: labels on everything teach people to overlook them."""

    def because(row: Any, verdict: Verdict) -> str:
        facts = {"where": name_of(row), "label": row.get_label_display()}
        if row.label is None:
            return _("%(where)s: not known whether it is labelled.") % facts
        if verdict is MET:
            return _("%(where)s: %(label)s.") % facts
        return _("%(where)s: %(label)s, and the information is public.") % facts

    needed = ~Q(kind=Kind.TAC) & ~Q(asset__state=State.RETIRED) & Q(asset__level=Level.PUBLIC)
    return Asked(needed, Q(label__lte=Label.PUBLIC), because, known=Q(label__isnull=False))


@rule("DSP-02", CARRIERS)
def kept_no_longer(on: date) -> Asked:
    """What was to be kept until a day is not kept past it, unless its disposal is approved.

    Asked of what has such a day: whoever keeps it longer, for a lawsuit or otherwise, decides so by saying a later one.
    """
    disposing = Exists(Disposal.objects.filter(state=Disposal.State.AGREED, asset=OuterRef("asset")))

    def because(row: Any, verdict: Verdict) -> str:
        facts = {"where": name_of(row), "day": day(row.keep_until_on)}
        if row.keep_until_on < on and row.disposing:
            return _("%(where)s: to be kept until %(day)s; its disposal is approved.") % facts
        return _("%(where)s: to be kept until %(day)s.") % facts

    needed = Q(keep_until_on__isnull=False) & from_level(Level.INTERNAL, "asset__")
    met = Q(keep_until_on__gte=on) | Q(disposing)
    return Asked(needed, met, because, facts={"disposing": disposing})


def name_of(carrier: Carrier) -> str:
    """A carrier in words: what it is and where."""
    return f"{carrier.medium} ({carrier.where})" if carrier.where else carrier.medium


# What makes one carrier weaker than another: the rules on storage and labels that are asked of carriers.
PROTECTION = ("STO-02", "STO-03", "STO-04", "STO-05", "STO-08", "STO-09", "STO-10", "LAB-01")


def protection(on: date) -> Greatest:
    """An expression on carriers: the worst that one of these rules finds."""
    return Greatest(*(row_verdict(ENTERED[id].ask(on)) for id in PROTECTION))
