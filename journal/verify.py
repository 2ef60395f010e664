"""Is the journal whole? Every link is recomputed, and the end compared with the head outside the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from journal.chain import digest_of, read_head, seal
from journal.models import Change, Entry, Head

CHUNK = 2_000


@dataclass(frozen=True)
class Outcome:
    """What was found: how many entries, whether all hold, and the number of the first that does not."""

    entries: int
    ok: bool
    first_bad: int | None


def verify() -> Outcome:
    """Walk the whole chain, a few thousand entries at a time.

    Returns:
        the outcome; `first_bad` is the number of the first entry that is altered, missing or forged. For entries
        cut off at the end it is the first missing number; for Changes that belong to no entry, the number after
        the last.
    """
    try:
        outside = read_head()
    except ValueError:
        outside = (-1, "")
    previous, count = "", 0
    for entry, changes in _entries():
        count += 1
        if not _holds(entry, count, previous, changes) or (count == outside[0] and entry.mac != outside[1]):
            return Outcome(Entry.objects.count(), False, count)
        previous = entry.mac
    return _ending(count, previous, outside)


def _holds(entry: Entry, number: int, previous: str, changes: list[Change]) -> bool:
    if entry.pk != number or len(changes) != entry.changes or digest_of(changes) != entry.digest:
        return False
    return seal(previous, entry) == entry.mac


def _ending(count: int, mac: str, outside: tuple[int, str]) -> Outcome:
    head = Head.objects.filter(pk=1).first() or Head()
    strays = Change.objects.exclude(act__in=Entry.objects.values("act")).exists()
    whole = (head.count, head.mac) == (count, mac) and 0 <= outside[0] <= count and not strays
    if count and outside[0] == 0:
        whole = False  # the head outside was removed
    return Outcome(count, whole, None if whole else count + 1)


def _entries() -> Iterator[tuple[Entry, list[Change]]]:
    last: int | None = None
    while True:
        after = Q() if last is None else Q(pk__gt=last)
        entries = list(Entry.objects.filter(after).order_by("pk")[:CHUNK])
        if not entries:
            return
        last = entries[-1].pk
        changes = Change.objects.filter(act__in=[e.act for e in entries]).order_by("act", "pk")
        grouped = {act: list(rows) for act, rows in groupby(changes, key=lambda c: c.act)}
        for entry in entries:
            yield entry, grouped.get(entry.act, [])
