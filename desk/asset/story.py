"""What happened to an asset, as sentences, from the journal."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Person
from accounts.sight import Sight
from assets import bulk
from assets.models import Asset
from desk.chronicle.changes import RowChange, described
from desk.chronicle.labels import model_of
from desk.chronicle.sentences import OF_ITS_STORY, sentence, verbs_of
from journal.acts import name_of
from journal.models import Change, Entry, Private


@dataclass(frozen=True)
class Event:
    """One act: when, what happened, what it changed in a few words, and why, where that was said."""

    at: datetime
    sentence: str
    detail: str = ""
    reason: str = ""


SHOWN = 10
FIELDS = 2  # so many changed fields of an act are told
LATEST = 500  # so many of its latest Changes are looked through
GRANT = "assets.grant:"
# The tables that are told of, and the fields that are told of a row that was added.
TOLD = {
    "assets.asset:": (),
    "assets.carrier:": (),
    GRANT: ("person", "department"),
    "assets.tagging:": ("tag",),
}


# Acts on many, told of each asset that they touched.
OTHER = ("exchange.import", "exchange.import_developments", "assets.hand_over")


def story_of(asset: Asset, reader: Sight, limit: int = SHOWN) -> list[Event]:
    """The latest acts on an asset, by itself or among others, newest first; whoever may see the asset may see its
    story."""
    touching = Change.objects.filter(under=name_of(asset)).order_by("-pk").values_list("act", flat=True)
    about = Q(about=name_of(asset)) | Q(act__in=list(touching[:LATEST]))
    verbs = [*verbs_of(*OF_ITS_STORY), *OTHER]
    entries = list(Entry.objects.filter(about, verb__in=verbs).order_by("-pk")[:limit])
    people: dict[Any, Person] = Person.objects.in_bulk({e.actor_id for e in entries if e.actor_id})
    details, reasons = _details(asset, entries, reader), _reasons(entries)
    return [
        Event(e.at, sentence(e.verb, who(e.actor_id, people)), details.get(e.act, ""), reasons.get(e.act, ""))
        for e in entries
    ]


def _reasons(entries: list[Entry]) -> dict[Any, str]:
    """Why many were changed together; the words of those who said it, kept apart so that they can be erased."""
    keys = {entry.act: bulk.reason_key(entry) for entry in entries if entry.verb == bulk.VERB}
    words = Private.objects.in_bulk([key for key in keys.values() if key])
    return {act: words[key].value for act, key in keys.items() if key in words}


def _details(asset: Asset, entries: list[Entry], reader: Sight) -> dict[Any, str]:
    """What each act changed: fields old → new, to whom access was given, which tags were put on."""
    told = reduce(or_, (Q(row__startswith=table) for table in TOLD))
    changes = Change.objects.filter(told, act__in=[e.act for e in entries], under=name_of(asset)).order_by("pk")
    parts: dict[Any, list[str]] = defaultdict(list)
    whose = _whose(asset, changes)
    for change, row in described(changes, reader):
        parts[change.act] += _told(change.row.partition(":")[0] + ":", row, whose.get(change.row, ""))
    return {act: "; ".join(told[:FIELDS]) for act, told in parts.items()}


def _whose(asset: Asset, changes: Iterable[Change]) -> dict[str, str]:
    """Whose the changed lines of the access list are that are still on record, by what the journal calls them."""
    keys = [change.row.removeprefix(GRANT) for change in changes if change.row.startswith(GRANT)]
    lines = asset.grants.filter(pk__in=keys).select_related("person", "department")
    return {f"{GRANT}{line.pk}": (line.person or line.department).label for line in lines}


def _told(table: str, row: RowChange, whose: str = "") -> list[str]:
    """One row of an act in a few words; of a row that was added, or an access taken out, what TOLD names."""
    ended = row.gone and table == GRANT
    if not row.added and not ended:
        told = [f"{field.label}: {field.old} → {field.new}" for field in row.fields]
        return [f"{whose}: {told[0]}", *told[1:]] if whose and told else told
    model: Any = model_of(table.removesuffix(":"))
    labels = {str(model._meta.get_field(name).verbose_name): name for name in TOLD[table]}
    named = [f for f in row.fields if f.label in labels]
    return [f.old if ended else f.new if table == GRANT else f"{f.label}: {f.new}" for f in named]


def who(actor_id: int | None, people: dict[Any, Person]) -> str:
    """The name of whoever acted; Kura itself where nobody did."""
    return people[actor_id].label if actor_id in people else _("Kura")
