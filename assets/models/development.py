"""What shows that the company made something itself, and when (handbook.md 5-1)."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from assets.codes import QuietAutoField
from assets.models.asset import Asset
from assets.models.people import a_person
from assets.querysets import HangingQuerySet


class Development(models.Model):
    """A record of the company's own work: a dated paper or file by its SHA-256, which proves that nobody changed it.

    The original stays where it is: the register must not hold the secret.
    """

    id = QuietAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="developments")
    what = models.CharField(_("what it is"), max_length=200)
    made_on = models.DateField(_("day of the record"))
    sha256 = models.CharField(
        "SHA-256", max_length=64, validators=[RegexValidator("^[0-9a-f]{64}$", _("64 signs from 0-9 and a-f."))]
    )
    kept_at = models.CharField(_("where the original is"), max_length=200, blank=True)
    by = a_person(_("by"), "+")
    on = models.DateField(_("recorded on"))

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of own development")
        verbose_name_plural = _("records of own development")
        default_permissions = ()
        ordering = ("asset", "-made_on", "-id")
        constraints = [models.UniqueConstraint(fields=["asset", "sha256"], name="development_once")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.made_on}"
