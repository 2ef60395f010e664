"""How the rows that a rule asks stand themselves: a place, a department, the company; not yet what inherits it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from measures.asking.asked import row_verdict
from measures.asking.readings import Question
from measures.rule_texts import RuleText, rule_texts
from measures.rules import RULES
from measures.rules.entered import EVERY
from measures.thresholds import judged_by
from measures.verdicts import Verdict


@dataclass(frozen=True)
class Standing:
    """What a rule says of one row, and why."""

    row: Any
    text: RuleText
    verdict: Verdict
    because: str


def rows_stand(id: str, question: Question, among: Q = EVERY) -> list[Standing]:
    """Every row that a rule asks, or those of some, with how it stands; one query."""
    rule, text = RULES[id], rule_texts()[id]
    with judged_by(question.numbers):
        asked = question.asked(rule)
        rows = rule.subject.rows().filter(among).annotate(**asked.facts, verdict=row_verdict(asked))
        found = [(row, Verdict(row.verdict)) for row in rows.filter(verdict__gt=0)]
        return [Standing(row, text, verdict, asked.because(row, verdict)) for row, verdict in found]
