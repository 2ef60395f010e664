"""What waits too long is late, and then goes up: to the chief, and after as long again to an executive."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Company
from accounts.sight import person_sight
from assets.deciding.approval import STEPS, take
from assets.kinds import State
from assets.models import Amendment, Asset
from classification.levels import Level
from tests import make
from tests.assets.test_approval import in_review, may
from tests.assets.test_reopening import amend, approved
from tests.cast import Cast

WHO = ("manager", "deputy", "chief", "executive", "steward", "auditor", "nobody", "owner")


def waiting(cast: Cast, level: Level, days: float) -> Asset:
    asset = in_review(cast, level)
    Asset.objects.filter(pk=asset.pk).update(submitted_at=timezone.now() - timedelta(days=days))
    return asset


TABLE: list[tuple[Level, float, set[str]]] = [
    (Level.SECRET, 13.9, {"manager", "deputy"}),
    (Level.SECRET, 14.1, {"manager", "deputy", "chief"}),
    (Level.SECRET, 27.9, {"manager", "deputy", "chief"}),
    (Level.SECRET, 28.1, {"manager", "deputy", "chief", "executive"}),
    (Level.TOP_SECRET, 13.9, {"chief"}),
    (Level.TOP_SECRET, 14.1, {"chief", "executive"}),
]


@pytest.mark.parametrize(("level", "days", "whose"), TABLE)
def test_it_goes_up_and_stays_with_whoever_had_it(cast: Cast, level: Level, days: float, whose: set[str]) -> None:
    people = {name: getattr(cast, name) for name in WHO}
    asset = waiting(cast, level, days)
    assert {name for name, person in people.items() if may("approve", asset, person)} == whose


def test_the_company_sets_the_days(cast: Cast) -> None:
    assert cast.manager
    asset = waiting(cast, Level.SECRET, 4)
    assert not may("approve", asset, cast.chief)
    Company.objects.update(escalate_after=3)
    assert may("approve", asset, cast.chief)


def test_nobodys_own_goes_up_to_themselves(cast: Cast) -> None:
    asset = in_review(cast, Level.SECRET, by=cast.executive)
    assert cast.manager
    Asset.objects.filter(pk=asset.pk).update(submitted_at=timezone.now() - timedelta(days=99))
    assert not may("approve", asset, cast.executive)


def test_while_an_answer_is_awaited_it_does_not_go_up(cast: Cast) -> None:
    assert cast.manager
    asset = waiting(cast, Level.SECRET, 20)
    take(STEPS["question"], asset, by=person_sight(cast.manager), comment="why?")
    assert not may("approve", asset, cast.chief)


def test_a_change_of_what_is_in_force_goes_up_too(cast: Cast) -> None:
    asset = approved(cast)
    amend(asset, cast.owner, name="curves II")
    assert not may("uphold", asset, cast.chief)
    Amendment.objects.update(at=timezone.now() - timedelta(days=15))
    assert may("uphold", asset, cast.chief)
    assert asset.state == State.ACTIVE


@pytest.mark.parametrize(("days", "late"), [(6, False), (9, True)])
def test_late_is_told_on_the_first_page_and_in_the_queue(cast: Cast, client: Client, days: int, late: bool) -> None:
    make.signed_in(client, cast.sign_in("manager"))
    waiting(cast, Level.SECRET, days)
    pages: list[Any] = [client.get(address).content.decode() for address in ("/", reverse("assets:approvals"))]
    assert [word in page for word, page in zip(("2 days late", "late</td>"), pages, strict=True)] == [late, late]
