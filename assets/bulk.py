"""One change to many assets: what it would do, doing it in one act, and taking that act back."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Department, Person, Place
from accounts.sight import Sight
from assets.entering.amending import note
from assets.models import Amendment, Asset, Carrier, Tagging
from assets.rights import carried_by
from assets.tagging import tag_called
from assets.words import fold
from journal.acts import Act, act
from journal.models import Change, Entry, Private

MOST = 1_000
VERB = "assets.change_many"
COLUMNS = ("department", "owner", "custodian")  # never the level, never who may know
EMPTY = "―"


@dataclass(frozen=True)
class Edit:
    """The one change: a column and its new value, a tag to put on ("tag") or take off ("untag"), or the place of
    everything that the assets live on ("place")."""

    what: str
    value: Department | Person | Place | str


@dataclass(frozen=True)
class Line:
    """What the change does to one asset: old and new in words; `refused` says why nothing is done."""

    asset: Asset
    old: str
    new: str
    refused: str = ""

    @property
    def differs(self) -> bool:
        return not self.refused and self.old != self.new


class NothingChosen(Exception):
    """No asset was chosen, or nothing would change."""


class ShownDiffers(Exception):
    """What would be done now is not what was shown."""


class NotUndoable(Exception):
    """Something was built on the act since; `codes` are of the assets that were changed again."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__(codes)
        self.codes = codes


def preview(edit: Edit, assets: Sequence[Asset], *, by: Sight) -> list[Line]:
    """Row by row what the change would do; a few queries, whatever the number of assets."""
    keys = [asset.pk for asset in assets]
    mine = set(Asset.objects.seen_by(by).filter(carried_by(by), pk__in=keys).values_list("pk", flat=True))
    old = _now(edit, keys)
    return [_line(edit, asset, old.get(asset.pk, ""), asset.pk in mine) for asset in assets]


def _line(edit: Edit, asset: Asset, old: str, mine: bool) -> Line:
    if not asset.named:
        return Line(asset, EMPTY, EMPTY, _("its name is sealed"))
    if not mine:
        return Line(asset, EMPTY, EMPTY, _("not yours to change"))
    if asset.state == "RETIRED":
        return Line(asset, EMPTY, EMPTY, _("retired"))
    if edit.what == "place" and not old:
        return Line(asset, EMPTY, EMPTY, _("it is on no carrier"))
    return Line(asset, old or EMPTY, _after(edit, old) or EMPTY)


def _after(edit: Edit, old: str) -> str:
    if edit.what not in ("tag", "untag"):
        return str(edit.value)
    kept = [name for name in old.split("、") if name and fold(name) != fold(str(edit.value))]
    if edit.what == "tag" and len(kept) < len([name for name in old.split("、") if name]):
        return old
    return "、".join([*kept, str(edit.value)] if edit.what == "tag" else kept)


def _now(edit: Edit, keys: list[int]) -> dict[int, str]:
    """How each of these assets stands now, in words."""
    found: dict[int, list[str]] = {}
    if edit.what in COLUMNS:
        rows = Asset.objects.filter(pk__in=keys).select_related(edit.what)
        return {asset.pk: str(getattr(asset, edit.what) or "") for asset in rows}
    if edit.what == "place":
        for carrier in Carrier.objects.current().filter(asset__in=keys).select_related("place").order_by("pk"):
            found.setdefault(carrier.asset_id, []).append(str(carrier.place or EMPTY))
    else:
        for tagging in Tagging.objects.filter(asset__in=keys).select_related("tag").order_by("tag__key"):
            found.setdefault(tagging.asset_id, []).append(tagging.tag.name)
    return {key: "、".join(dict.fromkeys(words)) for key, words in found.items()}


def digest_of(lines: Iterable[Line]) -> str:
    """What was shown, in a few signs: who confirms confirms this."""
    text = "\n".join(f"{line.asset.pk} {line.old} {line.new} {line.refused}" for line in lines)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def change(edit: Edit, assets: Sequence[Asset], reason: str, shown: str, *, by: Sight) -> UUID:
    """Do it, in one act; rows that are not theirs to change stay as they are.

    Raises:
        ValueError: no reason was given.
        NothingChosen: there is nothing to do.
        ShownDiffers: somebody changed one of them meanwhile.
    """
    if not reason.strip():
        raise ValueError("reason")
    with act(by.person, VERB) as deed:
        list(Asset.objects.select_for_update().filter(pk__in=[a.pk for a in assets]).values_list("pk"))
        lines = preview(edit, assets, by=by)
        if digest_of(lines) != shown:
            raise ShownDiffers
        touched = [line.asset.pk for line in lines if line.differs]
        if not touched:
            raise NothingChosen
        _write(deed, edit, touched, by)
        note(deed)
        deed.facts |= {"what": edit.what, "rows": len(touched), "reason": deed.keep(reason.strip()[:300])}
    return deed.id


