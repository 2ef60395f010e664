"""How assets belong together."""

from django.db import models
from django.db.models import F, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from assets.codes import QuietAutoField
from assets.models.asset import Asset
from assets.models.people import a_person
from assets.querysets import LinkQuerySet


class Link(models.Model):
    """One asset stands in a relation to another. Read from both sides; shown to whoever may know of both by name."""

    class Kind(models.TextChoices):
        MADE_FROM = "MADE_FROM", _("Made from")
        PART_OF = "PART_OF", pgettext_lazy("an asset", "Part of")
        SAME_PRODUCT = "SAME", _("Of the same product as")
        REPLACES = "REPLACES", _("Replaces")

    id = QuietAutoField(primary_key=True)
    asset = models.ForeignKey(Asset, models.CASCADE, related_name="links")
    other = models.ForeignKey(Asset, models.CASCADE, related_name="linked_from")
    kind = models.CharField(_("relation"), max_length=9, choices=Kind.choices)
    by = a_person(_("by"), "+")
    on = models.DateField(_("on"))

    objects = LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("related asset")
        verbose_name_plural = _("related assets")
        default_permissions = ()
        ordering = ("asset", "kind", "id")
        constraints = [
            models.UniqueConstraint(fields=["asset", "other", "kind"], name="link_once"),
            models.CheckConstraint(condition=~Q(asset=F("other")), name="link_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.kind} {self.other_id}"

    def words_from(self, asset: Asset) -> str | Promise:
        """What the other one is to this one: the relation itself, or the same seen from the other end."""
        kind = Link.Kind(self.kind)
        return kind.label if asset.pk == self.asset_id else REVERSED[kind]

    def far_end(self, asset: Asset) -> Asset:
        """The one that is not this one."""
        return self.other if asset.pk == self.asset_id else self.asset


# The same relation as it reads from the other end.
REVERSED = {
    Link.Kind.MADE_FROM: _("Used to make"),
    Link.Kind.PART_OF: _("Contains"),
    Link.Kind.SAME_PRODUCT: Link.Kind.SAME_PRODUCT.label,
    Link.Kind.REPLACES: _("Replaced by"),
}
