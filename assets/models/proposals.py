"""What somebody proposes about an asset and somebody else decides on: a disposal, a gap to be accepted."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assets.codes import QuietAutoField
from assets.kinds import Method
from assets.models.asset import Asset
from assets.models.people import a_person
from assets.querysets import ProposalQuerySet


class Proposal(models.Model):
    """A proposal: why, by whom, how it stands, and who decided on it. `assets.deciding.steps` says how it moves."""

    class State(models.TextChoices):
        PROPOSED = "PROPOSED", _("waits for the decision")
        AGREED = "AGREED", _("approved")
        RETURNED = "RETURNED", _("sent back")
        WITHDRAWN = "WITHDRAWN", _("withdrawn")
        DONE = "DONE", _("done")

    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PROPOSED)
    reason = models.TextField(_("reason"), max_length=500)
    proposed_by = a_person(_("proposed by"), "+")
    proposed_at = models.DateTimeField(_("proposed at"), null=True)
    decided_by = a_person(_("decided by"), "+")
    on_behalf = a_person(_("for"), "+")
    decided_at = models.DateTimeField(_("decided at"), null=True)
    answer = models.TextField(_("comment"), blank=True, max_length=1000)
    own = models.BooleanField(_("of their own proposal"), default=False)  # a small firm may allow it; rule GOV-13

    class Meta:
        abstract = True


class Disposal(Proposal):
    """A secret is to be disposed of: why, and how each of its carriers is destroyed; then that it was, and who saw it
    (handbook.md 7.2, 7.4)."""

    id = QuietAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="disposals")
    means = models.JSONField(_("how"), default=dict)  # a method for each carrier, by its key
    done_by = a_person(_("done by"), "+")
    done_on = models.DateField(_("done on"), null=True, blank=True)
    witness = a_person(_("witness"), "+")
    evidence = models.CharField(_("what shows it"), max_length=300, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("disposal")
        verbose_name_plural = _("disposals")
        default_permissions = ()
        ordering = ("-proposed_at", "-id")
        constraints = [
            models.UniqueConstraint(
                fields=["asset"], condition=Q(state__in=("PROPOSED", "AGREED")), name="disposal_open_once"
            ),
            models.CheckConstraint(
                condition=Q(done_on__isnull=False, done_by__isnull=False) | ~Q(state="DONE"),
                name="disposal_done_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(witness=None) | ~Q(witness=models.F("done_by")), name="disposal_witness_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.state}"

    def method_of(self, carrier: Any) -> str:
        """How a carrier is destroyed, in words; "" where nobody said."""
        method = self.means.get(str(carrier.pk))
        return str(Method(method).label) if method else ""
