"""Rules asked of people. An asset stands on them as the worst of those who have access to it.

What is said of a person names no asset and no level but the asset's own page's: there, colleagues read it.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import LeaverCase, Mandate, Pledge, Training
from accounts.querysets import in_force
from assets.kinds import State
from assets.models import Asset, Grant
from classification import handling
from classification.levels import Level
from classification.models import Acknowledgement
from measures.asking.asked import Asked, months_before
from measures.asking.subjects import PeopleWithAccess, people_with_access
from measures.rules.entered import day, from_level, here, rule, threshold
from measures.verdicts import Verdict

MET = Verdict.MET
PEOPLE = PeopleWithAccess()


def _with_access(level: Level, on: date) -> Q:
    """Who is here and has access to something of at least this level."""
    return here(on) & people_with_access(on, from_level(level, "asset__"))


@rule("PER-01", PEOPLE)
def pledged(on: date) -> Asked:
    """Whoever has access to something secret is bound by a pledge; one signed on leaving is another matter.

    (Which kind is the company's choice: pledges name no assets, so a project's is not asked for top secrets.)
    """
    binding = Pledge.objects.exclude(kind=Pledge.Kind.EXIT).filter(person=OuterRef("pk"))
    lapsed = binding.filter(until_on__lt=on).order_by().values("person").annotate(last=Max("until_on")).values("last")

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is MET:
            return _("Everybody with access to secrets is bound by a pledge.")
        facts = {"person": row.label, "day": day(row.lapsed)}
        if row.lapsed:
            return _("%(person)s has access to secrets; their pledge ended on %(day)s.") % facts
        return _("%(person)s has access to secrets and has signed no pledge.") % facts

    met = Q(Exists(binding.valid(on)))
    return Asked(_with_access(Level.SECRET, on), met, because, facts={"lapsed": Subquery(lapsed)})


@rule("PER-02", PEOPLE)
def trained(on: date) -> Asked:
    """Whoever has access was trained within the year; the newly hired have some days for their first training."""
    months, days = threshold("PER-02", "months"), timedelta(days=threshold("PER-02", "new_hire_days"))
    taken = Training.objects.filter(person=OuterRef("pk"), on__lte=on).order_by()
    last = Subquery(taken.values("person").annotate(last=Max("on")).values("last"))

    def because(row: Any, verdict: Verdict) -> str:
        facts = {"person": row.label, "months": months, "day": day(row.trained)}
        if verdict is MET and row.trained:
            return _("Everybody with access was trained in time.")
        if row.trained:
            return _("%(person)s was last trained on %(day)s; due every %(months)s months.") % facts
        if row.entered_on is None:
            return _("%(person)s has access and has not been trained.") % facts
        facts |= {"day": day(row.entered_on), "until": day(row.entered_on + days)}
        if verdict is MET:
            return _("%(person)s joined on %(day)s; the first training is due by %(until)s.") % facts
        return _("%(person)s joined on %(day)s and has not been trained; that was due by %(until)s.") % facts

    fresh = Q(IsNull(last, True)) & Q(entered_on__gte=on - days)
    met = Q(Exists(taken.filter(on__gte=months_before(on, months)))) | fresh
    return Asked(_with_access(Level.INTERNAL, on), met, because, facts={"trained": last})


@rule("PER-03", PEOPLE)
def leaving_is_finished(on: date) -> Asked:
    """From the day of notice, what is to be done by the last day: access ends, nothing stays in their charge, what
    they had came back, a pledge is signed, and the leaver case that says so is closed."""
    kept = Asset.objects.exclude(state=State.RETIRED).order_by()
    cases = LeaverCase.objects.filter(person=OuterRef("pk"), last_on=OuterRef("left_on"), withdrawn=False).order_by()
    open_points = {
        "access": Exists(_outlasting(on)) | Exists(_standing(on)),
        "charge": Exists(kept.filter(Q(owner=OuterRef("pk")) | Q(custodian=OuterRef("pk")))),
        "away": ~Exists(cases.filter(items_returned_on__lte=on)),
        "unsigned": ~Exists(Pledge.objects.valid(on).filter(person=OuterRef("pk"), kind=Pledge.Kind.EXIT)),
        "unclosed": ~Exists(cases.filter(closed_on__lte=on)),
    }
    needed = Q(notice_on__lte=on) | Q(left_on__lte=on)
    met = ~reduce(or_, map(Q, open_points.values()))
    return Asked(needed, met, _leaving_words(on), known=Q(left_on__isnull=False), facts=open_points)


OPEN_POINTS = {
    "access": gettext_lazy("access that goes on"),
    "charge": gettext_lazy("information in their charge"),
    "away": gettext_lazy("the return of what they had"),
    "unsigned": gettext_lazy("the pledge on leaving"),
    "unclosed": gettext_lazy("the closing of the leaver case"),
}


def _leaving_words(on: date) -> Callable[[Any, Verdict], str]:
    """Who leaves, when, and which points are open."""

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is MET:
            return _("Nothing is left open of those who leave.")
        facts = {"person": row.label, "notice": day(row.notice_on), "day": day(row.left_on)}
        if row.left_on is None:
            return _("%(person)s gave notice on %(notice)s; it is not known when they leave.") % facts
        facts["points"] = _(", ").join(str(name) for point, name in OPEN_POINTS.items() if getattr(row, point))
        if row.left_on <= on:
            return _("%(person)s left on %(day)s. Still open: %(points)s.") % facts
        return _("%(person)s leaves on %(day)s. To be settled by then: %(points)s.") % facts

    return because


def _standing(on: date) -> QuerySet[Any]:
    """Mandates that go on after the last day."""
    mandates = Mandate.objects.filter(in_force(on), person=OuterRef("pk"))
    return mandates.filter(Q(until_on=None) | Q(until_on__gt=OuterRef("left_on"))).order_by()


def _outlasting(on: date) -> QuerySet[Any]:
    """Grants to a person that go on after the last day."""
    grants = Grant.objects.filter(in_force(on), person=OuterRef("pk")).exclude(asset__state=State.RETIRED)
    return grants.filter(Q(until_on=None) | Q(until_on__gt=OuterRef("left_on"))).order_by()


@rule("PER-05", PEOPLE)
def rules_confirmed(on: date) -> Asked:
    """Whoever has had access to a level for some days has confirmed the rules that have been in force as long."""
    since = on - timedelta(days=threshold("PER-05", "days"))

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is MET:
            return _("Everybody with access has confirmed the handling rules in force, or still has time to.")
        return _("%(person)s has not confirmed the handling rules of all levels they have access to.") % {
            "person": row.label
        }

    unread = Q(pk__in=[])
    for level in Level:
        if level >= handling.CONFIRMED_FROM:
            held = ~Q(asset__state=State.RETIRED) & Q(asset__level=level)
            # What they confirmed is soon told: of most people, what they have access to need not be asked.
            unread |= ~Q(Exists(_confirmations(level, since, on))) & people_with_access(on, held, since=since)
    return Asked(_with_access(handling.CONFIRMED_FROM, on), ~unread, because)


def _confirmations(level: Level, since: date, on: date) -> QuerySet[Any]:
    """A person's confirmations, up to the end of the day, of the rules that are in force since then, or later ones."""
    night = timezone.make_aware(datetime.combine(on + timedelta(days=1), time.min))
    rows = Acknowledgement.objects.filter(person=OuterRef("pk"), level=level, at__lt=night)
    return rows.filter(version__gte=handling.version_in_force(level, since))
