"""The rules that are computed, each one question in SQL (handbook.md 2.6; all of them are Kura's proposal).

Thresholds and names stand in rules.toml. Adding a rule: one entry there, one function here.
"""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, DateField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual, IsNull
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Posting
from accounts.querysets import in_force
from assets.kinds import ELECTRONIC, PHYSICAL, AccessControl, Host, Kind, State
from assets.models import Asset, Carrier, Grant, GrantReview, Holding
from classification.levels import Level
from measures.asking import Asked, Rule, months_before
from measures.rule_texts import rule_texts
from measures.verdicts import Verdict

RULES: dict[str, Rule] = {}
MET = Verdict.MET
KEPT = ~Q(state=State.RETIRED)
IN_FORCE = KEPT & Q(level__isnull=False)


def _from(level: Level, prefix: str = "") -> Q:
    """In force and at least of this level."""
    retired = Q(**{f"{prefix}state": State.RETIRED})
    return ~retired & Q(**{f"{prefix}level__gte": level})


def rule(id: str, rows: Callable[[], QuerySet[Any]]) -> Callable[[Callable[[date], Asked]], Callable[[date], Asked]]:
    """Enter the function below as the rule with this id."""

    def enter(ask: Callable[[date], Asked]) -> Callable[[date], Asked]:
        RULES[id] = Rule(id, rows, ask)
        return ask

    return enter


def _assets() -> QuerySet[Any]:
    return Asset.objects.all()


def _carriers() -> QuerySet[Any]:
    return Carrier.objects.current().select_related("place")


def _grants() -> QuerySet[Any]:
    return Grant.objects.select_related("person")


def _threshold(id: str, name: str) -> Any:
    return rule_texts()[id].thresholds[name]


def day(value: date | None) -> str:
    """A date as papers print it; a dash for none."""
    return date_format(value) if value else "―"


@rule("ACC-01", _assets)
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
            return _("Only departments are on the access list; from “secret” on, people are named.")
        return _("Nobody is on the access list.")

    lines = Count("grants", filter=in_force(on, "grants__"), distinct=True)
    met = Q(level__gte=Level.SECRET) & Q(named) | Q(level__lt=Level.SECRET) & Q(Exists(grants))
    return Asked(_from(Level.INTERNAL), met, because, facts={"lines": lines})


@rule("ACC-02", _assets)
def access_list_reviewed(on: date) -> Asked:
    """The access list was confirmed within the level's months; without any review the registration counts."""
    last = GrantReview.objects.filter(asset=OuterRef("pk")).values("asset").annotate(last=Max("on")).values("last")
    since = Coalesce(Subquery(last), "registered_on", "approved_on", output_field=DateField())
    months = _threshold("ACC-02", "months")
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
    return Asked(_from(Level.INTERNAL), met, because, known, facts={"since": since, "reviewed": Subquery(last)})


@rule("ACC-03", _grants)
def leavers_have_no_grant(on: date) -> Asked:
    """A grant to a person ends when the person leaves."""

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is MET:
            return _("Nobody on the access list has left.")
        facts = {"person": row.person.label, "day": day(row.person.left_on)}
        return _("%(person)s left on %(day)s and still has access.") % facts

    needed = Q(person__isnull=False) & in_force(on) & ~Q(asset__state=State.RETIRED)
    return Asked(needed, Q(person__left_on=None) | Q(person__left_on__gt=on), because)


@rule("STO-01", _assets)
def location_known(on: date) -> Asked:
    """It is known where it is kept; of know-how, who holds it."""
    carriers = Carrier.objects.current().with_location().filter(asset=OuterRef("pk"))
    holders = Holding.objects.filter(asset=OuterRef("pk"))

    def because(row: Any, verdict: Verdict) -> str:
        if row.kind == Kind.TAC:
            return _("Its holders are known.") if verdict is MET else _("It is not known who holds the know-how.")
        return _("It is known where it is kept.") if verdict is MET else _("It is not known where it is kept.")

    met = ~Q(kind=Kind.TAC) & Q(Exists(carriers)) | Q(kind=Kind.TAC) & Q(Exists(holders))
    return Asked(IN_FORCE, met, because)


@rule("STO-02", _carriers)
def locked_up(on: date) -> Asked:
    """Physical things from secret on are locked up, and the lock was checked within a year."""
    since = months_before(on, _threshold("STO-02", "lock_check_months"))

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
    needed = Q(kind__in=PHYSICAL) & _from(Level.SECRET, "asset__")
    return Asked(needed, met, because, known=Q(locked__isnull=False))


