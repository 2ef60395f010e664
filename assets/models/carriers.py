"""On what an asset lives: papers, files, molds, heads."""

from collections.abc import Iterable
from itertools import batched
from typing import Any

from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Cast, Concat, Lower
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Person, Place
from assets.codes import QuietAutoField
from assets.kinds import AccessControl, Host, Kind, Label, Network
from assets.models.asset import Asset
from assets.models.hosts import Device, System
from assets.querysets import CarrierQuerySet, HangingQuerySet


def _holder() -> Case:
    """The system that holds it, else the device, else the place; as text."""
    whens = (
        When(**{f"{name}__isnull": False}, then=Concat(Value(name[0]), Cast(name, models.CharField())))
        for name in ("system", "device", "place")
    )
    return Case(*whens, default=Value(""), output_field=models.CharField())


class Carrier(models.Model):
    """One place where the information lives: a paper, a file, a mold, a head. The weakest decides."""

    id = QuietAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="carriers", db_index=False)
    kind = models.CharField(_("medium"), max_length=3, choices=Kind.choices)
    host = models.CharField(pgettext_lazy("a carrier", "on"), max_length=10, choices=Host.choices, blank=True)
    place = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="carriers",
        db_index=False,
        verbose_name=_("place"),
    )
    device = models.ForeignKey(
        Device, models.PROTECT, null=True, blank=True, related_name="carriers", verbose_name=_("on which device")
    )
    system = models.ForeignKey(
        System, models.PROTECT, null=True, blank=True, related_name="carriers", verbose_name=_("in which system")
    )
    location = models.CharField(_("cabinet, folder, shelf"), max_length=200, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"), null=True, blank=True)
    serial = models.CharField(_("serial number"), max_length=60, blank=True)
    belongs_to = models.CharField(_("belongs to another firm"), max_length=120, blank=True)
    lent_to = models.CharField(_("lent to"), max_length=120, blank=True)
    lent_on = models.DateField(_("lent on"), null=True, blank=True)
    due_back_on = models.DateField(_("to be back by"), null=True, blank=True)
    shape_visible = models.BooleanField(_("tells by its shape"), null=True, blank=True)
    locked = models.BooleanField(_("locked up"), null=True, blank=True)
    lock_checked_on = models.DateField(_("lock checked on"), null=True, blank=True)
    access_control = models.CharField(
        _("who can open it is limited by"), max_length=8, choices=AccessControl.choices, blank=True
    )
    network = models.CharField(_("network"), max_length=10, choices=Network.choices, blank=True)
    encrypted = models.BooleanField(_("encrypted"), null=True, blank=True)
    label = models.SmallIntegerField(_("secrecy label"), choices=Label.choices, null=True, blank=True)
    confidentiality = models.PositiveSmallIntegerField(_("confidentiality"), null=True, blank=True)
    integrity = models.PositiveSmallIntegerField(_("integrity"), null=True, blank=True)
    availability = models.PositiveSmallIntegerField(_("availability"), null=True, blank=True)
    retention = models.CharField(_("keep for"), max_length=60, blank=True)
    keep_until_on = models.DateField(_("keep until"), null=True, blank=True)
    notes = models.CharField(_("notes"), max_length=500, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    container = models.GeneratedField(  # what stands in one folder or cabinet has the same (rule STO-07)
        expression=Concat(_holder(), Value("|"), Lower("location")),
        output_field=models.CharField(max_length=230),
        db_persist=True,
    )

    objects = CarrierQuerySet.as_manager()

    class Meta:
        verbose_name = _("carrier")
        verbose_name_plural = _("carriers")
        default_permissions = ()
        ordering = ("asset", "id")
        indexes = [
            models.Index(fields=["place", "asset"], name="carrier_place"),
            models.Index(fields=["asset", "ended_on", "place"], name="carrier_asset"),
            models.Index(fields=["container"], name="carrier_container"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(host="")
                | Q(kind=Kind.DIG, host__in=(Host.OFFICE_PC, Host.MOBILE))
                | Q(kind=Kind.SYS, host__in=(Host.IN_HOUSE, Host.OUTSIDE)),
                name="carrier_host_fits_kind",
                violation_error_message=_("Office PC and mobile go with data, servers with systems."),
            ),
            *(
                models.CheckConstraint(condition=Q(**{f"{f}__range": (1, 3)}) | Q(**{f: None}), name=f"carrier_{f}")
                for f in ("confidentiality", "integrity", "availability")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.kind}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        if (fields := kwargs.get("update_fields")) is None or self.is_found_by(fields):
            self.remember([self])

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        gone = super().delete(*args, **kwargs)
        self.remember([self])
        return gone

    @classmethod
    def is_found_by(cls, fields: Iterable[str]) -> bool:
        """Is its asset found by any of these columns?"""
        return bool({"asset", "serial", "ended_on"}.intersection(fields))

    @classmethod
    def remember(cls, carriers: Iterable["Carrier"]) -> None:
        """Write what the assets of these are found by."""
        keys = {carrier.asset_id for carrier in carriers}
        for chunk in batched(keys, 500):
            Asset.remember(Asset._base_manager.filter(pk__in=chunk))

    @property
    def medium(self) -> str:
        """The medium in words: IPA's where it has one."""
        return str(self.get_host_display() if self.host else self.get_kind_display())

    @property
    def called(self) -> str:
        """What one calls this very thing: its number, else its medium."""
        return self.serial or self.medium

    @property
    def where(self) -> str:
        """The place and what is written about it."""
        return " ".join(part for part in (self.place.label_now if self.place else "", self.location) if part)

    @property
    def host_record(self) -> Device | System | None:
        """The device that it is on, or the system that it is in, where that is recorded."""
        return self.device or self.system

    def natural_key(self) -> tuple[str, str]:
        return self.kind, self.host


class Holding(models.Model):
    """Who holds a know-how in their head, and whether they were told that it is secret."""

    id = QuietAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="holdings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings", verbose_name=_("person"))
    skill = models.CharField(_("skill"), max_length=80, blank=True)
    told_on = models.DateField(_("told on"), null=True, blank=True)
    acknowledged_on = models.DateField(_("acknowledged on"), null=True, blank=True)

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("holder")
        verbose_name_plural = _("holders")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["asset", "person"], name="holding_once")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.person_id}"
