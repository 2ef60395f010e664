"""Entering an asset and mending what is known of it."""

from collections.abc import Iterable
from typing import Any

from accounts.querysets import today
from accounts.sight import Sight
from assets.models import Asset, Carrier, Holding
from journal.acts import Act, act


def enter(asset: Asset, carriers: Iterable[Carrier], holdings: Iterable[Holding], *, by: Sight) -> Asset:
    """Enter a new candidate with what it lives on and who holds it."""
    asset.entered_by, asset.registered_on = by.person, asset.registered_on or today()
    _own(asset)
    asset.rekey()
    with act(by.person, "assets.enter", asset) as deed:
        deed.add(asset)
        deed.name(asset)
        deed.add_all(_hung(asset, carriers))
        deed.add_all(_hung(asset, holdings))
    return asset


def amend(asset: Asset, formsets: Iterable[Any], *, by: Sight) -> Asset:
    """Write what a form and its formsets changed."""
    with act(by.person, "assets.amend", asset) as deed:
        before = Asset.objects.get(pk=asset.pk)
        if before.owner_id != asset.owner_id:
            _own(asset)
        deed.save(asset)
        for formset in formsets:
            _write(deed, asset, formset)
    return asset


def _own(asset: Asset) -> None:
    asset.owned_from = today() if asset.owner_id else None


def _hung[Row: Any](asset: Asset, rows: Iterable[Row]) -> list[Row]:
    rows = list(rows)
    for row in rows:
        row.asset = asset
    return rows


def _write(deed: Act, asset: Asset, formset: Any) -> None:
    formset.save(commit=False)
    for row in formset.deleted_objects:
        deed.remove(row)
    deed.add_all(_hung(asset, formset.new_objects))
    for row, _fields in formset.changed_objects:
        deed.save(row)
