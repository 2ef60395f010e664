"""Rounds of the quick check: who answered the flyer's 18 questions when, and what."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import Person
from accounts.querysets import today


class Answer(models.TextChoices):
    """The answers, as in IPA's self-check of 25 items (handbook.md 1.4)."""

    YES = "yes", pgettext_lazy("quick check", "Yes")
    PARTLY = "partly", pgettext_lazy("quick check", "Partly")
    NO = "no", pgettext_lazy("quick check", "No")
    UNKNOWN = "unknown", pgettext_lazy("quick check", "Don't know")
    NOT_HERE = "not_here", pgettext_lazy("quick check", "Does not apply")

    @property
    def points(self) -> int | None:
        """4, 2, 0, -1; what does not apply has none."""
        return {"yes": 4, "partly": 2, "no": 0, "unknown": -1}.get(self.value)

    @property
    def verdict(self) -> str:
        """The mark under which it is shown."""
        return {"yes": "met", "partly": "gap", "no": "gap", "unknown": "unknown"}.get(self.value, "not_needed")

    @property
    def is_partly(self) -> bool:
        return self is Answer.PARTLY


class QuickRound(models.Model):
    """One round, by the code of each question. Never changed: who knows better answers again."""

    on = models.DateField(_("on"), default=today)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("by"))
    answers = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("quick check")
        verbose_name_plural = _("quick checks")
        default_permissions = ()
        ordering = ("-on", "-pk")

    def __str__(self) -> str:
        return f"{self.on}"
