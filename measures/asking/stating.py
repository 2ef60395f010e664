"""The rules put together: once for a day, the company's numbers and a language, not once for each page.

A rule looks nothing up, so its SQL depends on nothing else; that of one which compares assets, on what its reader may
know of as well. Putting it together and turning it into SQL takes Django
longer than most answers take the database; what is kept here is the question, never an answer.
"""

from collections.abc import Callable, Hashable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from typing import Any, Self

from django.db.models import BooleanField, Case, Q, Value, When
from django.utils.translation import get_language

from accounts.prepared import Among
from accounts.sight import Sight
from assets.models import Asset
from assets.sealing import Knowing
from assets.written import Column, Statement
from measures.asking.asked import Asked, Rule, row_verdict
from measures.asking.readers import read_by
from measures.asking.subjects import Around, Own, Subject
from measures.asking.whole import Lot
from measures.rules import RULES
from measures.thresholds import Key, Numbers, judged_by

KEPT_PARTS = 1_000  # all rules for some days and languages
KEPT_STATEMENTS = 600
KEPT_WHOLES = 20  # some hundred kilobytes each


@dataclass(frozen=True)
class Setting:
    """All that the SQL of a rule depends on."""

    on: date
    language: str
    values: frozenset[tuple[Key, int | None]]
    numbers: Numbers = field(compare=False, repr=False)
    reader: Knowing | None = None  # of rules that compare: among what they do

    @classmethod
    def of(cls, on: date, numbers: Numbers) -> Self:
        values = frozenset((key, number.value) for key, number in numbers.items())
        return cls(on, get_language() or "", values, numbers)

    def read_by(self, sight: Sight) -> Self:
        """The same for rules that compare, whose answers this person reads."""
        return replace(self, reader=Knowing.of(sight))

    def reading(self, rule: Rule) -> AbstractContextManager[None]:
        """Within it a rule that compares may ask for its reader; any other may not."""
        return read_by(self.reader.sight if self.reader else None) if rule.compares else nullcontext()


@lru_cache(KEPT_PARTS)
def asked(setting: Setting, rule: str) -> Asked:
    """A rule's question."""
    with judged_by(setting.numbers), setting.reading(RULES[rule]):
        return RULES[rule].ask(setting.on)


@lru_cache(KEPT_PARTS)
def worst(setting: Setting, rule: str, subject: Own) -> Any:
    """An expression on assets: the worst verdict of a rule that asks the assets' own rows."""
    return Column.of(Asset.objects.all(), subject.worst(row_verdict(asked(setting, rule))))


@dataclass(frozen=True)
class Basis:
    """All that the SQL depends on which asks a whole register.

    Attributes:
        setting: what rules depend on.
        of: the rest: what is asked, how the rows around assets stand, what people say.
        expressions: makes what is asked, by the names of the columns.
    """

    setting: Setting
    of: Hashable
    expressions: Callable[[], Mapping[str, Any]] = field(compare=False, repr=False)


@lru_cache(KEPT_WHOLES)
def whole(basis: Basis) -> Lot:
    """What is asked of a whole register, to be counted."""
    return Lot.of("asked", basis.expressions())


@lru_cache(KEPT_STATEMENTS)
def explaining(setting: Setting, subject: Subject, *rules: str) -> Statement:
    """A subject's rows of some keys, each with the verdict of these rules, and what their sentences say."""
    questions = {rule: asked(setting, rule) for rule in rules}
    columns: dict[str, Any] = {verdict_of(rule): row_verdict(each) for rule, each in questions.items()}
    for rule, each in questions.items():
        columns |= {fact_of(rule, name): fact for name, fact in each.facts.items()}
    return Statement(subject.rows().annotate(**columns).filter(Among(subject.key)))


@lru_cache(KEPT_STATEMENTS)
def judging(setting: Setting, subject: Subject, *rules: str, every: bool = False) -> Statement:
    """The same rows without what sentences say, or all that there are: the key, and the verdict of each rule."""
    columns = {verdict_of(rule): row_verdict(asked(setting, rule)) for rule in rules}
    rows = subject.rows().order_by().annotate(**columns)
    if every:
        return Statement(rows.values_list("pk", *columns))
    return Statement(rows.filter(Among(subject.key)).values_list(subject.key, *columns))


@lru_cache(1)
def concerned() -> Statement:
    """Of some assets the key, and about which of `around()` they are."""
    columns = {f"about_{n}": _yes(each.about) for n, each in enumerate(around())}
    return Statement(Asset.objects.annotate(**columns).filter(Among("pk")).values_list("pk", *columns))


@lru_cache(1)
def around() -> tuple[Around, ...]:
    """What lies around many assets and is asked by rules."""
    return tuple(dict.fromkeys(rule.subject for rule in RULES.values() if isinstance(rule.subject, Around)))


@lru_cache(1)
def subjects() -> tuple[Subject, ...]:
    """All that is asked by rules that do not compare."""
    return tuple(dict.fromkeys(rule.subject for rule in RULES.values() if not rule.compares))


@lru_cache
def plain(subject: Subject) -> tuple[str, ...]:
    """The rules of a subject that do not compare."""
    return tuple(id for id, rule in RULES.items() if rule.subject == subject and not rule.compares)


def _yes(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def verdict_of(rule: str) -> str:
    """The column that a rule's verdict has in a statement."""
    return rule.replace("-", "_")


def fact_of(rule: str, fact: str) -> str:
    """The column of one of its facts."""
    return f"{verdict_of(rule)}_{fact}"
