"""What rules say of assets at hand: the worst verdict of the rows that belong to each, and the sentences of these."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from assets.written import Statement
from measures.asking.asked import Asked
from measures.asking.stating import around, concerned, fact_of, verdict_of
from measures.asking.subjects import Subject
from measures.verdicts import Verdict

SHOWN = 4  # rows of an answer that are named with it

type Answers = Mapping[str, Mapping[int, Answer]]  # by rule and asset; only where the rule asks the asset


@dataclass
class Answer:
    """The worst verdict of a rule at an asset, and the rows that have it."""

    rule: str
    asked: Asked
    verdict: Verdict
    rows: list[Any]

    @property
    def of(self) -> tuple[Any, ...]:
        """The rows, to be shown; a few are enough."""
        return tuple(self.rows[:SHOWN])

    @property
    def because(self) -> str:
        """What is so of these rows, in sentences; rows that say the same say it once."""
        return " ".join(dict.fromkeys(self._sentence(row) for row in self.rows))

    def _sentence(self, row: Any) -> str:
        for fact in self.asked.facts:
            setattr(row, fact, getattr(row, fact_of(self.rule, fact)))
        return self.asked.because(row, self.verdict)


def answered(
    questions: Mapping[str, Asked], subject: Subject, statement: Statement, assets: Sequence[int], on: date
) -> dict[str, dict[int, Answer]]:
    """What all rules of a subject say of these assets."""
    reached = subject.reached(assets, on)
    rows = [(row, reached.get(getattr(row, subject.key), ())) for row in statement.of(reached)]
    return {rule: _worst(rule, asked, rows) for rule, asked in questions.items()}


def verdicts(
    rules: Sequence[str], subject: Subject, statement: Statement, assets: Sequence[int], on: date
) -> dict[str, dict[int, Verdict]]:
    """The worst verdicts alone, from a statement with the key and the verdict of each rule."""
    reached = subject.reached(assets, on)
    found: dict[str, dict[int, Verdict]] = {rule: {} for rule in rules}
    for key, *stands in statement.of(reached):
        for rule, verdict in zip(rules, stands, strict=True):
            for asset in reached.get(key, ()) if verdict else ():
                found[rule][asset] = max(found[rule].get(asset, Verdict.NOT_NEEDED), Verdict(verdict))
    return found


def _worst(rule: str, asked: Asked, rows: list[tuple[Any, Any]]) -> dict[int, Answer]:
    found: dict[int, Answer] = {}
    column = verdict_of(rule)
    for row, assets in rows:
        if not (verdict := getattr(row, column)):
            continue
        for asset in assets:
            answer = found.get(asset)
            if answer is None or verdict > answer.verdict:
                found[asset] = Answer(rule, asked, Verdict(verdict), [row])
            elif verdict == answer.verdict:
                answer.rows.append(row)
    return found


def concerned_of(assets: Sequence[int]) -> Mapping[Any, Sequence[int]]:
    """For all that lies around many assets those of these that it is about; one query."""
    rows = concerned().of(assets)
    return {each: [pk for pk, *about in rows if about[n]] for n, each in enumerate(around())}
