"""Standing in for somebody's decisions: from one day to another, with a reason; it ends by itself."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import FieldCheck
from accounts.querysets import DatedQuerySet


class Delegation(models.Model):
    """For some days another decides in somebody's name: what that person could decide then, and nothing else.

    It lasts no longer than the office does: whoever leads nothing any more has nothing that another could decide.
    """

    giver = models.ForeignKey(
        "accounts.Person", models.PROTECT, related_name="delegations", verbose_name=_("in the name of")
    )
    to = models.ForeignKey("accounts.Person", models.PROTECT, related_name="+", verbose_name=_("who decides"))
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=200)

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        default_permissions = ()
        ordering = ("-from_on", "-id")
        indexes = [models.Index(fields=["to", "from_on", "until_on"], name="delegation_to_cover")]
        constraints = [
            FieldCheck(
                condition=Q(until_on__gte=F("from_on")),
                name="delegation_ends_after_start",
                beside="until_on",
                violation_error_message=_("The last day lies before the first."),
            ),
            FieldCheck(
                condition=~Q(to=F("giver")),
                name="delegation_to_another",
                beside="to",
                violation_error_message=_("Nobody stands in for themselves."),
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="delegation_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.giver_id} {self.to_id}"