def _write(deed: Act, edit: Edit, keys: list[int], by: Sight) -> None:
    if edit.what in COLUMNS:
        owned = {"owned_from": by.on} if edit.what == "owner" else {}
        deed.change_all((asset, {edit.what: edit.value} | owned) for asset in Asset.objects.filter(pk__in=keys))
    elif edit.what == "place":
        carriers = Carrier.objects.current().filter(asset__in=keys).exclude(place=edit.value)
        deed.change_all((carrier, {"place": edit.value}) for carrier in carriers)
    elif edit.what == "tag":
        tag = tag_called(str(edit.value), deed)
        deed.add_all(Tagging(asset_id=key, tag=tag) for key in keys)
    else:
        for tagging in Tagging.objects.filter(asset__in=keys, tag__key=fold(str(edit.value))[:60]):
            deed.remove(tagging)


def batches(sight: Sight) -> Any:
    """The acts on many assets that this person did."""
    return Entry.objects.filter(verb=VERB, actor_id=sight.person.pk if sight.person else None)


def reason_key(entry: Entry) -> str:
    """Where the words are kept that say why it was done."""
    return str(entry.facts.get("reason", {}).get("private", ""))


def reason_of(entry: Entry) -> str:
    """Why it was done; "" where the words were erased."""
    kept = Private.objects.filter(hash=reason_key(entry)).first()
    return kept.value if kept else ""


def undo(entry: Entry, *, by: Sight) -> UUID:
    """Take a whole act back, by another act.

    Raises:
        NotUndoable: one of its rows was changed since, or is not theirs to change any more.
    """
    with act(by.person, "assets.undo_many") as deed:
        changes = list(Change.objects.filter(act=entry.act).exclude(row__startswith="assets.tag:").order_by("-pk"))
        if stuck := _built_on(entry, changes, by):
            raise NotUndoable(stuck)
        for row in changes:
            _take_back(deed, row)
        deed.facts |= {"act": str(entry.act), "rows": len(changes)}
    return deed.id


def _built_on(entry: Entry, changes: list[Change], by: Sight) -> list[str]:
    """The codes of the assets whose newest Change is not the act's, or that whoever asks may not change."""
    rows = [change.row for change in changes]
    later = Change.objects.filter(Q(row__in=rows), pk__gt=max((c.pk for c in changes), default=0)).exclude(
        act=entry.act
    )
    keys = {int(change.under.partition(":")[2]) for change in changes}
    stuck = {int(under.partition(":")[2]) for under in later.values_list("under", flat=True)}
    mine = set(Asset.objects.seen_by(by).filter(carried_by(by), pk__in=keys).values_list("pk", flat=True))
    seen = Asset.objects.seen_by(by).filter(pk__in=(stuck & keys) | (keys - mine))
    codes = sorted(seen.values_list("code", flat=True))
    return codes or ([EMPTY] if (stuck & keys) | (keys - mine) else [])


def _take_back(deed: Act, change: Change) -> None:
    model = apps.get_model(change.row.partition(":")[0])
    key = int(change.row.partition(":")[2])
    if model is Tagging:
        _turn_tag(deed, change, key)
        return
    row = model._base_manager.get(pk=key)
    if model is Amendment:  # with the change it is gone; once somebody had decided on it, it could not be taken back
        deed.remove(row)
        return
    deed.change(row, **{name: _value(model, name, old) for name, (old, _new) in change.values.items()})


def _value(model: Any, name: str, stored: Any) -> Any:
    """A value of a column again, from how the journal keeps it."""
    field = model._meta.get_field(name)
    if field.is_relation:
        return None if stored is None else field.related_model(pk=stored)
    return field.to_python(stored)


def _turn_tag(deed: Act, change: Change, key: int) -> None:
    added = change.values["tag"][0] is None
    if added:
        deed.remove(Tagging._base_manager.get(pk=key))
    else:
        deed.add(Tagging(asset_id=change.values["asset"][0], tag_id=change.values["tag"][0]))
