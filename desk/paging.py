"""Pages of a long list whose rows are best counted by another plan than they are read by."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property


class Pages(Paginator):
    """Django's paginator for a queryset and its twin: the one is read, the other, of the same rows, is counted."""

    def __init__(self, rows: QuerySet[Any], per_page: int, *, counted: QuerySet[Any]) -> None:
        super().__init__(rows, per_page)
        self.counted = counted

    @cached_property
    def count(self) -> int:
        return self.counted.count()
