"""The balance page: each warning with a register that leans so and one that does not, and for whom it speaks."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Mandate, User
from accounts.querysets import today
from assets.models import AccessRequest, Asset
from classification.levels import Level
from desk.addressee import Addressee
from desk.balance import TABLE, found
from desk.balance.kinds import Scales
from journal.models import Sighting
from journal.sightings import note
from measures.models import Exemption, Threshold
from tests import make
from tests.cast import Cast

TODAY = today()
DAY = timedelta(days=1)
TOP, SECRET, INTERNAL, PUBLIC = Level.TOP_SECRET, Level.SECRET, Level.INTERNAL, Level.PUBLIC


def paper(cast: Cast, level: Level = SECRET, **facts: Any) -> Asset:
    """An asset that leans to no side."""
    asset = make.asset(f"paper {Asset.objects.count()}", level, department=cast.design, owner=cast.owner, **facts)
    make.grant(asset, cast.newcomer)
    return asset


def tops(n: int, of: int) -> Callable[[Cast], None]:
    def build(cast: Cast) -> None:
        for number in range(of):
            paper(cast, TOP if number < n else INTERNAL)

    return build


def secrets(n: int, of: int) -> Callable[[Cast], None]:
    def build(cast: Cast) -> None:
        for number in range(of):
            paper(cast, SECRET if number < n else INTERNAL)

    return build


def public(label: int) -> Callable[[Cast], Any]:
    return lambda cast: make.carrier(paper(cast, PUBLIC), label=label)


def crowd(level: Level, people: int) -> Callable[[Cast], None]:
    def build(cast: Cast) -> None:
        asset = paper(cast, level)
        for n in range(people):
            make.grant(asset, make.person(f"人 {n}", cast.sales))

    return build


def listed(
    days: int, level: Level = SECRET, seen: int | None = None, name: str = "listed", joined: int = 400
) -> Callable[[Cast], None]:
    def build(cast: Cast) -> None:
        cast.sign_in("listed")
        User.objects.filter(person=cast.listed).update(date_joined=timezone.now() - joined * DAY)
        asset = paper(cast, level)
        make.grant(asset, getattr(cast, name), from_on=TODAY - days * DAY)
        if seen is not None:
            note(cast.listed, "assets.view", asset)
            Sighting.objects.update(at=timezone.now() - seen * DAY)

    return build


def strain(requests: int, exempt: int, doors: int, days: int = 9) -> Callable[[Cast], None]:
    def build(cast: Cast) -> None:
        asset, start = paper(cast), TODAY - days * DAY
        for _n in range(requests):
            answer = {"answered_by": cast.owner, "state": "GIVEN", "asset": asset}
            AccessRequest.objects.create(
                asked_by=cast.nobody, asked_at=timezone.now() - days * DAY, need="it", **answer
            )
        for n in range(exempt):
            facts = {
                "reason": "r",
                "decided_by": cast.chief,
                "state": "AGREED",
                "from_on": start,
                "until_on": TODAY + DAY,
            }
            Exemption.objects.create(measure=f"E1-{'abc'[n]}", asset=asset, **facts)
        for _n in range(doors):
            make.mandate(cast.nobody, Mandate.Role.BREAK_GLASS, department=cast.design, from_on=start)

    return build


def alone(**facts: Any) -> Callable[[Cast], None]:
    def build(cast: Cast) -> None:
        asset = make.asset("alone", department=cast.design, owner=cast.owner)
        Asset.objects.filter(pk=asset.pk).update(**facts)

    return build


def kept_by(cast: Cast) -> None:
    make.asset("kept", department=cast.design, owner=cast.owner, custodian=cast.colleague)


def judged(level: Level, suggested: Level) -> Callable[[Cast], None]:
    def build(cast: Cast) -> None:
        make.judgement(paper(cast, level), cast.owner, level, suggested=suggested, override_reason="r")

    return build


CASES: list[tuple[str, Callable[[Cast], Any], int]] = [
    ("top", tops(3, of=10), 3),
    ("top", tops(2, of=10), 0),
    ("top", tops(3, of=9), 0),
    ("department", secrets(4, of=5), 1),
    ("department", secrets(3, of=5), 0),
    ("department", secrets(4, of=4), 0),
    ("crowd", crowd(TOP, 5), 1),
    ("crowd", crowd(TOP, 1), 0),
    ("crowd", crowd(SECRET, 9), 0),
    ("labels", public(20), 1),
    ("labels", public(0), 0),
    ("unused", listed(200), 1),
    ("unused", listed(200, seen=190), 1),
    ("unused", listed(200, seen=100), 0),
    ("unused", listed(100), 0),
    ("unused", listed(200, INTERNAL), 0),
    ("unused", listed(200, name="newcomer"), 0),
    ("unused", listed(200, joined=100), 0),
    ("strained", strain(2, 1, 0), 1),
    ("strained", strain(1, 0, 2), 1),
    ("strained", strain(1, 1, 0), 0),
    ("strained", strain(0, 0, 5), 0),
    ("strained", strain(3, 0, 0, days=200), 0),
    ("locked", alone(), 1),
    ("locked", kept_by, 0),
    ("locked", alone(level=INTERNAL), 0),
    ("locked", alone(kind="TAC"), 0),
    ("lower", judged(SECRET, INTERNAL), 1),
    ("lower", judged(SECRET, SECRET), 0),
    ("lower", judged(SECRET, TOP), 0),
    ("lower", judged(INTERNAL, PUBLIC), 0),
]


def told(cast: Cast, name: str) -> dict[str, int]:
    user = cast.sign_in(name)
    user.__dict__.pop("_sights", None)
    scales = Scales.of(Addressee.of(user))
    return {each.warning.name: each.count for warning in TABLE if (each := found(warning, scales))}


@pytest.mark.parametrize(("name", "build", "count"), CASES)
def test_each_warning_speaks_where_the_register_leans(cast: Cast, name: str, build: Any, count: int) -> None:
    build(cast)
    assert told(cast, "chief").get(name, 0) == count


def test_every_warning_has_a_case_that_leans_and_one_that_does_not() -> None:
    for warning in TABLE:
        assert {bool(count) for name, _build, count in CASES if name == warning.name} == {True, False}


def test_only_what_one_may_know_of_is_weighed(cast: Cast) -> None:
    for build in (tops(3, of=10), public(20), listed(200), strain(2, 1, 0), alone(), judged(SECRET, INTERNAL)):
        build(cast)
    assert told(cast, "nobody") == {}
    assert set(told(cast, "owner")) == set(told(cast, "chief"))


def test_who_opened_what_is_told_to_those_alone_who_give_access(cast: Cast) -> None:
    for name in ("manager", "deputy"):
        getattr(cast, name)
    listed(200)(cast)
    names = ("owner", "manager", "deputy", "listed", "colleague", "auditor")
    assert {name for name in names if "unused" in told(cast, name)} == {"owner", "manager", "deputy", "auditor"}


def test_the_companys_own_number_is_the_measure(cast: Cast) -> None:
    tops(3, of=10)(cast)
    Threshold.objects.create(rule="GOV-09", name="top_percent", value=30, reason="r", by=cast.chief)
    assert "top" not in told(cast, "chief")


def test_the_page_says_why_and_what_to_do(cast: Cast, client: Client) -> None:
    make.signed_in(client, cast.sign_in("chief"))
    assert "Nothing to weigh yet" in client.get("/balance/").content.decode()
    make.grant(make.asset(level=INTERNAL, department=cast.design, owner=cast.owner), cast.listed)
    assert "In balance" in client.get("/balance/").content.decode()
    alone()(cast)
    body = client.get("/balance/").content.decode()
    for words in ("Locked away", "Say who is to work with it", "flyer", "alone"):
        assert words in body


@pytest.mark.parametrize("name", ["chief", "owner"])
def test_the_number_of_queries_does_not_grow(cast: Cast, client: Client, name: str) -> None:
    def build() -> None:
        for each in (tops(3, of=10), public(20), listed(200), strain(2, 1, 0), alone(), judged(SECRET, INTERNAL)):
            each(cast)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/balance/").status_code == 200
        return len(captured)

    make.signed_in(client, cast.sign_in(name))
    build()
    client.get("/balance/")
    few = asked()
    for _n in range(3):
        build()
    assert asked() <= few
