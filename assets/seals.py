"""Putting a seal on an asset's name, and lifting it. Who reads a sealed name is said in `assets.sealing`."""

from accounts.sight import Sight
from assets.models import Asset
from journal.acts import act


def put(asset: Asset, reason: str, *, by: Sight) -> None:
    """From now on only those on the asset's list read its name.

    Raises:
        ValueError: no reason was given.
    """
    if not reason.strip():
        raise ValueError("reason")
    with act(by.person, "assets.seal", asset) as deed:
        deed.change(asset, sealed=True, sealed_by=by.person, seal_reason=reason.strip())


def lift(asset: Asset, *, by: Sight) -> None:
    """Whoever may know of the asset reads its name again."""
    with act(by.person, "assets.unseal", asset) as deed:
        deed.change(asset, sealed=False)
