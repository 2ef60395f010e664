"""Verdicts as the marks that Japanese forms use, with the word for screen readers."""

from django import template
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

register = template.Library()

MARKS = {"met": "○", "gap": "×", "partly": "△", "unknown": "？", "not_needed": "－", "exempt": "除"}
WORDS = {
    "met": pgettext_lazy("verdict", "In place"),
    "gap": pgettext_lazy("verdict", "Missing"),
    "partly": pgettext_lazy("verdict", "Partly in place"),
    "unknown": pgettext_lazy("verdict", "Unknown"),
    "not_needed": pgettext_lazy("verdict", "Not needed"),
    "exempt": pgettext_lazy("verdict", "Exempt"),
}


def printed_as(value: str, *, partly: bool) -> str:
    """The code a verdict is printed under: a gap that is partly closed has a mark of its own."""
    return "partly" if value == "gap" and partly else value


@register.inclusion_tag("components/verdict.html")
def verdict(value: str, *, partly: bool = False) -> dict[str, str | Promise]:
    """The mark of a verdict (met, gap, unknown, not_needed, exempt); `partly` turns a gap into △.

    Raises:
        KeyError: when the value is no verdict.
    """
    code = printed_as(value, partly=partly)
    return {"code": code, "mark": MARKS[code], "word": WORDS[code]}


@register.simple_tag
def verdict_word(value: str, *, partly: bool = False) -> str | Promise:
    """The word alone, for paper and for sentences.

    Raises:
        KeyError: when the value is no verdict.
    """
    return WORDS[printed_as(value, partly=partly)]
