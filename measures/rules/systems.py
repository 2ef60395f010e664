"""Rules asked of carriers about the system that they are in: IDs, sign-ins, logs, and the terms of outside services."""

from datetime import date
from typing import Any

from django.db.models import F, Q
from django.utils.translation import gettext as _

from assets.kinds import ELECTRONIC
from classification.levels import Level
from measures.asking.asked import Asked, months_before
from measures.asking.subjects import CARRIERS
from measures.rules.entered import day, from_level, rule, threshold
from measures.rules.hosts import IN_A_SYSTEM, OUTSIDE, unrecorded
from measures.verdicts import Verdict

MET, UNKNOWN = Verdict.MET, Verdict.UNKNOWN
SECRET_IN_A_SYSTEM = IN_A_SYSTEM & from_level(Level.SECRET, "asset__")


@rule("ACC-08", CARRIERS)
def no_shared_ids(on: date) -> Asked:
    """In a system with secrets everybody signs in with an ID of their own."""

    def because(row: Any, verdict: Verdict) -> str:
        if row.system is None:
            return unrecorded(row)
        facts = {"host": row.system.label}
        if verdict is UNKNOWN:
            return _("%(host)s: not known whether several people share an ID.") % facts
        if verdict is MET:
            return _("%(host)s: everybody has an ID of their own.") % facts
        return _("%(host)s: several people share an ID.") % facts

    known = Q(system__shared_ids__isnull=False)
    return Asked(SECRET_IN_A_SYSTEM, Q(system__shared_ids=False), because, known)


@rule("ACC-10", CARRIERS)
def sign_ins_are_reviewed(on: date) -> Asked:
    """In a system with secrets somebody goes through the administrators' rights, and they sign in with two factors."""
    months = threshold("ACC-10", "months")
    since = months_before(on, months)

    def because(row: Any, verdict: Verdict) -> str:
        if row.system is None:
            return unrecorded(row)
        facts = {"host": row.system.label, "day": day(row.system.rights_reviewed_on), "months": months}
        if row.system.mfa is False:
            return _("%(host)s: administrators, or people outside, sign in without a second factor.") % facts
        if verdict is UNKNOWN:
            return _("%(host)s: the review of administrator rights, or the second factor, is not recorded.") % facts
        if verdict is MET:
            return _("%(host)s: second factor, administrator rights reviewed on %(day)s.") % facts
        words = _("%(host)s: administrator rights last reviewed on %(day)s; due every %(months)s months.")
        return words % facts

    failed = Q(system__mfa=False) | Q(system__rights_reviewed_on__lt=since)
    known = failed | Q(system__mfa__isnull=False, system__rights_reviewed_on__isnull=False)
    met = Q(system__mfa=True, system__rights_reviewed_on__gte=since)
    return Asked(SECRET_IN_A_SYSTEM, met, because, known)


@rule("VIS-03", CARRIERS)
def logs_are_read(on: date) -> Asked:
    """A system with secrets keeps logs, long enough, and somebody reads them."""
    months, kept = threshold("VIS-03", "months"), threshold("VIS-03", "log_months")
    since = months_before(on, months)

    def because(row: Any, verdict: Verdict) -> str:
        if (system := row.system) is None:
            return unrecorded(row)
        facts = {"host": system.label, "kept": system.logs_months, "least": kept, "months": months}
        facts["day"] = day(system.logs_reviewed_on)
        if system.logs_kept is False:
            return _("%(host)s: no logs are kept.") % facts
        if system.logs_months is not None and system.logs_months < kept:
            return _("%(host)s: logs are kept for %(kept)s months; at least %(least)s are asked for.") % facts
        if verdict is UNKNOWN:
            return _("%(host)s: it is not recorded for how long logs are kept and when they were reviewed.") % facts
        if verdict is MET:
            return _("%(host)s: logs are kept for %(kept)s months, reviewed on %(day)s.") % facts
        return _("%(host)s: logs last reviewed on %(day)s; due every %(months)s months.") % facts

    failed = Q(system__logs_kept=False) | Q(system__logs_months__lt=kept) | Q(system__logs_reviewed_on__lt=since)
    said = {"system__logs_kept": True, "system__logs_months__isnull": False, "system__logs_reviewed_on__isnull": False}
    met = Q(system__logs_kept=True, system__logs_months__gte=kept, system__logs_reviewed_on__gte=since)
    return Asked(SECRET_IN_A_SYSTEM, met, because, known=failed | Q(**said))


@rule("STO-09", CARRIERS)
def terms_are_checked(on: date) -> Asked:
    """An outside service keeps our information secret, uses it for nothing else, holds nothing above the level that we
    allow it, and somebody has read its terms within the year."""
    months = threshold("STO-09", "months")
    since = months_before(on, months)
    above = Q(system__highest_level__lt=F("asset__level"))
    failed = Q(system__terms_secret=False) | Q(system__terms_no_reuse=False) | above

    def because(row: Any, verdict: Verdict) -> str:
        if row.system is None:
            return unrecorded(row)
        facts = {"host": row.system.label, "day": day(row.system.terms_checked_on), "months": months}
        if verdict is MET:
            return _("%(host)s: terms checked on %(day)s.") % facts
        most = row.system.highest_level
        if most is not None and most < row.of_level:
            facts |= {"most": Level(most).label, "level": Level(row.of_level).label}
            return _("%(host)s: may hold “%(most)s” at most; this is “%(level)s”.") % facts
        if row.system.terms_secret is False or row.system.terms_no_reuse is False:
            return _("%(host)s: its terms allow others to see or use what we put in.") % facts
        if verdict is UNKNOWN:
            return _("%(host)s: it is not recorded that its terms were checked.") % facts
        return _("%(host)s: terms last checked on %(day)s; due every %(months)s months.") % facts

    met = Q(system__terms_secret=True, system__terms_no_reuse=True, system__terms_checked_on__gte=since) & ~above
    read = {"system__terms_secret__isnull": False, "system__terms_no_reuse__isnull": False}
    known = failed | Q(system__terms_checked_on__lt=since) | Q(system__terms_checked_on__isnull=False, **read)
    needed = Q(kind__in=ELECTRONIC) & OUTSIDE & from_level(Level.INTERNAL, "asset__")
    return Asked(needed, met, because, known, facts={"of_level": F("asset__level")})
