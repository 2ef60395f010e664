"""Secret, patent, standard or public: what the answers speak for, and the decision on record."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.sight import person_sight
from assets.choosing import choosing
from assets.choosing.uses import FACTORS, weigh
from assets.judging.judging import NotOpen
from assets.kinds import Outcome, State
from assets.models import Asset, Choice
from journal.models import Entry
from tests import make
from tests.cast import Cast

SECRET = {"reverse_engineering": "no", "detection": "no", "independent": "no", "life": "long", "keepable": "yes"}
PATENT = {"reverse_engineering": "yes", "detection": "yes", "independent": "yes", "life": "middle", "cost": "yes"}
STANDARD = {"keepable": "no", "spread": "yes", "shown": "yes", "cost": "no", "law": "no"}


@pytest.mark.parametrize(
    ("answers", "personal", "advised", "tied"),
    [
        (SECRET, False, Outcome.KEEP_SECRET, False),
        (PATENT, False, Outcome.PATENT, False),
        (STANDARD, False, Outcome.STANDARD, False),
        ({}, False, None, False),
        ({name: SECRET[name] for name in list(SECRET)[:4]}, False, None, False),
        ({"law": "yes"}, False, Outcome.BY_LAW, False),
        (PATENT | {"law": "yes"}, False, Outcome.BY_LAW, False),
        (PATENT, True, Outcome.BY_LAW, False),
        (SECRET | {"independent": "yes", "life": "middle"} | {"cost": "yes"}, False, Outcome.KEEP_SECRET, True),
        ({"reverse_engineering": "perhaps", "unheard of": "yes"}, False, None, False),
    ],
)
def test_what_the_answers_speak_for(answers: dict[str, str], personal: bool, advised: Any, tied: bool) -> None:
    advice = weigh(answers, personal=personal)
    assert (advice.outcome, advice.tied) == (advised, tied)


def test_each_reason_is_an_answer_that_was_given() -> None:
    told = {(factor.code, answer.code) for _use, because in weigh(STANDARD).reasons for factor, answer in because}
    assert told <= set(STANDARD.items())


def test_the_machine_maker_of_the_flyer() -> None:
    """The four pieces of the flyer's machine maker A come out as the flyer has them."""
    measuring = {"reverse_engineering": "yes", "keepable": "no", "spread": "yes", "shown": "yes", "law": "no"}
    structure = PATENT | {"keepable": "no", "spread": "no"}
    assert [weigh(each).outcome for each in (measuring, structure, SECRET)] == [
        Outcome.STANDARD, Outcome.PATENT, Outcome.KEEP_SECRET,
    ]  # fmt: skip


def test_a_decision_is_on_record_and_in_force(cast: Cast) -> None:
    asset = make.asset(owner=cast.owner)
    choosing.choose(asset, Outcome.PATENT, PATENT, by=person_sight(cast.owner), tier="NDA")
    asset.refresh_from_db()
    assert (asset.outcome, asset.tier) == ("PATENT", "NDA")
    assert Choice.objects.get().advised == Outcome.PATENT
    assert Entry.objects.get().verb == "assets.choose"


def test_another_use_than_advised_needs_a_reason(cast: Cast) -> None:
    asset = make.asset(owner=cast.owner)
    with pytest.raises(ValueError, match="reason"):
        choosing.choose(asset, Outcome.KEEP_SECRET, PATENT, by=person_sight(cast.owner))
    choosing.choose(asset, Outcome.KEEP_SECRET, PATENT, by=person_sight(cast.owner), reason="too dear")
    assert Choice.objects.get().reason == "too dear"


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.RETIRED])
def test_not_while_it_is_in_review(cast: Cast, state: str) -> None:
    review = {"submitted_by": cast.owner, "judged_by": cast.owner, "proposed_level": 20}
    asset = make.asset(owner=cast.owner, state=state, **review)
    with pytest.raises(NotOpen):
        choosing.choose(asset, Outcome.PATENT, PATENT, by=person_sight(cast.owner))
    assert not Entry.objects.exists()


@pytest.fixture
def page(cast: Cast, client: Client) -> Any:
    asset = make.asset(owner=cast.owner)
    make.signed_in(client, cast.sign_in("owner"))
    return lambda data: client.post(reverse("assets:choose", args=[asset.code]), data)


def test_to_weigh_records_nothing_and_says_what_is_advised(page: Any) -> None:
    answer = page(PATENT | {"weigh": "1"})
    assert "The answers speak for: Patent." in answer.content.decode()
    assert not Choice.objects.exists()


def test_nothing_typed_is_lost_when_the_reason_is_missing(page: Any) -> None:
    answer = page(PATENT | {"decide": "1", "outcome": "KEEP_SECRET", "public_on": "R9.4.1"})
    assert answer.status_code == 422
    assert "The answers speak for “Patent”: say why not." in answer.content.decode()
    assert "R9.4.1" in answer.content.decode()


def test_the_decision_is_taken_on_the_page(page: Any) -> None:
    answer = page(PATENT | {"decide": "1", "outcome": "PATENT", "public_on": "R9.4.1"})
    assert answer.status_code == 302
    assert Asset.objects.get().outcome == "PATENT"
    assert str(Choice.objects.get().public_on) == "2027-04-01"


def test_every_question_can_be_answered_and_left_out() -> None:
    assert len(FACTORS) == 9
    assert len({factor.code for factor in FACTORS}) == 9
    assert all(len(factor.answers) >= 2 for factor in FACTORS)
