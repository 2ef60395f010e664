"""The five answers. As numbers in SQL, so that "the worst over rows" is a maximum."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Verdict(models.IntegerChoices):
    """Is it in place? Ordered so that the greater one prevails; EXEMPT is a gap that was accepted."""

    NOT_NEEDED = 0, _("not needed")
    MET = 1, _("in place")
    UNKNOWN = 2, _("not known")
    GAP = 3, _("missing")
    EXEMPT = 4, _("exempt")

    @property
    def code(self) -> str:
        """The word used in JSON: met, gap, unknown, not_needed, exempt."""
        return self.name.lower()


COUNTED = (Verdict.MET, Verdict.GAP, Verdict.UNKNOWN, Verdict.EXEMPT)
