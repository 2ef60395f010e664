"""How secret something is. The number orders; the code stays; the words are the company's."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.IntegerChoices):
    """Secrecy levels (handbook.md 3.3). Stored as numbers so that "at least secret" is one comparison."""

    PUBLIC = 0, _("Public")
    INTERNAL = 10, _("Internal")
    SECRET = 20, _("Secret")
    TOP_SECRET = 30, _("Top secret")


def level_of(code: str) -> Level:
    """The level with this code.

    Raises:
        KeyError: when there is none.
    """
    return Level[code]
