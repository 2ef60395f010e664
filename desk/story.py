"""What happened to an asset, as sentences, from the journal."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.sight import Sight
from assets.models import Asset, Grant
from assets.together import VERB as TOGETHER
from desk.changes import described
from desk.sentences import OF_ITS_STORY, sentence, verbs_of
from journal.acts import name_of
from journal.models import Change, Entry


@dataclass(frozen=True)
class Event:
    """One act: when, what happened, and what it changed in a few words."""

    at: datetime
    sentence: str
    detail: str = ""


SHOWN = 10
FIELDS = 2  # so many changed fields of an act are told


def story_of(asset: Asset, reader: Sight, limit: int = SHOWN) -> list[Event]:
    """The latest acts about an asset, newest first; whoever may see the asset may see its story."""
    together = Change.objects.filter(under=name_of(asset), row__startswith="assets.decision:").values("act")
    told = Q(about=name_of(asset), verb__in=verbs_of(*OF_ITS_STORY)) | Q(verb=TOGETHER, act__in=together)
    entries = list(Entry.objects.filter(told).order_by("-pk")[:limit])
    people: dict[Any, Person] = Person.objects.in_bulk({e.actor_id for e in entries if e.actor_id})
    details = _details(asset, entries, reader)
    return [Event(e.at, sentence(e.verb, who(e.actor_id, people)), details.get(e.act, "")) for e in entries]


def _details(asset: Asset, entries: list[Entry], reader: Sight) -> dict[Any, str]:
    """What each act changed: fields old → new, and to whom access was given."""
    told = Q(row__startswith="assets.asset:") | Q(row__startswith="assets.grant:")
    changes = Change.objects.filter(told, act__in=[e.act for e in entries], under=name_of(asset)).order_by("pk")
    whom = {str(Grant._meta.get_field(name).verbose_name) for name in ("person", "department")}  # type: ignore[union-attr]
    parts: dict[Any, list[str]] = defaultdict(list)
    for change, row in described(changes, reader):
        if row.added and change.row.startswith("assets.grant:"):
            parts[change.act] += [f.new for f in row.fields if f.label in whom]
        elif not row.added:
            parts[change.act] += [f"{f.label}: {f.old} → {f.new}" for f in row.fields]
    return {act: "; ".join(told[:FIELDS]) for act, told in parts.items()}


def who(actor_id: int | None, people: dict[Any, Person]) -> str:
    """The name of whoever acted; Kura itself where nobody did."""
    return people[actor_id].label if actor_id in people else _("Kura")
