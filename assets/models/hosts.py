"""Devices and systems: the computers, telephones, memories and services that electronic carriers are on.

Whether a thing was looked after is kept as the day on which somebody looked, never as a mere tick: what nobody has
said is not known, and what was seen long ago is overdue.
"""

from datetime import date
from typing import Any, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import FieldCheck
from accounts.models import Department, Person
from accounts.querysets import today
from assets.kinds import Network
from classification.levels import Level


class HostQuerySet(models.QuerySet[Any]):
    """Words on devices and systems."""

    def in_use(self) -> Self:
        return self.filter(ended_on=None)


class DeviceQuerySet(HostQuerySet):
    """Words on devices."""

    def kept_by_leavers(self, on: date | None = None) -> Self:
        """The company's own, lent to somebody who has left, and not back."""
        gone = self.in_use().filter(returned_on=None, holder__left_on__lte=on or today())
        return gone.exclude(private=True)


class HostRecord(models.Model):
    """What devices and systems have in common."""

    code = models.CharField(_("number"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=80)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    network = models.CharField(_("network"), max_length=10, choices=Network.choices, blank=True)
    antivirus = models.BooleanField(_("antivirus is on"), null=True, blank=True)
    antivirus_checked_on = models.DateField(_("antivirus checked on"), null=True, blank=True)
    updated_on = models.DateField(_("updates applied or checked on"), null=True, blank=True)
    support_ends_on = models.DateField(_("maker's support ends on"), null=True, blank=True)
    encrypted = models.BooleanField(_("encrypted"), null=True, blank=True)
    notes = models.CharField(_("notes"), max_length=300, blank=True)
    ended_on = models.DateField(_("out of use since"), null=True, blank=True)

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ("code",)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Number and name, as it is called on the shop floor."""
        return f"{self.code} {self.name}"


class Device(HostRecord):
    """A computer, a telephone, a memory that one can carry away; whose it is, and who has it."""

    class Kind(models.TextChoices):
        PC = "PC", _("PC at a desk")
        NOTEBOOK = "NOTEBOOK", _("Notebook PC")
        PHONE = "PHONE", _("Smartphone or tablet")
        SERVER = "SERVER", _("Server, NAS")
        MEMORY = "MEMORY", _("USB memory, disk")
        CONTROL = "CONTROL", _("Control of a machine (NC and the like)")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    private = models.BooleanField(_("privately owned"), null=True, blank=True)
    holder = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="devices", verbose_name=_("holder of the device")
    )
    lent_on = models.DateField(_("lent on"), null=True, blank=True)
    returned_on = models.DateField(_("returned on"), null=True, blank=True)
    remote_wipe = models.BooleanField(_("can be erased from afar"), null=True, blank=True)

    objects = DeviceQuerySet.as_manager()

    class Meta(HostRecord.Meta):
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        constraints = [
            FieldCheck(
                condition=Q(lent_on=None) | Q(returned_on=None) | Q(returned_on__gte=F("lent_on")),
                name="device_returned_after_lent",
                beside="returned_on",
                violation_error_message=_("It was returned before it was lent."),
            )
        ]


class System(HostRecord):
    """A server or service that people sign in to, our own or another firm's."""

    class Kind(models.TextChoices):
        OWN = "OWN", _("In-house server or system")
        OUTSIDE = "OUTSIDE", _("Outside service, cloud")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    provider = models.CharField(_("offered by"), max_length=120, blank=True)
    responsible = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="systems", verbose_name=_("responsible")
    )
    shared_ids = models.BooleanField(_("IDs shared by several people"), null=True, blank=True)
    mfa = models.BooleanField(_("second factor for administrators and from outside"), null=True, blank=True)
    rights_reviewed_on = models.DateField(_("administrator rights and sign-ins reviewed on"), null=True, blank=True)
    logs_kept = models.BooleanField(_("logs are kept"), null=True, blank=True)
    logs_months = models.PositiveSmallIntegerField(
        _("logs kept for (months)"), null=True, blank=True, validators=[MaxValueValidator(600)]
    )
    logs_reviewed_on = models.DateField(_("logs reviewed on"), null=True, blank=True)
    terms_secret = models.BooleanField(_("terms: they keep what we put in secret"), null=True, blank=True)
    terms_no_reuse = models.BooleanField(
        _("terms: they use it for nothing else (training of AI and the like)"), null=True, blank=True
    )
    terms_checked_on = models.DateField(_("terms checked on"), null=True, blank=True)
    highest_level = models.SmallIntegerField(
        _("highest level that may be put in"), choices=Level.choices, null=True, blank=True
    )

    objects = HostQuerySet.as_manager()

    class Meta(HostRecord.Meta):
        verbose_name = _("system")
        verbose_name_plural = _("systems")
