"""Rules on what came from others, or is in others' hands (handbook.md 6.2)."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assets.kinds import ELECTRONIC, Kind, Origin
from assets.models import Asset, Grant
from classification.levels import Level
from measures.asking.asked import Asked
from measures.asking.readers import reader
from measures.asking.subjects import CARRIERS
from measures.rules.assets import ASSETS
from measures.rules.carriers import name_of
from measures.rules.entered import IN_FORCE, day, from_level, rule
from measures.verdicts import Verdict

MET = Verdict.MET
# What has to be said of received information, as it stands in the entry, and in words.
SAID = {
    "giver": gettext_lazy("received from"),
    "received_on": gettext_lazy("received on"),
    "secrecy_duty": gettext_lazy("the NDA, or why there is none"),
    "kept_apart": gettext_lazy("whether it is kept apart"),
    "return_due_on": gettext_lazy("to be returned by"),
    "listed": gettext_lazy("who may handle it (access list)"),
}


@rule("DPT-02", ASSETS)
def receipt_filled(on: date) -> Asked:
    """Of received information it is said from whom, since when, under which NDA (or why none), who handles it, whether
    it is kept apart (STO-07 asks whether it is), and by when it goes back."""
    listed = Exists(Grant.objects.current(on).filter(asset=OuterRef("pk")))

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is MET:
            return _("What has to be said about received information is said.")
        empty = [name for name in SAID if getattr(row, name) in (None, "") or (name == "listed" and not row.listed)]
        missing = [str(SAID[name]) for name in empty]
        return _("Missing: %(fields)s.") % {"fields": _(", ").join(missing)}

    met = ~Q(giver="") & ~Q(secrecy_duty="") & Q(received_on__isnull=False) & Q(return_due_on__isnull=False)
    met &= Q(kept_apart__isnull=False) & Q(listed)
    return Asked(IN_FORCE & Q(origin=Origin.RECEIVED), met, because, facts={"listed": listed})


@rule("PAR-04", ASSETS)
def given_back(on: date) -> Asked:
    """What was received is back with its giver, or destroyed, by the day agreed. (What was disclosed is not on record
    yet: half of this rule waits.)"""

    def because(row: Any, verdict: Verdict) -> str:
        if row.returned_on and row.returned_on <= on:
            facts = {"day": day(row.returned_on), "shown": row.return_shown_by or "―"}
            return _("Given back or destroyed on %(day)s (what shows it: %(shown)s).") % facts
        return _("To be returned or destroyed by %(day)s; that is not on record yet.") % {"day": day(row.return_due_on)}

    received = IN_FORCE & Q(origin=Origin.RECEIVED, return_due_on__isnull=False)
    return Asked(received, Q(return_due_on__gte=on) | Q(returned_on__lte=on), because)


@rule("STO-07", CARRIERS, compares=True)
def kept_apart(on: date) -> Asked:
    """Received information is kept apart, as its entry says, and nothing else stands in its folder or cabinet."""
    other = _in_the_same_container()

    def because(row: Any, verdict: Verdict) -> str:
        facts = {"where": name_of(row), "code": row.beside}
        if row.beside:
            return _("%(where)s: in the same folder or cabinet as %(code)s.") % facts
        if verdict is Verdict.UNKNOWN:
            return _("%(where)s: not known whether it is kept apart from our own.") % facts
        return (_("%(where)s: kept apart.") if verdict is MET else _("%(where)s: not kept apart.")) % facts

    needed = from_level(Level.INTERNAL, "asset__") & Q(asset__origin=Origin.RECEIVED) & ~Q(kind=Kind.TAC)
    known = Q(asset__kept_apart__isnull=False) | Q(Exists(other))
    met = Q(asset__kept_apart=True) & ~Q(Exists(other))
    return Asked(needed, met, because, known, {"beside": Subquery(other.values("code")[:1])})


def _in_the_same_container() -> QuerySet[Any]:
    """Our own, or another giver's, in the folder, on the shelf or in the cabinet of a carrier, as far as the reader may
    know of it. (The same words for a shelf of which nobody knows the room are no shelf.)"""
    sight = reader()
    if sight is None:
        return Asset.objects.none()
    somewhere = Q(carriers__place__isnull=False) | Q(carriers__kind__in=ELECTRONIC)
    held = ~Q(carriers__location="") & somewhere | Q(carriers__place__cabinet=True)
    here = held & Q(carriers__container=OuterRef("container"), carriers__ended_on=None)
    others = Asset.objects.seen_by(sight).named_to(sight).kept().filter(here).exclude(pk=OuterRef("asset"))
    return others.exclude(origin=Origin.RECEIVED, giver=OuterRef("asset__giver")).order_by("code")


@rule("MOV-01", CARRIERS)
def lent_is_back(on: date) -> Asked:
    """What is in others' hands is not overdue, and a day is agreed on which it comes back."""

    def because(row: Any, verdict: Verdict) -> str:
        facts = {"where": name_of(row), "firm": row.lent_to, "day": day(row.due_back_on)}
        if row.due_back_on is None:
            return _("%(where)s: lent to %(firm)s; not known by when it comes back.") % facts
        return _("%(where)s: lent to %(firm)s, to be back by %(day)s.") % facts

    needed = from_level(Level.INTERNAL, "asset__") & ~Q(lent_to="")
    return Asked(needed, Q(due_back_on__gte=on), because, known=Q(due_back_on__isnull=False))
