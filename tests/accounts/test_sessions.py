"""Where somebody is signed in is listed, and can be ended."""

from typing import Any

import pytest
from django.test import Client

from accounts.signing.sessions import browser_of
from journal.models import Sighting
from tests import make
from tests.cast import Cast

Enter = Any
AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36 Edg/131.0": "Edge, Windows",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36": "Chrome, Windows",
    "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0": "Firefox, Linux",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1 (KHTML, like Gecko) Version/18.1 Mobile Safari/604.1": "Safari, iPhone",
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36": "Chrome, Android",
    "curl/8": "",
}


@pytest.mark.parametrize(("agent", "words"), AGENTS.items())
def test_browsers_have_short_names(agent: str, words: str) -> None:
    assert browser_of(agent) == words


@pytest.fixture
def browsers(cast: Cast, enter: Enter) -> list[Client]:
    """Three browsers in which the same person is signed in."""
    make.user(cast.colleague, "works", factor=False)
    found = [Client(), Client(), Client()]
    for browser in found:
        enter("works", browser=browser)
    return found


def alive(browsers: list[Client]) -> list[bool]:
    return [browser.get("/").status_code == 200 for browser in browsers]


def listed(browser: Client) -> list[Any]:
    return browser.get("/accounts/security/").context["sessions"]


def test_all_are_listed_and_one_is_here(browsers: list[Client]) -> None:
    assert [row.here for row in listed(browsers[2])] == [True, False, False]


def test_one_is_ended(browsers: list[Client]) -> None:
    row = listed(browsers[0])[0]  # the newest
    assert browsers[0].post(f"/accounts/security/sessions/{row.pk}/end/").url == "/accounts/security/"
    assert alive(browsers) == [True, True, False]
    assert Sighting.objects.filter(verb="accounts.session_ended").count() == 1


def test_all_others_are_ended(browsers: list[Client]) -> None:
    browsers[1].post("/accounts/security/sessions/end/")
    assert alive(browsers) == [False, True, False]


def test_somebody_elses_is_out_of_reach(browsers: list[Client], cast: Cast, client: Client, enter: Enter) -> None:
    make.user(cast.nobody, "other", factor=False)
    enter("other")
    row = listed(browsers[0])[0]
    assert client.post(f"/accounts/security/sessions/{row.pk}/end/").status_code == 404
    assert all(alive(browsers))


def test_changing_the_password_ends_the_others(browsers: list[Client]) -> None:
    new = "a longer road to the sea"
    form = {"oldpassword": make.PASSWORD, "password1": new, "password2": new}
    assert browsers[0].post("/accounts/password/", form).url == "/accounts/security/"
    assert alive(browsers) == [True, False, False]
    assert len(listed(browsers[0])) == 1


def test_switching_a_sign_in_off_ends_all(browsers: list[Client], cast: Cast) -> None:
    user = cast.colleague.user
    user.is_active = False
    user.save()
    assert not any(alive(browsers))


def test_an_administrator_ends_them_all(browsers: list[Client], cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("administrator"))
    client.post(f"/people/sign-ins/{cast.colleague.code}/sessions/end/")
    assert not any(alive(browsers))
