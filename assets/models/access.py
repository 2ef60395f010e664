"""Who may know of an asset."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import FieldCheck
from accounts.models import Department
from assets.codes import QuietAutoField
from assets.models.asset import Asset
from assets.models.people import a_person
from assets.querysets import GrantQuerySet, HangingQuerySet


class Grant(models.Model):
    """A line of an access list: a person or a department, why, and from when to when. Ended, never deleted."""

    id = QuietAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="grants")
    person = a_person(_("person"), "grants")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="grants", verbose_name=_("department")
    )
    purpose = models.CharField(_("purpose"), max_length=120)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    asked_by = a_person(_("asked by"), "+")
    approved_by = a_person(_("approved by"), "approved_grants")
    agreed_by = a_person(_("agreed by"), "+")  # of a top secret: the second of the two whom it takes
    agreed_on = models.DateField(_("agreed on"), null=True, blank=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        default_permissions = ()
        ordering = ("asset", "from_on", "id")
        indexes = [
            models.Index(fields=["person", "asset", "from_on", "until_on"], name="grant_person_cover"),
            models.Index(fields=["department", "asset", "from_on", "until_on"], name="grant_department_cover"),
        ]
        constraints = [
            FieldCheck(
                condition=Q(person=None, department__isnull=False) | Q(person__isnull=False, department=None),
                name="grant_to_one",
                beside="person",
                violation_error_message=_("Choose a person or a department, one of the two."),
            ),
            FieldCheck(
                condition=Q(until_on=None) | Q(until_on__gte=models.F("from_on")),
                name="grant_ends_after_start",
                beside="until_on",
                violation_error_message=_("The last day lies before the first."),
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None, agreed_on=None) | Q(agreed_by__isnull=False, agreed_on__isnull=False),
                name="grant_agreed_by_and_on",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | Q(person=None) | ~Q(agreed_by=models.F("person")),
                name="grant_agreed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.person_id or self.department_id}"

    @property
    def whom(self) -> str:
        """The person's or department's name."""
        return str(self.person or self.department)


class GrantProposal(models.Model):
    """A line that is no grant yet, and until then no access at all: somebody whom a ledger or a colleague names as
    user, or a line on a top secret that one has given (`granted_by`) and the second of the two has not agreed to.
    """

    id = QuietAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="grant_proposals")
    words = models.CharField(_("users as written"), max_length=120)
    person = a_person(_("person"), "grant_proposals")
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    proposed_by = a_person(_("proposed by"), "+")
    proposed_on = models.DateField(_("proposed on"))
    asked_by = a_person(_("asked by"), "+")
    purpose = models.CharField(_("purpose"), max_length=120, blank=True)
    from_on = models.DateField(_("from"), null=True, blank=True)
    until_on = models.DateField(_("until"), null=True, blank=True)
    granted_by = a_person(_("given by"), "+")
    granted_on = models.DateField(_("given on"), null=True, blank=True)
    replaces = models.ForeignKey(
        Grant, models.SET_NULL, null=True, blank=True, related_name="+"
    )  # a line to be changed
    refusal = models.CharField(_("why not"), max_length=300, blank=True)  # written as it goes, for the journal

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposed grant")
        verbose_name_plural = _("proposed grants")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["asset", "words"], name="proposal_once"),
            models.CheckConstraint(
                condition=Q(granted_by=None)
                | Q(granted_on__isnull=False, person__isnull=False)
                | Q(granted_on__isnull=False, department__isnull=False),
                name="proposal_given_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} proposal"

    @property
    def whom(self) -> str:
        """The person's or department's name; where it names nobody that Kura knows, the words."""
        return str(self.person or self.department or self.words)


class GrantReview(models.Model):
    """Somebody went through the access list and confirmed it."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="grant_reviews")
    by = a_person(_("by"), "+")
    on = models.DateField(_("on"))

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of the access list")
        verbose_name_plural = _("reviews of the access list")
        default_permissions = ()
        indexes = [models.Index(fields=["asset", "on"], name="grant_review_latest")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.on}"
