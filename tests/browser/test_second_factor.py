"""Invited, signed in, second factor set up with a telephone, and in again with both."""

import time
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.signing import invitations
from tests import make
from tests.browser.test_walk import well_made
from tests.cast import Cast

NEW = "a longer road to the sea"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def next_code(secret: str) -> str:
    """A code that nobody has used: at the beginning of the next period."""
    time.sleep(30 - time.time() % 30 + 0.5)
    return make.code(secret)


def test_from_the_link_to_both_factors(page: Page, live_server: Any, cast: Cast, complaints: list[str]) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}/invitation/{invitations.invite(cast.chief, None)}/")
    well_made(page)
    for name, value in (("username", "chief"), ("password", NEW), ("again", NEW)):
        page.fill(f"#id_{name}", value)
    page.click("main form button.btn-primary")
    expect(page).to_have_url(f"{live_server.url}/accounts/login/")

    def sign_in() -> None:
        page.fill("#id_login", "chief")
        page.fill("#id_password", NEW)
        page.click("main form button.btn-primary")

    sign_in()
    expect(page).to_have_url(f"{live_server.url}/accounts/security/app/")
    expect(page.locator(".qr-frame svg")).to_be_visible()
    well_made(page)
    secret = page.locator(".secret").text_content() or ""
    page.fill("#id_code", make.code(secret))
    page.click("main form button.btn-primary")
    expect(page.locator(".recovery li")).to_have_count(10)
    well_made(page)
    page.click("main .btn-primary")
    well_made(page)

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/accounts/login/")
    sign_in()
    expect(page).to_have_url(f"{live_server.url}/accounts/code/")
    well_made(page)
    page.fill("#id_code", next_code(secret))
    page.click("main form button.btn-primary")
    expect(page).to_have_url(f"{live_server.url}/")
