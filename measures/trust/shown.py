"""What the register itself holds that shows a measure of trust: words for the form in which somebody attests it."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.days.calendars import written
from classification.books import Clause, Edition, RuleTopic
from measures.asking.asked import months_before
from measures.models import GroupReview, Talk
from measures.trust.talking import MONTHS

Side = GroupReview.Side
SIDES = {
    "E5-d": (Side.WORKLOAD, Side.COMMUNICATION, Side.SUGGESTIONS),
    "E5-e": (Side.EVALUATION,),
}
BY_CLAUSE = {"E5-c": RuleTopic.SANCTION}


def shown(code: str, talks: QuerySet[Talk], reviews: QuerySet[GroupReview], on: date) -> str:
    """What shows a measure, of the last year and of what whoever asks may read; "" where nothing does."""
    since = months_before(on, MONTHS)
    parts = []
    if code in SIDES:
        last = {each.side: each for each in reviews.filter(side__in=SIDES[code], on__range=(since, on)).order_by("on")}
        parts += [_("%(what)s: %(day)s") % {"what": r.get_side_display(), "day": written(r.on)} for r in last.values()]
    if code == "E5-d":
        held = talks.filter(on__range=(since, on)).select_related("department").order_by("on")
        parts += [
            _("talk of %(department)s: %(day)s") % {"department": t.department.label, "day": written(t.on)}
            for t in held[:5]
        ]
    if code in BY_CLAUSE:
        parts += _clauses(BY_CLAUSE[code], on)
    return _(", ").join(parts)


def _clauses(topic: RuleTopic, on: date) -> list[str]:
    """The clauses in force that speak of a topic."""
    rows = Clause.objects.filter(edition__in=Edition.objects.in_force(on).order_by().values("pk"), topic=topic)
    return [f"{each.edition.rulebook.label} {each.number}" for each in rows.select_related("edition__rulebook")[:3]]
