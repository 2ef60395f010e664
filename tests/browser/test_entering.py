"""Entering in a real browser: by keys alone, at 200 %, and nothing moves when doubles are suspected."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from assets.models import Asset
from tests.browser.test_list import SHIFTS
from tests.browser.test_walk import kura, sign_in, well_made

__all__ = ["kura"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NEW = "金型 M-777（カバー）"


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until this has the focus."""
    for _ in range(80):
        if page.evaluate("(s) => Boolean(document.activeElement && document.activeElement.matches(s))", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab")


def test_a_mold_is_entered_by_keys_alone(page: Page, kura: str, complaints: list[str]) -> None:
    sign_in(page, kura, "sone")
    page.goto(f"{kura}/assets/new/")
    tab_to(page, "button[value=mold]")
    page.keyboard.press("Enter")
    expect(page.locator("#id_name")).to_be_focused()
    with page.expect_response("**/assets/similar/**"):
        page.keyboard.type(NEW)
    tab_to(page, "#id_serial")
    page.keyboard.type("M-777-01")
    tab_to(page, "#id_place")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#id_location")
    page.keyboard.type("B-3")
    tab_to(page, "main form .btn-primary")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text(NEW)
    carrier = Asset.objects.get(name=NEW).carriers.get()
    assert (carrier.serial, carrier.location) == ("M-777-01", "B-3")
    assert carrier.place_id is not None


@pytest.mark.parametrize("width", [1280, 640, 360])
def test_doubles_are_suspected_and_nothing_moves(page: Page, kura: str, complaints: list[str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, kura, "kobayashi")
    page.add_init_script(SHIFTS)
    page.goto(f"{kura}/assets/new/mold/")
    page.wait_for_load_state("networkidle")
    page.locator("#id_name").press_sequentially("金型")
    expect(page.locator(".similar a").first).to_be_visible()
    page.fill("#id_name", "RX-300")
    expect(page.locator(".similar")).to_contain_text("RX-300")
    page.fill("#id_name", "")
    expect(page.locator(".similar a")).to_have_count(0)
    assert page.evaluate("window.shifted") == 0
    well_made(page)


def test_at_200_percent_nothing_is_scrolled_sideways(browser: Browser, kura: str) -> None:
    options: Any = {"viewport": {"width": 640, "height": 450}, "device_scale_factor": 2, "locale": "ja-JP"}
    page = browser.new_context(**options).new_page()
    sign_in(page, kura, "ishida")
    code = Asset.objects.get(name="RX-300 設計図一式").code
    for path in ("/assets/", "/assets/new/", "/assets/new/mold/", f"/assets/{code}/", f"/assets/{code}/edit/"):
        page.goto(kura + path)
        well_made(page)
    page.context.close()
