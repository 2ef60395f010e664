"""The pages of review rounds, and the command that is run every day."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.querysets import today
from assets.models import Asset, Grant, Round, RoundAnswer
from measures.models import Threshold
from tests import make
from tests.cast import Cast

TODAY = today()
DAY = timedelta(days=1)
DUE = {"due_on": (TODAY + 20 * DAY).isoformat()}


@pytest.fixture
def asset(cast: Cast) -> Asset:
    asset = make.asset("curves", department=cast.design, owner=cast.owner)
    for whom in (cast.listed, cast.nobody, cast.colleague):
        make.grant(asset, whom)
    return asset


def begin(client: Client, cast: Cast, name: str = "chief", **facts: str | int) -> None:
    make.signed_in(client, cast.sign_in(name))
    client.post("/access/rounds/", DUE | facts)


def test_a_round_is_answered_line_by_line_without_script(cast: Cast, asset: Asset, client: Client) -> None:
    begin(client, cast)
    make.signed_in(client, cast.sign_in("owner"))
    lines = list(Grant.objects.order_by("pk"))
    body = client.get("/access/review/").content.decode()
    assert body.count('name="purpose"') == 3
    assert f'href="#line-{lines[0].pk}" autofocus' in body
    led = client.post(f"/access/review/{lines[0].pk}/confirmed/")
    assert led.headers["Location"] == f"/access/review/?at={lines[1].pk}"
    wrong = client.post(f"/access/review/{lines[1].pk}/changed/", {"purpose": "", "until_on": "soon"})
    assert wrong.status_code == 422
    assert "soon" in (said := wrong.content.decode())
    assert all(f'<div class="invalid-feedback" id="{field}-problem">' in said for field in ("purpose", "until"))
    client.post(f"/access/review/{lines[1].pk}/changed/", {"purpose": "tests", "until_on": ""})
    assert client.post(f"/access/review/{lines[2].pk}/lapsed/").status_code == 404
    client.post(f"/access/review/{lines[2].pk}/removed/")
    assert client.post(f"/access/review/{lines[2].pk}/removed/").status_code == 404
    assert "All answered" in client.get("/access/review/").content.decode()
    assert [row.outcome for row in RoundAnswer.objects.order_by("pk")] == ["CONFIRMED", "CHANGED", "REMOVED"]


def test_how_far_it_is_stands_on_a_page_and_on_paper(cast: Cast, asset: Asset, client: Client) -> None:
    begin(client, cast)
    make.signed_in(client, cast.sign_in("owner"))
    client.post(f"/access/review/{Grant.objects.order_by('pk')[0].pk}/confirmed/")
    address = f"/access/rounds/{Round.objects.get().pk}/"
    body = client.get(address).content.decode()
    assert 'value="33"' in body
    assert "still needed" in body
    assert client.get(f"{address}?pdf=1").content.startswith(b"%PDF-")
    make.signed_in(client, cast.sign_in("enterer"))
    assert client.get(address).status_code == 404
    assert "Test Works" not in client.get("/access/rounds/").content.decode().partition("<main")[2]


@pytest.mark.parametrize(
    ("name", "department", "begun"),
    [
        ("chief", None, True), ("steward", None, True), ("manager", "design", True), ("manager", "sales", False),
        ("manager", None, False), ("owner", "design", False), ("auditor", None, False),
    ],
)  # fmt: skip
def test_who_begins_a_round_over_what(
    cast: Cast, asset: Asset, client: Client, name: str, department: str | None, begun: bool
) -> None:
    cast.sign_in(name)
    begin(client, cast, name, **({"department": getattr(cast, department).pk} if department else {}))
    assert Round.objects.exists() == begun


@pytest.mark.parametrize(("registered", "begun"), [(300, 0), (340, 1), (400, 1)])
def test_a_round_begins_by_itself_where_lists_are_due(cast: Cast, asset: Asset, registered: int, begun: int) -> None:
    """Once a year for a secret, and so many days before; one at a time."""
    Asset.objects.update(registered_on=TODAY - registered * DAY)
    for _again in range(2):
        call_command("review_rounds")
    assert Round.objects.filter(begun_by=None).count() == begun


def test_what_nobody_answered_ends_where_the_company_has_decided_so(cast: Cast, asset: Asset, client: Client) -> None:
    Threshold.objects.create(rule="ACC-02", name="lapse", value=1, reason="the auditor asked", by=cast.chief)
    begin(client, cast)
    make.signed_in(client, cast.sign_in("owner"))
    assert "lines that nobody has answered end with the last day" in client.get("/").content.decode()
    call_command("review_rounds", on=TODAY + 20 * DAY)
    assert Grant.objects.filter(until_on=None).count() == 3
    call_command("review_rounds", on=TODAY + 21 * DAY)
    assert Grant.objects.filter(until_on=TODAY + 20 * DAY).count() == 3
    assert Round.objects.earliest("pk").closed_on is not None


@pytest.mark.parametrize("page", ["/access/review/", "/access/rounds/", "/access/rounds/{round}/"])
def test_the_number_of_queries_does_not_grow(cast: Cast, asset: Asset, client: Client, page: str) -> None:
    for n in range(20):
        other = make.asset(f"paper {n}", department=cast.design, owner=cast.owner)
        make.grant(other, make.person(f"人 {n}", cast.sales))
    begin(client, cast)
    make.signed_in(client, cast.sign_in("owner"))
    address = page.format(round=Round.objects.get().pk)
    client.get(address)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    many = asked()
    Grant.objects.exclude(asset=asset).delete()
    assert asked() >= many


def test_where_there_is_nothing_to_review_one_is_told_beside_the_department(cast: Cast, client: Client) -> None:
    make.signed_in(client, cast.sign_in("steward"))
    answer = client.post("/access/rounds/", DUE | {"department": cast.sales.pk})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "There is nothing to review there" in body
    assert f'<option value="{cast.sales.pk}" selected>' in body
    assert not Round.objects.exists()
