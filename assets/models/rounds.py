"""Rounds in which everybody goes through the access lists that they answer for, line by line."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from assets.codes import QuietAutoField
from assets.models.access import Grant
from assets.models.asset import Asset
from assets.models.people import a_person
from assets.querysets import HangingQuerySet, RoundQuerySet


class Round(models.Model):
    """One round over the company or a department; without `begun_by`, one that began by itself because lists were due.

    Its lists are fixed when it begins. Its lines are those that were in force the day before: access lists are dated,
    so they need not be copied.
    """

    id = QuietAutoField(primary_key=True)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    begun_by = a_person(_("begun by"), "+")
    begun_on = models.DateField(_("begun on"))
    due_on = models.DateField(_("to be answered by"))
    lapses = models.BooleanField(_("unanswered lines end on the last day"), default=False)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("review round")
        verbose_name_plural = _("review rounds")
        default_permissions = ()
        ordering = ("-begun_on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(due_on__gte=models.F("begun_on")),
                name="round_ends_after_start",
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.begun_on}"

    @property
    def over(self) -> str:
        """Over what it goes, in words."""
        return self.department.label if self.department else str(_("The whole company"))


class RoundList(models.Model):
    """An access list that a round goes through."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="lists")
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="round_lists")

    objects = HangingQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["round", "asset"], name="round_list_once")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.asset_id}"


class RoundAnswer(models.Model):
    """What became of one line in a round, by whom and when. Kept, whatever becomes of the line later."""

    class Outcome(models.TextChoices):
        CONFIRMED = "CONFIRMED", _("still needed")
        CHANGED = "CHANGED", _("changed")
        REMOVED = "REMOVED", _("removed")
        LAPSED = "LAPSED", _("ended without an answer")

    id = QuietAutoField(primary_key=True)
    round = models.ForeignKey(Round, models.CASCADE, related_name="answers")
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="round_answers")
    grant = models.ForeignKey(Grant, models.CASCADE, related_name="round_answers")
    outcome = models.CharField(_("outcome"), max_length=9, choices=Outcome.choices)
    by = a_person(_("by"), "+")  # None: nobody answered
    on = models.DateField(_("on"))

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("answer in a review round")
        verbose_name_plural = _("answers in review rounds")
        default_permissions = ()
        ordering = ("on", "id")
        constraints = [
            models.UniqueConstraint(fields=["round", "grant"], name="round_answered_once"),
            models.CheckConstraint(
                condition=Q(outcome="LAPSED", by=None) | ~Q(outcome="LAPSED"), name="round_lapse_by_nobody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.outcome}"
