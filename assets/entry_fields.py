"""Fields of the forms on assets: yes, no and not known; labels and help in the words of a kind."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assets.kind_words import Help, KindWords


class YesNoField(forms.TypedChoiceField):
    """Yes, no, or not known."""

    def __init__(self, **kwargs: Any) -> None:
        unknown = ("", gettext_lazy("not known"))
        choices = (unknown, ("True", gettext_lazy("yes")), ("False", gettext_lazy("no")))
        # Django coerces what the row holds, too, to see whether anything was changed: True is a yes like "True".
        facts = {"choices": choices, "coerce": lambda value: value in (True, "True"), "empty_value": None}
        super().__init__(**kwargs | facts)


def shown(help: Help) -> SafeString:
    """The help beside a field, its example on a line of its own."""
    if not help.example:
        return format_html("{}", help.text)
    example = _("Example: %(example)s") % {"example": help.example}
    return format_html('{}<span class="example">{}</span>', help.text, example)


def dress(fields: Mapping[str, Any], words: KindWords) -> None:
    """Give fields the labels, help and examples of a kind."""
    for name, field in fields.items():
        field.label = words.labels.get(name, field.label)
        if (help := words.help(name)).text:
            field.help_text = shown(help)


def know_unknown(field: Any) -> None:
    """An empty choice says that it is not known."""
    field.choices = [("", _("not known")), *[c for c in field.choices if c[0] not in ("", None)]]
