"""What was stored. Who may have it is said by whatever refers to it."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Format(models.TextChoices):
    """What is taken in. Kura recognises these by their first bytes and opens none of them."""

    PDF = "pdf", "PDF"
    PNG = "png", "PNG"
    JPEG = "jpg", "JPEG"
    XLSX = "xlsx", "Excel"
    DOCX = "docx", "Word"


class Blob(models.Model):
    """Bytes by their SHA-256: the same content is stored once, whatever it was called."""

    sha256 = models.CharField(max_length=64, unique=True)
    format = models.CharField(max_length=4, choices=Format.choices)
    size = models.PositiveIntegerField()
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("stored file")
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(format__in=Format.values), name="blob_format_known")]

    def __str__(self) -> str:
        return self.sha256[:12]

    @property
    def path(self) -> Path:
        """Where the bytes lie: outside the web root, under a name that the server made."""
        return Path(settings.KURA_FILES) / self.sha256
