"""What happened to an asset, as sentences, from the journal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from assets.models import Asset
from journal.acts import name_of
from journal.models import Entry

SENTENCES = {
    "assets.enter": gettext_lazy("%(who)s entered it"),
    "assets.amend": gettext_lazy("%(who)s amended it"),
    "assets.judge": gettext_lazy("%(who)s judged it"),
    "assets.submit": gettext_lazy("%(who)s submitted it for approval"),
    "assets.approve": gettext_lazy("%(who)s approved it"),
    "assets.return": gettext_lazy("%(who)s sent it back"),
    "assets.revise": gettext_lazy("%(who)s proposed another level"),
    "assets.retire": gettext_lazy("%(who)s retired it"),
    "assets.give": gettext_lazy("%(who)s gave access"),
    "assets.end": gettext_lazy("%(who)s ended access"),
    "assets.confirm": gettext_lazy("%(who)s confirmed the access list"),
    "measures.attest": gettext_lazy("%(who)s attested a measure"),
    "measures.exempt": gettext_lazy("%(who)s accepted a gap for a while"),
}


@dataclass(frozen=True)
class Event:
    at: datetime
    sentence: str


def story_of(asset: Asset, limit: int = 12) -> list[Event]:
    """The latest acts about an asset, newest first; whoever may see the asset may see its story."""
    entries = list(Entry.objects.filter(about=name_of(asset), verb__in=SENTENCES).order_by("-pk")[:limit])
    people: dict[Any, Person] = Person.objects.in_bulk({e.actor_id for e in entries if e.actor_id})
    return [Event(e.at, _sentence(e, people)) for e in entries]


def _sentence(entry: Entry, people: dict[Any, Person]) -> str:
    who = people[entry.actor_id].label if entry.actor_id in people else _("Kura")
    return str(SENTENCES[entry.verb]) % {"who": who}
