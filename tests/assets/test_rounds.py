"""Review rounds: which lines, whose, what an answer does, when a list and a round are done, and what lapses."""

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Department, Person
from accounts.querysets import today
from accounts.sight import Sight, person_sight
from assets.kinds import State
from assets.knowing import access, rounds
from assets.knowing.rounds import Outcome
from assets.models import Asset, Grant, GrantProposal, GrantReview, Round, RoundAnswer, RoundList
from classification.levels import Level
from journal.models import Change, Entry
from tests import make
from tests.cast import Cast

TODAY = today()
DAY = timedelta(days=1)
DUE = TODAY + 30 * DAY
AFTER = rounds.Escalation(manager=14, chief=21)


def who(person: Person, days: int = 0) -> Sight:
    return person_sight(Person.objects.get(pk=person.pk), TODAY + days * DAY)


def begun(cast: Cast, **facts: Any) -> Round:
    return rounds.begin(Asset.objects.all(), None, DUE, by=who(cast.chief), **facts)


@pytest.fixture
def asset(cast: Cast) -> Asset:
    return make.asset("curves", department=cast.design, owner=cast.owner)


def left(round: Round, days: int = 0) -> list[int]:
    rows = rounds.open_lines(Round.objects.filter(pk=round.pk), TODAY + days * DAY)
    return list(rows.order_by("pk").values_list("pk", flat=True))


# a line's first and last day, from today → is it in a round that begins today?
LINES = [(-30, None, True), (-1, 0, True), (-30, -1, False), (0, None, False), (1, None, False)]


@pytest.mark.parametrize(("first", "last", "inside"), LINES)
def test_the_lines_are_those_that_hold_when_it_begins(
    cast: Cast, asset: Asset, first: int, last: int | None, inside: bool
) -> None:
    until_on = None if last is None else TODAY + last * DAY
    make.grant(asset, cast.listed, from_on=TODAY + first * DAY, until_on=until_on)
    if not inside:
        with pytest.raises(rounds.NothingToReview):
            begun(cast)
        return
    assert len(left(begun(cast))) == 1


def test_retired_assets_and_lists_in_another_round_are_left_out(cast: Cast, asset: Asset) -> None:
    make.grant(asset, cast.listed)
    make.grant(make.asset("old", state=State.RETIRED), cast.listed)
    begun(cast)
    assert RoundList.objects.get().asset == asset
    with pytest.raises(rounds.NothingToReview):
        begun(cast)


def test_what_is_given_during_a_round_is_not_asked_in_it(cast: Cast, asset: Asset) -> None:
    make.grant(asset, cast.listed)
    round = begun(cast)
    make.grant(asset, cast.nobody, from_on=TODAY)
    make.grant(asset, cast.colleague, from_on=TODAY + 2 * DAY)
    assert len(left(round, 3)) == 1


@pytest.mark.parametrize("outcome", [Outcome.CONFIRMED, Outcome.CHANGED, Outcome.REMOVED])
def test_an_answer_is_kept_and_does_what_it_says(cast: Cast, asset: Asset, outcome: Outcome) -> None:
    grant = make.grant(asset, cast.listed)
    make.grant(asset, cast.nobody)
    round = begun(cast)
    rounds.answer(round, grant, outcome, by=who(cast.owner), purpose="less", until_on=DUE)
    row = RoundAnswer.objects.get()
    assert (row.grant, row.outcome, row.by, row.on) == (grant, outcome, cast.owner, TODAY)
    now = Grant.objects.current().filter(person=cast.listed)
    expected = {Outcome.CONFIRMED: [("work", None)], Outcome.CHANGED: [("less", DUE)], Outcome.REMOVED: []}
    assert list(now.values_list("purpose", "until_on")) == expected[outcome]
    assert len(left(round)) == 1
    with pytest.raises(rounds.Answered):
        rounds.answer(round, grant, Outcome.CONFIRMED, by=who(cast.owner))


