"""Fields of the forms on assets: yes, no and not known; what information lies on; labels and help of a kind."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assets.entering.kind_words import Help, KindWords
from assets.kinds import HOSTS_OF, Host, Kind


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


def _elsewhere(kind: str) -> str:
    return _("%(kind)s, elsewhere") % {"kind": Kind(kind).label}


_in_no_host: Any = lazy(_elsewhere, str)  # in the reader's language, not in that of whoever imports this first

MEDIA = [
    *((kind.value, kind.label) for kind in Kind if kind not in HOSTS_OF),
    *((f"{kind.value}/{host.value}", host.label) for kind, hosts in HOSTS_OF.items() for host in hosts),
    *((kind.value, _in_no_host(kind.value)) for kind in HOSTS_OF),
]


def media_of(words: KindWords) -> list[tuple[str, Any]]:
    """What a kind usually lives on, as choices."""
    values = ["/".join(part for part in pair if part) for pair in words.media]
    return [(value, dict(MEDIA)[value]) for value in values]


def medium_of(value: str) -> tuple[str, str]:
    """Kind and host of a carrier from a choice of medium."""
    kind, _slash, host = value.partition("/")
    return kind, Host(host).value if host else ""
