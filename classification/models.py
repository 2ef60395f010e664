"""The company's own handling rules, version by version, and who has confirmed which."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from classification.books import Clause as Clause
from classification.books import Confirmation as Confirmation
from classification.books import Edition as Edition
from classification.books import Rulebook as Rulebook
from classification.levels import Level


class Topic(models.TextChoices):
    """What handling rules speak of, in the order in which a thing is used."""

    STORE = "store", _("Keeping and label")
    ZONE = "zone", _("Where it is handled")
    COPY = "copy", _("Copying")
    TAKE_OUT = "take_out", _("Taking out")
    SEND = "send", _("Sending")
    DISCLOSE = "disclose", _("Showing to outsiders")
    DISPOSE = "dispose", _("Disposal")
    REVIEW = "review", _("Review")


class Colour(models.TextChoices):
    """The palette: each at least 4.5:1 on our paper and under white (kura.css and print.css hold the values)."""

    VERMILION = "VERMILION", _("Vermilion")
    PLUM = "PLUM", _("Plum")
    AMBER = "AMBER", _("Amber")
    MOSS = "MOSS", _("Moss green")
    SLATE = "SLATE", _("Slate blue")
    INDIGO = "INDIGO", _("Indigo")
    INK = "INK", _("Black")
    GREY = "GREY", _("Grey")


class OwnLevel(models.Model):
    """What the company calls a level, and how it marks it; what is left empty is as Kura brings it."""

    level = models.SmallIntegerField(_("level"), choices=Level.choices, unique=True)
    name = models.CharField(_("name"), max_length=20, blank=True)
    name_en = models.CharField(_("name in English"), max_length=30, blank=True)
    colour = models.CharField(_("colour"), max_length=10, choices=Colour.choices, blank=True)
    sign = models.CharField(_("sign"), max_length=4, blank=True)

    class Meta:
        verbose_name = _("level")
        verbose_name_plural = _("levels")
        default_permissions = ()
        ordering = ("-level",)
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="own_level_known"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.level)


class LossLimits(models.Model):
    """From which amounts on a loss scores 2 and 3. The newest row holds; before the first one Kura's proposal does."""

    low = models.PositiveBigIntegerField(_("a loss scores 2 from (yen)"))
    high = models.PositiveBigIntegerField(_("a loss scores 3 above (yen)"))
    on = models.DateField(_("in force from"))
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("steps of the loss")
        default_permissions = ()
        ordering = ("-on", "-pk")
        constraints = [
            models.CheckConstraint(condition=Q(low__gte=1) & Q(high__gt=models.F("low")), name="loss_limits_rise")
        ]

    def __str__(self) -> str:
        return f"{self.low}–{self.high}"


class Handling(models.Model):
    """How one level is handled, in the company's own words. A change is a new version; version 1 is Kura's proposal,
    which stands in handling.toml and has no row."""

    level = models.SmallIntegerField(_("level"), choices=Level.choices)
    version = models.PositiveIntegerField(_("version"))
    texts = models.JSONField(_("rules"))
    from_on = models.DateField(_("in force from"))
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("by"))

    class Meta:
        verbose_name = _("handling rules")
        default_permissions = ()
        ordering = ("level", "-version")
        constraints = [
            models.UniqueConstraint(fields=["level", "version"], name="handling_version_once"),
            models.CheckConstraint(condition=Q(version__gte=2), name="handling_after_the_proposal"),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="handling_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.level} v{self.version}"


class Acknowledgement(models.Model):
    """Somebody has read one version of a level's handling rules and will follow them."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="acknowledgements", verbose_name=_("person"))
    level = models.SmallIntegerField(_("level"), choices=Level.choices)
    version = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("confirmed"))

    class Meta:
        verbose_name = _("confirmation of handling rules")
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["person", "level", "version"], name="acknowledged_once")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.level} v{self.version}"
