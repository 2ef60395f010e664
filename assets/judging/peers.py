"""How others were judged that are like this one, so that departments judge alike."""

import re
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Case, IntegerField, Q, Value, When

from accounts.sight import Sight
from assets.models import Asset, Judgement
from assets.words import bare
from classification.criteria import CODES

SHOWN: Final = 6
MOST_WORDS: Final = 4
# What carries meaning in a name: two kanji or more, three kana or more, a word of letters, with its digits.
WORD: Final = re.compile(r"[\u4e00-\u9fff々]{2,}|[\u30a1-\u30ffー]{3,}|[A-Za-zＡ-Ｚａ-ｚ]{2,}[-‐]?\d*")


@dataclass(frozen=True)
class Peer:
    """Another asset in force, and its latest scores in the order of the criteria (none: not judged here)."""

    asset: Asset
    scores: tuple[int | None, ...]


def peers(asset: Asset, sight: Sight) -> list[Peer]:
    """Assets in force that are like this one, among what the person may know of by name: of its kind and with a word
    of its name first, then of its kind and department, then with a word alone. Two queries."""
    words = _with_a_word(asset.name)
    kind, department = Q(kind=asset.kind), Q(department=asset.department_id, department__isnull=False)
    ranks = [(kind & words, 0), (kind & department, 1), (words, 2)] if words else [(kind & department, 1)]
    rank = Case(*(When(q, then=Value(n)) for q, n in ranks), default=Value(9), output_field=IntegerField())
    near: Any = Asset.objects.seen_by(sight).named_to(sight).in_force().exclude(pk=asset.pk)
    near = near.annotate(rank=rank).filter(rank__lt=9).select_related("department")
    found = list(near.order_by("rank", "code")[:SHOWN])
    latest: dict[int, Judgement] = {}
    for row in Judgement.objects.filter(asset__in=[each.pk for each in found]).order_by("on", "pk"):
        latest[row.asset_id] = row
    return [Peer(each, _scores(latest.get(each.pk))) for each in found]


def _scores(judgement: Judgement | None) -> tuple[int | None, ...]:
    return tuple(judgement.scores.get(code) for code in CODES) if judgement else ()


def _with_a_word(name: str) -> Q:
    """Their name holds a word of this one, the longest words first; an empty condition where there is no word."""
    words = {key for word in WORD.findall(name) if len(key := bare(word)) > 1}
    either = Q()
    for word in sorted(words, key=lambda word: (-len(word), word))[:MOST_WORDS]:
        either |= Q(like_key__contains=word)
    return either
