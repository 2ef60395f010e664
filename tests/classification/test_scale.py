"""The scale: the company's amounts, the examples by kind, and IPA's scale, which makes nothing secret."""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.translation import override

from accounts.querysets import today
from accounts.sight import person_sight
from assets.kinds import Kind
from classification import ipa
from classification.criteria import CODES, CRITERIA
from classification.models import LossLimits
from classification.scale import PROPOSED, Limits, examples, limits, set_limits, yen
from journal.models import Entry
from tests import make
from tests.cast import Cast

JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


@pytest.mark.parametrize(
    ("amount", "ja", "en"),
    [
        (1_000_000, "100万円", "1 million yen"),
        (50_000_000, "5,000万円", "50 million yen"),
        (100_000_000, "1億円", "100 million yen"),
        (123_450_000, "1億2,345万円", "123,450,000 yen"),
        (500_000, "50万円", "500,000 yen"),
        (1_234, "1,234円", "1,234 yen"),
        (2_000_000_000, "20億円", "2,000 million yen"),
    ],
)
def test_an_amount_is_written_as_people_say_it(amount: int, ja: str, en: str) -> None:
    with override("ja"):
        assert yen(amount) == ja
    with override("en"):
        assert yen(amount) == en


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_anchors_speak_of_the_companys_amounts(language: str) -> None:
    with override(language):
        words = Limits(3_000_000, 80_000_000).words
        loss = next(c for c in CRITERIA if c.code == "loss_on_leak").spoken(words)
        assert words["low"] in loss[1]
        assert words["low"] in loss[2]
        assert words["high"] in loss[2]
        assert words["high"] in loss[3]
        for criterion in CRITERIA:
            assert not any("%(" in anchor for anchor in criterion.spoken(words))


def test_the_proposal_holds_until_the_company_decides_and_days_before_keep_theirs(cast: Cast) -> None:
    assert (limits().low, limits().high) == PROPOSED
    set_limits(2_000_000, 30_000_000, by=person_sight(cast.chief))
    set_limits(3_000_000, 40_000_000, by=person_sight(cast.chief))
    assert (limits().low, limits().high) == (3_000_000, 40_000_000)
    assert (limits(today() - timedelta(days=1)).low, LossLimits.objects.count()) == (1_000_000, 2)
    assert Entry.objects.filter(verb="classification.set_loss_limits", actor_id=cast.chief.pk).count() == 2


@pytest.mark.parametrize(("low", "high"), [(0, 1), (5, 5), (6, 5)])
def test_steps_that_do_not_rise_are_refused(cast: Cast, client: Client, low: int, high: int) -> None:
    make.signed_in(client, cast.sign_in("chief"))
    assert client.post("/rules/scale/", {"low": low, "high": high}).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        LossLimits.objects.create(low=low, high=high, on=today())


def test_the_chief_sets_them_and_the_form_of_judging_shows_them(cast: Cast, client: Client) -> None:
    make.signed_in(client, cast.sign_in("chief"))
    assert client.post("/rules/scale/", {"low": 3_000_000, "high": 80_000_000}).status_code == 302
    asset = make.asset(level=None, department=cast.design, owner=cast.owner)
    for page in ("/rules/scale/", f"/assets/{asset.code}/judge/"):
        assert "above 80 million yen" in client.get(page).content.decode()


@pytest.mark.parametrize("name", ["manager", "steward", "executive", "administrator", "nobody"])
def test_nobody_but_the_chief_sets_them(cast: Cast, client: Client, name: str) -> None:
    make.signed_in(client, cast.sign_in(name))
    assert client.post("/rules/scale/", {"low": 1, "high": 2}).status_code == 403
    assert not LossLimits.objects.exists()


@pytest.mark.parametrize("kind", Kind.values)
def test_every_kind_has_an_example_for_every_question_in_both_languages(kind: str) -> None:
    with override("ja"):
        japanese = examples(kind)
    with override("en"):
        english = examples(kind)
    assert tuple(japanese) == tuple(english) == CODES
    assert all(1 <= each.score <= 3 and JAPANESE.search(each.text) for each in japanese.values())
    assert not any(JAPANESE.search(each.text) for each in english.values())


# IPA


@pytest.mark.parametrize(
    ("rated", "importance", "says", "not_secret"),
    [
        ({}, None, "", False),
        ({"confidentiality": None, "integrity": None, "availability": None}, None, "", False),
        ({"confidentiality": 3, "integrity": 1, "availability": 2}, 3, "is 3, by confidentiality.", False),
        ({"confidentiality": 1, "integrity": 1, "availability": 3}, 3, "is 3, by availability.", True),
        ({"confidentiality": 2, "integrity": 2, "availability": 1}, 2, "is 2, by confidentiality, integrity.", False),
        ({"integrity": 2}, 2, "is 2, by integrity.", True),
    ],
)
def test_ipas_importance_is_the_highest_of_three(
    rated: dict[str, int | None], importance: int | None, says: str, not_secret: bool
) -> None:
    assert ipa.importance(rated) == importance
    with override("en"):
        told = ipa.told(rated)
    assert says in told
    assert ("not how secret it is" in told) is not_secret


def test_it_is_the_maximum_whatever_is_rated() -> None:
    for values in product((None, 1, 2, 3), repeat=3):
        known = [v for v in values if v]
        assert ipa.importance(dict(zip(ipa.CODES, values, strict=True))) == (max(known) if known else None)
