"""What only some assets have, in words: for the asset's page and for whoever decides on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.days.calendars import written
from assets.entering.kind_words import KINDS
from assets.kinds import Kind, Origin
from assets.models import Asset, AssetFile, Carrier
from assets.succession import Succession, succession_of

RECEIVED = ("giver", "permitted_use", "secrecy_duty", "received_on", "return_due_on", "kept_apart", "returned_on",
    "return_shown_by")  # fmt: skip
KNOW_HOW = ("used_in", "nature", "learnt_how", "filmed", "patents")
PERSONAL = (
    "purpose", "subjects", "items", "headcount", "source", "basis", "entrusted", "entrusted_to", "provided_to",
    "keeper", "keep_for", "until_on", "destroyed_on", "erase_method", "contact",
)  # fmt: skip
PHYSICAL = ("serial", "belongs_to", "lent_to", "lent_on", "due_back_on", "shape_visible")

NO_OWN: Mapping[str, Any] = MappingProxyType({})

type Line = tuple[str, str]


@dataclass(frozen=True)
class Facts:
    """Lines of label and value, by what they are about; the holders' future of a know-how; photos."""

    sections: tuple[tuple[str, tuple[Line, ...]], ...]
    succession: Succession | None
    photos: tuple[AssetFile, ...]

    @property
    def any(self) -> bool:
        return bool(self.sections or self.photos or (self.succession and self.succession.at_risk))


def facts_of(asset: Asset) -> Facts:
    """An asset's own facts. Whoever asks has come through the door, and may read its name."""
    found: list[tuple[str, tuple[Line, ...]]] = []
    if asset.origin != Origin.OWN:
        found.append((_("Received from others"), _lines(asset, RECEIVED)))
    found.append((_("The know-how"), _lines(getattr(asset, "know_how", None), KNOW_HOW)))
    labels = KINDS[Kind(asset.kind)].labels
    for carrier in asset.carriers.current().select_related("place"):
        found.append((_about(carrier), _lines(carrier, PHYSICAL, labels)))
    found.append((_("Personal information"), _personal(asset)))
    succession = succession_of(asset) if asset.kind == Kind.TAC else None
    photos = tuple(asset.files.select_related("blob", "by"))
    return Facts(tuple((heading, lines) for heading, lines in found if lines), succession, photos)


def _about(carrier: Carrier) -> str:
    return f"{carrier.medium} {carrier.location}".strip()


def _personal(asset: Asset) -> tuple[Line, ...]:
    lines = _lines(getattr(asset, "personal_data", None), PERSONAL)
    handlers = [handler.person.label for handler in asset.number_handlers.select_related("person")]
    return (*lines, (_("My Number is handled by"), _(", ").join(handlers))) if handlers else lines


def _lines(row: Model | None, names: Iterable[str], labels: Mapping[str, Any] = NO_OWN) -> tuple[Line, ...]:
    """The filled fields of a row, called as the form calls them (`labels`: the words of a kind)."""
    if row is None:
        return ()
    own = {name: labels.get(name) or row._meta.get_field(name).verbose_name for name in names}  # type: ignore[union-attr]
    pairs = ((str(label), _value(row, name)) for name, label in own.items())
    return tuple((capfirst(label), value) for label, value in pairs if value)


def _value(row: Any, name: str) -> str:
    value = getattr(row, name)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return written(value)
    if hasattr(row, f"get_{name}_display") and value:
        return str(getattr(row, f"get_{name}_display")())
    return str(getattr(value, "label", value) or "")
