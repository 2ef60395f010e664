"""Who changed what others are to decide on: noted at the end of every verb that writes what an asset is."""

from collections.abc import Iterable
from itertools import batched

from django.db.models import Q
from django.utils import timezone

from accounts.models import Person
from assets.deciding.dossier import MATERIAL
from assets.kinds import State
from assets.models import Amendment, Asset
from journal.acts import Act
from journal.models import Change

DECIDED_ON = Q(state__in=(State.IN_REVIEW, State.ACTIVE))
CHUNK = 500


def note(deed: Act) -> None:
    """Remember, for each asset in force or in review of which this act changed something material, that its decider is
    to look at it again. Its level and who may know of it stay as they are."""
    for keys in batched(sorted(_touched(deed.changes)), CHUNK):
        waiting = Asset.objects.filter(DECIDED_ON, pk__in=keys).order_by().values_list("pk", flat=True)
        noted = Amendment.objects.filter(act=deed.id).values("asset")
        by = Person.objects.get(pk=deed.actor_id) if deed.actor_id else None
        deed.add_all(
            Amendment(asset_id=key, by=by, at=timezone.now(), act=deed.id) for key in waiting.exclude(pk__in=noted)
        )


def _touched(changes: Iterable[Change]) -> set[int]:
    return {int(change.under.partition(":")[2]) for change in changes if is_material(change)}


def is_material(change: Change) -> bool:
    """Does it change a field that the level rests on?"""
    fields = MATERIAL.get(change.row.partition(":")[0], frozenset())
    return any(name in fields and old != new for name, (old, new) in change.values.items())
