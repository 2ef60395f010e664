"""Leaning to protection: more of it than helps, or than the work can bear."""

from collections import Counter
from datetime import datetime, time
from typing import Any

from django.db.models import CharField, Count, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Department, Mandate
from assets.models import AccessRequest, Asset, Grant
from assets.rights import granted_by
from assets.watch import VIEWED
from classification.levels import Level
from desk.balance.kinds import Scales
from desk.waiting.kinds import Line
from journal.models import Sighting
from measures.asking.asked import number_of, row_verdict
from measures.models import Exemption
from measures.rules import RULES
from measures.verdicts import Verdict


def asset_line(asset: Asset, note: str = "") -> Line:
    """An asset as a row of a warning."""
    return Line(asset.name, reverse("desk:detail", args=[asset.code]), note, level=asset.level)


def too_much_at_the_top(scales: Scales) -> QuerySet[Any]:
    """Top secrets, the longest at it first, where they are too large a share of what is secret; none otherwise."""
    secret = Q(level__gte=Level.INTERNAL)
    counts = scales.assets.order_by().aggregate(
        secret=Count("pk", filter=secret), top=Count("pk", filter=Q(level=Level.TOP_SECRET))
    )
    enough = counts["secret"] >= scales["from_assets"]
    if not enough or counts["top"] * 100 <= counts["secret"] * scales["top_percent"]:
        none: QuerySet[Any] = scales.assets.none()
        return none
    share = Value(100 * counts["top"] // counts["secret"])
    rows: QuerySet[Any] = scales.assets.filter(level=Level.TOP_SECRET).annotate(share=share)
    return rows.order_by("levelled_on", "pk")


def top_line(asset: Any, scales: Scales) -> Line:
    note = _("one of the %(share)s%% at this level; at most %(most)s%% is proposed")
    return asset_line(asset, note % {"share": asset.share, "most": scales["top_percent"]})


def labelled_public(scales: Scales) -> QuerySet[Any]:
    """Carriers of public information that bear a sign of secrecy (rule LAB-02)."""
    rule = RULES["LAB-02"]
    asked = scales.who.question.asked(rule)
    rows = rule.subject.rows().annotate(verdict=row_verdict(asked)).filter(verdict=Verdict.GAP)
    return rows.filter(asset__in=scales.assets.order_by().values("pk")).select_related("asset").order_by("asset", "pk")


def label_line(carrier: Any, scales: Scales) -> Line:
    return asset_line(carrier.asset, f"{carrier.medium}: {carrier.get_label_display()}")


def everything_secret(scales: Scales) -> list[dict[str, Any]]:
    """Departments of which nearly all is secret or above, the most of it first."""
    rows = scales.assets.filter(department__isnull=False).order_by()
    rows = rows.values("department", "department__name", "department__name_en").annotate(
        n=Count("pk"), secret=Count("pk", filter=Q(level__gte=Level.SECRET))
    )
    least, percent = scales["department_assets"], scales["department_percent"]
    heavy = [row for row in rows if row["n"] >= least and row["secret"] * 100 >= row["n"] * percent]
    return sorted(heavy, key=lambda row: -row["secret"])


def department_line(row: dict[str, Any], scales: Scales) -> Line:
    department = Department(name=row["department__name"], name_en=row["department__name_en"])
    facts = {"secret": row["secret"], "n": row["n"], "level": Level.SECRET.label}
    note = _("%(secret)s of %(n)s at “%(level)s” or above") % facts
    return Line(department.label, reverse("desk:list") + f"?department={row['department']}", note)


def crowded(scales: Scales) -> QuerySet[Any]:
    """Top secrets of which more people may know than the level allows (rule ACC-05)."""
    asked = scales.who.question.asked(RULES["ACC-05"])
    rows = scales.assets.filter(level=Level.TOP_SECRET).annotate(**asked.facts, breadth=row_verdict(asked))
    return rows.filter(breadth=Verdict.GAP).order_by("-people", "pk")


def crowd_line(asset: Any, scales: Scales) -> Line:
    return asset_line(asset, scales.who.question.asked(RULES["ACC-05"]).because(asset, Verdict.GAP))


def strained(scales: Scales) -> QuerySet[Any]:
    """Assets whose protection the work goes around: requests for access that ended there, accepted gaps, and emergency
    doors opened over their department, together at least so many in so many days."""
    start = scales.since("strained_days")
    requests = AccessRequest.objects.filter(asset=OuterRef("pk"), asked_at__date__gte=start)
    exempt = Exemption.objects.accepted().filter(asset=OuterRef("pk"), from_on__gte=start)
    opened = Mandate.objects.filter(role=Mandate.Role.BREAK_GLASS, from_on__gte=start)
    opened = opened.filter(Q(department=OuterRef("department")) | Q(department=None, place=None))
    rows = scales.assets.filter(level__gte=Level.SECRET).annotate(
        requests=number_of(requests), exempt=number_of(exempt), opened=number_of(opened)
    )
    rows = rows.annotate(strain=F("requests") + F("exempt") + F("opened"))
    found: QuerySet[Any] = rows.filter(Q(requests__gt=0) | Q(exempt__gt=0), strain__gte=scales["strained"])
    return found.order_by("-strain", "pk")


def strain_line(asset: Any, scales: Scales) -> Line:
    says = Counter(
        {
            _("requests for access: %(n)s"): asset.requests,
            _("accepted gaps: %(n)s"): asset.exempt,
            _("emergency doors: %(n)s"): asset.opened,
        }
    )
    return asset_line(asset, _(", ").join(text % {"n": n} for text, n in says.items() if n))


def unused(scales: Scales) -> QuerySet[Any]:
    """Lines of people who could have opened a secret's pages for so many days (they had the line and a sign-in) and
    opened none, on lists that the reader gives or, holding a mandate for the company, reads."""
    start = scales.since("unused_days")
    lists = scales.assets.filter(level__gte=Level.SECRET).order_by()
    if not scales.who.sight.everything:
        lists = lists.filter(granted_by(scales.who.sight))
    about = Concat(Value("assets.asset:"), Cast(OuterRef("asset_id"), CharField()))
    moment = timezone.make_aware(datetime.combine(start, time()))
    opened = Sighting.objects.filter(about=about, actor_id=OuterRef("person_id"), verb=VIEWED, at__gte=moment)
    rows = Grant.objects.current(scales.on).filter(from_on__lt=start)
    rows = rows.filter(person__user__is_active=True, person__user__date_joined__lt=moment)
    rows = rows.filter(~Exists(opened), asset__in=lists.values("pk"))
    return rows.select_related("asset", "person").order_by("from_on", "pk")


def unused_line(grant: Any, scales: Scales) -> Line:
    days = scales["unused_days"]
    note = ngettext("opened no page of it for %(n)s day", "opened no page of it for %(n)s days", days) % {"n": days}
    text = _("%(whom)s on the list of %(asset)s") % {"whom": grant.whom, "asset": grant.asset.name}
    mine = scales.who.sight.holds("CHIEF") or grant.asset.owner_id == getattr(scales.who.sight.person, "pk", None)
    led = grant.asset.department_id in scales.who.sight.leads
    page = "desk:access" if mine or led else "desk:detail"
    return Line(text, reverse(page, args=[grant.asset.code]), note, grant.from_on, level=grant.asset.level)
