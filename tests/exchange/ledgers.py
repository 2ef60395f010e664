"""Understanding a small ledger in one line."""

from collections.abc import Sequence
from typing import Any

from exchange.ledger import Ledger, understand
from exchange.lines import Scale
from exchange.reader import read
from tests.exchange.books import SHORT, book


def of(data: bytes, scale: Scale | None = None, name: str = "台帳.xlsx") -> Ledger:
    return understand(read(data, name), scale)


def column(ledger: Ledger, field: str) -> list[object]:
    return [row.values[field].value for row in ledger.rows]


def names(ledger: Ledger) -> list[object]:
    return column(ledger, "name")


def row(**cells: object) -> list[Any]:
    """A row of the short table."""
    return [cells.get(key) for key in ("name", "department", "medium", "rating", "day")]


def short(*rows: list[Any], header: Sequence[Any] = SHORT, scale: Scale | None = None) -> Ledger:
    return of(book({"台帳": [header, *rows]}), scale)
