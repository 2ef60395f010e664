"""Which of some assets lack something, asked no longer than it takes to tell.

One gap is enough. So the rules are asked by turns, and each only about the assets of which no gap is known yet: what
the company as a whole lacks, most of its assets lack.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from measures.asking import stating
from measures.asking.answers import verdicts
from measures.asking.attested import verdict_of
from measures.asking.deciding import deciding
from measures.asking.needs import Situation, computed, needs_word, situations
from measures.asking.readings import Question
from measures.asking.subjects import Turn
from measures.catalogue import Measure
from measures.verdicts import Verdict


def lacking(question: Question, measures: Sequence[Measure], keys: list[int], enough: int) -> set[int]:
    """The assets among some that have a gap in one of these measures.

    Args:
        keys: of the assets, in the order in which they are wanted.
        enough: once so many are found, those behind them need not be told.
    """
    search = _Search(question, measures, keys, enough, situations(keys), question.accepted(keys))
    search.ask_rules(Turn.FIRST)
    search.ask_people()
    search.ask_rules(Turn.THEN)
    search.ask_rules(Turn.LAST)
    return search.found


@dataclass
class _Search:
    """The assets, what is known of them already, and what was found so far."""

    question: Question
    measures: Sequence[Measure]
    keys: list[int]
    enough: int
    at_hand: Mapping[int, Situation]
    accepted: set[tuple[int, str]]
    found: set[int] = field(default_factory=set)

    @property
    def left(self) -> list[int]:
        """Those of which it has still to be told."""
        places = [n for n, key in enumerate(self.keys) if key in self.found]
        until = places[self.enough - 1] if len(places) >= self.enough else None
        return [key for key in self.keys[:until] if key not in self.found]

    def ask_rules(self, turn: Turn) -> None:
        """What is computed, kind by kind of rows."""
        asked = frozenset(rule.id for measure in self.measures for rule in computed(measure) if rule.turn is turn)
        left = self.left
        for setting, subject, rules, about in self.question.questions(left, asked) if left and asked else ():
            if not (concerned := sorted(set(about).intersection(self.left))):
                continue
            statement = stating.judging(setting, subject, *rules)
            for rule, found in verdicts(rules, subject, statement, concerned, self.question.on).items():
                self._add(rule, [pk for pk, verdict in found.items() if verdict is Verdict.GAP])

    def ask_people(self) -> None:
        """What somebody said."""
        left, rest_on_words = self.left, [measure for measure in self.measures if needs_word(measure)]
        words = deciding(self.question.words, {pk: self.at_hand[pk] for pk in left}, rest_on_words) if left else {}
        partly = {of for of, word in words.items() if verdict_of(word) is Verdict.GAP}
        for measure in rest_on_words:
            self.found |= {pk for pk in left if (pk, measure.code) in partly and self._counts(pk, measure)}

    def _add(self, rule: str, lacking: Collection[int]) -> None:
        for measure in self.measures if lacking else ():
            if rule in measure.rules:
                self.found |= {pk for pk in lacking if self._counts(pk, measure)}

    def _counts(self, pk: int, measure: Measure) -> bool:
        """Is the measure asked of the asset, and did nobody accept that it is missing?"""
        return self.at_hand[pk].needs(measure) and (pk, measure.code) not in self.accepted
