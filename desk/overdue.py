"""What is behind, as conditions on assets that a list can be filtered by. The rules themselves are the measures'."""

from datetime import date

from django.db.models import Q, Value
from django.db.models.lookups import Exact

from measures.asking import months_before
from measures.readings import Question
from measures.rules import IN_FORCE
from measures.thresholds import judged_by, numbers, threshold
from measures.verdicts import Verdict
from measures.words import Purpose


def gaps_in(purpose: Purpose, on: date) -> Q:
    """Something that this purpose asks for is missing."""
    question, either = Question(on), Q(pk__in=[])
    for measure in question.catalogue.counted:
        if measure.purpose is purpose and question.may_lack(measure):
            either |= Q(Exact(question.verdict(measure), Value(Verdict.GAP.value)))
    return IN_FORCE & either


def review_overdue(on: date) -> list[Q]:
    """The access list was not gone through in time: rule ACC-02, level by level, over columns that have an index."""
    with judged_by(numbers(on)):
        months = threshold("ACC-02", "months")
    late = [Q(level=level, review_from__lt=months_before(on, limit)) for level, limit in months.items()]
    return [*late, *(Q(level=level, review_from=None) for level in months)]
