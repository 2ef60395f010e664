"""What the company decided about the catalogue: measures switched off, asked from another level, reworded, its own."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.querysets import today
from classification.levels import Level
from measures.words import Audience, Purpose, Scope


class Ruling(models.Model):
    """One decision about one measure, from a day on, and why.

    Rows are added, never changed: of each aspect of a measure the latest one holds. Empty words, and no level, mean
    "as the catalogue has it".
    """

    class Aspect(models.TextChoices):
        USE = "USE", _("on or off")
        LEVEL = "LEVEL", _("from which level it is asked")
        WORDS = "WORDS", _("wording")
        OWN = "OWN", _("measure of our own")

    measure = models.CharField(_("measure"), max_length=10)
    aspect = models.CharField(max_length=5, choices=Aspect.choices)
    used = models.BooleanField(null=True)
    required_from = models.PositiveSmallIntegerField(
        _("asked from level"), choices=[each for each in Level.choices if each[0]], null=True, blank=True
    )
    ja = models.CharField(_("name (Japanese)"), max_length=60, blank=True)
    en = models.CharField(_("name (English)"), max_length=80, blank=True)
    guidance_ja = models.CharField(_("what to do (Japanese)"), max_length=400, blank=True)
    guidance_en = models.CharField(_("what to do (English)"), max_length=400, blank=True)
    evidence_ja = models.CharField(_("what shows it (Japanese)"), max_length=300, blank=True)
    evidence_en = models.CharField(_("what shows it (English)"), max_length=300, blank=True)
    purpose = models.CharField(_("category"), max_length=20, choices=Purpose.choices, blank=True)
    audience = models.CharField(_("against leaks by"), max_length=10, choices=Audience.choices, blank=True)
    scope = models.CharField(_("taken at"), max_length=10, choices=Scope.choices, blank=True)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    on = models.DateField(default=today)

    class Meta:
        verbose_name = _("decision about a measure")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="ruling_has_a_reason"),
            models.CheckConstraint(condition=~Q(aspect="USE") | Q(used__isnull=False), name="ruling_says_on_or_off"),
            models.CheckConstraint(
                condition=~Q(aspect="OWN")
                | Q(required_from__isnull=False) & ~Q(ja="") & ~Q(purpose="") & ~Q(audience="") & ~Q(scope=""),
                name="ruling_own_measure_is_whole",
            ),
            models.UniqueConstraint(fields=["measure"], condition=Q(aspect="OWN"), name="ruling_own_code_once"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.get_aspect_display()}"
