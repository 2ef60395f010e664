"""What people have signed, and what they have been taught. Recorded once; a slip of the pen is taken back on record."""

from datetime import date

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import FieldCheck
from accounts.querysets import today
from files.models import Blob


class PledgeQuerySet(models.QuerySet["Pledge"]):
    """Words on pledges."""

    def valid(self, on: date | None = None) -> "PledgeQuerySet":
        """Those that bind on a day."""
        on = on or today()
        return self.filter(Q(until_on=None) | Q(until_on__gte=on), signed_on__lte=on)


class Pledge(models.Model):
    """A written promise to keep the company's secrets (誓約書), with the paper itself where it was filed."""

    class Kind(models.TextChoices):
        ENTRY = "ENTRY", _("on joining")
        PROJECT = "PROJECT", _("for a project")
        SECONDMENT = "SECONDMENT", _("on a secondment")
        SIDE_JOB = "SIDE_JOB", _("for a side job")
        EXIT = "EXIT", _("on leaving")

    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="pledges", verbose_name=_("person"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    signed_on = models.DateField(_("signed on"))
    until_on = models.DateField(_("binds until"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=200, blank=True)
    file = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file"))
    recorded_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        default_permissions = ()
        ordering = ("-signed_on", "-id")
        indexes = [models.Index(fields=["person", "kind", "signed_on", "until_on"], name="pledge_person_cover")]
        constraints = [
            FieldCheck(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("signed_on")),
                name="pledge_ends_after_signing",
                beside="until_on",
                violation_error_message=_("The last day lies before the first."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class Training(models.Model):
    """One person took part in one training on one day, with the papers handed out or the list of those present."""

    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="trainings", verbose_name=_("person"))
    topic = models.CharField(_("topic"), max_length=120)
    on = models.DateField(_("on"))
    file = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file"))
    recorded_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("recorded by")
    )

    class Meta:
        verbose_name = _("training")
        verbose_name_plural = _("trainings")
        default_permissions = ()
        ordering = ("-on", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "topic", "on"],
                name="training_once",
                violation_error_message=_("This training is already on record for this day."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.on}"
