"""Leaving the company, as a case with an end."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.constraints import FieldCheck
from accounts.querysets import LeaverCaseQuerySet


class LeaverCase(models.Model):
    """Somebody is leaving: what they can reach, who takes over, what must be signed and come back.

    `ends` remembers the last day that their grants, mandates and postings had before, so that a notice can be
    withdrawn.
    """

    person = models.ForeignKey("accounts.Person", models.PROTECT, related_name="leaver_cases", verbose_name=_("person"))
    notice_on = models.DateField(_("gave notice on"))
    last_on = models.DateField(_("last day"))
    opened_by = models.ForeignKey(
        "accounts.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("opened by")
    )
    ends = models.JSONField(default=dict, editable=False)
    items_returned_on = models.DateField(_("everything came back on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    withdrawn = models.BooleanField(_("notice withdrawn"), default=False)

    objects = LeaverCaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("leaver case")
        verbose_name_plural = _("leaver cases")
        default_permissions = ()
        ordering = ("-last_on", "-id")
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(closed_on=None), name="one_open_leaver_case"),
            FieldCheck(
                condition=Q(last_on__gte=F("notice_on")),
                name="leaver_last_day_after_notice",
                beside="last_on",
                violation_error_message=_("The last day lies before the notice."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.last_on}"
