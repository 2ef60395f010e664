"""Who will still hold a know-how: worked out from its holders and their dates, never typed."""

from dataclasses import dataclass
from datetime import date

from accounts.models import Person
from accounts.querysets import today
from assets.models import Asset

SOON = 730  # days: learning a skill from its holder takes its time


@dataclass(frozen=True)
class Succession:
    """The holders who are still here, and those of them who will be gone within two years."""

    here: tuple[Person, ...]
    leaving: tuple[Person, ...]

    @property
    def sole(self) -> Person | None:
        """The only holder, if there is just one."""
        return self.here[0] if len(self.here) == 1 else None

    @property
    def at_risk(self) -> bool:
        """Will there be nobody, or nobody but one who leaves?"""
        return (bool(self.here) and len(self.here) - len(self.leaving) < 1) or self.sole is not None


def succession_of(asset: Asset, on: date | None = None) -> Succession:
    """How it stands with the holders of a know-how on a day; one query."""
    on = on or today()
    holders = [holding.person for holding in asset.holdings.select_related("person").order_by("person__code")]
    here = tuple(person for person in holders if person.is_employed(on))
    leaving = tuple(person for person in here if person.left_on and (person.left_on - on).days <= SOON)
    return Succession(here, leaving)
