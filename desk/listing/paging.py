"""Pages of a long list by key: the address names the row before (or after) the page, not how many rows lie before it.

Pages stay where they are when rows come and go, and the last one is as near as the first. A row is named by its code;
where the list is sorted by something that may change, the address holds what it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from accounts.prepared import Prepared
from assets.codes import LARGEST_NUMBER
from assets.finding.listing import Found
from assets.finding.orders import Order
from assets.models import Asset
from assets.visibility import Plan

SIZE = 50
MARKS = ("after", "before", "last")  # what the address says of the place in the list


@dataclass(frozen=True)
class Page:
    """The keys of one page, and the addresses of its neighbours ("" where there is none).

    Where assets are gone through and that was ended before the page was full: `looked` says through how many, `further`
    is the address that goes on from there. Where it was to go on from a row that is not there, and nothing tells where
    that lay, it is the first page, and `astray`.
    """

    keys: list[int]
    first: str = ""
    previous: str = ""
    next: str = ""
    last: str = ""
    looked: int = 0
    further: str = ""
    astray: bool = False

    @property
    def is_whole(self) -> bool:
        """Does it hold everything that was found?"""
        return not (self.previous or self.next)


def page_of(found: Found, order: Order, query: QueryDict, size: int = SIZE) -> Page:
    """The page that an address asks for; where the row that it names is not there (any more), from where that lay."""
    mark, towards = query.get("after") or query.get("before") or "", "after" not in query
    beyond = (row_of(found, order, mark) or _where_it_lay(order, mark, towards)) if mark else None
    back = towards and (beyond is not None if mark else "last" in query)
    look = found.look(order, size + 1, beyond, back)
    keys = look.keys[-size:] if back else look.keys[:size]
    more = len(look.keys) > size or look.until is not None
    before, after = (more, beyond is not None) if back else (beyond is not None, more)
    first, last = (keys[0], keys[-1]) if keys else (look.until, look.until)
    if look.until is not None:
        first, last = (look.until, last) if back else (first, look.until)
    marks = _marks(order, first, last) if first and last else {}
    previous = address(query, before=marks[first]) if before and first else ""
    following = address(query, after=marks[last]) if after and last else ""
    return Page(
        keys,
        first=address(query) if before or (not keys and (beyond is not None or back)) else "",
        previous=previous,
        next=following,
        last=address(query, last="1") if after else "",
        looked=look.gone_through,
        further=(previous if back else following) if look.until else "",
        astray=bool(mark) and beyond is None,
    )


def address(query: QueryDict, **changed: str) -> str:
    """The same filters at another place of the list."""
    other = query.copy()
    for name in MARKS:
        other.pop(name, None)
    for name, value in changed.items():
        other[name] = value
    return f"?{other.urlencode()}"


def list_at(query: str) -> str:
    """The list with these filters, at this place."""
    asked = QueryDict(query).urlencode()
    return f"{reverse('desk:list')}?{asked}" if asked else reverse("desk:list")


def mark_of(order: Order, key: int) -> str:
    """How an address names a row."""
    return _marks(order, key, key)[key]


def _marks(order: Order, *keys: int) -> Mapping[int, str]:
    """How rows are named in an address."""
    column = order.columns[0]
    return {pk: code if column == "pk" else f"{_text(value)}~{code}" for pk, code, value in _named(column)(*keys)}


@cache
def _named(column: str) -> Prepared[tuple[int, str, Any]]:
    """The codes of two rows, and what they are sorted by."""
    rows = Order((column,)).prepared(Asset._base_manager.order_by()).values_list("pk", "code", column)
    return Prepared(lambda *keys: rows.filter(pk__in=keys), int, int)


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def row_of(found: Found, order: Order, mark: str) -> list[Any] | None:
    """The values of a row that an address names; None where whoever asks knows of no such row."""
    code = mark.rpartition("~")[2]
    key = Asset.objects.seen_by(found.sight, Plan.EACH).filter(code=code).values_list("pk", flat=True).first()
    return None if key is None else _values(order, mark, key)


def _where_it_lay(order: Order, mark: str, back: bool) -> list[Any] | None:
    """The same of a row that is not there, by what the address itself says of it: hidden and gone are alike.

    What is sorted alike comes once more rather than not at all.
    """
    if len(order.columns) == 1 or "~" not in mark:
        return None
    return _values(order, mark, 0 if order.descending == back else LARGEST_NUMBER)


def _values(order: Order, mark: str, key: int) -> list[Any] | None:
    """What a row is sorted by, as the address says it."""
    if len(order.columns) == 1:
        return [key]
    text = mark.rpartition("~")[0]
    try:
        return [order.kind(text.replace("\0", "")), key]
    except ValueError:
        return None
