"""Who could know of an asset on a day: the rule read backwards, now and as it was known then."""

from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import product

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from accounts.models import Department, Mandate, Person
from accounts.querysets import today
from accounts.sight import person_sight
from assets import leaving
from assets.audience import Knower, audience
from assets.entering import registration
from assets.knowing import access
from assets.models import Asset, Grant
from journal.acts import act
from tests import make
from tests.cast import MEMBERS, Cast

DAY = timedelta(days=1)
THEN = timezone.make_aware(datetime(2026, 3, 31, 9))
ON = THEN.date()


def people(asset: Asset, on: date | None = None) -> set[Person]:
    return {knower.person for knower in audience(asset, on or today()) if knower.recorded}


def of(asset: Asset, person: Person, on: date) -> Knower | None:
    return next((knower for knower in audience(asset, on) if knower.person == person), None)


def words(ways: tuple[object, ...]) -> list[str]:
    return [str(way.how) for way in ways]


@pytest.mark.parametrize("approved", [True, False])
@pytest.mark.parametrize("to", ["listed", "sales", "root"])
@pytest.mark.parametrize("scope", ["none", "department", "place", "elsewhere"])
def test_today_it_is_the_rule_itself(cast: Cast, approved: bool, to: str, scope: str) -> None:
    for name in MEMBERS:
        getattr(cast, name)
    asset = make.asset(department=cast.design, owner=cast.owner, custodian=cast.colleague, entered_by=cast.enterer)
    if not approved:
        Asset.objects.filter(pk=asset.pk).update(approved_on=None)
        asset.refresh_from_db()
    make.carrier(asset, place=cast.store)
    make.grant(asset, cast.newcomer, until_on=today() - DAY)
    make.grant(asset, getattr(cast, to))
    other = make.place("S2")
    scopes = {
        "none": None,
        "department": {"department": cast.root},
        "place": {"place": cast.site},
        "elsewhere": {"place": other},
    }
    if (over := scopes[scope]) is not None:
        make.mandate(cast.newcomer, Mandate.Role.AUDITOR, **over)
    rule = {p for p in Person.objects.all() if Asset.objects.seen_by(person_sight(p)).filter(pk=asset.pk).exists()}
    assert people(asset) == rule


def test_before_it_was_entered_nobody_could_as_known_then(cast: Cast) -> None:
    asset = registration.enter(Asset(name="a", kind="PAP", owner=cast.owner), [], [], by=person_sight(cast.enterer))
    access.give(Grant(asset=asset, person=cast.listed, purpose="w", from_on=ON), by=person_sight(cast.owner))
    assert people(asset) == {cast.owner, cast.enterer, cast.listed}
    assert not any(knower.known for knower in audience(asset, ON))
    assert people(asset, ON) == {cast.listed}  # the others since today


def test_a_grant_that_was_given_later_for_earlier_days_was_not_known_then(cast: Cast) -> None:
    asset = make.asset(owner=cast.owner)
    access.give(Grant(asset=asset, person=cast.listed, purpose="w", from_on=ON - DAY), by=person_sight(cast.owner))
    knower = of(asset, cast.listed, ON)
    assert knower is not None
    assert (words(knower.recorded), words(knower.known)) == (["on the access list: w"], [])
    assert knower.differs


def test_a_grant_that_was_ended_since_was_in_force_then(cast: Cast) -> None:
    with time_machine.travel(THEN, tick=False):
        asset = make.asset(owner=cast.owner)
        access.give(Grant(asset=asset, person=cast.listed, purpose="w", from_on=ON), by=person_sight(cast.owner))
    access.end(Grant.objects.get(), by=person_sight(cast.owner))
    knower = of(asset, cast.listed, ON + DAY)
    assert knower is not None
    assert not knower.differs
    assert of(asset, cast.listed, today()) is None


def test_who_was_in_charge_then_is_taken_from_the_journal(cast: Cast) -> None:
    asset = make.asset(owner=cast.nobody)
    leaving.hand_over([asset], cast.nobody, cast.owner, by=person_sight(cast.steward))
    assert people(asset, today() - DAY) >= {cast.nobody}
    assert cast.owner not in people(asset, today() - DAY)
    assert people(asset) >= {cast.owner}


def test_who_led_the_department_then_is_taken_from_the_journal(cast: Cast) -> None:
    asset = make.asset(department=cast.design)
    with time_machine.travel(timezone.now() - 2 * DAY, tick=False):
        assert cast.manager in people(asset)
    with act(None, "accounts.amend") as deed:
        deed.change(Department.objects.get(pk=cast.design.pk), manager=cast.nobody)
    assert (cast.manager in people(asset), cast.nobody in people(asset)) == (False, True)
    yesterday = today() - DAY
    assert (cast.manager in people(asset, yesterday), cast.nobody in people(asset, yesterday)) == (True, False)


def test_the_number_of_queries_does_not_grow(cast: Cast) -> None:
    asset = make.asset(owner=cast.owner, department=cast.design)
    make.grant(asset, cast.listed)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            audience(asset, today())
        return len(captured)

    before = asked()
    for number, _twice in product(range(5), range(2)):
        make.grant(asset, make.person(f"p{number}", cast.sales))
        make.carrier(asset, place=cast.store)
    assert asked() == before


@pytest.mark.parametrize(
    ("typed", "status"), [("", 200), ("R8.3.31", 200), ("2026-03-31", 200), ("soon", 422), ("2099-01-01", 422)]
)
def test_the_page_takes_a_day(cast: Cast, client: Client, typed: str, status: int) -> None:
    asset = make.asset("炉の曲線", owner=cast.owner)
    make.signed_in(client, cast.sign_in("owner"))
    answer = client.get(reverse("desk:audience", args=[asset.code]), {"on": typed})
    assert answer.status_code == status


def test_the_paper_names_the_people(cast: Cast, client: Client) -> None:
    asset = make.asset("炉の曲線", owner=cast.owner)
    make.signed_in(client, cast.sign_in("owner"))
    answer = client.get(reverse("desk:audience", args=[asset.code]), {"on": "2026-03-31", "pdf": "1"})
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    assert "小川 花" in text
    assert asset.code in text
