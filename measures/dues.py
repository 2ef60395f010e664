"""By when what holds of an asset is to be looked at again: access lists, words, accepted gaps."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.lookups import IsNull

from classification.levels import Level
from measures.asking.asked import months_before, row_verdict
from measures.asking.readings import Question
from measures.models import PARTS, Attestation, AttestationQuerySet
from measures.rules import RULES
from measures.thresholds import judged_by, threshold
from measures.verdicts import Verdict

REVIEW = "ACC-02"


def last_day(since: date, months: int) -> date:
    """The last day on which something done on `since` is not older than so many months, as rules count months.

    >>> last_day(date(2026, 8, 31), 6)
    datetime.date(2027, 2, 28)
    >>> last_day(date(2026, 2, 28), 6)
    datetime.date(2026, 8, 31)
    """
    year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
    day = date(year, month + 1, min(since.day, monthrange(year, month + 1)[1]))
    while months_before(day + timedelta(days=1), months) <= since:
        day += timedelta(days=1)
    return day


def lists_to_review(question: Question, assets: QuerySet[Any]) -> QuerySet[Any]:
    """Of some assets those whose access list is to be gone through by the question's day, the longest due first.

    Each has `since`, when its months began to run, and `reviewed`, when somebody went through it, if ever. Asked for
    a later day, this is what will be due by then.
    """
    return reviewed(question, assets).filter(review=Verdict.GAP).order_by("since", "pk")


def reviewed(question: Question, assets: QuerySet[Any]) -> QuerySet[Any]:
    """Of some assets those of which a review of the access list is asked, with what is said above."""
    asked = question.asked(RULES[REVIEW])
    return assets.annotate(**asked.facts, review=row_verdict(asked)).exclude(review=Verdict.NOT_NEEDED)


def review_due(asset: Any, question: Question) -> date | None:
    """By when the access list of an asset with `since` (see above) is to be gone through; None where none is asked."""
    with judged_by(question.numbers):
        months = threshold(REVIEW, "months").get(Level(asset.level)) if asset.level is not None else None
    return last_day(asset.since, months) if months and asset.since else None


def not_replaced(words: AttestationQuerySet) -> AttestationQuerySet:
    """Of some attestations those that no word of a longer life replaces: on the same measure, for the same part."""
    later = Attestation.objects.filter(measure=OuterRef("measure"), until_on__gt=OuterRef("until_on"))
    for part in (*PARTS, "carrier"):
        later = later.filter(Q(**{part: OuterRef(part)}) | Q(**{part: None}) & Q(IsNull(OuterRef(part), True)))
    return words.filter(~Exists(later))
