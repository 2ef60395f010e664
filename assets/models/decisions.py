"""What was judged and decided of an asset."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assets.kinds import Outcome
from assets.models.asset import Asset
from assets.models.people import a_person
from assets.querysets import HangingQuerySet
from classification import ipa
from classification.levels import Level


class Judgement(models.Model):
    """Five scores with reasons, the level that they suggest, and the level that a person chose."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="judgements")
    by = a_person(_("by"), "judgements")
    on = models.DateField(_("on"))
    scores = models.JSONField(_("scores"))
    reasons = models.JSONField(_("reasons"), default=dict)
    suggested = models.SmallIntegerField(_("suggested level"), choices=Level.choices)
    level = models.SmallIntegerField(_("level"), choices=Level.choices)
    override_reason = models.TextField(_("why another level"), blank=True, max_length=500)
    confidentiality = models.PositiveSmallIntegerField(_("confidentiality"), null=True, blank=True)
    integrity = models.PositiveSmallIntegerField(_("integrity"), null=True, blank=True)
    availability = models.PositiveSmallIntegerField(_("availability"), null=True, blank=True)

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("judgement")
        verbose_name_plural = _("judgements")
        default_permissions = ()
        get_latest_by = ("on", "id")
        ordering = ("-on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(suggested=models.F("level")) | ~Q(override_reason=""), name="override_has_reason"
            ),
            *(
                models.CheckConstraint(condition=Q(**{f"{f}__range": (1, 3)}) | Q(**{f: None}), name=f"judgement_{f}")
                for f in ipa.CODES
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.level}"

    @property
    def rated(self) -> dict[str, int | None]:
        """IPA's three ratings by code."""
        return {code: getattr(self, code) for code in ipa.CODES}

    @property
    def ipa_words(self) -> str:
        """How IPA's importance comes out, and that it is not the level; empty where nothing is rated."""
        return ipa.told(self.rated)


class Decision(models.Model):
    """One step taken in an asset's life, bound to a digest of what was shown, and that itself (`deciding.dossier`)."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="decisions")
    step = models.CharField(_("step"), max_length=12)
    by = a_person(_("by"), "decisions")
    at = models.DateTimeField(_("at"))
    comment = models.TextField(_("comment"), blank=True, max_length=1000)
    level = models.SmallIntegerField(_("level"), choices=Level.choices, null=True)
    digest = models.CharField(max_length=64)
    shown = models.JSONField(null=True, editable=False)
    on_behalf = a_person(_("for"), "+")
    own = models.BooleanField(_("of their own proposal"), default=False)  # a small firm may allow it; rule GOV-13

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        default_permissions = ()
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.asset_id} {self.step}"


class Choice(models.Model):
    """To what use an asset is put, decided by the answers to nine questions, with a reason (flyer B-2)."""

    asset = models.ForeignKey(Asset, models.CASCADE, related_name="uses")
    by = a_person(_("by"), "+")
    on = models.DateField(_("on"))
    answers = models.JSONField(_("answers"), default=dict)
    advised = models.CharField(_("what the answers speak for"), max_length=12, choices=Outcome.choices, blank=True)
    outcome = models.CharField(_("use"), max_length=12, choices=Outcome.choices)
    reason = models.TextField(_("why"), blank=True, max_length=500)
    public_on = models.DateField(_("becomes public on"), null=True, blank=True)

    objects = HangingQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision on the use")
        verbose_name_plural = _("decisions on the use")
        default_permissions = ()
        ordering = ("-on", "-id")
        constraints = [
            models.CheckConstraint(
                condition=Q(advised="") | Q(advised=models.F("outcome")) | ~Q(reason=""), name="use_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.asset_id} {self.outcome}"
