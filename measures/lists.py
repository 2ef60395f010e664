"""What the rules say of access lists as such, where somebody decides about one."""

from typing import Any

from django.db.models import QuerySet

from measures.asking.asked import row_verdict
from measures.asking.readings import Question
from measures.rules import RULES
from measures.verdicts import Verdict

BREADTH = "ACC-05"


def too_broad(question: Question, assets: QuerySet[Any]) -> dict[int, str]:
    """Of some assets those whose list lets in more people than the level allows: what the rule says of each. One
    query."""
    asked = question.asked(RULES[BREADTH])
    rows = assets.order_by().annotate(**asked.facts, breadth=row_verdict(asked)).filter(breadth=Verdict.GAP)
    return {row.pk: asked.because(row, Verdict.GAP) for row in rows}
