"""A rule about the register as a whole. Its answer counts all assets, so it is given only to those who see them all."""

from datetime import date
from typing import Any

from django.db.models import Q, Value
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils.translation import gettext as _

from assets.models import Asset
from classification.levels import Level
from measures.asking.asked import Asked, number_of
from measures.asking.readers import reader
from measures.asking.subjects import TheCompany
from measures.rules.entered import from_level, rule, threshold

HIGHEST = TheCompany(about=from_level(Level.TOP_SECRET))


@rule("GOV-09", HIGHEST, compares=True)
def highest_level_is_rare(on: date) -> Asked:
    """Of what is secret, no larger a share stands at the highest level: where all is top secret, nothing is."""
    sight = reader()
    if sight is None or not sight.everything:
        return Asked(Q(pk__in=[]), Q(), lambda row, verdict: "")
    percent, least = threshold("GOV-09", "top_percent"), threshold("GOV-09", "from_assets")
    secret, top = (number_of(Asset.objects.filter(from_level(lv))) for lv in (Level.INTERNAL, Level.TOP_SECRET))

    def because(row: Any, verdict: Any) -> str:
        facts = {"top": row.top, "secret": row.secret, "share": 100 * row.top // row.secret, "most": percent}
        facts["level"] = Level.TOP_SECRET.label
        words = _("Of %(secret)s secret assets %(top)s are “%(level)s”: %(share)s%%; at most %(most)s%%.")
        return words % facts

    met = Q(LessThanOrEqual(top * Value(100), secret * Value(percent)))
    needed = Q(GreaterThanOrEqual(secret, Value(least)))
    return Asked(needed, met, because, facts={"secret": secret, "top": top})
