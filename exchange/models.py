"""What came in and waits to be applied."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.sight import sight_of
from assets.codes import QuietAutoField


class DraftQuerySet(models.QuerySet[Any]):
    """Words on drafts."""

    def visible_to(self, user: Any, *, on: date | None = None) -> Self:
        """A draft is seen by whoever brought it in: it may name what nobody else knows."""
        person = sight_of(user, on).person
        return self.filter(by=person) if person else self.none()

    def open(self) -> Self:
        return self.filter(state=Draft.State.OPEN)


class Draft(models.Model):
    """A ledger that was read and understood; the file itself is not kept, its SHA-256 is."""

    class State(models.TextChoices):
        OPEN = "OPEN", _("waiting")
        APPLIED = "APPLIED", _("imported")
        DISCARDED = "DISCARDED", _("put away")

    id = QuietAutoField(primary_key=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="drafts")
    at = models.DateTimeField(auto_now_add=True)
    filename = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    ledger = models.JSONField()  # exchange.ledger.Ledger as plain values
    outcome = models.JSONField(default=dict)

    objects = DraftQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"draft {self.pk}"
