"""Lines of access lists that wait for the second of two."""

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from assets import agreeing
from desk.waiting.kinds import Addressee, Line


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
