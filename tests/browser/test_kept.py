"""What was typed outlives the session: after signing in again in another tab, one press sends it."""

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.sight import person_sight
from assets.models import Asset
from classification.handling import change
from classification.levels import Level
from tests.browser.test_walk import PASSWORD, kura, sign_in, well_made

__all__ = ["kura"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_after_an_ended_session_one_press_sends_what_was_typed(page: Page, kura: str) -> None:
    sign_in(page, kura, "sone")
    page.goto(f"{kura}/assets/new/paper/")
    page.fill("#id_name", "研磨油の試験記録")
    page.context.clear_cookies()
    page.click("main form button.btn-primary")
    expect(page.locator("h1")).to_have_text("サインインの有効時間が過ぎました")
    well_made(page)
    with page.context.expect_page() as opened:
        page.click("main a.btn")
    tab = opened.value
    tab.fill("#id_login", "sone")
    tab.fill("#id_password", PASSWORD)
    tab.click("main button[type=submit]")
    expect(tab).to_have_url(f"{kura}/")
    page.click("main form button.btn-primary")
    expect(page.locator("h1")).to_have_text("研磨油の試験記録")


def test_rules_that_changed_meanwhile_are_confirmed_and_what_was_typed_is_sent(page: Page, kura: str) -> None:
    asset = Asset.objects.get(name="RX-300 設計図一式")
    sign_in(page, kura, "ishida")
    page.goto(f"{kura}/assets/{asset.code}/discussion/")
    page.fill("#id_text", "図面の版を揃える")
    chief = User.objects.get(username="ishida").person
    change(Level(asset.level), {"copy": "コピーしない。"}, seen=1, by=person_sight(chief))
    page.click("main form .btn-primary")
    well_made(page)
    page.click("main form .btn-primary")
    well_made(page)
    page.click("main form .btn-primary")
    expect(page.locator("main")).to_contain_text("図面の版を揃える")
