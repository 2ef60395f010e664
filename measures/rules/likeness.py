"""A rule that compares assets with each other, among what its reader may know of."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from assets.models import Asset
from assets.sealing import named
from measures.asking.asked import Asked
from measures.asking.readers import reader
from measures.rules.assets import ASSETS
from measures.rules.entered import KEPT, rule
from measures.verdicts import Verdict


@rule("DAT-02", ASSETS, compares=True)
def stands_alone(on: date) -> Asked:
    """No other asset of the department has the same name, signs, spaces, width and case not counted.

    The handbook's “similarity above 0.9” is not asked: it would call mold M-112 a double of M-113. Names that differ
    in a letter or a digit are two things.
    """
    sight = reader()
    if sight is None:
        return Asked(Q(pk__in=[]), Q(), lambda row, verdict: "", facts={})
    twins = Asset.objects.seen_by(sight).named_to(sight).kept().exclude(pk=OuterRef("pk")).order_by("code")
    twins = twins.filter(department=OuterRef("department"), like_key=OuterRef("like_key"))

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is Verdict.MET:
            return _("No other of this name in the department.")
        return _("Of the same name in the department: %(code)s.") % {"code": row.twin}

    needed = KEPT & Q(department__isnull=False) & ~Q(like_key="") & named(Asset.objects.all(), sight)
    return Asked(needed, ~Q(Exists(twins)), because, facts={"twin": Subquery(twins.values("code")[:1])})
