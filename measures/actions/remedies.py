"""What puts a gap right, at which work and cost: one remedy for each rule, and one for each measure that is in place
only partly. Words and classes are Kura's proposal; they stand in `remedies.toml`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import gettext as _

from measures.catalogue import entries, in_language
from measures.catalogue.rulings import Catalogue
from measures.models import Action
from measures.rule_texts import rule_texts

FILE = Path(__file__).parent / "remedies.toml"


@dataclass(frozen=True)
class Remedy:
    """The words with a place for a number ({n}), and the classes."""

    ja: str
    en: str
    effort: Action.Effort
    cost: Action.Cost

    @property
    def price(self) -> int:
        """Work and cost in one small number, 1 to 6."""
        return int(self.effort) + int(self.cost)

    def words(self, n: int) -> str:
        """In the active language."""
        return in_language(self.ja, self.en).replace("{n}", str(n))


@cache
def remedies() -> Mapping[str, Remedy]:
    """Those of the file, by rule.

    Raises:
        CatalogueError: the file is malformed; the message names file, rule and field.
    """
    found = {}
    for entry in entries(FILE, "remedy", "rule"):
        entry.only(("rule", "ja", "en", "effort", "cost"))
        classes = Action.Effort(entry.value("effort", int)), Action.Cost(entry.value("cost", int))
        found[entry.code] = Remedy(entry.text("ja"), entry.text("en"), *classes)
    return found


def remedy_of(key: str, known: Catalogue) -> Remedy:
    """For a rule or, where the key is no rule's, for a measure that is in place only partly."""
    listed = remedies().get(key)
    if listed is not None:
        return listed
    text = rule_texts().get(key)
    words = text.name if text else _("Put “%(measure)s” in place wholly") % {"measure": known.measure(key).name}
    return Remedy(words, words, Action.Effort.DAYS, Action.Cost.NONE)
