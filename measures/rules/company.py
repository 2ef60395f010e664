"""Rules asked of the company as a whole: who is responsible, whether it was audited, what its own rules say.

They tell of people, places and rules, and of no asset.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, StringAgg, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.models import Department, Mandate, Place
from classification.books import Clause, Edition, RuleTopic
from classification.levels import Level
from measures.asking.asked import Asked, months_before, number_of
from measures.asking.subjects import TheCompany
from measures.audits.records import Audit, AuditPart, Remark
from measures.company.records import ReportingContact, RuleReview
from measures.places.records import Found, Point, latest
from measures.rules.entered import EVERY, day, from_level, rule, threshold
from measures.verdicts import Verdict

MET = Verdict.MET
ALL_SECRETS = TheCompany(about=from_level(Level.INTERNAL))
SECRETS = TheCompany(about=from_level(Level.SECRET))


def names(rows: QuerySet[Any], prefix: str = "") -> Subquery:
    """An expression: the names of some rows in the reader's language, one a line; null where there are none."""
    return joined(rows, in_language(prefix))


def in_language(prefix: str = "") -> Any:
    """An expression: a name in the reader's language."""
    english = (get_language() or "").startswith("en")
    return Coalesce(NullIf(f"{prefix}name_en", Value("")), f"{prefix}name") if english else F(f"{prefix}name")


def joined(rows: QuerySet[Any], word: Any) -> Subquery:
    """An expression: a column of some rows, one a line."""
    grouped = rows.order_by().annotate(one=Value(1)).values("one")
    return Subquery(grouped.annotate(lines=StringAgg(word, Value("\n"))).values("lines"))


def listed(lines: str | None) -> str:
    """Such names in one line."""
    return _(", ").join(sorted(set((lines or "").split("\n")) - {""}))


def _said(parts: Iterable[str]) -> str:
    return " ".join(parts)


@rule("GOV-01", ALL_SECRETS)
def somebody_is_responsible(on: date) -> Asked:
    """There is a chief information manager, and every department has a manager who is still here.

    The root of a tree of departments is the company itself: the chief answers for it.
    """
    here = Q(person__left_on=None) | Q(person__left_on__gte=on)
    wide = Mandate.objects.current(on).filter(here, role=Mandate.Role.CHIEF, department=None, place=None)
    gone = Q(manager=None) | Q(manager__left_on__lt=on)
    root = Q(parent=None) & Q(Exists(Department.objects.filter(parent=OuterRef("pk"))))
    without = Department.objects.filter(gone & ~root)

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is MET:
            return _("There is a chief information manager, and every department has a manager.")
        parts = [] if row.has_chief else [_("No chief information manager is appointed.")]
        if row.without:
            parts.append(_("Without a manager: %(departments)s.") % {"departments": listed(row.without)})
        return _said(parts)

    met = Q(Exists(wide)) & ~Q(Exists(without))
    return Asked(EVERY, met, because, facts={"has_chief": Exists(wide), "without": names(without)})


@rule("GOV-05", ALL_SECRETS)
def audited(on: date) -> Asked:
    """Every site was audited within a year, and no remark of an audit is past its day."""
    months = threshold("GOV-05", "months")
    recent = Audit.objects.finished(months_before(on, months), on).order_by()
    whole = Q(~Exists(AuditPart.objects.filter(audit=OuterRef("pk"))))
    site = Q(Exists(AuditPart.objects.filter(audit=OuterRef("pk"), place=OuterRef(OuterRef("pk")))))
    sites = Place.objects.in_use(on).filter(Q(parent=None) & ~Q(Exists(recent.filter(whole | site))))
    late = Remark.objects.filter(Q(closed_on=None) | Q(closed_on__gt=on), due_on__lt=on)
    last = Audit.objects.filter(finished_on__lte=on).order_by("-finished_on").values("finished_on")[:1]

    def because(row: Any, verdict: Verdict) -> str:
        parts = [_("No audit is on record.")]
        if row.last:
            parts = [_("Last audit finished on %(day)s; due every %(months)s months.") % _due(row.last, months)]
        if row.last and row.sites:
            parts.append(_("Sites not audited in this time: %(sites)s.") % {"sites": listed(row.sites)})
        if row.late:
            words = ngettext("%(n)s remark of an audit is past its day.", "%(n)s remarks are past their day.", row.late)
            parts.append(words % {"n": row.late})
        return _said(parts)

    met = Q(Exists(recent)) & ~Q(Exists(sites)) & ~Q(Exists(late))
    return Asked(EVERY, met, because, facts={"last": Subquery(last), "sites": names(sites), "late": number_of(late)})


