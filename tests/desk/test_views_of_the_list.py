"""Saved views, chosen columns, and the list taken out as it stands."""

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from desk.models import SavedView
from journal.models import Sighting
from tests import make
from tests.cast import Cast


@pytest.fixture
def steward(cast: Cast, client: Client) -> Client:
    client.force_login(cast.sign_in("steward"))
    return client


def taken(answer: Any) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.content.decode("utf-8-sig"))))


def test_what_is_taken_out_is_what_is_shown(cast: Cast, steward: Client) -> None:
    made = [make.asset(name, department=cast.design) for name in ("B 図面", "A 図面", "=1+1 図面")]
    make.asset("金型", kind="MLD")
    rows = taken(steward.post("/assets/taken-out/?kind=PAP&sort=name&col=name&col=department", {"form": "csv"}))
    assert rows == [
        ["Code", "Name", "Department"],
        [made[2].code, "'=1+1 図面", "Design"],
        [made[1].code, "A 図面", "Design"],
        [made[0].code, "B 図面", "Design"],
    ]
    book = load_workbook(BytesIO(steward.post("/assets/taken-out/?kind=PAP&sort=name", {"form": "xlsx"}).content))
    assert [row[0].data_type for row in book.active.iter_rows(min_row=2)] == ["s"] * 3
    facts = Sighting.objects.filter(verb="exchange.export_list").order_by("-pk")[0].facts
    assert facts == {"assets": sorted(asset.pk for asset in made), "rows": 3}


def test_a_sealed_name_is_not_taken_out(cast: Cast, steward: Client) -> None:
    asset = make.asset("奈落", department=cast.design, sealed=True, sealed_by=cast.chief, seal_reason="r")
    body = steward.post("/assets/taken-out/", {"form": "csv"}).content.decode()
    assert asset.code not in body


def test_what_is_not_understood_takes_nothing_out(cast: Cast, steward: Client) -> None:
    make.asset("図面")
    assert len(taken(steward.post("/assets/taken-out/?kind=XYZ", {"form": "csv"}))) == 1
    assert steward.post("/assets/taken-out/", {"form": "exe"}).status_code == 400


def test_a_view_is_kept_replaced_and_given_up(cast: Cast, steward: Client) -> None:
    steward.post("/assets/views/", {"name": "金型", "query": "kind=MLD&after=K-22222-2&evil=1&sort=name&col=code"})
    view = SavedView.objects.get()
    assert view.query == "kind=MLD&sort=name&col=code"
    assert "?kind=MLD&amp;sort=name&amp;col=code" in steward.get("/assets/").content.decode()
    steward.post("/assets/views/", {"name": "金型", "query": "kind=PAP"})
    assert SavedView.objects.get().query == "kind=PAP"
    answer = steward.post(f"/assets/views/{view.pk}/drop/", {"query": "kind=MLD&after=K-22222-2"})
    assert answer.headers["Location"] == "/assets/?kind=MLD&after=K-22222-2"
    assert 'role="status" data-told' in steward.get(answer.headers["Location"]).content.decode()
    assert not SavedView.objects.exists()


def test_a_shared_view_is_seen_by_the_department_and_given_up_by_its_keeper_alone(cast: Cast, client: Client) -> None:
    shared = SavedView.objects.create(person=cast.owner, name="設計の金型", query="kind=MLD", department=cast.design)
    own = SavedView.objects.create(person=cast.owner, name="自分だけ", query="kind=PAP")
    for name, sees in (("owner", {shared, own}), ("colleague", {shared}), ("nobody", set())):
        client.force_login(cast.sign_in(name))
        body = client.get("/assets/").content.decode()
        assert {view for view in (shared, own) if view.name in body} == sees, name
        if name != "owner":
            assert client.post(f"/assets/views/{shared.pk}/drop/").status_code == 404


def test_nobody_shares_with_a_department_that_is_not_theirs(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("nobody"))
    client.post("/assets/views/", {"name": "x", "query": "", "department": cast.design.pk})
    assert not SavedView.objects.exists()


def test_a_shared_view_gives_no_access(cast: Cast, client: Client) -> None:
    hidden = make.asset("hidden", kind="MLD")
    SavedView.objects.create(person=cast.owner, name="v", query="kind=MLD", department=cast.design)
    client.force_login(cast.sign_in("colleague"))
    assert hidden.code not in client.get("/assets/?kind=MLD").content.decode()


def test_columns_are_remembered_and_the_address_wins(cast: Cast, steward: Client) -> None:
    make.asset("図面")
    steward.post("/assets/columns/", {"col": ["name", "origin", "nonsense"]})
    assert 'data-label="Origin"' in steward.get("/assets/").content.decode()
    assert 'data-label="Origin"' not in steward.get("/assets/?col=kind").content.decode()
    assert steward.post("/assets/columns/", {"query": "kind=MLD"}).headers["Location"] == "/assets/?kind=MLD"
    assert 'data-label="Kind"' in steward.get("/assets/").content.decode()
