"""What happened to an asset, as sentences, from the journal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Person
from assets.models import Asset
from desk.sentences import OF_ITS_STORY, sentence, verbs_of
from journal.acts import name_of
from journal.models import Entry


@dataclass(frozen=True)
class Event:
    at: datetime
    sentence: str


def story_of(asset: Asset, limit: int = 12) -> list[Event]:
    """The latest acts about an asset, newest first; whoever may see the asset may see its story."""
    entries = list(Entry.objects.filter(about=name_of(asset), verb__in=verbs_of(*OF_ITS_STORY)).order_by("-pk")[:limit])
    people: dict[Any, Person] = Person.objects.in_bulk({e.actor_id for e in entries if e.actor_id})
    return [Event(e.at, sentence(e.verb, who(e.actor_id, people))) for e in entries]


def who(actor_id: int | None, people: dict[Any, Person]) -> str:
    """The name of whoever acted; Kura itself where nobody did."""
    return people[actor_id].label if actor_id in people else _("Kura")
