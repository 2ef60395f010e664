"""The weakest carrier decides how well an asset is protected (handbook.md 0): where one is weaker, it is named."""

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from assets.models import Carrier
from classification.levels import Level
from measures.asking import Asked
from measures.rules.assets import ASSETS
from measures.rules.carriers import unprotected
from measures.rules.entered import from_level, rule
from measures.verdicts import Verdict


@rule("STO-06", ASSETS)
def no_weak_carrier(on: date) -> Asked:
    """Of an asset's carriers none has a gap where another has none: a back-up is kept as well as the original."""
    carriers = Carrier.objects.current().filter(asset=OuterRef("pk"))
    weak, sound = carriers.filter(unprotected(on)), carriers.exclude(unprotected(on))
    several = Carrier.objects.current().filter(asset=OuterRef("pk")).order_by().values("asset")
    several = several.annotate(n=Count("pk")).filter(n__gt=1)

    def because(row: Any, verdict: Verdict) -> str:
        if verdict is Verdict.MET:
            return _("Its carriers are protected alike.")
        return _("One carrier is protected less well than another; the weakest decides.")

    met = ~(Q(Exists(weak)) & Q(Exists(sound)))
    return Asked(from_level(Level.INTERNAL) & Q(Exists(several)), met, because)
