"""A rule asked of departments: whether they went through what they hold."""

from datetime import date
from typing import Any

from django.db.models import Exists, Max, Q, Subquery, Value
from django.utils.translation import gettext as _

from accounts.trees import lies_below
from classification.levels import Level
from measures.asking.asked import Asked, months_before
from measures.asking.grounds import Departments
from measures.company.records import Inventory
from measures.rules.entered import EVERY, day, from_level, rule, threshold
from measures.verdicts import Verdict

SECRETS = Departments(about=from_level(Level.INTERNAL))


@rule("GOV-07", SECRETS)
def inventory_taken(on: date) -> Asked:
    """A department, or one above it for all below, finished an inventory within a year."""
    months = threshold("GOV-07", "months")
    covering = Inventory.objects.filter(lies_below("path", "department__path"), on__lte=on).order_by()
    last = Subquery(covering.annotate(one=Value(1)).values("one").annotate(last=Max("on")).values("last"))

    def because(row: Any, verdict: Verdict) -> str:
        about = {"department": row.label, "day": day(row.inventory_on), "months": months}
        if row.inventory_on is None:
            return _("%(department)s: no inventory is on record; due every %(months)s months.") % about
        return _("%(department)s: last inventory finished on %(day)s; due every %(months)s months.") % about

    met = Q(Exists(covering.filter(on__gte=months_before(on, months))))
    return Asked(EVERY, met, because, facts={"inventory_on": last})
