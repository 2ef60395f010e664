"""What changed lately among what somebody may know of."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import BigIntegerField, Case, Exists, OuterRef, When
from django.db.models.functions import Cast, Substr
from django.utils import timezone

from accounts.models import Person
from assets.models import Asset
from assets.visibility import Plan
from desk.addressee import Addressee
from desk.asset.story import who
from desk.chronicle.reading import ASSET
from desk.chronicle.sentences import OF_ITS_STORY, sentence, verbs_of
from desk.waiting.kinds import LATELY
from journal.acts import name_of
from journal.models import Entry

SHOWN = 6


@dataclass(frozen=True)
class News:
    """One act on one asset."""

    at: Any
    sentence: str
    asset: Asset


def lately(reader: Addressee) -> list[News]:
    """The latest acts of others on assets that the reader may know of by name; three queries.

    The journal is walked newest first, and of each act it is asked whether its asset is open to the reader.
    """
    if reader.sight.person is None:
        return []
    known = Asset.objects.seen_by(reader.sight, Plan.WALK).named_to(reader.sight)
    recent = Entry.objects.filter(about__startswith=ASSET, verb__in=verbs_of(*OF_ITS_STORY))
    recent = recent.filter(at__gte=timezone.now() - timedelta(days=LATELY.days))
    recent = recent.exclude(actor_id=reader.sight.person.pk).annotate(of=_asset_of())
    entries = list(recent.filter(Exists(known.filter(pk=OuterRef("of")))).order_by("-pk")[:SHOWN])
    assets = {name_of(asset): asset for asset in known.filter(pk__in=[entry.of for entry in entries])}
    people: dict[Any, Person] = Person.objects.in_bulk({e.actor_id for e in entries if e.actor_id})
    return [News(e.at, sentence(e.verb, who(e.actor_id, people)), assets[e.about]) for e in entries]


def _asset_of() -> Case:
    """The id in `assets.asset:12`; guarded, for of other rows the rest is no number."""
    number = Cast(Substr("about", len(ASSET) + 1), BigIntegerField())
    return Case(When(about__startswith=ASSET, then=number), output_field=BigIntegerField())
