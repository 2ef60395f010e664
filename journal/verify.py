"""Is the journal whole? Every link is recomputed, and each end compared with its head outside the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db.models import Q

from journal.chain import ACTS, SIGHTINGS, Chain, canonical, digest_of, hash_private, seal_of
from journal.models import Change, Entry, Head, Private

CHUNK = 2_000
UNREADABLE = (ValueError, TypeError, AttributeError)  # what a column of nonsense makes Django raise
Row = tuple[Any, ...]
Changes = list[tuple[str, str, Any]]


@dataclass(frozen=True)
class Outcome:
    """What was found: how many entries, whether all hold, and the number of the first that does not."""

    entries: int
    ok: bool
    first_bad: int | None


def verify(chain: Chain = ACTS) -> Outcome:
    """Walk a whole chain, a few thousand entries at a time; entry by entry where one cannot even be read.

    Returns:
        the outcome; `first_bad` is the number of the first entry that is altered, missing, forged or unreadable, or
        whose personal values were replaced. For entries cut off at the end it is the first missing number; for
        Changes and personal values that belong to no entry, the number after the last.
    """
    try:
        return _walk(chain, CHUNK)
    except UNREADABLE:
        return _walk(chain, 1)


def verify_all() -> dict[str, Outcome]:
    """Both chains, by name."""
    return {chain.name: verify(chain) for chain in (ACTS, SIGHTINGS)}


def _walk(chain: Chain, chunk: int) -> Outcome:
    try:
        outside = chain.read_head()
    except ValueError:
        outside = (-1, "")
    links = _Acts(chain, chunk) if chain is ACTS else _Links(chain, chunk)
    previous, count = "", 0
    try:
        for number, row in enumerate(links, 1):
            mac = row[-1]
            good = row[0] == number and seal_of(previous, row[:-1]) == mac and links.holds(row)
            if not good or (number == outside[0] and mac != outside[1]):
                return Outcome(links.total(), False, number)
            previous, count = mac, number
    except UNREADABLE:
        if chunk > 1:
            raise
        return Outcome(links.total(), False, count + 1)
    whole = _ends_well(chain, count, previous, outside) and not links.has_strays()
    return Outcome(count, whole, None if whole else count + 1)


def _ends_well(chain: Chain, count: int, mac: str, outside: tuple[int, str]) -> bool:
    head = Head.objects.filter(pk=chain.row).first() or Head()
    removed = count > 0 and not chain.path.exists()
    return (head.count, head.mac) == (count, mac) and 0 <= outside[0] <= count and not removed


class _Links:
    """The links of a chain in order, as rows of their sealed columns and the mac."""

    def __init__(self, chain: Chain, chunk: int) -> None:
        self.rows, self.chunk = chain.model._base_manager.order_by("pk"), chunk
        self.columns = (*chain.model.sealed, "mac")

    def __iter__(self) -> Iterator[Row]:
        after = Q()
        while rows := list(self.rows.filter(after).values_list(*self.columns)[: self.chunk]):
            self.meet(rows)
            yield from rows
            after = Q(pk__gt=rows[-1][0])

    def total(self) -> int:
        return self.rows.count()

    def meet(self, rows: list[Row]) -> None:
        """These come next."""

    def holds(self, row: Row) -> bool:
        """Is what hangs on the link what it was?"""
        return True

    def has_strays(self) -> bool:
        """Is there anything that belongs to no link?"""
        return False


class _Acts(_Links):
    """The acts with their Changes and the personal values to which these refer."""

    def __init__(self, chain: Chain, chunk: int) -> None:
        super().__init__(chain, chunk)
        self.forged = _forged_values()
        self.changes: dict[Any, Changes] = {}

    def meet(self, rows: list[Row]) -> None:
        found = Change.objects.filter(act__in=[row[1] for row in rows]).order_by("act", "pk")
        by_act = groupby(found.values_list("act", "row", "under", "values"), key=itemgetter(0))
        self.changes = {act: [each[1:] for each in rows] for act, rows in by_act}

    def holds(self, row: Row) -> bool:
        changes = self.changes.get(row[1], [])
        if (len(changes), digest_of(changes)) != row[-3:-1]:
            return False
        return not (self.forged and _mentions([row[6], *(values for _row, _under, values in changes)], self.forged))

    def has_strays(self) -> bool:
        strays = Change.objects.exclude(act__in=Entry.objects.values("act"))
        return bool(self.forged) or strays.exists()


def _forged_values() -> list[str]:
    """The keys of personal values that are not what was written; erased ones are nobody's concern."""
    rows = Private.objects.values_list("hash", "value").iterator(chunk_size=CHUNK)
    return [key for key, value in rows if hash_private(str(value)) != key]


def _mentions(values: list[Any], keys: list[str]) -> bool:
    text = "".join(canonical(value).decode() for value in values)
    return any(key in text for key in keys)
