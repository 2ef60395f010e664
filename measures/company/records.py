"""Small dated records of the company as a whole: its reporting contact, its reviews of the rules, its inventories.

Rows are added; the latest one counts.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Department, Person
from accounts.querysets import today
from classification.models import Rulebook


class ReportingContact(models.Model):
    """Where people report a leak or a breach (内部通報窓口), and when everybody was last told."""

    contact = models.CharField(_("contact"), max_length=200)
    announced_on = models.DateField(_("announced to everybody on"), null=True, blank=True)
    on = models.DateField(_("recorded on"), default=today)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("reporting contact")
        verbose_name_plural = _("reporting contacts")
        default_permissions = ()
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return self.contact


class RuleReview(models.Model):
    """Somebody went through company rules and says what came out: nothing to change, or what to change."""

    rulebook = models.ForeignKey(Rulebook, models.PROTECT, related_name="reviews", verbose_name=_("company rules"))
    found = models.CharField(_("what came out"), max_length=300)
    on = models.DateField(_("reviewed on"), default=today)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("review of company rules")
        verbose_name_plural = _("reviews of company rules")
        default_permissions = ()
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.rulebook_id} {self.on}"


class Inventory(models.Model):
    """A department went through what it holds (棚卸), with those below it, and finished on a day."""

    department = models.ForeignKey(Department, models.PROTECT, related_name="inventories", verbose_name=_("department"))
    found = models.CharField(_("what was found"), max_length=300)
    on = models.DateField(_("finished on"), default=today)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("inventory")
        verbose_name_plural = _("inventories")
        default_permissions = ()
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.department_id} {self.on}"
