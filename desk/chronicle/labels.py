"""What the journal's ids stand for today, in the reader's language: one query for each kind of row."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model, QuerySet
from django.urls import reverse

from accounts.models import Company, Department, Party, Person, Place, User
from accounts.sight import Sight
from assets.models import Asset, Device, System, Tag
from classification.models import Rulebook
from journal.models import Entry
from measures.audits.auditing import audits_of
from measures.models import Action, Audit, Ruling
from reports.models import Report

Ref = tuple[str, int]  # label of the model, id
NAMED: tuple[type[Model], ...] = (Company, Department, Device, Party, Person, Place, Rulebook, System)


@dataclass(frozen=True)
class Thing:
    """A row as a page names it; `url` where there is a page about it."""

    kind: Any  # words, perhaps not yet in a language
    label: str
    code: str = ""
    url: str = ""


def ref_of(name: str) -> Ref | None:
    """`assets.asset:12` in its two parts; None for what names no row."""
    model, _colon, pk = name.partition(":")
    return (model, int(pk)) if pk.isdecimal() else None


def model_of(label: str) -> type[Model] | None:
    """The model with this label, if there still is one."""
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


class Labels:
    """Fetches the rows behind references, and no asset of which the reader may not know."""

    def __init__(self, sight: Sight, refs: Iterable[Ref | None]) -> None:
        wanted: dict[str, set[int]] = defaultdict(set)
        for ref in refs:
            if ref is not None:
                wanted[ref[0]].add(ref[1])
        self._things = {label: self._fetched(label, ids, sight) for label, ids in wanted.items()}

    def of(self, ref: Ref | None) -> Thing | None:
        """What this reference stands for; without a label where it is nothing that has a name, or gone."""
        if ref is None:
            return None
        found = self._things.get(ref[0], {}).get(ref[1])
        model = model_of(ref[0])
        return found or Thing(str(model._meta.verbose_name) if model else ref[0], "")

    def _fetched(self, label: str, ids: set[int], sight: Sight) -> dict[int, Thing]:
        model: Any = model_of(label)
        if model is Asset:
            return {pk: _asset(row) for pk, row in Asset.objects.seen_by(sight).in_bulk(ids).items()}
        if model is Entry:
            acts = Entry.objects.filter(pk__in=ids).values_list("pk", "act")
            kind = Entry._meta.verbose_name
            return {pk: Thing(kind, str(kind), url=reverse("desk:journal_act", args=[act])) for pk, act in acts}
        if model is Action:  # by its measure: the words of an action are told on its page alone
            return _with_page(Action.objects.seen_by(sight).filter(pk__in=ids), "measure", "measures:action")
        if model is Audit:
            return _with_page(audits_of(sight).filter(pk__in=ids), "name", "company:audit")
        if model in NAMED:
            rows = model._base_manager.in_bulk(ids)
            return {
                pk: Thing(str(model._meta.verbose_name), row.label, getattr(row, "code", ""))
                for pk, row in rows.items()
            }
        column = {User: "username", Report: "number", Tag: "name", Ruling: "measure"}.get(model)
        if column is None:
            return {}
        pairs = model._base_manager.filter(pk__in=ids).values_list("pk", column)
        return {pk: Thing(str(model._meta.verbose_name), value) for pk, value in pairs}


def _with_page(rows: QuerySet[Any], column: str, page: str) -> dict[int, Thing]:
    """Rows that the reader may open, by the column that names them."""
    kind = str(rows.model._meta.verbose_name)
    pairs = rows.order_by().values_list("pk", column)
    return {pk: Thing(kind, label, url=reverse(page, args=[pk])) for pk, label in pairs}


def _asset(asset: Asset) -> Thing:
    label = asset.name if asset.named else ""
    return Thing(str(Asset._meta.verbose_name), label, asset.code, reverse("desk:detail", args=[asset.code]))
