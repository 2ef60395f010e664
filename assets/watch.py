"""Who looked at which secret, and who asked for what is hidden from them: notes in the journal's second chain."""

from typing import Any

from accounts.sight import Sight
from assets.models import Asset
from classification.levels import Level
from journal.sightings import note

VIEWED, DENIED = "assets.view", "accounts.denied"


def viewed(asset: Asset, *, by: Sight, **facts: Any) -> None:
    """Somebody opens a page about an asset; noted when it is secret, is to become so, or nobody has judged it yet."""
    levels = [level for level in (asset.level, asset.proposed_level) if level is not None]
    if not levels or max(levels) >= Level.SECRET:
        note(by.person, VIEWED, asset, **facts)


def denied(code: str, *, by: Sight, **facts: Any) -> None:
    """Somebody is answered that there is no such asset.

    Hidden and missing take the same queries and the same one note, so that neither the answer nor its time tells
    them apart. What was typed is not kept: it could be anything.
    """
    note(by.person, DENIED, Asset.objects.only("pk").filter(code=code).first(), **facts)
