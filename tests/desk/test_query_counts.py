"""No page asks the database more often because the register has grown."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assets.kinds import State
from assets.models import Asset, GrantProposal
from classification.levels import Level
from measures.models import Attestation
from tests import make
from tests.cast import Cast

PAGES = ("/", "/assets/", "/assets/approvals/", "/measures/", "/measures/E1-a/", "/reports/", "/import/")


def grow(cast: Cast, n: int, start: int = 0) -> None:
    for i in range(start, start + n):
        level = [None, *Level][i % 5]
        asset = make.asset(f"asset {i}", level, department=cast.design, owner=cast.owner, entered_by=cast.enterer)
        for _ in range(2):
            make.carrier(asset, place=cast.store)
        make.grant(asset, cast.listed)
        make.judgement(asset, cast.owner)
        GrantProposal.objects.create(asset=asset, words=f"words {i}", proposed_on="2026-01-01")
        Attestation.objects.create(
            measure="E1-a", asset=asset, by=cast.owner, from_on="2026-01-01", until_on="2999-01-01"
        )
        if i % 3 == 0:
            review = {
                "state": State.IN_REVIEW,
                "proposed_level": 20,
                "submitted_by": cast.owner,
                "judged_by": cast.owner,
            }
            Asset.objects.filter(pk=asset.pk).update(**review)


def asked(client: Client, page: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(page).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", PAGES)
def test_the_number_of_queries_does_not_grow_with_rows(cast: Cast, client: Client, page: str) -> None:
    client.force_login(cast.sign_in("manager"))
    grow(cast, 6)
    client.get(page)
    few = asked(client, page)
    grow(cast, 24, start=6)
    assert asked(client, page) <= few


def test_an_assets_page_does_not_ask_per_line(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("manager"))
    grow(cast, 5)
    asset: Any = Asset.objects.get(name="asset 4")
    page = f"/assets/{asset.code}/"
    client.get(page)
    few = asked(client, page)
    for n in range(20):
        make.carrier(asset, place=cast.store, location=f"shelf {n}")
        make.grant(asset, make.person(f"人 {n}", cast.sales))
    assert asked(client, page) <= few


def test_pages_on_what_to_do_ask_no_more_for_more_rows(cast: Cast, client: Client) -> None:
    """Several pages in one walk: they evaluate the register, which is dear."""
    client.force_login(cast.sign_in("manager"))
    pages = (
        "/measures/where/",
        "/measures/changes/",
        "/measures/best/",
        "/measures/renewals/",
        f"/leaked/what-if/?person={cast.listed.code}",
    )
    grow(cast, 6)
    call_command("record_measures", stdout=StringIO())
    client.get("/measures/where/")
    few = {page: asked(client, page) for page in pages}
    grow(cast, 24, start=6)
    call_command("record_measures", stdout=StringIO())
    assert {page: n for page in pages if (n := asked(client, page)) > few[page]} == {}
