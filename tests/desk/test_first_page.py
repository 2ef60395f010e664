"""The first page: what waits, counted; what one may do next where nothing does; what changed lately."""

import pytest
from django.test import Client

from accounts.models import Department
from accounts.querysets import today
from accounts.sight import person_sight
from assets.knowing import access
from assets.models import Grant
from classification.levels import Level
from tests import make
from tests.cast import Cast


def test_the_first_page_counts_all_and_shows_a_few(cast: Cast, client: Client) -> None:
    make.signed_in(client, cast.sign_in("owner"))
    for n in range(7):
        make.asset(f"paper {n}", None, department=cast.design, owner=cast.owner)
    page = client.get("/").content.decode()
    assert "7 things wait for you" in page
    assert page.count("/judge/") == 4
    assert "Show all 7" in page


@pytest.mark.parametrize("name", ["nobody", "owner", "chief", "administrator", "root"])
def test_the_first_page_says_what_one_may_do_next_where_nothing_waits(cast: Cast, client: Client, name: str) -> None:
    make.signed_in(client, cast.sign_in(name))
    page = client.get("/").content.decode()
    assert "Register one piece of information from your own work" in page
    make.grant(make.asset(level=Level.PUBLIC, owner=cast.listed), cast.nobody)
    assert ("Nothing waits for you" in client.get("/").content.decode()) == (name in ("nobody", "chief"))


def test_what_changed_lately_is_told_of_what_one_may_know_alone(cast: Cast, client: Client) -> None:
    asset = make.asset("curves", Level.PUBLIC, department=cast.design, owner=cast.owner)
    for whom in (cast.listed, cast.colleague):
        access.give(Grant(asset=asset, person=whom, purpose="w", from_on=today()), by=person_sight(cast.owner))
    make.signed_in(client, cast.sign_in("listed"))
    assert "gave access" in client.get("/").content.decode()
    make.signed_in(client, cast.sign_in("nobody"))
    assert "gave access" not in client.get("/").content.decode()
    make.signed_in(client, cast.sign_in("owner"))
    assert "Changed lately" not in client.get("/").content.decode(), "one's own acts are no news"


def test_a_new_company_is_told_what_to_enter_first_until_it_is_there(cast: Cast, client: Client) -> None:
    make.signed_in(client, cast.sign_in("administrator"))
    page = client.get("/").content.decode()
    assert "First of all: your company" in page
    for words in ("Enter the departments, and who leads each", "Appoint the chief", "Invite those"):
        assert f">{words}" in page
    Department.objects.update(manager=cast.chief)
    cast.sign_in("chief")
    assert "First of all" not in client.get("/").content.decode()
    make.signed_in(client, cast.sign_in("chief"))
    Department.objects.update(manager=None)
    assert "First of all" not in client.get("/").content.decode(), "told to whoever looks after sign-ins"
