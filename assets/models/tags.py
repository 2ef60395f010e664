"""Words that people put on assets to find them again."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from assets.codes import QuietAutoField
from assets.models.asset import Asset
from assets.querysets import HangingQuerySet
from assets.words import fold


class Tag(models.Model):
    """A word as somebody writes it; ways of writing it that fold to one key are found together.

    That it exists is told to those only who see an asset that bears it: so each spelling is a row of its own, else one
    would read from the other's spelling that an asset bears it of which one may not know.
    """

    id = QuietAutoField(primary_key=True)
    name = models.CharField(_("tag"), max_length=40, unique=True)
    key = models.CharField(max_length=60, db_index=True, editable=False)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        default_permissions = ()
        ordering = ("key",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.key = fold(self.name)[:60]
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Tagging(models.Model):
    """A tag on an asset."""

    id = QuietAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="taggings")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="taggings", verbose_name=_("tag"), db_index=False)

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag on an asset")
        verbose_name_plural = _("tags on assets")
        default_permissions = ()
        ordering = ("asset", "id")
        indexes = [models.Index(fields=["tag", "asset"], name="tagging_by_tag")]
        constraints = [models.UniqueConstraint(fields=["asset", "tag"], name="tagging_once")]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.tag_id}"
