"""The append-only record: who did what, when, and what it changed."""

from django.db import models


class Entry(models.Model):
    """One act. The number is the id: without gaps, so that a missing one shows.

    `mac` is a keyed hash over the previous entry's `mac`, this entry's fields and `digest`, which itself covers
    the act's Changes: to alter, cut or insert anything, one would need the key, which is not in the database.
    """

    id = models.BigIntegerField(primary_key=True)
    act = models.UUIDField(unique=True)
    at = models.DateTimeField(db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True)
    verb = models.CharField(max_length=60)
    about = models.CharField(max_length=80, blank=True, db_index=True)
    facts = models.JSONField(default=dict)
    changes = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ("id",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk} {self.verb}"


class Change(models.Model):
    """One row that an act wrote: {field: [old, new]}, as JSON values. Personal values stand as keyed hashes."""

    act = models.UUIDField(db_index=True)
    row = models.CharField(max_length=80, db_index=True)
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
    """How long the chain is and its last link; a single row, locked last by every act."""

    count = models.BigIntegerField(default=0)
    mac = models.CharField(max_length=64, default="")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.count)
