"""The numbers by which rules judge: Kura's proposal (rules.toml), and the company's own where it has decided otherwise.

One query per evaluation: whoever asks many rules opens `judged_by(numbers(on))` around the asking.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from accounts.prepared import Prepared
from accounts.querysets import today
from classification.levels import Level
from journal.acts import act
from measures.models import Threshold
from measures.rule_texts import RuleText, rule_texts

type Key = tuple[str, str, int | None]
type Numbers = Mapping[Key, Threshold]

_until: Prepared[Threshold] = Prepared(
    lambda on: Threshold.objects.filter(on__lte=on).select_related("by").order_by("pk"), date
)

# Every name of a threshold in rules.toml, in words.
WORDS: Final = {
    "months": _("at the latest every (months)"),
    "department_percent": _("balance: of one department, less than this share secret or above (%)"),
    "department_assets": _("balance: share of a department asked from this many assets on"),
    "unused_days": _("balance: a line is unused after (days)"),
    "strained": _("balance: fewer requests, accepted gaps and emergency doors than"),
    "strained_days": _("balance: counted over (days)"),
    "round_days": _("a review round lasts (days)"),
    "manager_days": _("what is unanswered in a round waits for the manager after (days)"),
    "chief_days": _("what is unanswered in a round waits for the chief after (days)"),
    "lapse": _("unanswered lines end on the last day of a round (1: yes, 0: no)"),
    "check_days": _("looked at again at the latest after (days)"),
    "update_days": _("updated at the latest every (days)"),
    "log_months": _("logs kept for at least (months)"),
    "grace_days": _("time for it (days)"),
    "kept_days": _("recordings are kept for at least (days)"),
    "lock_check_months": _("check of the lock every (months)"),
    "percent": _("at most this share of the people (%)"),
    "from_headcount": _("share asked from this many people on"),
    "new_hire_days": _("time for it after joining (days)"),
    "days": _("time for it (days)"),
    "candidate_days": _("time to judge a candidate (days)"),
    "decision_days": _("time to decide on what was judged (days)"),
    "zone": _("zone of at least this grade"),
    "people": _("at most so many people, in smaller firms"),
    "top_percent": _("at most this share of what is secret (%)"),
    "from_assets": _("asked from this many secret assets on"),
}
MOST: Final = 3650
_held: ContextVar[Numbers | None] = ContextVar("kura_numbers", default=None)


@dataclass(frozen=True)
class Number:
    """One number: what Kura proposes, and what the company has decided, if it has."""

    text: RuleText
    name: str
    level: Level | None
    proposed: int
    own: Threshold | None

    @property
    def words(self) -> str:
        return str(WORDS.get(self.name, self.name))

    @property
    def value(self) -> int:
        """What holds."""
        return self.proposed if self.own is None or self.own.value is None else self.own.value

    @property
    def differs(self) -> bool:
        return self.value != self.proposed

    @property
    def level_code(self) -> str:
        """As it stands in an address."""
        return self.level.name if self.level is not None else "ALL"


def numbers(on: date | None = None) -> Numbers:
    """The company's latest word on each number, as of a day. One query."""
    return {(row.rule, row.name, row.level): row for row in _until(on or today())}


@contextmanager
def judged_by(held: Numbers) -> Iterator[None]:
    """Within it rules judge by these numbers, without asking again."""
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)


def threshold(id: str, name: str) -> Any:
    """A number of a rule as it holds for the company, or a table of numbers by level."""
    proposed = rule_texts()[id].thresholds[name]
    held = _held.get()
    held = numbers() if held is None else held
    if isinstance(proposed, int):
        return _value(held.get((id, name, None)), proposed)
    return MappingProxyType({level: _value(held.get((id, name, level)), n) for level, n in proposed.items()})


def _value(own: Threshold | None, proposed: int) -> int:
    return proposed if own is None or own.value is None else own.value


def every_number(on: date | None = None) -> list[Number]:
    """All numbers of all rules, in the order of rules.toml, levels ascending."""
    held = numbers(on)
    found = []
    for text in rule_texts().values():
        for name, proposed in text.thresholds.items():
            by_level: Mapping[Any, int] = {None: proposed} if isinstance(proposed, int) else proposed
            found += [Number(text, name, lv, n, held.get((text.id, name, lv))) for lv, n in by_level.items()]
    return found


def number(rule: str, name: str, level_code: str) -> Number | None:
    """The number with this address, if there is one."""
    here = (rule, name, level_code)
    return next((each for each in every_number() if (each.text.id, each.name, each.level_code) == here), None)


def decide(about: Number, value: int | None, reason: str, *, by: Person) -> Threshold:
    """The company's own number from today on, or (None) Kura's proposal again. What was decided before stays on
    record."""
    row = Threshold(rule=about.text.id, name=about.name, level=about.level, value=value, reason=reason, by=by)
    with act(by, "measures.set_threshold") as deed:
        deed.add(row)
        deed.name(row)
    return row
