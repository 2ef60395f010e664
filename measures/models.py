"""What people vouch for: measures in place, and gaps accepted for a while."""

from datetime import date
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, Person, Place
from accounts.querysets import DatedQuerySet, today
from accounts.sight import administers, sight_of
from assets.codes import QuietAutoField
from assets.devices.hosts import reads_hosts
from assets.models import Asset, Carrier, Device, System
from assets.models.proposals import Proposal
from assets.querysets import readable
from classification.levels import Level
from files.models import Blob
from measures.actions.records import Action as Action
from measures.actions.records import ActionAsset as ActionAsset
from measures.audits.records import Audit as Audit
from measures.audits.records import AuditPart as AuditPart
from measures.audits.records import Remark as Remark
from measures.catalogue.records import Ruling as Ruling
from measures.company.records import Inventory as Inventory
from measures.company.records import ReportingContact as ReportingContact
from measures.company.records import RuleReview as RuleReview
from measures.history.earlier import AskedLast as AskedLast
from measures.history.earlier import Gap as Gap
from measures.history.earlier import Snapshot as Snapshot
from measures.places.records import Inspection as Inspection
from measures.quick.records import QuickRound as QuickRound
from measures.readiness.records import RequirementReview as RequirementReview
from measures.trust.records import GroupReview as GroupReview
from measures.trust.records import Talk as Talk
from measures.trust.records import TalkOutcome as TalkOutcome

# What a word may be said of, but the whole company; one of them. (A carrier is a part of its asset.)
PARTS = ("department", "place", "system", "device", "asset")


class AttestationQuerySet(DatedQuerySet):
    """Words on attestations."""

    def visible_to(self, user: Any, *, on: date | None = None) -> Self:
        """Those for the company, a department or a place, and those for assets that the user may read; those for
        systems and devices, whose weak points they tell, to whoever reads how these stand or answers for the system."""
        sight = sight_of(user, on)
        if sight.person is None:
            return self.none()
        seen = self.filter(Q(asset=None) | Q(asset__in=readable(Asset.objects.all(), sight).values("pk")))
        if reads_hosts(sight, administers(user)):
            return seen
        return seen.filter(Q(system=None) | Q(system__responsible=sight.person), device=None)

    def with_part(self) -> Self:
        """With what their sentences need: who said it, and of which part."""
        return self.select_related("by", "department", "place", "system", "device", "asset", "carrier__place")


class Attestation(models.Model):
    """Someone's word that a measure is in place, or partly, until a day: for the company, or a part of it."""

    class State(models.TextChoices):
        IN_PLACE = "IN_PLACE", _("in place")
        PARTLY = "PARTLY", _("partly in place")
        NOT_NEEDED = "NOT_NEEDED", _("does not apply")

    id = QuietAutoField(primary_key=True)
    measure = models.CharField(_("measure"), max_length=10, db_index=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.IN_PLACE)
    department = models.ForeignKey(
        Department, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    place = models.ForeignKey(Place, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("place"))
    system = models.ForeignKey(
        System, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("system")
    )
    device = models.ForeignKey(
        Device, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("device")
    )
    asset = models.ForeignKey(Asset, models.CASCADE, null=True, blank=True, related_name="attestations")
    carrier = models.ForeignKey(
        Carrier, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("carrier")
    )  # one of the asset's: whoever may read that may read this
    evidence = models.CharField(_("what shows it"), max_length=300, blank=True)
    file = models.ForeignKey(Blob, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="attestations", verbose_name=_("by"))
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))

    objects = AttestationQuerySet.as_manager()

    class Meta:
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        default_permissions = ()
        ordering = ("measure", "-from_on", "-id")
        indexes = [models.Index(fields=["asset", "measure"], name="attestation_asset")]
        constraints = [
            models.CheckConstraint(
                condition=reduce(or_, (Q(**{other: None for other in PARTS if other != one}) for one in PARTS)),
                name="attestation_has_one_scope",
            ),
            models.CheckConstraint(
                condition=Q(carrier=None) | Q(asset__isnull=False), name="attestation_of_a_carrier_names_its_asset"
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=models.F("from_on")),
                name="attestation_ends_after_start",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=~Q(state="NOT_NEEDED") | ~Q(evidence=""), name="attestation_that_it_does_not_apply_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.state}"

    @property
    def part(self) -> Any:
        """The part of the company that it speaks of; None for all of it."""
        return self.carrier or self.asset or self.department or self.place or self.system or self.device

    @property
    def of_all(self) -> bool:
        """Is it said of the whole company?"""
        return all(getattr(self, f"{part}_id") is None for part in PARTS)


class ExemptionQuerySet(DatedQuerySet):
    """Words on exemptions."""

    def visible_to(self, user: Any, *, on: date | None = None) -> Self:
        return self.filter(asset__in=readable(Asset.objects.all(), sight_of(user, on)).values("pk"))

    def accepted(self) -> Self:
        """Those that somebody accepted, in force or over; what is only proposed accepts nothing."""
        return self.filter(state="AGREED")

    def current(self, on: date | None = None) -> Self:
        """Accepted, and in force on a day."""
        return super().current(on).accepted()


class Exemption(Proposal):
    """A gap accepted, or proposed to be: why, by whom, until when (at most a year, handbook.md 7.2)."""

    STATES = [(at, _("accepted") if at == Proposal.State.AGREED else words) for at, words in Proposal.State.choices]

    id = QuietAutoField(primary_key=True)
    state = models.CharField(_("state"), max_length=10, choices=STATES, default=Proposal.State.PROPOSED)
    measure = models.CharField(_("measure"), max_length=10)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="exemptions")
    reason = models.CharField(_("reason"), max_length=300)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("accepted gap")
        verbose_name_plural = _("accepted gaps")
        default_permissions = ()
        indexes = [models.Index(fields=["asset", "measure"], name="exemption_asset")]
        constraints = [
            models.UniqueConstraint(
                fields=["asset", "measure"], condition=Q(state="PROPOSED"), name="exemption_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=False) | ~Q(state="AGREED"), name="exemption_accepted_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.asset_id}"


class Threshold(models.Model):
    """The company's own number for a rule, from a day on, and why; without a value, Kura's proposal again.

    Rows are added, never changed: the latest one holds.
    """

    rule = models.CharField(max_length=10)
    name = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField(choices=Level.choices, null=True, blank=True)
    value = models.PositiveSmallIntegerField(_("our number"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    on = models.DateField(default=today)

    class Meta:
        verbose_name = _("number of a rule")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="threshold_has_a_reason"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__range=(1, 3650)), name="threshold_1_to_3650"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.name} {self.value}"
