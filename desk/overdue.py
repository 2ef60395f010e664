"""What is behind, as conditions on assets that a list can be filtered by. The rules themselves are the measures'."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache, partial, reduce
from itertools import accumulate
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.lookups import Exact

from accounts.prepared import Among
from assets.clues import Clue, Sifted
from assets.models import Asset
from assets.written import Condition, Statement, Written
from measures.asking import Rule, months_before
from measures.catalogue import Measure
from measures.needs import computed, needed
from measures.readings import Question
from measures.rules import IN_FORCE, RULES
from measures.stating import Setting, worst
from measures.subjects import Own
from measures.thresholds import judged_by, numbers, threshold
from measures.verdicts import Verdict
from measures.words import Purpose

FIRST = 4_000  # signs of SQL
KEPT = 100  # texts, of the purposes on some days and in both languages


def lacking(purpose: Purpose, on: date) -> Clue:
    """Something that this purpose asks for is missing.

    How the people stand who have access takes long to say, and mostly an asset lacks something of its own: that is
    asked first.
    """
    gaps = Gaps(purpose, Question(on))
    if not (gaps.computed or gaps.measures):
        return Clue(Q(pk__in=[]), few=lambda _limit: [])
    return Clue(gaps.condition, sifted=Sifted(Clue(IN_FORCE, same="in force"), gaps.among))


@dataclass(frozen=True)
class Gaps:
    """The gaps in what a purpose asks for."""

    purpose: Purpose
    question: Question

    @cached_property
    def asked(self) -> tuple[Measure, ...]:
        """The measures of the purpose."""
        return tuple(each for each in self.question.catalogue.counted if each.purpose is self.purpose)

    @cached_property
    def computed(self) -> tuple[Measure, ...]:
        """Those of which rules tell something, and in which nobody has accepted a gap."""
        return tuple(each for each in self.asked if computed(each) and each.code not in self.question.exempted)

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """Those in which there can be one: to know it, all that people say is read."""
        return tuple(each for each in self.asked if self.question.may_lack(each))

    def condition(self) -> Q:
        """All of them, as a condition on assets."""
        gaps = (Q(Exact(self.question.verdict(each), _GAP)) for each in self.measures)
        return IN_FORCE & reduce(or_, gaps, Q(pk__in=[]))

    def among(self, keys: list[int], enough: int) -> set[int]:
        """The assets among some that have one; but for the first that are enough, only what is seen by their own rows
        is told."""
        sure = self._of_their_own(keys)
        places = [n for n, key in enumerate(keys) if key in sure]
        until = places[enough - 1] if len(places) >= enough else None
        return sure | self._told([key for key in keys[:until] if key not in sure])

    def _of_their_own(self, keys: list[int]) -> set[int]:
        statement = _seen(Setting.of(self.question.on, self.question.numbers), self.computed)
        return set(statement.of(keys)) if statement else set()

    def _told(self, keys: list[int]) -> set[int]:
        stands = self.question.stands_on(self.measures, keys) if keys else {}
        return {pk for pk, each in stands.items() if Verdict.GAP in each.values()}


@lru_cache(KEPT)
def _seen(setting: Setting, measures: tuple[Measure, ...]) -> Statement | None:
    """The assets with a gap that their own rows show and that nobody can have accepted: kept as text, for it hangs on
    nothing else (docs/decisions/0032). The shortest rules alone: SQLite takes longer to read long ones than to answer
    them, and the others are soon told. None where there are none."""
    rules = [(each, RULES[id]) for each in measures for id in each.rules if id in RULES]
    verdicts = ((each, _worst(setting, rule)) for each, rule in rules if not rule.compares)
    own = (needed(each) & Q(Exact(verdict, _GAP)) for each, verdict in verdicts if isinstance(verdict, Written))
    conditions = sorted(own, key=_length)
    lengths = accumulate(map(_length, conditions))
    short = [each for each, length in zip(conditions, lengths, strict=True) if length <= FIRST]
    if not short:
        return None
    return Statement(_fitting_any(short).filter(Among("pk")).order_by().values_list("pk", flat=True))


def _fitting_any(conditions: list[Q]) -> QuerySet[Any]:
    return Asset.objects.filter(reduce(or_, conditions))


def _length(condition: Q) -> int:
    text = Condition(partial(_fitting_any, [condition])).text
    return len(text[0]) if text else 0


def _worst(setting: Setting, rule: Rule) -> Any:
    """Written where it is about an asset's own rows, and joins no others."""
    return worst(setting, rule.id, rule.subject) if isinstance(rule.subject, Own) else None


_GAP = Value(Verdict.GAP.value)


def review_overdue(on: date) -> list[Q]:
    """The access list was not gone through in time: rule ACC-02, level by level, over columns that have an index."""
    with judged_by(numbers(on)):
        months = threshold("ACC-02", "months")
    late = [Q(level=level, review_from__lt=months_before(on, limit)) for level, limit in months.items()]
    return [*late, *(Q(level=level, review_from=None) for level in months)]
