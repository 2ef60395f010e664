"""Somebody needs information whose name they may not know."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from assets.codes import QuietAutoField
from assets.models.access import Grant, GrantProposal
from assets.models.asset import Asset
from assets.models.people import a_person
from assets.querysets import AccessRequestQuerySet


class AccessRequest(models.Model):
    """What somebody needs and why, in their own words; answered by a grant on an asset, or by a reason why not."""

    class State(models.TextChoices):
        OPEN = "OPEN", _("waits for an answer")
        PASSED_ON = "PASSED_ON", _("is being decided")
        GIVEN = "GIVEN", _("access given")
        REFUSED = "REFUSED", _("refused")

    id = QuietAutoField(primary_key=True)
    asked_by = a_person(_("asked by"), "access_requests")
    asked_at = models.DateTimeField(_("asked at"))
    need = models.TextField(_("what you need it for"), max_length=500)
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.OPEN)
    asset = models.ForeignKey(Asset, models.CASCADE, null=True, blank=True, related_name="access_requests")
    grant = models.ForeignKey(Grant, models.SET_NULL, null=True, blank=True, related_name="+")
    proposal = models.ForeignKey(
        GrantProposal, models.SET_NULL, null=True, blank=True, related_name="requests"
    )  # while it waits
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    answered_by = a_person(_("answered by"), "+")
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    objects = AccessRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for access")
        verbose_name_plural = _("requests for access")
        default_permissions = ()
        ordering = ("-asked_at", "-id")
        indexes = [models.Index(fields=["state", "department"], name="access_request_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="OPEN", answered_by=None)
                | Q(state__in=("PASSED_ON", "GIVEN"), answered_by__isnull=False, asset__isnull=False)
                | (Q(state="REFUSED", answered_by__isnull=False) & ~Q(reason="")),
                name="access_request_is_answered_whole",
            )
        ]

    def __str__(self) -> str:
        return f"{self.asked_by_id} {self.state}"
