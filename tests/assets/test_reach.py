"""What somebody could see, and what they did see, between two days."""

from datetime import date, timedelta

from django.test import Client
from django.urls import reverse

from accounts.models import Posting
from accounts.querysets import today
from accounts.sight import person_sight
from assets import leaving, reach, watch
from assets.models import Asset
from journal.acts import name_of
from tests import make
from tests.cast import Cast

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)


def found(cast: Cast, first: date = FIRST, last: date = LAST) -> list[tuple[str, date | None, date | None]]:
    rows = reach.ways(cast.nobody, Asset.objects.all(), first, last)
    return [(way.asset.name, way.from_on, way.until_on) for way in rows]


def test_a_grant_counts_when_it_held_on_one_of_the_days(cast: Cast) -> None:
    make.grant(make.asset("before"), cast.nobody, from_on=date(2025, 1, 1), until_on=date(2025, 12, 31))
    make.grant(make.asset("after"), cast.nobody, from_on=date(2026, 4, 1))
    make.grant(make.asset("last day"), cast.nobody, from_on=LAST)
    make.grant(make.asset("first day"), cast.nobody, from_on=date(2025, 1, 1), until_on=FIRST)
    assert {name for name, *_dates in found(cast)} == {"first day", "last day"}


def test_through_a_department_only_while_posted_there(cast: Cast) -> None:
    Posting.objects.filter(person=cast.nobody).update(until_on=date(2026, 2, 28))
    make.grant(make.asset("a"), cast.root, from_on=date(2026, 2, 1))
    make.grant(make.asset("b"), cast.sales, from_on=date(2026, 3, 1))
    assert found(cast) == [("a", date(2026, 2, 1), date(2026, 2, 28))]


def test_whoever_handed_it_over_was_in_charge_until_then(cast: Cast) -> None:
    asset = make.asset("a", owner=cast.nobody)
    leaving.hand_over([asset], cast.nobody, cast.owner, by=person_sight(cast.steward))
    assert found(cast, today(), today()) == [("a", None, today())]
    assert found(cast, today() + DAY, today() + DAY) == []


def test_what_was_opened_is_counted(cast: Cast) -> None:
    asset = make.asset("a")
    for _ in range(3):
        watch.viewed(asset, by=person_sight(cast.listed))
    times, _at = reach.seen(cast.listed, today(), today())[name_of(asset)]
    assert times == 3
    assert reach.seen(cast.listed, today() - 9 * DAY, today() - DAY) == {}


def test_the_reader_reads_of_their_own_assets_only(cast: Cast, client: Client) -> None:
    mine, other = make.asset("甲の図面", department=cast.design), make.asset("乙の図面", department=cast.sales)
    for asset in (mine, other):
        make.grant(asset, cast.colleague)
        watch.viewed(asset, by=person_sight(cast.colleague))
    client.force_login(cast.sign_in("manager"))
    text = client.get(reverse("desk:reached", args=[cast.colleague.code])).content.decode()
    assert "甲の図面" in text
    assert "乙の図面" not in text
    assert other.code not in text


def test_it_is_printed(cast: Cast, client: Client) -> None:
    make.grant(make.asset("a"), cast.colleague)
    client.force_login(cast.sign_in("chief"))
    answer = client.get(reverse("desk:reached", args=[cast.colleague.code]), {"pdf": "1", "first": FIRST, "last": LAST})
    assert answer.content.startswith(b"%PDF")
    wrong = client.get(reverse("desk:reached", args=[cast.colleague.code]), {"first": LAST, "last": FIRST})
    assert wrong.status_code == 422
