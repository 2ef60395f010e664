"""Review rounds: begin one, answer its lines, let what nobody answered end. (handbook.md 2.1, E1-c; 7.3)

Each line is confirmed, changed or removed; the list whose last line is answered counts as gone through. Whoever gives
access to an asset may answer for it; that it waits for the manager, and later for the chief, says `waits_for`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Department
from accounts.querysets import in_force
from accounts.sight import Sight
from assets.kinds import State
from assets.knowing import access
from assets.models import Asset, Grant, Round, RoundAnswer, RoundList
from assets.rights import NONE, Role
from journal.acts import Act, act

Outcome = RoundAnswer.Outcome
DAY = timedelta(days=1)


class Answered(Exception):
    """The line has been answered already, has ended, or the round is closed."""


class NothingToReview(Exception):
    """No asset in the round's reach has a line on its access list."""


@dataclass(frozen=True)
class Escalation:
    """After how many days what is unanswered waits for the manager too, and for the chief."""

    manager: int
    chief: int


def begin(
    assets: QuerySet[Any], department: Department | None, due_on: date, *, by: Sight, lapses: bool = False
) -> Round:
    """Begin a round over the access lists of some assets; those that an open round goes through already are left out.

    Args:
        department: over which it is; None: the company.
        due_on: the last day on which lines are answered.
        by: who begins it; with no person, it begins by itself.
        lapses: what nobody has answered by then ends with that day.

    Raises:
        NothingToReview: there is no line.
    """
    made = Round(department=department, begun_by=by.person, begun_on=by.on, due_on=due_on, lapses=lapses)
    held = Grant.objects.current(by.on).filter(asset=OuterRef("pk"), from_on__lt=by.on)
    elsewhere = RoundList.objects.filter(asset=OuterRef("pk"), round__closed_on=None)
    keys = list(
        assets.exclude(state=State.RETIRED)
        .filter(Exists(held), ~Exists(elsewhere))
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not keys:
        raise NothingToReview
    with act(by.person, "assets.begin_round") as deed:
        deed.add(made)
        deed.name(made)
        deed.facts["lists"] = len(keys)
        deed.add_all(RoundList(round=made, asset_id=key) for key in keys)
    return made


def lines(rounds: QuerySet[Round]) -> QuerySet[Any]:
    """The lines of some rounds, each with `round` (its key) and `outcome` ("" for none so far)."""
    keys = rounds.order_by().values("pk")
    last = Coalesce(OuterRef("until_on"), Value(date.max), output_field=DateField())
    lists = RoundList.objects.filter(asset=OuterRef("asset"), round__in=keys)
    lists = lists.filter(round__begun_on__gt=OuterRef("from_on"), round__begun_on__lte=last)
    answers = RoundAnswer.objects.filter(grant=OuterRef("pk"), round=OuterRef("round"))
    listed = Grant.objects.filter(asset__in=RoundList.objects.filter(round__in=keys).values("asset"))
    listed = listed.annotate(round=Subquery(lists.order_by("pk").values("round")[:1])).filter(round__isnull=False)
    return listed.annotate(outcome=Coalesce(Subquery(answers.values("outcome")[:1]), Value("")))


def open_lines(rounds: QuerySet[Round], on: date) -> QuerySet[Any]:
    """Those that hold and that nobody has answered, in rounds that are not closed."""
    return lines(rounds.filter(closed_on=None)).filter(in_force(on), outcome="")


def waits_for(sight: Sight, after: Escalation, prefix: str = "") -> Q:
    """Lists of open rounds that wait for this person: an owner's own at once; what nobody answers for, and after some
    days what is unanswered, the managers'; later still the chief's."""
    if sight.person is None:
        return NONE
    owner, department = f"{prefix}asset__owner", f"{prefix}asset__department__in"
    begun, gone = f"{prefix}round__begun_on__lte", Q(**{owner: None}) | Q(**{f"{owner}__left_on__lt": sight.on})
    passed_on = gone | Q(**{begun: sight.on - timedelta(days=after.manager)})
    rule = Q(**{owner: sight.person}) | Q(**{department: sight.leads}) & passed_on
    if sight.holds(Role.CHIEF):
        rule |= Q(**{begun: sight.on - timedelta(days=after.chief)})
    return rule


def answer(
    round: Round, grant: Grant, outcome: Outcome, *, by: Sight, purpose: str = "", until_on: date | None = None
) -> RoundAnswer:
    """Answer one line.

    Args:
        outcome: confirmed; removed; or changed, to this `purpose` and end.

    Raises:
        Answered: somebody was faster, or the line has ended.
    """
    with act(by.person, _VERBS[outcome], grant.asset) as deed:
        # One at a time on a list: of two who answer its last two lines at once, the later one sees that it is done.
        RoundList.objects.select_for_update().filter(round=round, asset=grant.asset).first()
        if not open_lines(Round.objects.filter(pk=round.pk), by.on).filter(pk=grant.pk).exists():
            raise Answered
        row = _record(deed, RoundAnswer(round=round, asset=grant.asset, grant=grant, outcome=outcome, by=by.person), by)
        try:
            if outcome == Outcome.REMOVED:
                access.end(grant, by=by)
            elif outcome == Outcome.CHANGED:
                access.change(grant, purpose, until_on, by=by)
        except access.AlreadyEnded:
            raise Answered from None
        _close_what_is_done(deed, round, grant.asset, by)
    return row


_VERBS = {
    Outcome.CONFIRMED: "assets.confirm_line",
    Outcome.CHANGED: "assets.change_access",
    Outcome.REMOVED: "assets.end",
}


def _record(deed: Act, row: RoundAnswer, by: Sight) -> RoundAnswer:
    """Of two who answer at once, one does."""
    row.on = by.on
    try:
        with transaction.atomic():
            return deed.add(row)
    except IntegrityError:
        raise Answered from None


def _close_what_is_done(deed: Act, round: Round, asset: Asset, by: Sight) -> None:
    """The list of which every line is answered has been gone through; the round of which every list has, is closed."""
    left = open_lines(Round.objects.filter(pk=round.pk), by.on)
    if not left.filter(asset=asset).exists():
        access.confirm(asset, by=by)
        if not left.exists():
            deed.change(round, closed_on=by.on)


def tend(round: Round, on: date) -> int:
    """Close a round that has nothing left to answer; after its last day let what nobody answered end with it, where
    the round says so. Done by Kura itself; returns how many lines ended."""
    left = list(open_lines(Round.objects.filter(pk=round.pk), on).select_related("asset"))
    over = round.due_on < on and round.lapses
    if round.closed_on is not None or (left and not over):
        return 0
    with act(None, "assets.lapse" if left else "assets.close_round", round) as deed:
        deed.facts["lines"] = len(left)
        deed.change_all((grant, {"until_on": max(round.due_on, grant.from_on)}) for grant in left)
        deed.add_all(_lapsed(round, left))
        deed.change(round, closed_on=on)
    return len(left)


def _lapsed(round: Round, left: Iterable[Grant]) -> Iterable[RoundAnswer]:
    for grant in left:
        yield RoundAnswer(round=round, asset=grant.asset, grant=grant, outcome=Outcome.LAPSED, on=round.due_on)
