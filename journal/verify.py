"""Is the journal whole? Every link is recomputed, and the end compared with the head outside the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q

from journal.chain import canonical, digest_of, hash_private, read_head, seal
from journal.models import Change, Entry, Head, Private

CHUNK = 2_000
UNREADABLE = (ValueError, TypeError, AttributeError)  # what a column of nonsense makes Django raise


@dataclass(frozen=True)
class Outcome:
    """What was found: how many entries, whether all hold, and the number of the first that does not."""

    entries: int
    ok: bool
    first_bad: int | None


def verify() -> Outcome:
    """Walk the whole chain, a few thousand entries at a time; entry by entry where one cannot even be read.

    Returns:
        the outcome; `first_bad` is the number of the first entry that is altered, missing, forged or unreadable, or
        whose personal values were replaced. For entries cut off at the end it is the first missing number; for
        Changes and personal values that belong to no entry, the number after the last.
    """
    try:
        return _walk(CHUNK)
    except UNREADABLE:
        return _walk(1)


def _walk(chunk: int) -> Outcome:
    try:
        outside = read_head()
    except ValueError:
        outside = (-1, "")
    previous, count, forged = "", 0, _forged_values()
    entries = _entries(chunk)
    while True:
        try:
            pair = next(entries, None)
        except UNREADABLE:
            if chunk > 1:
                raise
            return Outcome(Entry.objects.count(), False, count + 1)
        if pair is None:
            break
        entry, changes = pair
        count += 1
        good = _holds(entry, count, previous, changes) and not (forged and _mentions(changes, forged))
        if not good or (count == outside[0] and entry.mac != outside[1]):
            return Outcome(Entry.objects.count(), False, count)
        previous = entry.mac
    return _ending(count, previous, outside, bool(forged))


def _forged_values() -> list[str]:
    """The keys of personal values that are not what was written; erased ones are nobody's concern."""
    rows = Private.objects.values_list("hash", "value").iterator(chunk_size=CHUNK)
    return [key for key, value in rows if hash_private(str(value)) != key]


def _mentions(changes: list[Change], keys: list[str]) -> bool:
    text = "".join(canonical(change.values).decode() for change in changes)
    return any(key in text for key in keys)


def _holds(entry: Entry, number: int, previous: str, changes: list[Change]) -> bool:
    if entry.pk != number or len(changes) != entry.changes or digest_of(changes) != entry.digest:
        return False
    return seal(previous, entry) == entry.mac


def _ending(count: int, mac: str, outside: tuple[int, str], forged: bool) -> Outcome:
    head = Head.objects.filter(pk=1).first() or Head()
    strays = Change.objects.exclude(act__in=Entry.objects.values("act")).exists()
    whole = (head.count, head.mac) == (count, mac) and 0 <= outside[0] <= count and not (strays or forged)
    if count and outside[0] == 0:
        whole = False  # the head outside was removed
    return Outcome(count, whole, None if whole else count + 1)


def _entries(chunk: int) -> Iterator[tuple[Entry, list[Change]]]:
    last: int | None = None
    while True:
        after = Q() if last is None else Q(pk__gt=last)
        entries = list(Entry.objects.filter(after).order_by("pk")[:chunk])
        if not entries:
            return
        last = entries[-1].pk
        changes = Change.objects.filter(act__in=[e.act for e in entries]).order_by("act", "pk")
        grouped = {act: list(rows) for act, rows in groupby(changes, key=lambda c: c.act)}
        for entry in entries:
            yield entry, grouped.get(entry.act, [])
