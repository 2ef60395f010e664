"""The level badge, one shape everywhere: screen, PDF, label."""

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from classification.levels import Level

register = template.Library()

NO_LEVEL = _("No level yet")


@register.inclusion_tag("components/level.html")
def level(value: int | None) -> dict[str, str | Promise]:
    """The badge of a level by its number; None prints the plain words "No level yet".

    Raises:
        ValueError: when the number is no level.
    """
    if value is None:
        return {"code": "NONE", "label": NO_LEVEL}
    found = Level(value)
    return {"code": found.name, "label": found.label, "colour": found.colour, "sign": found.sign}


def badge(value: int | None) -> SafeString:
    """The badge as HTML, for cells that Python writes."""
    shown = level(value)
    tint = f" tint-{shown['colour']}" if shown.get("colour") else ""
    sign = format_html('<span class="sign" aria-hidden="true">{}</span> ', shown["sign"]) if shown.get("sign") else ""
    return format_html('<span class="level level-{}{}">{}{}</span>', shown["code"], tint, sign, shown["label"])


@register.filter
def level_label(value: int | None) -> str | Promise:
    """The word of a level, for sentences, options and running heads.

    Raises:
        ValueError: when the number is no level.
    """
    return NO_LEVEL if value is None else Level(value).label