def test_the_last_answer_confirms_the_list_and_closes_the_round(cast: Cast, asset: Asset) -> None:
    grants = [make.grant(asset, whom) for whom in (cast.listed, cast.nobody)]
    other = make.grant(make.asset("other", owner=cast.owner), cast.listed)
    round = begun(cast)
    for grant in grants:
        assert not GrantReview.objects.exists()
        rounds.answer(round, grant, Outcome.CONFIRMED, by=who(cast.owner))
    asset.refresh_from_db()
    assert (GrantReview.objects.get().asset, asset.reviewed_on) == (asset, TODAY)
    round.refresh_from_db()
    assert round.closed_on is None
    rounds.answer(round, other, Outcome.REMOVED, by=who(cast.owner))
    round.refresh_from_db()
    assert round.closed_on == TODAY


def test_a_changed_line_of_a_top_secret_waits_for_the_second_and_is_answered(cast: Cast) -> None:
    asset = make.asset("mixture", Level.TOP_SECRET, owner=cast.owner)
    grant = make.grant(asset, cast.listed)
    round = begun(cast)
    rounds.answer(round, grant, Outcome.CHANGED, by=who(cast.owner), purpose="more")
    assert GrantProposal.objects.get().replaces == grant
    assert left(round) == []


# whose list waits on which day of the round → for whom
WAITS = [
    (0, "owner", {"owner"}),
    (13, "owner", {"owner"}),
    (14, "owner", {"owner", "manager", "deputy"}),
    (21, "owner", {"owner", "manager", "deputy", "chief"}),
    (0, None, {"manager", "deputy"}),
    (0, "leaver", {"manager", "deputy"}),
]


@pytest.mark.parametrize(("days", "owner", "whose"), WAITS)
def test_what_is_unanswered_goes_up(cast: Cast, days: int, owner: str | None, whose: set[str]) -> None:
    names = ("owner", "manager", "deputy", "chief", "steward", "auditor", "executive", "colleague", "nobody", "leaver")
    people = {name: getattr(cast, name) for name in names}
    asset = make.asset("curves", department=cast.design, owner=people[owner] if owner else None)
    make.grant(asset, cast.listed)
    begun(cast)

    def waits(name: str) -> bool:
        return RoundList.objects.filter(rounds.waits_for(who(people[name], days), AFTER)).exists()

    assert {name for name in names if waits(name)} == whose


@pytest.mark.parametrize(
    ("lapses", "days", "ended"), [(True, 30, False), (True, 31, True), (True, 35, True), (False, 35, False)]
)
def test_unanswered_lines_end_on_the_last_day_where_the_company_wants_it(
    cast: Cast, asset: Asset, lapses: bool, days: int, ended: bool
) -> None:
    answered, grant = make.grant(asset, cast.nobody), make.grant(asset, cast.listed)
    round = begun(cast, lapses=lapses)
    rounds.answer(round, answered, Outcome.CONFIRMED, by=who(cast.owner))
    assert rounds.tend(round, TODAY + days * DAY) == int(ended)
    for line in (answered, grant):
        line.refresh_from_db()
    assert (answered.until_on, grant.until_on) == (None, DUE if ended else None)
    row = RoundAnswer.objects.filter(grant=grant).first()
    assert (row is not None and row.outcome == Outcome.LAPSED and row.by is None) == ended
    if ended:
        entry = Entry.objects.get(verb="assets.lapse")
        assert entry.actor_id is None
        assert Change.objects.filter(act=entry.act, row=f"assets.grant:{grant.pk}").exists()
        assert not GrantReview.objects.filter(asset=asset).exists(), "nobody went through it"
        assert rounds.tend(round, TODAY + days * DAY) == 0


def test_a_round_whose_lines_ended_otherwise_is_closed(cast: Cast, asset: Asset) -> None:
    grant = make.grant(asset, cast.listed)
    round = begun(cast)
    access.end(grant, by=who(cast.owner))
    rounds.tend(round, TODAY)
    round.refresh_from_db()
    assert round.closed_on == TODAY


def test_the_round_of_a_department_is_seen_by_whoever_knows_one_of_its_lists(cast: Cast, asset: Asset) -> None:
    make.grant(asset, cast.listed)
    Department.objects.filter(pk=cast.design.pk).update(manager=cast.manager)
    round = rounds.begin(Asset.objects.all(), cast.design, DUE, by=who(cast.manager))
    seen = {n for n in ("owner", "listed", "chief", "nobody") if round in Round.objects.visible_to(cast.sign_in(n))}
    assert seen == {"owner", "listed", "chief"}
