"""Is it in the register already? Names that are alike, among what the person may know of by name."""

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Length

from accounts.sight import Sight
from assets.models import Asset
from assets.words import bare, fold

SHORTEST, SHOWN = 2, 5


def alike(name: str, sight: Sight) -> QuerySet[Asset]:
    """Assets whose name holds these words, or is held by them; the closest in length first."""
    key = bare(name)
    if len(key) < SHORTEST:
        return Asset.objects.none()
    typed = Value(key)
    rows = Asset.objects.seen_by(sight).named_to(sight).kept().annotate(typed=typed, long=Length("like_key"))
    within = Q(typed__contains=F("like_key"), long__gte=SHORTEST)
    found = rows.filter(Q(like_key__contains=key) | Q(name_key__contains=fold(name)) | within)
    return found.select_related("department").order_by("long", "code")


def twins(name: str, department: int | None, sight: Sight) -> QuerySet[Asset]:
    """Those of the same department whose names differ in signs and spaces at most."""
    rows = Asset.objects.seen_by(sight).named_to(sight).kept().filter(department=department, like_key=bare(name))
    return rows.exclude(like_key="").select_related("department").order_by("code")
