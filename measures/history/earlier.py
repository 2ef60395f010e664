"""How the register stood on earlier days: each gap from the day it was found to the day it was gone, and counts for
each asset by month. Written by `measures.history.snapshots`; a reader's sums are made of the assets that they may know
of.
"""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assets.codes import QuietAutoField
from assets.models import Asset
from assets.querysets import HangingQuerySet
from measures.verdicts import Verdict
from measures.words import Purpose


class GapQuerySet(HangingQuerySet):
    """Words on gaps."""

    def open(self) -> "GapQuerySet":
        return self.filter(until_on=None)

    def opened(self, after: date, until: date) -> "GapQuerySet":
        """Found after one day, by another; what was there when records began is not told of as new."""
        return self.filter(from_on__gt=after, from_on__lte=until, from_start=False)

    def gone(self, after: date, until: date) -> "GapQuerySet":
        """Gone after one day, by another."""
        return self.filter(until_on__gt=after, until_on__lte=until)


class Gap(models.Model):
    """A measure missing on an asset: from the day on which that was found until the day on which it was no more."""

    id = QuietAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="gaps")
    measure = models.CharField(_("measure"), max_length=10)
    from_on = models.DateField(_("since"))
    from_start = models.BooleanField(default=False)  # was there when the asset was first looked at: perhaps longer
    until_on = models.DateField(_("gone on"), null=True)
    became = models.PositiveSmallIntegerField(_("and is since"), choices=Verdict.choices, null=True)

    objects = GapQuerySet.as_manager()

    class Meta:
        verbose_name = _("gap")
        verbose_name_plural = _("gaps")
        default_permissions = ()
        ordering = ("from_on", "id")
        indexes = [
            models.Index(fields=["from_on"], name="gap_from"),
            models.Index(fields=["until_on"], name="gap_until"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["asset", "measure"], condition=Q(until_on=None), name="gap_is_open_once"),
            models.CheckConstraint(condition=Q(until_on=None) | Q(became__isnull=False), name="gap_became_something"),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.measure}"


class Snapshot(models.Model):
    """How an asset stood in one category on a day: (asset, measure) pairs by verdict."""

    id = QuietAutoField(primary_key=True)
    on = models.DateField(_("on"))
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="snapshots")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    met = models.PositiveSmallIntegerField()
    gap = models.PositiveSmallIntegerField()
    unknown = models.PositiveSmallIntegerField()
    exempt = models.PositiveSmallIntegerField()

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["on", "asset", "purpose"], name="snapshot_once")]

    def __str__(self) -> str:
        return f"{self.on} {self.asset_id}"


class AskedLast(models.Model):
    """A rule on the register as a whole that was asked at the last look: a gap of which nothing is known came since.

    (Of any other rule the asset's snapshots tell it; this one they do not count.)
    """

    id = QuietAutoField(primary_key=True)
    rule = models.CharField(max_length=10, unique=True)

    class Meta:
        verbose_name = _("rule asked of the whole register")
        verbose_name_plural = _("rules asked of the whole register")
        default_permissions = ()

    def __str__(self) -> str:
        return self.rule
