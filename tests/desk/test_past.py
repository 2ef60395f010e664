"""An asset as it was: what was recorded by the end of a day, for whoever may see it today."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assets.models import Asset, Carrier
from journal.acts import act
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(cast: Cast, monkeypatch: Any) -> Asset:
    """Entered ten days ago; five days ago it got another name and lost its carrier."""
    with monkeypatch.context() as then:
        now = timezone.now()
        then.setattr("journal.chain.timezone.now", lambda: now - timedelta(days=10))
        with act(cast.owner, "assets.enter") as deed:
            asset = deed.add(Asset(name="古い名前", kind="PAP", owner=cast.owner))
            carrier = deed.add(Carrier(asset=asset, kind="PAP", location="古い棚"))
        then.setattr("journal.chain.timezone.now", lambda: now - timedelta(days=5))
        with act(cast.owner, "assets.amend", asset) as deed:
            deed.change(asset, name="新しい名前")
            deed.remove(carrier)
    return asset


def page(client: Client, cast: Cast, asset: Asset, on: str, name: str = "owner") -> str:
    client.force_login(cast.sign_in(name))
    return client.get(reverse("desk:past", args=[asset.code]), {"on": on}).content.decode()


def day(ago: int) -> str:
    return (timezone.localdate() - timedelta(days=ago)).isoformat()


def test_before_and_after_a_change(cast: Cast, asset: Asset, client: Client) -> None:
    before, after = page(client, cast, asset, day(7)), page(client, cast, asset, day(3))
    assert "<dd>古い名前</dd>" in before
    assert "古い棚" in before
    assert "<dd>新しい名前</dd>" in after
    assert "古い棚" not in after
    assert "does not hold how" not in before


def test_the_day_of_a_change_counts_whole(cast: Cast, asset: Asset, client: Client) -> None:
    assert "<dd>新しい名前</dd>" in page(client, cast, asset, day(5))


def test_before_it_was_entered_it_was_not_there(cast: Cast, asset: Asset, client: Client) -> None:
    assert "Not yet in the register" in page(client, cast, asset, day(11))


@pytest.mark.parametrize("on", ["", "x", "2026-13-45", "2999-01-01"])
def test_days_that_are_none_are_today(cast: Cast, asset: Asset, client: Client, on: str) -> None:
    assert "<dd>新しい名前</dd>" in page(client, cast, asset, on)


def test_where_the_journal_does_not_hold_the_beginning_it_says_so(cast: Cast, client: Client) -> None:
    found = make.asset(owner=cast.owner)
    assert "does not hold how" in page(client, cast, found, day(1))


def test_a_sealed_one_is_not_opened_by_its_past(cast: Cast, asset: Asset, client: Client) -> None:
    Asset.objects.update(sealed=True, sealed_by=cast.owner, seal_reason="名前で分かる")
    assert "古い名前" not in page(client, cast, asset, day(7), "auditor")


def test_what_has_changed_since_is_marked(cast: Cast, asset: Asset, client: Client) -> None:
    before = page(client, cast, asset, day(7))
    assert "Today: 新しい名前" in before
    assert "no more today" in before
    assert "Today:" not in page(client, cast, asset, day(3))


def test_what_has_come_since_stands_apart(cast: Cast, asset: Asset, client: Client) -> None:
    with act(cast.owner, "assets.amend", asset) as deed:
        deed.add(Carrier(asset=asset, kind="PAP", location="新しい棚"))
    before = page(client, cast, asset, day(7))
    assert "Came since: 1" in before
    assert before.index("新しい棚") > before.index("Came since")
