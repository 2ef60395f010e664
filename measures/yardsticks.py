"""The five categories by two yardsticks: what the law's protection needs at least, and what is good practice besides.

Which measure is measured by which is Kura's proposal (handbook.md 5.2), not METI's and no court's.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from measures.asking.readings import Tally
from measures.catalogue.rulings import Catalogue
from measures.figures import SHORT
from measures.words import Purpose, Yardstick


@dataclass(frozen=True)
class Line:
    """A category (or all of them together), counted by each yardstick."""

    label: str
    short: str  # where there is less room
    legal: Tally = field(default_factory=Tally)
    good: Tally = field(default_factory=Tally)

    def of(self, yardstick: Yardstick) -> Tally:
        return self.legal if yardstick is Yardstick.LEGAL_MINIMUM else self.good


def by_yardstick(tallies: Mapping[str, Tally], catalogue: Catalogue) -> list[Line]:
    """The five categories and their sum. The two tallies of a line add up to the category's own."""
    lines = {purpose: Line(str(purpose.label), str(SHORT[purpose])) for purpose in Purpose}
    total = Line(_("All five"), _("All five"))
    for code, tally in tallies.items():
        measure = catalogue.measure(code)
        for line in (lines[measure.purpose], total):
            line.of(measure.yardstick).counts.update(tally.counts)
    return [*lines.values(), total]
