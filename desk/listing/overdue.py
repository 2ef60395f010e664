"""What is behind, as conditions on assets that a list can be filtered by. The rules themselves are the measures'."""

from datetime import date
from functools import partial, reduce
from operator import or_

from django.db.models import Q

from assets.finding.clues import Clue, few_of
from measures.asking.asked import months_before
from measures.asking.lacking import lacking
from measures.asking.needs import computed
from measures.asking.readings import Question
from measures.rules import IN_FORCE
from measures.thresholds import judged_by, numbers, threshold
from measures.words import Purpose


def gaps_in(purpose: Purpose, on: date) -> Clue:
    """Something that this purpose asks for is missing."""
    question = Question(on)
    asked = (each for each in question.catalogue.counted if each.purpose is purpose)
    measures = [each for each in asked if question.may_lack(each)]
    if not measures:
        return Clue(Q(pk__in=[]), few=lambda _limit: [])
    sifted = partial(lacking, question, measures)
    # Nothing else can lack something; of what rests on people's word alone, what they said tells more.
    said = None if any(map(computed, measures)) else question.words.partly(measures)
    if said is None:
        return Clue(IN_FORCE, same="in force", sifted=sifted)
    return Clue(IN_FORCE & reduce(or_, said), few=few_of(*said), sifted=sifted)


def review_overdue(on: date) -> list[Q]:
    """The access list was not gone through in time: rule ACC-02, level by level, over columns that have an index."""
    with judged_by(numbers(on)):
        months = threshold("ACC-02", "months")
    late = [Q(level=level, review_from__lt=months_before(on, limit)) for level, limit in months.items()]
    return [*late, *(Q(level=level, review_from=None) for level in months)]
