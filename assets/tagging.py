"""Putting words on assets, to find them again."""

import re
from collections.abc import Iterable

from assets.models import Asset, Tag, Tagging
from assets.words import fold
from journal.acts import Act

BETWEEN = "、"
LONGEST, MOST = 40, 20
_BETWEEN = re.compile(r"[、,，;；\n]")


def names_in(text: str) -> list[str]:
    """The tags that somebody typed with commas between them, each once, as first written."""
    typed = (" ".join(part.split()) for part in _BETWEEN.split(text))
    return list({fold(name): name for name in reversed([*typed]) if fold(name)}.values())[::-1]


def tags_of(asset: Asset) -> str:
    """The tags of an asset, in their order, as one types them."""
    if not asset.pk:
        return ""
    return BETWEEN.join(asset.taggings.order_by("tag__key").values_list("tag__name", flat=True))


def retag(deed: Act, asset: Asset, names: Iterable[str]) -> None:
    """Put exactly these on an asset."""
    wanted = {fold(name)[:60]: name for name in names}
    for tagging in asset.taggings.select_related("tag"):
        if wanted.pop(tagging.tag.key, None) is None:
            deed.remove(tagging)
    deed.add_all(Tagging(asset=asset, tag=tag_called(name, deed)) for name in wanted.values())


def tag_called(name: str, deed: Act) -> Tag:
    """The tag that is written like this, entered if there is none yet, by whomever first.

    The database is asked the same, whether a hidden asset bears it already or not.
    """
    name = name[:LONGEST]
    known = Tag.objects.filter(name=name).first()
    Tag.objects.bulk_create([Tag(name=name, key=fold(name)[:60])], ignore_conflicts=True)
    tag = Tag.objects.get(name=name)
    if known is None:
        deed.record(tag, {"name": (None, tag.name), "key": (None, tag.key)})
    return tag