def _due(last: date, months: int) -> dict[str, Any]:
    return {"day": day(last), "months": months}


@rule("GOV-06", ALL_SECRETS)
def rules_are_looked_at(on: date) -> Asked:
    """The company's rules in force were adopted or gone through within a year, and speak of every topic that the
    handbook asks for (handbook.md 1.3)."""
    months = threshold("GOV-06", "months")
    since = months_before(on, months)
    in_force = Edition.objects.in_force(on).order_by()
    reviewed = RuleReview.objects.filter(rulebook=OuterRef("rulebook"), on__range=(since, on))
    old = in_force.filter(~Q(Exists(reviewed)), adopted_on__lt=since)
    clauses = Clause.objects.filter(edition__in=in_force.values("pk"), topic__in=RuleTopic.values).order_by()
    by_topic = clauses.annotate(one=Value(1)).values("one").annotate(n=Count("topic", distinct=True))
    spoken = Coalesce(Subquery(by_topic.values("n")), Value(0))

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is MET:
            return _("The company's rules were gone through in time and speak of every topic.")
        if not row.any:
            return _("No rules of the company are in force.")
        said = set((row.topics or "").split("\n"))
        missing = [str(topic.label) for topic in RuleTopic if topic.value not in said]
        parts = []
        if row.old:
            about = {"books": listed(row.old), "months": months}
            parts.append(_("Not gone through for %(months)s months: %(books)s.") % about)
        if missing:
            parts.append(_("No clause speaks of: %(topics)s.") % {"topics": _(", ").join(missing)})
        return _said(parts)

    met = Q(Exists(in_force)) & ~Q(Exists(old)) & Q(GreaterThanOrEqual(spoken, Value(len(RuleTopic))))
    facts = {"any": Exists(in_force), "old": names(old, "rulebook__"), "topics": joined(clauses, F("topic"))}
    return Asked(EVERY, met, because, facts=facts)


@rule("MOV-04", ALL_SECRETS)
def private_media_are_ruled_on(on: date) -> Asked:
    """A clause in force speaks of private devices and media, and every room from grade 2 on keeps to a rule of its own
    on what is brought in. A room that nobody has looked at is not known."""
    clauses = Clause.objects.filter(edition__in=Edition.objects.in_force(on).order_by().values("pk"))
    ruled = Exists(clauses.filter(topic=RuleTopic.PERSONAL_MEDIA))
    rooms = (
        Place.objects.in_use(on).filter(zone__gte=2, cabinet=False).annotate(devices=latest(Point.DEVICES, "found", on))
    )
    lax, unseen = rooms.filter(devices=Found.NOT_IN_ORDER), rooms.filter(devices=None)

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is MET:
            return _("A clause of the company's rules speaks of private devices and media; secret zones keep to it.")
        if not row.ruled:
            return _("No clause of the company's rules in force speaks of private devices and media.")
        if row.lax:
            return _("No rule on bringing in devices is kept in: %(places)s.") % {"places": listed(row.lax)}
        return _("Nobody has looked whether the rule on devices is kept in: %(places)s.") % {
            "places": listed(row.unseen)
        }

    met = Q(ruled) & ~Q(Exists(lax)) & ~Q(Exists(unseen))
    known = ~Q(ruled) | Q(Exists(lax)) | ~Q(Exists(unseen))
    facts = {"ruled": ruled, "lax": names(lax), "unseen": names(unseen)}
    return Asked(EVERY, met, because, known=known, facts=facts)


@rule("VIS-05", SECRETS)
def reports_have_a_contact(on: date) -> Asked:
    """There is a contact to whom people report, and within two years everybody was told of it."""
    months = threshold("VIS-05", "months")
    rows = ReportingContact.objects.filter(on__lte=on).order_by("-on", "-pk")
    facts = {fact: Subquery(rows.values(fact)[:1]) for fact in ("contact", "announced_on")}

    def because(row: Any, verdict: Verdict) -> str:
        if row.contact is None:
            return _("There is no contact for reports.")
        about = {"contact": row.contact, "day": day(row.announced_on), "months": months}
        if row.announced_on is None:
            return _("%(contact)s: it is not on record that people were told of this contact.") % about
        return _("%(contact)s: last announced on %(day)s; due every %(months)s months.") % about

    met = Q(GreaterThanOrEqual(facts["announced_on"], Value(months_before(on, months))))
    return Asked(EVERY, met, because, facts=facts)
