"""By what a long list of assets is sorted, and what follows a row of it: read by key, not by number."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import F, Q, Value
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce

from assets.finding.clues import Unwalked
from assets.models import Asset


@dataclass(frozen=True)
class Order:
    """By what a list is sorted: the columns, the last of them the key, all in one direction."""

    columns: tuple[str, ...]
    descending: bool = False
    kind: Callable[[str], Any] = str  # of the first column
    named: bool = False  # by something that a sealed asset keeps to itself
    parts: Mapping[Any, Q] = field(default_factory=dict, hash=False)  # of few values: what has which
    index: str = ""  # of the first column
    is_unwalked: bool = False

    def prepared(self, assets: Any) -> Any:
        """With what is sorted by and is no column."""
        return assets.annotate(known_level=Coalesce("level", Value(-1))) if "known_level" in self.columns else assets

    def by(self, back: bool) -> list[OrderBy]:
        """For `order_by`; `back` reads it from the other end."""
        made: Any = Unwalked if self.is_unwalked else F
        return [OrderBy(made(name), descending=self.descending != back) for name in self.columns]

    def unwalked(self) -> "Order":
        """The same, sorted without an index."""
        return replace(self, is_unwalked=True)

    def values_of(self, key: int) -> list[Any]:
        """What an asset is sorted by."""
        if self.columns == KEY:
            return [key]
        return list(self.prepared(Asset._base_manager.filter(pk=key)).values_list(*self.columns).get())

    def beyond(self, values: Sequence[Any], back: bool) -> Q:
        """What follows (or precedes) the row with these values."""
        word = "lt" if self.descending != back else "gt"
        rule, same = Q(), Q()
        for name, value in zip(self.columns, values, strict=True):
            rule |= same & Q(**{f"{name}__{word}": value})
            same &= Q(**{name: value})
        first = Q(**{f"{self.columns[0]}__{word}e": values[0]})  # an index is entered by its first column
        return rule if len(self.columns) == 1 else first & rule


KEY = ("pk",)
NEWEST = Order(KEY, descending=True)
