"""Who changed an asset last, from the journal."""

from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q

from accounts.models import Person
from assets.models import Asset, Carrier, Holding, KnowHow, NumberHandler, PersonalData, Tagging
from journal.acts import name_of
from journal.models import Change, Entry

# What the page for amending holds. Not all that hangs on an asset: a relation may lead to what the reader may not know.
AMENDED = (Asset, Carrier, Holding, KnowHow, PersonalData, NumberHandler, Tagging)


@dataclass(frozen=True)
class LastChange:
    """When what is amended of an asset was last changed, and by whom; None: by Kura itself."""

    at: datetime
    by: Person | None


def last_changed(asset: Asset) -> LastChange | None:
    """The latest act that changed what is amended; None where the journal knows of none."""
    tables = reduce(or_, (Q(row__startswith=f"{model._meta.label_lower}:") for model in AMENDED))
    acts = Change.objects.filter(tables, under=name_of(asset)).order_by("-pk").values_list("act", flat=True)[:1]
    entry = Entry.objects.filter(act__in=list(acts)).first()
    if entry is None:
        return None
    return LastChange(entry.at, Person.objects.filter(pk=entry.actor_id).first() if entry.actor_id else None)
