"""What an audit found wanting: to be put right by its owner, and then closed by somebody who audits."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from desk.addressee import Addressee
from desk.waiting.kinds import Line
from measures.audits.auditing import may_audit
from measures.models import Remark


def remarks(who: Addressee) -> QuerySet[Any]:
    """Their own remarks of which they have not said what was done; for those who audit, what others have put right."""
    person = who.sight.person
    mine = Q(owner=person, done="") if person is not None else Q(pk__in=[])
    to_close = ~Q(done="") & ~Q(owner=person) if may_audit(who.sight) else Q(pk__in=[])
    return Remark.objects.open().filter(mine | to_close).select_related("owner").order_by("due_on", "pk")


def remark_line(remark: Any, who: Addressee) -> Line:
    note = _("put right by %(person)s: close it?") % {"person": remark.owner.label} if remark.done else ""
    url = reverse("company:audit", args=[remark.audit_id])
    return Line(remark.text, url, note, remark.due_on, due=True, late=who.days_since(remark.due_on))
