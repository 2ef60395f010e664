"""Correcting an entry: a remark beside it, an act of its own. What was written stays as it is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from journal.acts import act, name_of
from journal.models import Entry, Link, Private

VERB = "journal.correct"


@dataclass(frozen=True)
class Remark:
    """What somebody said about an entry; `text` is None where it was erased."""

    at: datetime
    actor_id: int | None
    text: str | None


def correct(link: Link, text: str, *, by: models.Model) -> None:
    """Add a remark to an entry of either chain. Its words can be erased later, the remark itself cannot.

    Raises:
        ValueError: there are no words.
    """
    if not text.strip():
        raise ValueError("text")
    with act(by, VERB, link) as deed:
        deed.facts["text"] = deed.keep(text.strip())


def remarks_on(links: Iterable[Link]) -> dict[str, list[Remark]]:
    """The remarks on these entries by the entries' names, oldest first; two queries."""
    entries = list(Entry.objects.filter(verb=VERB, about__in=[name_of(link) for link in links]).order_by("pk"))
    words = {key: row.value for key, row in Private.objects.in_bulk(map(_key, entries)).items()}
    found: dict[str, list[Remark]] = defaultdict(list)
    for entry in entries:
        found[entry.about].append(Remark(entry.at, entry.actor_id, words.get(_key(entry))))
    return found


def _key(entry: Entry) -> str:
    return str(entry.facts["text"]["private"])
