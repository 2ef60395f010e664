"""Lines of access lists that wait for the second of two, and lists that a review round goes through."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from assets.knowing import agreeing, rounds
from assets.models import Round
from desk.addressee import Addressee
from desk.reviewing.rounds import Terms, mine
from desk.waiting.kinds import Line


def to_agree(who: Addressee) -> QuerySet[Any]:
    """Lines on top secrets that somebody has given and to which they may agree."""
    return agreeing.waiting(who.sight).select_related("asset", "person", "department", "granted_by")


def agree_line(line: Any, who: Addressee) -> Line:
    """Told by its code: the name of a top secret may be sealed."""
    text = _("%(whom)s: access to %(asset)s?") % {"whom": line.whom, "asset": line.asset.code}
    note = _("access given by %(person)s") % {"person": line.granted_by.label}
    return Line(text, reverse("desk:agreements"), note, line.granted_on, level=line.asset.level)


def from_before(who: Addressee) -> QuerySet[Any]:
    """Lines in force from before their asset was a top secret, to be confirmed."""
    return agreeing.to_confirm(who.sight).select_related("asset", "person", "department")


def before_line(grant: Any, who: Addressee) -> Line:
    text = _("%(whom)s: access to %(asset)s?") % {"whom": grant.whom, "asset": grant.asset.code}
    note = _("in force since before it was a top secret")
    return Line(text, reverse("desk:agreements"), note, grant.asset.levelled_on, level=grant.asset.level)


def in_rounds(who: Addressee) -> QuerySet[Any]:
    """Lists of review rounds with lines that wait for their answer: their own, and what nobody has answered."""
    left = rounds.open_lines(Round.objects.all(), who.on).filter(asset=OuterRef("asset"), round=OuterRef("round"))
    rows = mine(who, Terms.of(who.question)).filter(Exists(left))
    return rows.select_related("round", "asset", "asset__owner").order_by("round__due_on", "asset__code")


def round_line(row: Any, who: Addressee) -> Line:
    note = _("lines that nobody has answered end with the last day") if row.round.lapses else ""
    if row.asset.owner and row.asset.owner != who.sight.person:
        note = _("%(person)s has not answered") % {"person": row.asset.owner.label} + (f" · {note}" if note else "")
    due = row.round.due_on
    return Line(
        row.asset.name, reverse("desk:review"), note, due, due=True, late=who.days_since(due), level=row.asset.level
    )
