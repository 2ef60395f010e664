"""Entering an asset and mending what is known of it."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from accounts.querysets import today
from accounts.sight import Sight
from assets.entering.amending import note
from assets.models import Asset, Carrier, Holding
from assets.tagging import retag
from journal.acts import Act, act


class ChangedMeanwhile(Exception):
    """What was on the page is not what is there now."""


def enter(
    asset: Asset,
    carriers: Iterable[Carrier],
    holdings: Iterable[Holding],
    *,
    by: Sight,
    details: Iterable[Any] = (),
    verb: str = "assets.enter",
    sent_as: UUID | None = None,
) -> Asset:
    """Enter a new candidate with what it lives on, who holds it, and the cards of its kind.

    Args:
        sent_as: names the sending; what was sent before, or at this instant, is entered once (see `once`).

    Returns:
        the asset: the one that was entered by the first of two sendings.
    """
    asset.entered_by, asset.registered_on, asset.sent_as = by.person, asset.registered_on or today(), sent_as
    _own(asset)
    asset.rekey()
    try:
        return _enter(asset, carriers, holdings, by=by, details=details, verb=verb)
    except IntegrityError:
        if (first := entered_as(sent_as, by)) is None:
            raise
        return first


def entered_as(sent_as: UUID | None, by: Sight) -> Asset | None:
    """What this person has entered by this sending."""
    mine = Asset.objects.seen_by(by).filter(entered_by=by.person, sent_as=sent_as)
    return mine.first() if sent_as else None


def _enter(
    asset: Asset, carriers: Iterable[Carrier], holdings: Iterable[Holding], *, by: Sight, details: Any, verb: str
) -> Asset:
    with act(by.person, verb, asset) as deed:
        deed.add(asset)
        deed.name(asset)
        deed.add_all(_hung(asset, carriers))
        deed.add_all(_hung(asset, holdings))
        for row in _hung(asset, details):
            deed.add(row)
    return asset


def amend(
    asset: Asset,
    cards: Iterable[Any],
    formsets: Iterable[Any],
    *,
    by: Sight,
    tags: Iterable[str] | None = None,
    unless: Callable[[], bool] | None = None,
) -> Asset:
    """Write what a form, its cards (one-to-one) and its formsets changed.

    Args:
        tags: exactly these are on it afterwards; None leaves them alone.
        unless: asked once the asset is locked: was it changed since the page was opened?

    Raises:
        ChangedMeanwhile: it was; nothing is written.
    """
    with act(by.person, "assets.amend", asset) as deed:
        before = Asset.objects.select_for_update().get(pk=asset.pk)
        if unless is not None and unless():
            raise ChangedMeanwhile
        if before.owner_id != asset.owner_id:
            _own(asset)
        name, asset.name = asset.name, before.name
        asset.rename(name)
        deed.save(asset)
        for card in cards:
            _write_card(deed, asset, card)
        for formset in formsets:
            _write(deed, asset, formset)
        if tags is not None:
            retag(deed, asset, tags)
        note(deed)
    return asset


def copy(asset: Asset, *, by: Sight, name: str, sent_as: UUID | None = None) -> Asset:
    """Enter another like this one: its facts and what it lives on, and none of what was decided of it. Sent twice, it
    is copied once.

    What is sealed stays sealed in the copy. Codes, grants, judgements, decisions and photos are not taken along.
    """
    facts = {name: getattr(asset, name) for name in COPIED}
    twin = Asset(**facts | {"name": name[: Asset._meta.get_field("name").max_length]})
    details = [_twin(row) for name in ("know_how", "personal_data") if (row := getattr(asset, name, None))]
    details += [_twin(row) for rows in (asset.number_handlers, asset.taggings) for row in rows.all()]
    carriers = [_twin(row, "serial", "lent_to", "lent_on", "due_back_on") for row in asset.carriers.current()]
    holdings = [_twin(row) for row in asset.holdings.all()]
    return enter(twin, carriers, holdings, by=by, details=details, verb="assets.copy", sent_as=sent_as)


COPIED = (
    "business", "kind", "summary", "department", "department_words", "owner", "custodian", "origin", "giver",
    "permitted_use", "secrecy_duty", "received_on", "return_due_on", "kept_apart", "technical", "personal", "sensitive",
    "my_number", "outcome", "tier", "sealed", "sealed_by", "seal_reason",
)  # fmt: skip


def _twin(row: Any, *without: str) -> Any:
    """The same row, not yet in the database and on no asset."""
    left = {"id", "asset", *without}
    return type(row)(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in left})


def _write_card(deed: Act, asset: Asset, card: Any) -> None:
    """A one-to-one form: entered with its first word, and then amended."""
    if not card.has_changed():
        return
    if card.instance.pk:
        deed.save(card.instance)
    else:
        card.instance.asset = asset
        deed.add(card.instance)


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
