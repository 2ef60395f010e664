"""Rules on showing that something is the company's own work (handbook.md 5-1)."""

from datetime import date
from typing import Any

from django.db.models import OuterRef, Q, Subquery
from django.db.models.lookups import GreaterThanOrEqual
from django.utils.translation import gettext as _

from assets.developing.developing import KNOWN_TECHNICAL
from assets.kinds import Origin
from assets.models import Development
from classification.levels import Level
from measures.asking.asked import Asked, months_before
from measures.rules.assets import ASSETS
from measures.rules.entered import day, from_level, rule, threshold
from measures.verdicts import Verdict


@rule("DPT-01", ASSETS)
def own_development(on: date) -> Asked:
    """Of our own technical secrets there is a dated record with its SHA-256, the latest of the last two years."""
    months = threshold("DPT-01", "months")
    records = Development.objects.filter(asset=OuterRef("pk"), made_on__lte=on).order_by("-made_on")
    last = Subquery(records.values("made_on")[:1])

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is Verdict.UNKNOWN:
            return _("It is not said whether this is technical information.")
        if row.last is None:
            return _("Nothing is on record that shows our own development.")
        return _("The latest record of our own development is of %(day)s; due every %(months)s months.") % {
            "day": day(row.last),
            "months": months,
        }

    asked = from_level(Level.SECRET) & Q(origin=Origin.OWN) & (Q(technical=True) | Q(technical=None))
    met = Q(GreaterThanOrEqual(last, months_before(on, months)))
    return Asked(asked, met, because, KNOWN_TECHNICAL, facts={"last": last})
