"""Words on what the desk keeps for people."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models import Q

from accounts.sight import Sight


class SavedViewQuerySet(models.QuerySet[Any]):
    """Words on saved views."""

    def open_to(self, sight: Sight) -> Self:
        """One's own, and those shared with a department to which one belongs."""
        if sight.person is None:
            return self.none()
        return self.of(sight.person.pk, sight.belongs)

    def of(self, person: int, departments: Collection[int]) -> Self:
        """The same by number."""
        return self.filter(Q(person=person) | Q(department__in=departments))
