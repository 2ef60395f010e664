"""Who changed an asset last, from the journal."""

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Person
from assets.models import Asset
from journal.acts import name_of
from journal.models import Change, Entry


@dataclass(frozen=True)
class LastChange:
    """When an asset or what hangs on it was last changed, and by whom; None: by Kura itself."""

    at: datetime
    by: Person | None


def last_changed(asset: Asset) -> LastChange | None:
    """The latest act that changed it; None where the journal knows of none."""
    acts = Change.objects.filter(under=name_of(asset)).order_by("-pk").values_list("act", flat=True)[:1]
    entry = Entry.objects.filter(act__in=list(acts)).first()
    if entry is None:
        return None
    return LastChange(entry.at, Person.objects.filter(pk=entry.actor_id).first() if entry.actor_id else None)
