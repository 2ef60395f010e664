"""System checks: what must never be misconfigured. `manage.py check` runs them."""

from typing import Any

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security)
def fonts_are_there(**kwargs: Any) -> list[Warning]:
    """Papers need their own font: without it Japanese text would be boxes."""
    missing = [n for n in ("Regular", "Bold") if not (settings.KURA_FONTS / f"BIZUDPGothic-{n}.ttf").exists()]
    if not missing:
        return []
    return [Warning("The fonts for papers are missing.", hint="Run `make setup`.", id="kura.W001")]
