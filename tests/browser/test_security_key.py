"""A security key in a real browser: made known, shown at sign-in and before what matters, removed."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from accounts.models import User
from journal.models import Sighting
from tests import make
from tests.browser.test_walk import well_made
from tests.cast import Cast

KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": False,
    "automaticPresenceSimulation": True,
}

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plugged_in(page: Page, settings: Any) -> Any:
    """Keys are switched on, and there is one in the USB socket."""
    settings.MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
    wire = page.context.new_cdp_session(page)
    wire.send("WebAuthn.enable")
    key = wire.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})["authenticatorId"]
    return lambda: wire.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": key})


def sign_in(page: Page, live_server: Any) -> None:
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("#id_login", "chief")
    page.fill("#id_password", make.PASSWORD)
    page.click("main form button.btn-primary")


def verbs() -> list[str]:
    return [f"{row.verb} {row.facts.get('factor', '')}".strip() for row in Sighting.objects.order_by("pk")]


def test_a_key_from_the_first_touch_to_its_removal(
    page: Page, live_server: Any, cast: Cast, plugged_in: Any, complaints: list[str]
) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    make.user(cast.chief, "chief", factor=False)
    code = add_a_key(page, live_server)
    sign_in_with_it(page, live_server)
    say_again_with_it(page, live_server)
    page.context.clear_cookies()
    plugged_in()
    remove_it(page, live_server, code)
    assert not Authenticator.objects.filter(user=User.objects.get(person=cast.chief)).exists()
    assert [verb for verb in verbs() if "mfa" in verb] == [
        "accounts.mfa_on webauthn",
        "accounts.mfa_on recovery_codes",
        "accounts.mfa_off webauthn",
        "accounts.mfa_off recovery_codes",
    ]


def add_a_key(page: Page, live_server: Any) -> str:
    """The role asks for a second factor: the page of the app offers the key instead."""
    sign_in(page, live_server)
    expect(page).to_have_url(f"{live_server.url}/accounts/security/app/")
    well_made(page)
    page.click("a[href='/accounts/security/keys/new/']")
    well_made(page)
    page.fill("#id_name", "鍵束の鍵")
    page.click("main form button.btn-primary")
    expect(page.locator(".recovery li")).to_have_count(10)
    code = page.locator(".recovery li").first.text_content() or ""
    page.goto(f"{live_server.url}/accounts/security/")
    expect(page.locator("table.list").first).to_contain_text("鍵束の鍵")
    well_made(page)
    return code


def sign_in_with_it(page: Page, live_server: Any) -> None:
    """Password and key open the door."""
    page.context.clear_cookies()
    sign_in(page, live_server)
    expect(page).to_have_url(f"{live_server.url}/accounts/code/")
    well_made(page)
    page.click("form[data-key] button.btn-primary")
    expect(page).to_have_url(f"{live_server.url}/")


def say_again_with_it(page: Page, live_server: Any) -> None:
    """Before what matters the key is asked for, not the password."""
    age_of_session(live_server, page)
    page.goto(f"{live_server.url}/accounts/security/codes/new/")
    expect(page).to_have_url(f"{live_server.url}/accounts/again/key/?next=%2Faccounts%2Fsecurity%2Fcodes%2Fnew%2F")
    well_made(page)
    page.click("form[data-key] button.btn-primary")
    expect(page).to_have_url(f"{live_server.url}/accounts/security/codes/new/")


def remove_it(page: Page, live_server: Any, code: str) -> None:
    """Without the key a recovery code does; the key is removed, and with it the codes."""
    sign_in(page, live_server)
    page.fill("#id_code", code)
    page.click("main form:not([data-key]) button[type=submit]")
    expect(page).to_have_url(f"{live_server.url}/")
    page.goto(f"{live_server.url}/accounts/security/")
    page.click("a[href$='/remove/']")
    well_made(page)
    page.click("main form button.btn-outline-danger")
    expect(page).to_have_url(f"{live_server.url}/accounts/security/app/")  # the role asks for one again


def age_of_session(live_server: Any, page: Page) -> None:
    """As if the sign-in lay an hour back."""
    from django.contrib.sessions.models import Session

    cookie = next(each for each in page.context.cookies() if each["name"] == "sessionid")
    row = Session.objects.get(session_key=cookie["value"])
    data = row.get_decoded()
    for record in data["account_authentication_methods"]:
        record["at"] -= 3600
    row.session_data = Session.objects.encode(data)
    row.save()


def test_a_key_that_does_not_answer_leaves_one_where_one_is(
    page: Page, live_server: Any, cast: Cast, plugged_in: Any, complaints: list[str]
) -> None:
    make.user(cast.chief, "chief", factor=False)
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/accounts/security/keys/new/")
    page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new DOMException('', 'NotAllowedError')); }"
    )
    page.click("main form button.btn-primary")
    expect(page.locator("[data-key-says=failed]")).to_be_visible()
    expect(page).to_have_url(f"{live_server.url}/accounts/security/keys/new/")
    assert not Authenticator.objects.exists()
