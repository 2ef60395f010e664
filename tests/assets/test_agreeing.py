"""Of a top secret access takes two: what gives access, what only waits, and who may say the second yes."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Person
from accounts.querysets import today
from accounts.sight import Sight, person_sight
from assets.deciding import approval
from assets.judging import judging
from assets.kinds import State
from assets.knowing import access, agreeing, asking
from assets.models import AccessRequest, Asset, Grant, GrantProposal
from classification.criteria import CODES
from classification.levels import Level
from journal.models import Change, Entry
from tests import make
from tests.cast import Cast

TODAY = today()
DAY = timedelta(days=1)


@pytest.fixture
def top(cast: Cast) -> Asset:
    return make.asset("the mixture", Level.TOP_SECRET, department=cast.design, owner=cast.owner)


def line(asset: Asset, whom: Person, **facts: Any) -> Grant:
    return Grant(**{"asset": asset, "person": whom, "purpose": "mixing", "from_on": TODAY} | facts)


def sees(person: Person, asset: Asset) -> bool:
    return Asset.objects.seen_by(person_sight(person)).filter(pk=asset.pk).exists()


def who(person: Person) -> Sight:
    return person_sight(Person.objects.get(pk=person.pk))


def test_what_the_owner_gives_on_a_top_secret_opens_nothing_until_the_chief_agrees(cast: Cast, top: Asset) -> None:
    facts = {"asked_by": cast.colleague, "until_on": TODAY + 90 * DAY}
    waiting = access.give(line(top, cast.nobody, **facts), by=who(cast.owner))
    assert isinstance(waiting, GrantProposal)
    assert not Grant.objects.exists()
    assert not sees(cast.nobody, top)
    grant = agreeing.agree(waiting, by=who(cast.chief))
    assert sees(cast.nobody, top)
    kept = (grant.asked_by, grant.purpose, grant.from_on, grant.until_on, grant.approved_by, grant.agreed_by)
    assert kept == (cast.colleague, "mixing", TODAY, TODAY + 90 * DAY, cast.owner, cast.chief)
    assert grant.agreed_on == TODAY
    assert not GrantProposal.objects.exists()


@pytest.mark.parametrize("level", [None, Level.PUBLIC, Level.INTERNAL, Level.SECRET])
def test_below_top_secret_one_is_enough(cast: Cast, level: Level | None) -> None:
    asset = make.asset("paper", level, department=cast.design, owner=cast.owner)
    assert isinstance(access.give(line(asset, cast.nobody), by=who(cast.owner)), Grant)
    assert sees(cast.nobody, asset)


def test_what_is_to_become_a_top_secret_takes_two_already(cast: Cast) -> None:
    review = {"state": State.IN_REVIEW, "proposed_level": Level.TOP_SECRET}
    people = {"submitted_by": cast.owner, "judged_by": cast.owner}
    asset = make.asset("paper", Level.SECRET, department=cast.design, owner=cast.owner, **review, **people)
    assert isinstance(access.give(line(asset, cast.nobody), by=who(cast.owner)), GrantProposal)


# who gives, to whom → who may agree
SECONDS = [
    ("owner", "nobody", {"chief"}),
    ("manager", "nobody", {"chief"}),
    ("chief", "nobody", {"executive"}),
    ("owner", "chief", {"executive"}),
    ("owner", "executive", {"chief"}),
]
OTHERS = ("owner", "manager", "deputy", "chief", "executive", "steward", "auditor", "colleague", "nobody")


@pytest.mark.parametrize(("giver", "whom", "seconds"), SECONDS)
def test_nobody_agrees_to_their_own_line(cast: Cast, top: Asset, giver: str, whom: str, seconds: set[str]) -> None:
    for name in OTHERS:
        getattr(cast, name)
    waiting = access.give(line(top, getattr(cast, whom)), by=who(getattr(cast, giver)))
    for name in set(OTHERS) - seconds:
        with pytest.raises(agreeing.NotWaiting):
            agreeing.agree(waiting, by=who(getattr(cast, name)))
        with pytest.raises(agreeing.NotWaiting):
            agreeing.refuse(waiting, "no", by=who(getattr(cast, name)))
    assert not Grant.objects.exists()
    for name in seconds:
        agreeing.agree(waiting, by=who(getattr(cast, name)))
    assert Grant.objects.get().person == getattr(cast, whom)


def test_the_database_knows_that_nobody_agrees_to_their_own_access(cast: Cast, top: Asset) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make.grant(top, cast.chief, agreed_by=cast.chief, agreed_on=TODAY)


def test_it_is_agreed_to_once(cast: Cast, top: Asset) -> None:
    waiting = access.give(line(top, cast.nobody), by=who(cast.owner))
    agreeing.agree(GrantProposal.objects.get(), by=who(cast.chief))
    acts = Entry.objects.count()
    for deed in (agreeing.agree, agreeing.confirm_line):
        with pytest.raises(agreeing.NotWaiting):
            deed(waiting if deed is agreeing.agree else Grant.objects.get(), by=who(cast.chief))
    assert (Grant.objects.count(), Entry.objects.count()) == (1, acts)


def test_a_refusal_says_why_and_stays_in_the_journal(cast: Cast, top: Asset) -> None:
    waiting = access.give(line(top, cast.nobody), by=who(cast.owner))
    with pytest.raises(ValueError, match="reason"):
        agreeing.refuse(waiting, "  ", by=who(cast.chief))
    agreeing.refuse(waiting, "too many know it", by=who(cast.chief))
    assert not GrantProposal.objects.exists()
    assert Change.objects.filter(values__refusal__1="too many know it").exists()


@pytest.mark.parametrize(
    ("from_on", "until_on", "begins"),
    [(-10, None, 0), (0, 0, 0), (5, None, 5), (5, 5, 5), (-10, -1, None)],
)
def test_access_begins_with_the_second_yes_and_not_before(
    cast: Cast, top: Asset, from_on: int, until_on: int | None, begins: int | None
) -> None:
    def day(n: int | None) -> date | None:
        return None if n is None else TODAY + n * DAY

    waiting = access.give(line(top, cast.nobody, from_on=day(from_on), until_on=day(until_on)), by=who(cast.owner))
    if begins is None:
        with pytest.raises(agreeing.Over):
            agreeing.agree(waiting, by=who(cast.chief))
        assert not Grant.objects.exists()
    else:
        assert agreeing.agree(waiting, by=who(cast.chief)).from_on == day(begins)


def test_a_raised_level_leaves_the_lines_in_force_and_to_be_confirmed(cast: Cast) -> None:
    asset = make.asset("curves", Level.SECRET, department=cast.design, owner=cast.owner)
    access.give(line(asset, cast.nobody), by=who(cast.owner))
    assert not agreeing.to_confirm(who(cast.chief)).exists()
    judging.judge(asset, dict.fromkeys(CODES, 3), dict.fromkeys(CODES, "r"), by=who(cast.owner))
    approval.take(approval.STEPS["revise"], asset, by=who(cast.owner))
    approval.take(approval.STEPS["approve"], asset, by=who(cast.chief))
    assert Asset.objects.get().level == Level.TOP_SECRET
    assert sees(cast.nobody, asset)
    [old] = agreeing.to_confirm(who(cast.chief))
    with pytest.raises(agreeing.NotWaiting):
        agreeing.confirm_line(old, by=who(cast.owner))
    agreeing.confirm_line(old, by=who(cast.chief))
    assert not agreeing.to_confirm(who(cast.chief)).exists()
    assert (Grant.objects.get().agreed_by, Grant.objects.count()) == (cast.chief, 1)


def test_what_was_agreed_before_the_level_was_raised_again_is_asked_anew(cast: Cast, top: Asset) -> None:
    make.grant(top, cast.nobody, approved_by=cast.owner, agreed_by=cast.chief, agreed_on=TODAY - 70 * DAY)
    assert agreeing.to_confirm(who(cast.chief)).count() == 1
    Grant.objects.update(agreed_on=TODAY - 60 * DAY)
    assert not agreeing.to_confirm(who(cast.chief)).exists()


def test_a_request_for_a_top_secret_is_answered_when_the_second_has_agreed(cast: Cast, top: Asset) -> None:
    for agreed in (True, False):
        request = asking.ask("I need the mixture", cast.design, by=who(cast.nobody))
        asking.give(request, top.code, "repair", None, by=who(cast.manager))
        request.refresh_from_db()
        assert (request.state, request.grant) == ("PASSED_ON", None)
        if agreed:
            agreeing.agree(GrantProposal.objects.get(), by=who(cast.chief))
            access.end(Grant.objects.get(), by=who(cast.owner))
        else:
            agreeing.refuse(GrantProposal.objects.get(), "no need", by=who(cast.chief))
        request.refresh_from_db()
        assert request.state == ("GIVEN" if agreed else "REFUSED")
    assert AccessRequest.objects.filter(reason="no need").exists()


def test_proposals_keep_what_they_say_and_become_grants(cast: Cast) -> None:
    asset = make.asset("paper", Level.SECRET, department=cast.design, owner=cast.owner)
    said = {"purpose": "quote", "until_on": TODAY + 30 * DAY, "asked_by": cast.enterer}
    for words, facts in (("a", said), ("b", {})):
        whom = {"person": cast.nobody} if words == "a" else {"department": cast.sales}
        GrantProposal.objects.create(
            asset=asset, words=words, proposed_by=cast.steward, proposed_on=TODAY, **whom, **facts
        )
    rows = GrantProposal.objects.order_by("words")
    one, other = access.accept(rows, by=who(cast.owner), purpose="work", until_on=TODAY + DAY)
    assert (one.purpose, one.until_on, one.asked_by) == ("quote", TODAY + 30 * DAY, cast.enterer)
    assert (other.purpose, other.until_on, other.asked_by) == ("work", TODAY + DAY, cast.steward)
    assert not GrantProposal.objects.exists()


def test_what_the_owner_gave_and_the_chief_accepts_is_given_by_the_one_and_agreed_by_the_other(
    cast: Cast, top: Asset
) -> None:
    access.give(line(top, cast.nobody), by=who(cast.owner))
    [grant] = access.accept(GrantProposal.objects.all(), by=who(cast.chief))
    assert (grant.approved_by, grant.agreed_by) == (cast.owner, cast.chief)


@pytest.mark.parametrize(("name", "granted"), [("owner", False), ("chief", True)])
def test_who_accepts_a_proposal_on_a_top_secret(cast: Cast, top: Asset, name: str, granted: bool) -> None:
    """The chief is the second of two where somebody else has proposed it."""
    proposal = GrantProposal(asset=top, words="x", person=cast.nobody, proposed_by=cast.steward, proposed_on=TODAY)
    proposal.save()
    access.accept([proposal], by=who(getattr(cast, name)))
    assert Grant.objects.filter(agreed_by=cast.chief).exists() == granted
    assert sees(cast.nobody, top) == granted


def test_the_chief_does_not_accept_what_the_chief_proposed(cast: Cast, top: Asset) -> None:
    for words, by in (("x", cast.chief), ("y", None)):
        whom = cast.nobody if by else cast.colleague
        proposal = GrantProposal(asset=top, words=words, person=whom, proposed_by=by, proposed_on=TODAY)
        proposal.save()
        access.accept([proposal], by=who(cast.chief))
    assert not Grant.objects.exists()
    assert GrantProposal.objects.filter(granted_by=cast.chief).count() == 2


@pytest.mark.parametrize(
    ("level", "purpose", "days", "at_once"),
    [
        (Level.SECRET, "other", 10, True),
        (Level.SECRET, "mixing", None, True),
        (Level.TOP_SECRET, "mixing", 10, True),
        (Level.TOP_SECRET, "other", 10, False),
        (Level.TOP_SECRET, "mixing", None, False),
    ],
)
def test_a_line_is_changed(cast: Cast, level: Level, purpose: str, days: int | None, at_once: bool) -> None:
    """An earlier end holds at once; whatever else is changed of a top secret waits for the second."""
    asset = make.asset("paper", level, department=cast.design, owner=cast.owner)
    old = make.grant(asset, cast.nobody, purpose="mixing", until_on=TODAY + 20 * DAY)
    until_on = None if days is None else TODAY + days * DAY
    access.change(old, purpose, until_on, by=who(cast.owner))
    if not at_once:
        assert Grant.objects.get() == old
        agreeing.agree(GrantProposal.objects.get(), by=who(cast.chief))
    [now] = Grant.objects.current(TODAY)
    assert (now.purpose, now.until_on) == (purpose, until_on)
    assert Grant.objects.current(TODAY - DAY).count() == 1


def test_ending_by_itself_and_taking_back(cast: Cast, top: Asset) -> None:
    waiting = access.give(line(top, cast.nobody), by=who(cast.owner))
    access.decline(waiting, by=who(cast.owner))
    access.decline(waiting, by=who(cast.owner))
    assert not GrantProposal.objects.exists()
    make.grant(top, cast.nobody, until_on=TODAY)
    assert sees(cast.nobody, top)
    assert not Asset.objects.seen_by(person_sight(cast.nobody, TODAY + DAY)).exists()
