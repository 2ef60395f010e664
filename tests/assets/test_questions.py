"""The decider asks, the proposer answers, and it stays in review meanwhile."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.sight import person_sight
from assets.deciding import approval
from assets.deciding.approval import STEPS, NotYours, take
from assets.deciding.dossier import digest_of
from assets.kinds import State
from assets.models import Asset
from tests import make
from tests.assets.test_approval import in_review
from tests.assets.test_reopening import amend, approved
from tests.cast import Cast


def inboxes(asset: Asset, *people: Any) -> list[str]:
    """Whose it is to decide, and whose to answer."""
    found = []
    for person in people:
        who = person_sight(person)
        found.append("decide" if approval.awaiting(who).exists() else "answer" if approval.asked(who).exists() else "")
    return found


def test_a_question_moves_it_to_the_proposer_and_the_answer_back(cast: Cast) -> None:
    asset = in_review(cast, 20)
    people = (cast.manager, cast.deputy, cast.owner, cast.nobody, cast.chief)
    assert inboxes(asset, *people) == ["decide", "decide", "", "", ""]
    take(STEPS["question"], asset, by=person_sight(cast.manager), comment="who else knows?")
    assert inboxes(asset, *people) == ["", "", "answer", "", ""]
    take(STEPS["reply"], asset, by=person_sight(cast.owner), comment="nobody")
    asset.refresh_from_db()
    assert inboxes(asset, *people) == ["decide", "decide", "", "", ""]
    assert (asset.state, asset.asked_by) == (State.IN_REVIEW, None)
    assert [d.comment for d in asset.decisions.order_by("pk")] == ["who else knows?", "nobody"]


def test_a_question_needs_words_and_so_does_an_answer(cast: Cast) -> None:
    asset = in_review(cast, 20)
    with pytest.raises(ValueError, match="comment"):
        take(STEPS["question"], asset, by=person_sight(cast.manager), comment=" ")
    take(STEPS["question"], asset, by=person_sight(cast.manager), comment="why?")
    with pytest.raises(ValueError, match="comment"):
        take(STEPS["reply"], asset, by=person_sight(cast.owner))


def test_one_question_at_a_time_and_nobody_answers_their_own(cast: Cast) -> None:
    asset = in_review(cast, 20)
    Asset.objects.filter(pk=asset.pk).update(owner=cast.manager)
    take(STEPS["question"], asset, by=person_sight(cast.manager), comment="why?")
    for step in ("question", "reply"):
        with pytest.raises(NotYours):
            take(STEPS[step], asset, by=person_sight(cast.manager), comment="because")


def test_it_may_be_decided_without_the_answer(cast: Cast) -> None:
    asset = in_review(cast, 20)
    take(STEPS["question"], asset, by=person_sight(cast.manager), comment="why?")
    take(STEPS["approve"], asset, by=person_sight(cast.deputy))
    asset.refresh_from_db()
    assert (asset.state, asset.asked_by) == (State.ACTIVE, None)


def test_a_change_of_what_is_in_force_can_be_asked_about_too(cast: Cast) -> None:
    asset = approved(cast)
    amend(asset, cast.owner, name="curves II")
    take(STEPS["question"], asset, by=person_sight(cast.manager), comment="why the name?")
    assert inboxes(asset, cast.manager, cast.owner) == ["", "answer"]


def test_both_see_the_same_screen_and_what_was_said(cast: Cast, client: Client) -> None:
    asset = in_review(cast, 20)
    address = reverse("assets:decide", args=[asset.code])
    make.signed_in(client, cast.sign_in("owner"))
    assert client.get(address).status_code == 404
    asks = {"shown": digest_of(asset), "comment": "who else knows of it?"}
    make.signed_in(client, cast.sign_in("manager"))
    assert client.post(reverse("assets:step", args=[asset.code, "question"]), asks).status_code == 302
    assert "who else knows of it?" in client.get(address).content.decode()
    make.signed_in(client, cast.sign_in("owner"))
    page = client.get(address).content.decode()
    assert "who else knows of it?" in page
    assert "steps/reply/" in page
    assert "steps/approve/" not in page
    answered = client.post(reverse("assets:step", args=[asset.code, "reply"]), {"comment": "the foreman"})
    assert answered.status_code == 302
    make.signed_in(client, cast.sign_in("manager"))
    assert "the foreman" in client.get(address).content.decode()
