"""The five viewpoints of the handbook (2-1, handbook.md 3.1) and the level that scores on them suggest.

The viewpoints are the handbook's; the 0–3 anchors and the way from scores to a level are Kura's proposal.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from classification.levels import Level

# From this score on, a criterion needs a reason in words (handbook.md 3.1).
REASON_FROM = 2


@dataclass(frozen=True)
class Criterion:
    """One viewpoint: its code, its question, and what the scores 0 to 3 mean."""

    code: str
    label: Promise
    anchors: tuple[Promise, Promise, Promise, Promise]

    def spoken(self, amounts: Mapping[str, str]) -> list[str]:
        """The anchors in words, with the company's amounts (`low` and `high`) where they speak of money."""
        return [str(anchor) % amounts for anchor in self.anchors]


CRITERIA = (
    Criterion(
        "economic_value",
        gettext_lazy("Economic value of the information"),
        (
            gettext_lazy("None"),
            gettext_lazy("Helps daily work"),
            gettext_lazy("Source of a product line's margin or orders, or more than 6 months to recreate"),
            gettext_lazy("Core of the company's strength, or more than 2 years to recreate"),
        ),
    ),
    Criterion(
        "loss_on_leak",
        gettext_lazy("Loss if it leaked"),
        (
            gettext_lazy("None"),
            gettext_lazy("Trouble inside the company, below %(low)s"),
            gettext_lazy("Loss of a customer, or %(low)s to %(high)s"),
            gettext_lazy("The company's survival, above %(high)s, or sanctions by law"),
        ),
    ),
    Criterion(
        "rival_usefulness",
        gettext_lazy("Usefulness to rivals"),
        (
            gettext_lazy("Known to everyone anyway"),
            gettext_lazy("General hints"),
            gettext_lazy("Saves a rival months of work"),
            gettext_lazy("A rival could imitate at once"),
        ),
    ),
    Criterion(
        "third_party_impact",
        gettext_lazy("Harm to others and to trust"),
        (
            gettext_lazy("None"),
            gettext_lazy("An apology would do"),
            gettext_lazy("Claims by a partner or a person"),
            gettext_lazy("Loss of the main partner, many people concerned, or safety"),
        ),
    ),
    Criterion(
        "obligation",
        gettext_lazy("Duties by contract or law"),
        (
            gettext_lazy("None"),
            gettext_lazy("Our own rules only"),
            gettext_lazy("A non-disclosure agreement, or personal information"),
            gettext_lazy("Special protection by law (My Number, sensitive information), or penalties by contract"),
        ),
    ),
)
CODES = tuple(c.code for c in CRITERIA)
# A 3 on one of these means top secret; a 3 on the others means secret.
CORE = ("economic_value", "loss_on_leak", "rival_usefulness")
_BY_HIGHEST = {0: Level.PUBLIC, 1: Level.INTERNAL, 2: Level.SECRET, 3: Level.SECRET}


@dataclass(frozen=True)
class Proposal:
    """A suggested level and the sentences that lead to it."""

    level: Level
    reasons: tuple[str, ...]


def propose(
    scores: Mapping[str, int], *, received: bool = False, sensitive: bool = False, my_number: bool = False
) -> Proposal:
    """Suggest a level from five scores (handbook.md 3.1: by the maximum, with lifts).

    Args:
        scores: one value 0–3 for each of CODES.
        received: others entrusted it to us, so that at least their confidence is at stake.
        sensitive: contains special care-required personal information.
        my_number: contains My Number.

    Returns:
        the level and, in the active language, why.

    Raises:
        ValueError: when a score is missing or out of range.
    """
    if set(scores) != set(CODES) or not all(0 <= s <= 3 for s in scores.values()):
        raise ValueError("five scores from 0 to 3 are needed")
    highest = max(scores.values())
    level, reasons = _BY_HIGHEST[highest], [_highest_reason(scores, highest)]
    core = [c for c in CRITERIA if c.code in CORE and scores[c.code] == 3]
    if core:
        level = Level.TOP_SECRET
        facts = {"criterion": core[0].label, "level": level.label}
        reasons.append(_("A 3 on “%(criterion)s” makes it “%(level)s”.") % facts)
    for applies, why in (
        (received, _("It was entrusted by others: at least “%(level)s”.")),
        (sensitive, _("It contains sensitive personal information: at least “%(level)s”.")),
        (my_number, _("It contains My Number: at least “%(level)s”.")),
    ):
        if applies and level < Level.SECRET:
            level = Level.SECRET
            reasons.append(why % {"level": level.label})
    return Proposal(level, tuple(reasons))


def _highest_reason(scores: Mapping[str, int], highest: int) -> str:
    named = [str(c.label) for c in CRITERIA if scores[c.code] == highest]
    if highest == 0:
        return _("No criterion scores above 0.")
    return _("The highest score is %(score)s: %(criteria)s.") % {"score": highest, "criteria": _(", ").join(named)}
