"""How many of what: counted among what may be known, to a cap, and each filter as if it were not on."""

import re
from typing import Any

import pytest
from django.test import Client

from assets.finding import listing
from classification.levels import Level
from tests import make
from tests.cast import Cast


def numbers(client: Client, query: str = "") -> dict[str, str]:
    """The count of each value by its filter and value."""
    body = client.get(f"/assets/numbers/?{query}", headers={"HX-Request": "true"}).content.decode()
    found = re.findall(r'href="/assets/\?([^"]*)"[^>]*>[^<]*<span class="n">([^<]*)<', body)
    return {address.replace("&amp;", "&").split("&")[-1]: count for address, count in found}


@pytest.fixture
def register(cast: Cast) -> None:
    for n in range(6):
        make.asset(f"a{n}", Level.SECRET if n else None, kind="MLD" if n % 2 else "PAP", department=cast.design)
    make.asset("retired", state="RETIRED")


@pytest.mark.parametrize("reach", [0, 3_000])
@pytest.mark.parametrize("name", ["steward", "manager"])
def test_the_counts(cast: Cast, register: None, client: Client, monkeypatch: Any, name: str, reach: int) -> None:
    monkeypatch.setattr(listing, "REACH", reach)
    client.force_login(cast.sign_in(name))
    found = numbers(client)
    assert (found["kind=PAP"], found["kind=MLD"], found["kind=TAC"]) == ("3", "3", "0")
    assert (found["level=20"], found["level=none"]) == ("5", "1")
    assert found["state=RETIRED"] == ("1" if name == "steward" else "0")
    assert found[f"department={cast.root.pk}"] == found[f"department={cast.design.pk}"] == "6"
    assert found[f"department={cast.sales.pk}"] == "0"


def test_a_filter_does_not_count_itself_out(cast: Cast, register: None, client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    found = numbers(client, "level=none")
    assert (found["kind=PAP"], found["kind=MLD"]) == ("1", "0")
    assert found["level=20"] == "5"


def test_many_are_counted_to_the_cap(cast: Cast, register: None, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("desk.listing.facets.CAP", 2)
    client.force_login(cast.sign_in("steward"))
    assert numbers(client)["kind=PAP"] == "1,000+"


def test_nothing_is_told_of_what_is_hidden(cast: Cast, register: None, client: Client) -> None:
    client.force_login(cast.sign_in("nobody"))
    assert set(numbers(client).values()) == {"0"}


def test_the_room_for_numbers_is_there_before_they_are(cast: Cast, register: None, client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    page = client.get("/assets/?kind=PAP").content.decode()
    assert 'hx-get="/assets/numbers/?kind=PAP"' in page
    assert 'href="/assets/numbers/?kind=PAP"' in page