@rule("STO-03", _carriers)
def data_restricted(on: date) -> Asked:
    """Electronic data from secret on can be opened by named people only; a sign-in alone is not enough."""

    def because(row: Any, verdict: Verdict) -> str:
        if not row.access_control:
            return _("%(where)s: not known who can open it.") % {"where": name_of(row)}
        facts = {"where": name_of(row), "how": row.get_access_control_display()}
        return _("%(where)s: access limited by: %(how)s.") % facts

    needed = Q(kind__in=ELECTRONIC) & _from(Level.SECRET, "asset__")
    return Asked(needed, Q(access_control=AccessControl.FOLDER), because, known=~Q(access_control=""))


@rule("STO-05", _carriers)
def portable_encrypted(on: date) -> Asked:
    """Removable media and mobile devices from internal on are encrypted."""

    def because(row: Any, verdict: Verdict) -> str:
        facts = {"where": name_of(row)}
        if row.encrypted is None:
            return _("%(where)s: not known whether it is encrypted.") % facts
        return (_("%(where)s: encrypted.") if row.encrypted else _("%(where)s: not encrypted.")) % facts

    needed = (Q(kind=Kind.MED) | Q(host=Host.MOBILE)) & _from(Level.INTERNAL, "asset__")
    return Asked(needed, Q(encrypted=True), because, known=Q(encrypted__isnull=False))


@rule("LAB-01", _carriers)
def labelled(on: date) -> Asked:
    """Every carrier from internal on bears the label of its level. (Know-how has no label: LAB-03 asks for it.)"""
    grace = timedelta(days=_threshold("LAB-01", "grace_days"))

    def because(row: Any, verdict: Verdict) -> str:
        facts = {"where": name_of(row), "label": row.get_label_display()}
        if row.label is None:
            return _("%(where)s: not known whether it is labelled.") % facts
        if verdict is MET or row.label < 0 or row.since is None or row.since + grace < on:
            return _("%(where)s: %(label)s.") % facts
        facts |= {"day": day(row.since), "until": day(row.since + grace)}
        return _("%(where)s: %(label)s; the level changed on %(day)s, new labels are due by %(until)s.") % facts

    needed = ~Q(kind=Kind.TAC) & _from(Level.INTERNAL, "asset__")
    met = Q(label=F("asset__level"))
    return Asked(needed, met, because, known=Q(label__isnull=False), facts={"since": F("asset__levelled_on")})


@rule("LAB-03", _assets)
def know_how_pinned_down(on: date) -> Asked:
    """Secret know-how is written down somewhere, and every holder has acknowledged that it is secret."""
    written = Carrier.objects.current().filter(asset=OuterRef("pk")).exclude(kind=Kind.TAC)
    untold = Holding.objects.filter(asset=OuterRef("pk"), acknowledged_on=None)

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

    counted = Count("holdings", filter=Q(holdings__acknowledged_on=None), distinct=True)
    needed = Q(kind=Kind.TAC) & _from(Level.SECRET)
    met = Q(Exists(written)) & ~Q(Exists(untold))
    return Asked(needed, met, because, facts={"written": Exists(written), "untold": counted})


@rule("GOV-02", _assets)
def owner_present(on: date) -> Asked:
    """Someone is in charge, is still here, and has not moved on without handing over."""
    postings = Posting.objects.filter(in_force(on), person=OuterRef("owner"))
    moved = Exists(postings.filter(from_on__gt=OuterRef("owned_from")))
    at_home = Exists(postings.filter(department=OuterRef("department")))
    here = Q(owner__left_on=None) | Q(owner__left_on__gt=on)

    def because(row: Any, verdict: Verdict) -> str:
        if row.owner is None:
            return _("Nobody is in charge of it.")
        facts = {"person": row.owner.label, "day": day(row.owner.left_on)}
        if verdict is MET:
            return _("%(person)s is in charge.") % facts
        if row.owner.left_on and row.owner.left_on <= on:
            return _("%(person)s, in charge, left on %(day)s.") % facts
        return _("%(person)s, in charge, has moved to another department without handing over.") % facts

    met = Q(owner__isnull=False) & here & (~Q(moved) | Q(at_home))
    return Asked(KEPT, met, because)


@rule("DAT-01", _assets)
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


def name_of(carrier: Carrier) -> str:
    """A carrier in words: what it is and where."""
    return f"{carrier.medium} ({carrier.where})" if carrier.where else carrier.medium
