"""Leaning away from use: information that could do more for the company."""

from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from assets.models import Grant, Judgement
from classification.levels import Level
from desk.balance.heavy import asset_line
from desk.balance.kinds import Scales
from desk.waiting.kinds import Line


def judged_lower(scales: Scales) -> QuerySet[Any]:
    """What is kept at a higher level than its own scores suggest, the widest apart first."""
    latest = Judgement.objects.filter(asset=OuterRef("pk")).order_by("-on", "-id").values("suggested")[:1]
    rows = scales.assets.filter(level__gte=Level.SECRET)
    rows = rows.annotate(suggested=Subquery(latest, output_field=IntegerField())).filter(suggested__lt=F("level"))
    found: QuerySet[Any] = rows.annotate(apart=F("level") - F("suggested")).order_by("-apart", "pk")
    return found


def lower_line(asset: Any, scales: Scales) -> Line:
    return asset_line(asset, _("the scores suggest “%(level)s”") % {"level": Level(asset.suggested).label})


def locked_away(scales: Scales) -> QuerySet[Any]:
    """Secrets with which nobody works: no line on their list, and nobody who keeps them."""
    lines = Grant.objects.current(scales.on).filter(asset=OuterRef("pk"))
    rows: QuerySet[Any] = scales.assets.filter(~Exists(lines), level__gte=Level.SECRET, custodian=None)
    return rows.exclude(kind="TAC").select_related("owner").order_by("-level", "pk")


def locked_line(asset: Any, scales: Scales) -> Line:
    who = asset.owner.label if asset.owner else "―"
    return asset_line(asset, _("in charge: %(person)s") % {"person": who})
