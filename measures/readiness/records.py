"""What people found when they asked whether information is useful and not publicly known, and how they know."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.querysets import today
from assets.codes import QuietAutoField
from assets.models import Asset
from assets.querysets import HangingQuerySet


class RequirementReview(models.Model):
    """One look at one line of the readiness sheet (handbook.md 5.3): what came out, and what shows it."""

    class Item(models.TextChoices):
        USE = "U1", _("Used in business, or fit to be")
        VALUE = "U2", _("Evidence of its use or value")
        PUBLISHED = "N1", _("Not published")
        OBTAINABLE = "N2", _("Not to be found out from the product")
        SEARCHED = "N3", _("Looked for in public")
        IDENTIFIED = "S1", _("What it is can be shown later")

    class Outcome(models.TextChoices):
        YES = "YES", _("holds")
        PARTLY = "PARTLY", _("holds in part")
        NO = "NO", _("does not hold")

    id = QuietAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="requirement_reviews")
    item = models.CharField(_("asked"), max_length=2, choices=Item.choices)
    outcome = models.CharField(_("what came out"), max_length=6, choices=Outcome.choices)
    reason = models.CharField(_("why"), max_length=300)
    searched = models.CharField(_("where it was looked for"), max_length=200, blank=True)
    evidence = models.CharField(_("what shows it"), max_length=300, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    on = models.DateField(_("on"), default=today)

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of a legal requirement")
        verbose_name_plural = _("reviews of legal requirements")
        default_permissions = ()
        ordering = ("-on", "-id")
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="requirement_review_has_reason"),
            models.CheckConstraint(
                condition=~Q(item="N3") | ~Q(searched=""), name="requirement_review_says_where_it_looked"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.item}"
