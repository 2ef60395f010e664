"""Rules asked of the assets themselves."""

from datetime import date
from typing import Any

from django.db.models import (
    Case,
    DateField,
    Exists,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Least
from django.db.models.lookups import GreaterThan, GreaterThanOrEqual, IsNull, LessThanOrEqual
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Company, Person, Posting
from accounts.querysets import in_force
from assets.kinds import Kind, State
from assets.models import Carrier, Grant, GrantReview, Holding
from classification.levels import Level
from measures.asking.asked import Asked, months_before, number_of
from measures.asking.crowd import people_let_in
from measures.asking.subjects import Assets, Turn
from measures.rules.entered import IN_FORCE, KEPT, day, from_level, rule, threshold
from measures.verdicts import Verdict

MET = Verdict.MET
ASSETS = Assets()


@rule("ACC-01", ASSETS)
def access_list_exists(on: date) -> Asked:
    """Secret and above: people by name; internal: a department is enough."""
    grants = Grant.objects.filter(in_force(on), asset=OuterRef("pk"))
    named = Exists(grants.filter(person__isnull=False))

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is MET:
            return ngettext("%(n)s line on the access list.", "%(n)s lines on the access list.", row.lines) % {
                "n": row.lines
            }
        if row.lines:
            facts = {"level": Level.SECRET.label}
            return _("Only departments are on the access list; from “%(level)s” on, people are named.") % facts
        return _("Nobody is on the access list.")

    met = Q(level__gte=Level.SECRET) & Q(named) | Q(level__lt=Level.SECRET) & Q(Exists(grants))
    return Asked(from_level(Level.INTERNAL), met, because, facts={"lines": number_of(grants)})


@rule("ACC-02", ASSETS)
def access_list_reviewed(on: date) -> Asked:
    """The access list was confirmed within the level's months; without any review the registration counts."""
    reviews = GrantReview.objects.filter(asset=OuterRef("pk"), on__lte=on).values("asset")
    last = reviews.annotate(last=Max("on")).values("last")
    since = Coalesce(Subquery(last), "registered_on", "approved_on", output_field=DateField())
    months = threshold("ACC-02", "months")
    met = Q()
    for level, limit in months.items():
        met |= Q(level=level) & Q(GreaterThanOrEqual(since, months_before(on, limit)))

    def because(row: Any, verdict: Verdict) -> str:
        facts = {"day": day(row.since), "months": months[Level(row.level)]}
        if row.since is None:
            return _("Never reviewed, and it is not known when it was registered; due every %(months)s months.") % facts
        if row.reviewed is None:
            return _("Never reviewed since its registration on %(day)s; due every %(months)s months.") % facts
        return _("Last reviewed on %(day)s; due every %(months)s months.") % facts

    known = Q(IsNull(since, False))
    return Asked(from_level(Level.INTERNAL), met, because, known, facts={"since": since, "reviewed": Subquery(last)})


@rule("STO-01", ASSETS)
def location_known(on: date) -> Asked:
    """It is known where it is kept; of know-how, who of those who are still here holds it."""
    carriers = Carrier.objects.current().with_location().filter(asset=OuterRef("pk"))
    holders = _holders(on)

    def because(row: Any, verdict: Verdict) -> str:
        if row.kind == Kind.TAC:
            return _("Its holders are known.") if verdict is MET else _("It is not known who holds the know-how.")
        return _("It is known where it is kept.") if verdict is MET else _("It is not known where it is kept.")

    met = ~Q(kind=Kind.TAC) & Q(Exists(carriers)) | Q(kind=Kind.TAC) & Q(Exists(holders))
    return Asked(IN_FORCE, met, because)


@rule("LAB-03", ASSETS)
def know_how_pinned_down(on: date) -> Asked:
    """Secret know-how is written down somewhere, and every holder who is still here has acknowledged that it is secret.

    (No versions are kept of a description: whoever acknowledged once has. A leaver's promise is PER-03's.)
    """
    written = Carrier.objects.current().filter(asset=OuterRef("pk")).exclude(kind=Kind.TAC)
    untold = _holders(on).filter(acknowledged_on=None)

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is MET:
            return _("It is described, and its holders have acknowledged that it is secret.")
        missing = [] if row.written else [_("it is not described anywhere")]
        if row.untold:
            missing.append(
                ngettext("%(n)s holder has not acknowledged", "%(n)s holders have not acknowledged", row.untold)
                % {"n": row.untold}
            )
        return _("Of this know-how: %(missing)s.") % {"missing": _(", ").join(missing)}

    needed = Q(kind=Kind.TAC) & from_level(Level.SECRET)
    met = Q(Exists(written)) & ~Q(Exists(untold))
    return Asked(needed, met, because, facts={"written": Exists(written), "untold": number_of(untold)})


def _holders(on: date) -> QuerySet[Any]:
    """Who holds an asset's know-how and has not left."""
    here = Q(person__left_on=None) | Q(person__left_on__gte=on)
    return Holding.objects.filter(here, asset=OuterRef("pk"))


@rule("GOV-02", ASSETS)
def owner_present(on: date) -> Asked:
    """Someone is in charge, is still here, and has not moved on without handing over."""
    postings = Posting.objects.filter(in_force(on), person=OuterRef("owner"))
    moved = Exists(postings.filter(from_on__gt=OuterRef("owned_from")))
    at_home = Exists(postings.filter(department=OuterRef("department")))
    gone = Exists(Person.objects.filter(pk=OuterRef("owner"), left_on__lte=on))

    def because(row: Any, verdict: Verdict) -> str:
        if row.owner is None:
            return _("Nobody is in charge of it.")
        facts = {"person": row.owner.label, "day": day(row.owner.left_on)}
        if verdict is MET:
            return _("%(person)s is in charge.") % facts
        if row.owner.left_on and row.owner.left_on <= on:
            return _("%(person)s, in charge, left on %(day)s.") % facts
        return _("%(person)s, in charge, has moved to another department without handing over.") % facts

    met = Q(owner__isnull=False) & ~Q(gone) & (~Q(moved) | Q(at_home))
    return Asked(KEPT, met, because)


@rule("DAT-01", ASSETS)
def essentials_filled(on: date) -> Asked:
    """Name, department, kind, person in charge, and a level unless it is still being judged."""
    judging = Q(state__in=(State.CANDIDATE, State.IN_REVIEW))
    met = ~Q(name="") & Q(department__isnull=False) & ~Q(kind="") & Q(owner__isnull=False)

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is MET:
            return _("Nothing essential is missing.")
        fields = {
            "name": _("name"),
            "department_id": _("department"),
            "kind": _("kind"),
            "owner_id": _("person in charge"),
        }
        missing = [label for field, label in fields.items() if not getattr(row, field)]
        if row.level is None and row.state == State.ACTIVE:
            missing.append(_("level"))
        return _("Missing: %(fields)s.") % {"fields": _(", ").join(missing)}

    return Asked(KEPT, met & (judging | Q(level__isnull=False)), because)


@rule("ACC-05", ASSETS, turn=Turn.LAST)  # counts people
def few_have_access(on: date) -> Asked:
    """No larger a part of the company may know than the level allows, of top secrets no more than so many people."""
    allowed, count = _most_allowed(), people_let_in(on, Level.SECRET)

    def because(row: Any, verdict: Verdict) -> str:
        facts = {"n": row.people, "most": row.allowed, "level": Level(row.level).label, "all": row.headcount}
        if verdict is Verdict.UNKNOWN:
            return _("It is not known how many people the company has. People with access: %(n)s.") % facts
        if row.headcount is None:
            return _("People with access: %(n)s; for “%(level)s” at most %(most)s.") % facts
        return _("People with access: %(n)s; for “%(level)s” in a company of %(all)s at most %(most)s.") % facts

    headcount, small = _headcount(), threshold("ACC-05", "from_headcount")
    top = Q(level=Level.TOP_SECRET)
    asked = top | Q(IsNull(headcount, True)) | Q(GreaterThanOrEqual(headcount, small))
    known = Q(IsNull(headcount, False)) | top & Q(GreaterThan(count, Value(_most_people())))
    facts = {"people": count, "allowed": allowed, "headcount": headcount}
    return Asked(from_level(Level.SECRET) & asked, Q(LessThanOrEqual(count, allowed)), because, known, facts)


def _headcount() -> Subquery:
    return Subquery(Company.objects.values("headcount")[:1])


def _most_people() -> int:
    return int(threshold("ACC-05", "people")[Level.TOP_SECRET])


def _most_allowed() -> Case:
    """How many people may know: a share of the company, and of a top secret no more than so many."""
    shares = threshold("ACC-05", "percent")
    part = {level: _headcount() * Value(share) / Value(100) for level, share in shares.items()}
    large = Q(GreaterThanOrEqual(_headcount(), threshold("ACC-05", "from_headcount")))
    top, most = Q(level=Level.TOP_SECRET), Value(_most_people())
    return Case(
        When(top & large, then=Least(part[Level.TOP_SECRET], most)),
        When(top, then=most),
        When(Q(level=Level.SECRET) & large, then=part[Level.SECRET]),
        output_field=IntegerField(),
    )
