"""Saying that two assets belong together, and that they do not."""

from django.db import IntegrityError, transaction

from accounts.sight import Sight
from assets.models import Asset, Link
from journal.acts import act, name_of


class Already(Exception):
    """This is on record."""


def relate(asset: Asset, kind: str, other: Asset, *, by: Sight) -> Link:
    """Record a relation between two different assets that the person may know of.

    The entry names both, so that the journal tells of it only to who may know of both.

    Raises:
        Already: they stand in this relation, be it recorded from the other end where that says the same.
    """
    with act(by.person, "assets.relate", asset) as deed:
        deed.facts["other"] = name_of(other)
        if kind == Link.Kind.SAME_PRODUCT and Link.objects.filter(asset=other, other=asset, kind=kind).exists():
            raise Already
        try:
            with transaction.atomic():
                return deed.add(Link(asset=asset, other=other, kind=kind, by=by.person, on=by.on))
        except IntegrityError as error:
            raise Already from error


def part(link: Link, *, by: Sight) -> None:
    """They do not belong together (any more)."""
    with act(by.person, "assets.part", link.asset) as deed:
        deed.facts["other"] = name_of(link.other)
        deed.remove(link)
