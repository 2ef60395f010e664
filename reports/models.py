"""Papers that were written: kept with what they said, and never edited."""

import secrets
from datetime import date
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.sight import sight_of
from classification.levels import Level


def fresh_number() -> str:
    """A report's number: random, so that it tells nobody how many there are."""
    return f"R-{secrets.token_hex(4).upper()}"


class ReportQuerySet(models.QuerySet[Any]):
    """Words on reports."""

    def visible_to(self, user: Any, *, on: date | None = None) -> Self:
        """A report is its maker's. What it shows is asked again when it is fetched (`reports.views`)."""
        person = sight_of(user, on).person
        return self.filter(made_by=person) if person else self.none()


class Report(models.Model):
    """One paper: its scope, the day judged, the moment of the data, who made it, its digest, the journal's head."""

    number = models.CharField(_("number"), max_length=12, unique=True, default=fresh_number)
    kind = models.CharField(max_length=20, default="checklist")
    scope = models.JSONField(default=dict)
    language = models.CharField(_("language"), max_length=5)
    on = models.DateField(_("day judged"))
    data_at = models.DateTimeField(_("moment of the data"))
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="reports", verbose_name=_("made by"))
    level = models.SmallIntegerField(_("level"), choices=Level.choices)
    assets = models.JSONField(default=list)
    figures = models.JSONField(default=dict)
    figures_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    journal_count = models.BigIntegerField()
    journal_mac = models.CharField(max_length=64)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report")
        default_permissions = ()
        ordering = ("-data_at", "-id")

    def __str__(self) -> str:
        return self.number

    @property
    def title(self) -> str:
        """What paper it is, in the reader's language; the paper itself is in its own."""
        return gettext("Quick check") if self.kind == "quick" else gettext("Audit checklist")

    @property
    def path(self) -> Path:
        return settings.KURA_REPORTS / f"{self.sha256}.pdf"
