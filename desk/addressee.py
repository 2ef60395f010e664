"""For whom a page is made, with what it asks about them again and again."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from accounts.sight import Sight, administers, sight_of
from assets.models import Asset
from measures.asking.readings import Question


@dataclass(frozen=True)
class Addressee:
    """For whom a page is made: who they are, what they may reach today, and whether they look after sign-ins."""

    user: Any
    sight: Sight

    @classmethod
    def of(cls, user: Any) -> "Addressee":
        return cls(user, sight_of(user))

    @property
    def administers(self) -> bool:
        return administers(self.user)

    @property
    def on(self) -> date:
        return self.sight.on

    @cached_property
    def question(self) -> Question:
        """Everything that rules ask today; made once for a page."""
        return Question(self.on, self.sight)

    def days_since(self, day: date | None) -> int:
        """By how many days a day has passed; 0 where it has not."""
        return max((self.on - day).days, 0) if day else 0

    @property
    def assets(self) -> Any:
        """Assets in use of which they may know, with their names: what waits is narrowed from these."""
        return Asset.objects.seen_by(self.sight).named_to(self.sight).kept()
