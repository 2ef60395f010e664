"""Material changes that wait for a decision."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assets.models.asset import Asset
from assets.models.decisions import Decision
from assets.models.people import a_person
from assets.querysets import HangingQuerySet


class AmendmentQuerySet(HangingQuerySet):
    """Words on amendments."""

    def open(self) -> Self:
        """Those that nobody has decided on."""
        return self.filter(decision=None)


class Amendment(models.Model):
    """Somebody changed something material of what was approved, or of what was submitted: whoever did so has proposed
    it, too, and does not decide on it. What was changed is told by the dossiers.
    """

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="amendments")
    by = a_person(_("by"), "+")
    at = models.DateTimeField(_("at"))
    act = models.UUIDField(editable=False)
    decision = models.ForeignKey(Decision, models.CASCADE, null=True, related_name="amendments")

    objects = AmendmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("material change")
        verbose_name_plural = _("material changes")
        default_permissions = ()
        ordering = ("at", "id")
        indexes = [models.Index(fields=["asset", "by"], condition=Q(decision=None), name="amendment_open")]
        constraints = [models.UniqueConstraint(fields=["asset", "act"], name="amendment_once_an_act")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.at}"
