"""Firms in the register are words; those that are known already are offered while one types, so that each is written in
one way. Any other word is taken as well."""

from typing import Any, Final

from accounts.models import Party
from accounts.sight import Sight
from assets.finding.listing import of_keys
from assets.finding.nearest import nearest
from assets.models import Carrier

FIELDS: Final = ("giver", "lent_to", "belongs_to", "entrusted_to", "provided_to")
LIST: Final = "firms"  # the id of what is offered, once on a page
MOST: Final = 200
LATELY: Final = 1_000  # assets whose firms are offered


def offer_firms(fields: Any) -> None:
    """Have the fields of a form that name a firm offer what the page lists."""
    for name in {*FIELDS} & set(fields):
        fields[name].widget.attrs["list"] = LIST


def firms_for(sight: Sight, looks_up: bool) -> list[str]:
    """What is offered: to those who look up people and firms the firms on record, to others those that are named at
    the newest assets which they may know of by name."""
    if sight.person is None:
        return []
    if looks_up:
        return list(Party.objects.order_by("code").values_list("name", flat=True)[:MOST])
    named = of_keys(nearest(sight, LATELY)).named_to(sight).order_by()
    givers = named.exclude(giver="").values_list("giver", flat=True).distinct()[:MOST]
    lent = Carrier.objects.lent().filter(asset__in=named.values("pk")).order_by().values_list("lent_to", flat=True)
    return sorted({*givers, *lent.distinct()[:MOST]})
