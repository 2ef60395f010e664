"""The append-only record: who did what, when, and what it changed."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Link(models.Model):
    """One link of a keyed chain. The number is the id: without gaps, so that a missing one shows.

    `mac` is a keyed hash over the previous link's `mac` and the columns in `sealed`: to alter, cut or insert
    anything, one would need the key, which is not in the database.
    """

    sealed: ClassVar[tuple[str, ...]] = ()

    id = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    verb = models.CharField(max_length=60)
    about = models.CharField(max_length=80, blank=True, db_index=True)
    facts = models.JSONField(default=dict)
    mac = models.CharField(max_length=64)

    class Meta:
        abstract = True
        ordering = ("id",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk} {self.verb}"


class Entry(Link):
    """One act. Its `digest` covers the act's Changes."""

    sealed = ("id", "act", "at", "actor_id", "verb", "about", "facts", "changes", "digest")

    act = models.UUIDField(unique=True)
    changes = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)

    class Meta(Link.Meta):
        verbose_name = _("journal entry")


class Sighting(Link):
    """Something that was looked at, taken out, refused, or that somebody came in: the second chain.

    It changes no row, so it has no Changes; and it has a head of its own, so that a view does not wait for an act.
    """

    sealed = ("id", "at", "actor_id", "verb", "about", "facts")

    class Meta(Link.Meta):
        verbose_name = _("sighting")


class Change(models.Model):
    """One row that an act wrote: {field: [old, new]}, as JSON values. Personal values stand as keyed hashes.

    `under` is the row on which this one hangs, so that "everything about an asset" is one condition.
    """

    act = models.UUIDField(db_index=True)
    row = models.CharField(max_length=80, db_index=True)
    under = models.CharField(max_length=80, blank=True, db_index=True)
    values = models.JSONField()

    class Meta:
        ordering = ("id",)
        default_permissions = ()

    def __str__(self) -> str:
        return self.row


class Private(models.Model):
    """A personal value that Changes refer to by its keyed hash: erasing the row leaves the chain whole."""

    hash = models.CharField(max_length=64, primary_key=True)
    value = models.TextField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.hash


class Head(models.Model):
    """How long a chain is and its last link: one row for each chain, locked last by whatever adds to it."""

    count = models.BigIntegerField(default=0)
    mac = models.CharField(max_length=64, default="")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.count)
