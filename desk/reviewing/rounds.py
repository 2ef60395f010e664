"""Review rounds as pages and commands see them: whose, by which numbers, how far."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from accounts.models import Department
from accounts.sight import Sight, person_sight
from assets.knowing import rounds
from assets.models import Asset, Round, RoundAnswer, RoundList
from assets.rights import Role, granted_by
from classification.levels import Level
from desk.addressee import Addressee
from measures import dues
from measures.asking.readings import Question
from measures.thresholds import judged_by, threshold

RULE = "ACC-02"
OPEN, GONE = "OPEN", "GONE"  # beside the outcomes: not answered yet; ended in some other way
_WORDS = {OPEN: _("not answered yet"), GONE: _("ended otherwise")}


@dataclass(frozen=True)
class Terms:
    """By which numbers rounds go, as they hold for the company."""

    days: int
    after: rounds.Escalation
    lapses: bool

    @classmethod
    def of(cls, question: Question) -> "Terms":
        with judged_by(question.numbers):
            named = {name: int(threshold(RULE, name)) for name in ("round_days", "manager_days", "chief_days", "lapse")}
        after = rounds.Escalation(named["manager_days"], named["chief_days"])
        return cls(named["round_days"], after, named["lapse"] == 1)


def begun_by(sight: Sight) -> QuerySet[Department] | None:
    """The departments over which this person may begin a round; None for all, and the company."""
    if sight.holds(Role.CHIEF, Role.STEWARD):
        return None
    return Department.objects.filter(pk__in=sight.leads)


def in_reach(sight: Sight, department: Department | None) -> QuerySet[Any]:
    """Of a department (or the company) the assets whose lists a round of this person's goes through: those of which
    lists are asked."""
    assets = Asset.objects.seen_by(sight).filter(level__gte=Level.INTERNAL)
    return assets.of_department(department.path) if department else assets


def mine(who: Addressee, terms: Terms) -> QuerySet[Any]:
    """The lists of open rounds that wait for this person and that they may answer."""
    theirs = who.assets.filter(granted_by(who.sight)).order_by()
    rows = RoundList.objects.filter(asset__in=theirs.values("pk"), round__closed_on=None)
    return rows.filter(rounds.waits_for(who.sight, terms.after))


def my_lines(who: Addressee, terms: Terms) -> QuerySet[Any]:
    """The lines of these lists that nobody has answered, list by list."""
    left = rounds.open_lines(Round.objects.filter(begun_on__lte=who.on), who.on)
    return left.filter(asset__in=mine(who, terms).values("asset")).order_by("asset__code", "pk")


@dataclass(frozen=True)
class Progress:
    """How far a round is, of what the reader may know of."""

    counts: Counter[str]

    @property
    def all(self) -> int:
        return sum(self.counts.values())

    @property
    def open(self) -> int:
        return self.counts[OPEN]

    @property
    def share(self) -> int:
        """Answered, in hundredths."""
        return round(100 * (self.all - self.open) / self.all) if self.all else 100

    def each(self) -> list[tuple[str, int]]:
        """Each outcome that there is, in words."""
        return [(word_of(key), self.counts[key]) for key in (*RoundAnswer.Outcome.values, GONE) if self.counts[key]]


def with_standing(lines: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Lines of a round, each with its `standing`: the answer, or that it is open, or that it ended otherwise."""
    answered, gone = When(~Q(outcome=""), then="outcome"), When(until_on__lt=on, then=Value(GONE))
    return lines.annotate(standing=Case(answered, gone, default=Value(OPEN)))


def word_of(standing: str) -> str:
    """A standing in the reader's language."""
    return str(_WORDS[standing] if standing in _WORDS else RoundAnswer.Outcome(standing).label)


def progress_of(lines: QuerySet[Any]) -> Progress:
    """Counted by one query; `lines` with their standing."""
    return Progress(Counter(dict(lines.order_by().values_list("standing").annotate(n=Count("pk")))))


def begin_what_is_due(on: date) -> Round | None:
    """A round by itself over the lists that fall due within its days, unless one is open that began by itself."""
    question = Question(on)
    terms = Terms.of(question)
    if Round.objects.filter(begun_by=None, closed_on=None).exists():
        return None
    later = on + timedelta(days=terms.days)
    due = dues.lists_to_review(Question(later), Asset.objects.all()).order_by()
    assets = Asset.objects.filter(pk__in=list(due.values_list("pk", flat=True)))
    try:
        return rounds.begin(assets, None, later, by=person_sight(None, on), lapses=terms.lapses)
    except rounds.NothingToReview:
        return None
