"""While a decider is away another decides in their name: what they could decide, on those days, and nothing else."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Delegation, Department, Mandate, Person
from accounts.querysets import today
from accounts.sight import person_sight
from accounts.standing_in import delegating
from assets.audience import audience
from assets.deciding import approval
from assets.deciding.approval import STEPS, take
from assets.disposing import disposing
from assets.kinds import Method
from assets.knowing import access, agreeing
from assets.models import Asset, Decision, Grant
from classification.levels import Level
from desk.asset.knowers import knowers_of
from journal.models import Entry
from tests import make
from tests.assets.test_approval import in_review, may
from tests.assets.test_reopening import amend, approved
from tests.cast import Cast

DAY = timedelta(days=1)


def seen(asset: Asset, person: Person) -> bool:
    return Asset.objects.seen_by(person_sight(person)).filter(pk=asset.pk).exists()


def test_the_delegate_decides_and_the_decision_says_for_whom(cast: Cast) -> None:
    asset = in_review(cast, Level.SECRET)
    make.delegation(cast.manager, cast.nobody)
    assert may("approve", asset, cast.nobody)
    decision = take(STEPS["approve"], asset, by=person_sight(cast.nobody))
    assert (decision.by, decision.on_behalf) == (cast.nobody, cast.manager)
    assert not seen(asset, cast.nobody)  # once it is decided there is nothing to be seen


def test_whoever_may_decide_in_their_own_name_does_so_in_their_own(cast: Cast) -> None:
    asset = in_review(cast, Level.SECRET)
    make.delegation(cast.manager, cast.deputy)
    assert take(STEPS["approve"], asset, by=person_sight(cast.deputy)).on_behalf is None


@pytest.mark.parametrize(("begins", "ends", "holds"), [(0, 0, True), (-9, 0, True), (1, 9, False), (-9, -1, False)])
def test_it_begins_and_ends_by_itself(cast: Cast, begins: int, ends: int, holds: bool) -> None:
    asset = in_review(cast, Level.SECRET)
    dates = {"from_on": today() + begins * DAY, "until_on": today() + ends * DAY}
    make.delegation(cast.manager, cast.nobody, **dates)
    assert may("approve", asset, cast.nobody) is seen(asset, cast.nobody) is holds


def loses_office(cast: Cast) -> None:
    Department.objects.filter(pk=cast.design.pk).update(manager=cast.colleague)


def leaves(cast: Cast) -> None:
    Person.objects.filter(pk=cast.manager.pk).update(left_on=today() - DAY)


@pytest.mark.parametrize("what", [loses_office, leaves], ids=lambda what: what.__name__)
def test_it_lasts_no_longer_than_the_office(cast: Cast, what: Any) -> None:
    asset = in_review(cast, Level.SECRET)
    make.delegation(cast.manager, cast.nobody)
    what(cast)
    assert not may("approve", asset, cast.nobody)


def test_it_is_not_passed_on(cast: Cast) -> None:
    asset = in_review(cast, Level.SECRET)
    make.delegation(cast.manager, cast.nobody)
    make.delegation(cast.nobody, cast.listed)
    assert not may("approve", asset, cast.listed)
    with pytest.raises(delegating.NotYours):
        delegating.delegate(cast.listed, today(), today(), "trip", by=person_sight(cast.nobody))


def test_the_chief_delegates_what_is_the_chiefs(cast: Cast) -> None:
    top, secret = in_review(cast, Level.TOP_SECRET), in_review(cast, Level.SECRET)
    assert cast.manager
    make.delegation(cast.chief, cast.nobody)
    assert may("approve", top, cast.nobody)
    assert not may("approve", secret, cast.nobody)


@pytest.mark.parametrize("proposer", ["manager", "nobody"])
def test_neither_the_giver_s_own_nor_the_delegates_own(cast: Cast, proposer: str) -> None:
    make.delegation(cast.manager, cast.nobody)
    asset = in_review(cast, Level.SECRET, by=getattr(cast, proposer))
    assert not may("approve", asset, cast.nobody)


def test_changes_of_what_is_in_force_too_and_nothing_else_of_the_department(cast: Cast) -> None:
    asset, other = approved(cast), make.asset(department=cast.design)
    make.delegation(cast.manager, cast.nobody)
    amend(asset, cast.owner, name="curves II")
    assert may("uphold", asset, cast.nobody)
    assert not seen(other, cast.nobody)
    assert not may("revise", asset, cast.nobody)


def test_who_may_know_names_the_delegate_today_and_as_of_today(cast: Cast) -> None:
    asset = in_review(cast, Level.SECRET)
    make.delegation(cast.manager, cast.nobody)
    said = "decides in the name of 三浦 剛"
    assert said in {office.how for office in knowers_of(asset, today()).offices if office.person == cast.nobody}
    [knower] = [each for each in audience(asset, today()) if each.person == cast.nobody]
    assert [way.how for way in knower.ways] == [said]


WRONG: dict[str, dict[str, Any]] = {
    "to oneself": {"to": "manager"},
    "backwards": {"until_on": today() - 2 * DAY},
    "for ever": {"until_on": today() + 400 * DAY},
    "without a reason": {"reason": " "},
}


@pytest.mark.parametrize("wrong", WRONG)
def test_what_cannot_be_delegated(cast: Cast, wrong: str) -> None:
    facts: dict[str, Any] = {"to": "nobody", "from_on": today(), "until_on": today() + DAY, "reason": "trip"} | WRONG[
        wrong
    ]
    facts["to"] = getattr(cast, facts["to"])
    with pytest.raises(ValueError, match="delegation"):
        delegating.delegate(by=person_sight(cast.manager), **facts)
    assert not Entry.objects.exists()


def test_the_page_names_tells_and_ends(cast: Cast, client: Client) -> None:
    in_review(cast, Level.SECRET)
    make.signed_in(client, cast.sign_in("manager"))
    address = reverse("people:delegations")
    form = {"to": cast.nobody.pk, "from_on": today(), "until_on": today() + DAY, "reason": "trip"}
    assert client.post(address, form).headers["Location"] == address
    assert "decides in your name" in client.get("/").content.decode()
    make.signed_in(client, cast.sign_in("nobody"))
    assert "in the name of 三浦 剛" in client.get("/").content.decode()
    assert "in the name of 三浦 剛" in client.get(reverse("assets:approvals")).content.decode()
    row = Delegation.objects.get()
    assert client.post(reverse("people:end_delegation", args=[row.pk])).status_code == 404
    make.signed_in(client, cast.sign_in("manager"))
    assert client.post(reverse("people:end_delegation", args=[row.pk])).status_code == 302
    assert not Delegation.objects.exists()
    assert list(Entry.objects.values_list("verb", flat=True)) == ["accounts.delegate", "accounts.end_delegation"]


def test_what_has_held_is_ended_and_not_forgotten(cast: Cast) -> None:
    row = make.delegation(cast.manager, cast.nobody)
    delegating.end(row, by=person_sight(cast.chief))
    assert Delegation.objects.get().until_on == today() - DAY
    with pytest.raises(delegating.NotYours):
        delegating.end(row, by=person_sight(cast.nobody))


def test_the_inbox_holds_what_waits_in_another_s_name(cast: Cast) -> None:
    asset = in_review(cast, Level.SECRET)
    make.delegation(cast.manager, cast.nobody)
    assert list(approval.awaiting(person_sight(cast.nobody))) == [asset]
    make.mandate(cast.nobody, Mandate.Role.AUDITOR)
    assert list(approval.awaiting(person_sight(cast.nobody))) == [asset]
    assert not Decision.objects.exists()


def test_whoever_stands_in_for_the_chief_says_the_second_yes(cast: Cast) -> None:
    """To a line that waits, and then the asset is theirs to know no longer; never to what they or the chief gave, nor
    to their own."""
    asset = make.asset("curves", Level.TOP_SECRET, department=cast.design, owner=cast.owner)
    make.delegation(cast.chief, cast.nobody)
    assert not seen(asset, cast.nobody)
    for giver, whom, theirs in (
        (cast.owner, cast.listed, True),
        (cast.chief, cast.colleague, False),
        (cast.owner, cast.nobody, False),
    ):
        line = Grant(asset=asset, person=whom, purpose="mixing", from_on=today())
        access.give(line, by=person_sight(giver))
        waits = agreeing.waiting(person_sight(cast.nobody))
        assert waits.filter(person=whom).exists() is theirs
    assert seen(asset, cast.nobody)
    make.delegation(cast.executive, cast.colleague)
    assert not seen(asset, cast.colleague)  # an executive says it to the chief's own lines alone
    assert not [office for office in knowers_of(asset, today()).offices if office.person == cast.colleague]
    said = f"decides in the name of {cast.chief.label}"
    assert said in {office.how for office in knowers_of(asset, today()).offices if office.person == cast.nobody}
    assert said in {way.how for each in audience(asset, today()) if each.person == cast.nobody for way in each.ways}
    granted = agreeing.agree(asset.grant_proposals.get(person=cast.listed), by=person_sight(cast.nobody))
    assert (granted.approved_by, granted.agreed_by) == (cast.owner, cast.nobody)
    for line in asset.grant_proposals.all():
        agreeing.refuse(line, "no", by=person_sight(cast.chief if line.granted_by == cast.owner else cast.executive))
    assert not seen(asset, cast.nobody)


def test_whoever_decides_on_a_disposal_in_another_s_name_is_among_those_who_know(cast: Cast) -> None:
    asset = make.asset("curves", department=cast.design, owner=cast.owner)
    carrier = make.carrier(asset)
    make.delegation(cast.manager, cast.nobody)
    disposing.propose(asset, "old", {str(carrier.pk): Method.SHRED}, by=person_sight(cast.owner))
    assert seen(asset, cast.nobody)
    said = f"decides in the name of {cast.manager.label}"
    assert said in {office.how for office in knowers_of(asset, today()).offices if office.person == cast.nobody}
    assert said in {way.how for each in audience(asset, today()) if each.person == cast.nobody for way in each.ways}
