"""The life of an asset: every state × step × member of the cast, and what must never happen."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import Mandate
from accounts.sight import person_sight
from assets.deciding import approval
from assets.deciding.approval import STEPS, ChangedMeanwhile, NotYours, take
from assets.deciding.deciders import deciders
from assets.deciding.dossier import digest_of
from assets.kinds import State
from assets.models import Asset, Decision
from classification.levels import Level
from journal.models import Entry
from tests import make
from tests.cast import MEMBERS, Cast

PEOPLE = [m for m in MEMBERS if m != "root"]


def in_review(cast: Cast, proposed: Level, by: Any = None, **facts: Any) -> Asset:
    by = by or cast.owner
    review: dict[str, Any] = {"state": State.IN_REVIEW, "proposed_level": proposed, "submitted_by": by, "judged_by": by}
    asset = make.asset(level=facts.pop("level", None), department=cast.design, owner=cast.owner, **review | facts)
    make.judgement(asset, by, proposed)
    return asset


def may(step: str, asset: Asset, person: Any) -> bool:
    return STEPS[step].open_to(person_sight(person)).filter(pk=asset.pk).exists()


CARRY = {"owner", "manager", "deputy", "chief", "steward"}
TABLE = {
    (State.CANDIDATE, "submit"): CARRY | {"enterer"},
    (State.IN_REVIEW, "approve"): {"manager", "deputy"},
    (State.IN_REVIEW, "return"): {"manager", "deputy"},
    (State.IN_REVIEW, "question"): {"manager", "deputy"},
    (State.ACTIVE, "revise"): CARRY,
    (State.ACTIVE, "declassify"): CARRY,
}


@pytest.mark.parametrize("state", State.values)
def test_who_may_take_which_step(cast: Cast, state: str) -> None:
    everybody = {name: getattr(cast, name) for name in PEOPLE}
    level = Level.SECRET if state in (State.ACTIVE, State.RETIRED) else None
    facts: Any = (
        {"submitted_by": cast.owner, "judged_by": cast.owner, "proposed_level": Level.SECRET}
        if state == "IN_REVIEW"
        else {}
    )
    asset = make.asset(level=level, department=cast.design, owner=cast.owner, entered_by=cast.enterer, **facts)
    Asset.objects.filter(pk=asset.pk).update(state=state)
    make.judgement(asset, cast.owner)
    for step in STEPS:
        allowed = {name for name, person in everybody.items() if may(step, asset, person)}
        assert allowed == TABLE.get((State(state), step), set()), step


def test_top_secret_is_decided_by_the_chief(cast: Cast) -> None:
    asset = in_review(cast, Level.TOP_SECRET)
    assert may("approve", asset, cast.chief)
    assert not may("approve", asset, cast.manager)


def test_taking_top_secret_down_is_decided_by_the_chief_too(cast: Cast) -> None:
    asset = in_review(cast, Level.INTERNAL, level=Level.TOP_SECRET)
    assert may("approve", asset, cast.chief)
    assert not may("approve", asset, cast.manager)


def test_a_managers_own_proposal_goes_to_the_deputy_the_manager_above_or_the_chief(cast: Cast) -> None:
    asset = in_review(cast, Level.SECRET, by=cast.manager)
    assert not may("approve", asset, cast.manager)
    assert may("approve", asset, cast.chief)
    assert may("approve", asset, cast.deputy)
    assert not may("approve", asset, cast.chief)  # now somebody nearer can
    above = make.person("上 長", cast.root)
    cast.root.manager = above
    cast.root.save()
    assert may("approve", asset, above)


def test_the_chiefs_own_proposal_goes_to_the_executive(cast: Cast) -> None:
    asset = in_review(cast, Level.TOP_SECRET, by=cast.chief)
    assert not may("approve", asset, cast.chief)
    assert may("approve", asset, cast.executive)


def test_who_may_decide_is_told_the_nearest_first(cast: Cast) -> None:
    manager, deputy, chief, executive = cast.manager, cast.deputy, cast.chief, cast.executive
    assert list(deciders(in_review(cast, Level.SECRET))) == [manager, deputy]
    assert list(deciders(in_review(cast, Level.SECRET, by=manager))) == [deputy]
    assert list(deciders(in_review(cast, Level.TOP_SECRET))) == [chief]
    assert list(deciders(in_review(cast, Level.TOP_SECRET, by=chief))) == [executive]


def test_whoever_submits_is_told_who_decides(cast: Cast, client: Client) -> None:
    manager, deputy, asset = cast.manager, cast.deputy, in_review(cast, Level.SECRET)
    Asset.objects.filter(pk=asset.pk).update(state=State.CANDIDATE)
    client.force_login(cast.sign_in("owner"))
    address = f"/assets/{asset.code}/"
    page = client.post(f"{address}steps/submit/", follow=True).content.decode()
    assert f"One of these decides on it: {manager.label}, {deputy.label}." in page
    Asset.objects.filter(pk=asset.pk).update(state=State.CANDIDATE)
    cast.design.manager = cast.design.deputy = None
    cast.design.save()
    Mandate.objects.all().delete()
    page = client.post(f"{address}steps/submit/", follow=True).content.decode()
    assert "Nobody can decide on it yet" in page


def test_whoever_judged_does_not_approve_though_another_submitted(cast: Cast) -> None:
    asset = in_review(cast, Level.SECRET, judged_by=cast.manager)
    assert not may("approve", asset, cast.manager)


@pytest.mark.parametrize("level", [Level.INTERNAL, Level.SECRET, Level.TOP_SECRET])
@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_approves_their_own_proposal(cast: Cast, name: str, level: Level) -> None:
    person = getattr(cast, name)
    for role in Mandate.Role.values:
        make.mandate(person, role)
    cast.design.manager = cast.design.deputy = cast.root.manager = person
    cast.design.save()
    cast.root.save()
    asset = in_review(cast, level, by=person)
    assert not may("approve", asset, person)
    with pytest.raises(NotYours):
        take(STEPS["approve"], asset, by=person_sight(person))
    assert not Decision.objects.exists()


def test_from_candidate_to_in_force(cast: Cast) -> None:
    asset = make.asset(level=None, department=cast.design, owner=cast.owner)
    make.judgement(asset, cast.owner)
    take(STEPS["submit"], asset, by=person_sight(cast.owner))
    take(STEPS["approve"], asset, by=person_sight(cast.manager), shown=digest_of(asset))
    asset.refresh_from_db()
    assert (asset.state, asset.level) == (State.ACTIVE, Level.SECRET)
    assert [d.step for d in asset.decisions.order_by("pk")] == ["submit", "approve"]
    assert list(Entry.objects.values_list("verb", flat=True)) == ["assets.submit", "assets.approve"]


def test_a_candidate_without_judgement_cannot_be_submitted(cast: Cast) -> None:
    asset = make.asset(level=None, department=cast.design, owner=cast.owner)
    with pytest.raises(NotYours):
        take(STEPS["submit"], asset, by=person_sight(cast.owner))


def test_sending_back_needs_a_reason_and_leaves_what_was_in_force(cast: Cast) -> None:
    asset = in_review(cast, Level.INTERNAL, level=Level.SECRET)
    with pytest.raises(ValueError, match="comment"):
        take(STEPS["return"], asset, by=person_sight(cast.manager))
    take(STEPS["return"], asset, by=person_sight(cast.manager), comment="why lower?")
    asset.refresh_from_db()
    assert (asset.state, asset.level) == (State.ACTIVE, Level.SECRET)


def test_what_was_shown_must_still_be_there(cast: Cast) -> None:
    asset = in_review(cast, Level.SECRET)
    shown = digest_of(asset)
    make.carrier(asset)
    with pytest.raises(ChangedMeanwhile):
        take(STEPS["approve"], asset, by=person_sight(cast.manager), shown=shown)


def test_a_step_is_taken_once(cast: Cast) -> None:
    asset = in_review(cast, Level.SECRET)
    take(STEPS["approve"], asset, by=person_sight(cast.manager))
    with pytest.raises(NotYours):
        take(STEPS["approve"], asset, by=person_sight(cast.deputy))
    assert asset.decisions.count() == 1


def test_what_waits_is_what_may_be_approved(cast: Cast) -> None:
    mine, others = in_review(cast, Level.SECRET), in_review(cast, Level.TOP_SECRET)
    assert list(approval.awaiting(person_sight(cast.manager))) == [mine]
    assert list(approval.awaiting(person_sight(cast.chief))) == [others]
