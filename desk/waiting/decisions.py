"""What waits to be judged, submitted and decided."""

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from assets.deciding import approval
from assets.deciding.deciders import with_start
from assets.disposing import disposing
from assets.kinds import State
from assets.models import AccessRequest, Asset, Decision, Judgement
from assets.rights import carried_by
from desk.addressee import Addressee
from desk.waiting.kinds import LATELY, Line


def to_decide(who: Addressee) -> QuerySet[Any]:
    """What is theirs to approve, the oldest first: in review, or in force and changed since."""
    return with_start(approval.awaiting(who.sight)).select_related("submitted_by", "department").order_by("since", "pk")


def decide_line(asset: Any, who: Addressee) -> Line:
    in_review = asset.state == State.IN_REVIEW
    note = _("changed since it was approved")
    if in_review:
        note = _("submitted by %(person)s") % {"person": asset.submitted_by.label}
        if asset.level is not None and asset.proposed_level < asset.level:
            note = _("a lower level, proposed by %(person)s") % {"person": asset.submitted_by.label}
    if asset.department:
        note += f" · {asset.department.label}"
    url = reverse("assets:decide", args=[asset.code])
    day = localdate(asset.since) if asset.since else None
    late = who.days_since(day + timedelta(days=who.sight.decide_within)) if day else 0
    return Line(asset.name, url, note, day, late=late, level=asset.proposed_level if in_review else asset.level)


def to_answer(who: Addressee) -> QuerySet[Any]:
    """What somebody asked about before deciding, and they proposed or answer for."""
    return approval.asked(who.sight).select_related("asked_by").order_by("pk")


def answer_line(asset: Asset, who: Addressee) -> Line:
    note = _("%(person)s asked") % {"person": asset.asked_by.label}
    return Line(asset.name, reverse("assets:decide", args=[asset.code]), note, level=asset.proposed_level)


def _latest_step() -> Coalesce:
    return Coalesce(
        Subquery(Decision.objects.filter(asset=OuterRef("pk")).order_by("-at", "-pk").values("step")[:1]), Value("")
    )


def sent_back(who: Addressee) -> QuerySet[Any]:
    """What they had submitted and got back: a candidate until it is submitted again, what stays in force for a while
    or until it is judged anew."""
    last = Decision.objects.filter(asset=OuterRef("pk"), step="return").order_by("-at", "-pk")
    rows = who.assets.filter(submitted_by=who.sight.person).annotate(
        latest=_latest_step(),
        returned_at=Subquery(last.values("at")[:1]),
        comment=Subquery(last.values("comment")[:1]),
    )
    judged_anew = Exists(Judgement.objects.filter(asset=OuterRef("pk"), on__gt=OuterRef("returned_at")))
    fresh = Q(state=State.CANDIDATE) | Q(state=State.ACTIVE, returned_at__date__gte=who.on - LATELY) & ~judged_anew
    return rows.filter(fresh, latest="return").order_by("returned_at", "pk")


def sent_back_line(asset: Any, who: Addressee) -> Line:
    return Line(
        asset.name,
        reverse("desk:detail", args=[asset.code]),
        asset.comment,
        localdate(asset.returned_at),
        level=asset.level,
    )


def _candidates(who: Addressee) -> QuerySet[Any]:
    return who.assets.filter(carried_by(who.sight), state=State.CANDIDATE).order_by("registered_on", "pk")


def _is_judged() -> Exists:
    return Exists(Judgement.objects.filter(asset=OuterRef("pk")))


def to_judge(who: Addressee) -> QuerySet[Any]:
    """Candidates that are theirs to judge and that nobody has judged."""
    return _candidates(who).filter(~_is_judged())


def judge_line(asset: Asset, who: Addressee) -> Line:
    url = reverse("assets:judge", args=[asset.code])
    return Line(asset.name, url, str(asset.get_kind_display()), asset.registered_on)


def to_submit(who: Addressee) -> QuerySet[Any]:
    """Candidates that are judged and wait to be submitted; what came back to them stands elsewhere."""
    judged = _candidates(who).filter(_is_judged()).annotate(latest=_latest_step())
    elsewhere = Q(latest="return") & Q(submitted_by=who.sight.person)
    return judged.exclude(elsewhere)


def submit_line(asset: Asset, who: Addressee) -> Line:
    return Line(asset.name, reverse("desk:detail", args=[asset.code]), "", asset.registered_on)


def requests(who: Addressee) -> QuerySet[Any]:
    """Requests for access that are theirs to answer, the oldest first."""
    open_now = AccessRequest.objects.open().answered_by(who.sight)
    return open_now.select_related("asked_by").order_by("asked_at", "pk")


def request_line(request: AccessRequest, who: Addressee) -> Line:
    url = reverse("desk:usable_request", args=[request.pk])
    return Line(request.asked_by.label, url, Truncator(request.need).chars(60), localdate(request.asked_at))


def disposals(who: Addressee) -> QuerySet[Any]:
    """Secrets that somebody proposes to dispose of, on which they decide."""
    return _named(disposing.awaiting(who.sight), who).select_related("asset", "proposed_by")


def _named(rows: QuerySet[Any], who: Addressee) -> QuerySet[Any]:
    """Rows on assets, with the name where it may be read."""
    readable = who.assets.named_to(who.sight).filter(pk=OuterRef("asset_id")).order_by()
    return rows.annotate(name=Subquery(readable.values("name")[:1]))


def disposal_line(row: Any, who: Addressee) -> Line:
    """Told by its code where the name is sealed."""
    note = _("proposed by %(person)s") % {"person": row.proposed_by.label}
    day = localdate(row.proposed_at)
    late = who.days_since(day + timedelta(days=who.sight.decide_within))
    url = reverse("assets:disposal", args=[row.asset.code])
    return Line(row.name or row.asset.code, url, note, day, late=late, level=row.asset.level)


def to_dispose_of(who: Addressee) -> QuerySet[Any]:
    """Disposals that are approved and that they confirm once done."""
    return _named(disposing.to_confirm(who.sight), who).select_related("asset", "decided_by")


def dispose_line(row: Any, who: Addressee) -> Line:
    note = _("approved by %(person)s") % {"person": row.decided_by.label}
    url = reverse("assets:disposal", args=[row.asset.code])
    return Line(row.name or row.asset.code, url, note, localdate(row.decided_at), level=row.asset.level)
