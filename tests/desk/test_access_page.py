"""The page of an access list, and what waits for the second of two."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from accounts.querysets import today
from accounts.sight import person_sight
from assets.knowing import access
from assets.knowing.forms import GrantForm
from assets.models import Asset, Grant, GrantProposal
from classification.levels import Level
from tests import make
from tests.cast import Cast

TODAY = today()
DAY = timedelta(days=1)


@pytest.fixture
def top(cast: Cast) -> Asset:
    for name in ("owner", "chief", "manager", "nobody"):
        cast.sign_in(name)
    return make.asset("the mixture", Level.TOP_SECRET, department=cast.design, owner=cast.owner)


def page(client: Client, cast: Cast, name: str, address: str) -> str:
    make.signed_in(client, cast.sign_in(name))
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_line_given_on_a_top_secret_is_agreed_to_on_one_page(cast: Cast, top: Asset, client: Client) -> None:
    make.signed_in(client, cast.sign_in("owner"))
    sent = {"person": cast.nobody.pk, "purpose": "mixing", "from_on": TODAY, "asked_by": cast.manager.pk}
    body = client.post(f"/assets/{top.code}/access/", sent, follow=True).content.decode()
    assert "Until then it opens nothing" in body
    assert "Waits for the second of two" in body
    proposal = GrantProposal.objects.get()
    assert "the mixture" not in page(client, cast, "nobody", "/usable/")
    assert "mixing" in page(client, cast, "chief", "/access/agreements/")
    assert client.post(f"/access/agreements/{proposal.pk}/", {"refuse": "1"}).status_code == 422
    assert client.post(f"/access/agreements/{proposal.pk}/", {}).status_code == 302
    assert client.post(f"/access/agreements/{proposal.pk}/", {}).status_code == 404
    assert "the mixture" in page(client, cast, "nobody", "/usable/")


def test_lines_from_before_are_shown_as_such_and_confirmed_or_ended(cast: Cast, top: Asset, client: Client) -> None:
    grants = [make.grant(top, whom, approved_by=cast.owner) for whom in (cast.nobody, cast.listed)]
    body = page(client, cast, "owner", f"/assets/{top.code}/access/")
    assert body.count("the chief is still to confirm") == 2
    assert page(client, cast, "owner", f"/assets/{top.code}/").count("the chief is still to confirm") == 2
    make.signed_in(client, cast.sign_in("chief"))
    assert client.post(f"/access/agreements/lines/{grants[0].pk}/", {}).status_code == 302
    assert client.post(f"/access/agreements/lines/{grants[1].pk}/", {"end": "1"}).status_code == 302
    assert Grant.objects.current().get().agreed_by == cast.chief
    assert "Nothing waits" in page(client, cast, "chief", "/access/agreements/")


def test_a_sealed_name_is_agreed_to_by_its_code(cast: Cast, top: Asset, client: Client) -> None:
    Asset.objects.filter(pk=top.pk).update(sealed=True, sealed_by=cast.owner, seal_reason="r")
    access.give(Grant(asset=top, person=cast.nobody, purpose="mixing", from_on=TODAY), by=person_sight(cast.owner))
    body = page(client, cast, "chief", "/access/agreements/")
    assert top.code in body
    assert "mixture" not in body
    assert "mixing" not in body
    assert client.post(f"/access/agreements/{GrantProposal.objects.get().pk}/", {}).status_code == 302


def test_what_a_ledger_proposed_is_given_with_a_purpose_or_declined(cast: Cast, client: Client) -> None:
    asset = make.asset("paper", department=cast.design, owner=cast.owner)
    rows = [
        GrantProposal.objects.create(asset=asset, words=p.name, person=p, proposed_on=TODAY)
        for p in (cast.nobody, cast.listed)
    ]
    make.signed_in(client, cast.sign_in("owner"))
    address = f"/assets/{asset.code}/access/"
    sent: dict[str, Any] = {"accept": [rows[0].pk], "purpose": "quotes", "until_on": (TODAY - DAY).isoformat()}
    client.post(f"{address}accept/", sent)
    assert not Grant.objects.exists()
    client.post(f"{address}accept/", sent | {"until_on": (TODAY + DAY).isoformat()})
    assert Grant.objects.get().purpose == "quotes"
    assert client.post(f"{address}proposals/{rows[1].pk}/decline/").status_code == 302
    assert client.post(f"{address}proposals/{rows[1].pk}/decline/").status_code == 404
    assert not GrantProposal.objects.exists()


def test_what_is_to_be_considered_stands_beside_the_lines(cast: Cast, client: Client) -> None:
    asset = make.asset("paper", department=cast.design, owner=cast.owner)
    make.carrier(asset, kind="SYS", host="IN_HOUSE", access_control="LOGIN", location="the server")
    make.grant(asset, cast.root)
    for n in range(8):
        make.person(f"人 {n}", cast.sales)
    body = page(client, cast, "owner", f"/assets/{asset.code}/access/")
    for words in ("the whole company", "Too broad:", "the list decides nothing"):
        assert words in body


def test_what_is_wrong_with_a_line_is_said_once_beside_its_field(cast: Cast, top: Asset) -> None:
    whom = {"purpose": "mixing", "from_on": TODAY, "person": cast.nobody.pk}
    wrong: list[tuple[dict[str, Any], dict[str, list[str]]]] = [
        ({}, {}),
        ({"department": cast.sales.pk}, {"person": ["Choose a person or a department, one of the two."]}),
        ({"person": ""}, {"person": ["Choose a person or a department, one of the two."]}),
        ({"from_on": TODAY + DAY, "until_on": TODAY}, {"until_on": ["The last day lies before the first."]}),
        ({"until_on": TODAY - DAY}, {"until_on": ["This day has passed."]}),
        ({"person": "x"}, {"person": ["Select a valid choice. That choice is not one of the available choices."]}),
    ]
    for typed, errors in wrong:
        assert GrantForm(whom | typed, instance=Grant(asset=top)).errors == errors, typed
