"""IPA's own scale: confidentiality, integrity, availability, 1 to 3, and the importance, the highest of the three.

It stands beside the level and answers another question: that something must be correct or at hand makes it important,
not secret. (Handbook 3.2: the steps as in edition 3.1 of IPA's guideline, in our words.)
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

STEPS = (1, 2, 3)


@dataclass(frozen=True)
class Rating:
    """One of the three: its code, its name, and what 1, 2 and 3 mean."""

    code: str
    label: Promise
    anchors: tuple[Promise, Promise, Promise]


RATINGS = (
    Rating(
        "confidentiality",
        gettext_lazy("confidentiality"),
        (
            gettext_lazy("A leak would hardly matter: catalogues, the web site"),
            gettext_lazy("A leak would hurt the business much: quotations, purchase prices"),
            gettext_lazy("A law or a contract asks for it, or a leak would hurt partners or the company gravely"),
        ),
    ),
    Rating(
        "integrity",
        gettext_lazy("integrity"),
        (
            gettext_lazy("An error would hardly matter"),
            gettext_lazy("An error would hurt the business much: accounts, orders, contracts"),
            gettext_lazy("A law asks for it, or a forgery would hurt partners or the company gravely"),
        ),
    ),
    Rating(
        "availability",
        gettext_lazy("availability"),
        (
            gettext_lazy("Doing without it for a while would hardly matter"),
            gettext_lazy("Doing without it would hurt the business much: drawings of products in work"),
            gettext_lazy("Doing without it would hurt partners or the company gravely: a service to customers"),
        ),
    ),
)
CODES = tuple(rating.code for rating in RATINGS)


def importance(rated: Mapping[str, int | None]) -> int | None:
    """IPA's 重要度: the highest of what is rated; None where nothing is."""
    return max((value for code in CODES if (value := rated.get(code))), default=None)


def told(rated: Mapping[str, int | None]) -> str:
    """How the importance comes out, and that it is not the level; empty where nothing is rated."""
    highest = importance(rated)
    if highest is None:
        return ""
    by = [str(rating.label) for rating in RATINGS if rated.get(rating.code) == highest]
    words = _("IPA's importance is %(n)s, by %(by)s.") % {"n": highest, "by": _(", ").join(by)}
    if rated.get("confidentiality") == highest:
        return words
    hint = _("This says how much depends on it, not how secret it is.")
    return _("%(importance)s %(hint)s") % {"importance": words, "hint": hint}
