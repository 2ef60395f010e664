"""The list in a real browser: numbers come after it and move nothing; axe finds nothing; the keyboard alone is enough."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_walk import kura, sign_in, well_made

__all__ = ["kura"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHIFTS = """window.shifted = 0; new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (entry.sources.some((s) => s.previousRect.y !== s.currentRect.y)) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });"""


@pytest.mark.parametrize("width", [1280, 640, 360], ids=["desk", "desk at 200 %", "phone"])
def test_numbers_come_after_the_list_and_move_nothing(page: Page, kura: str, complaints: list[str], width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    sign_in(page, kura, "kobayashi")
    page.add_init_script(SHIFTS)
    page.goto(f"{kura}/assets/")
    expect(page.locator(".facet").first).to_be_visible()
    assert page.evaluate("window.shifted") == 0
    well_made(page)
    page.keyboard.press("/")
    page.keyboard.type("図面")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{kura}/assets/?q=%E5%9B%B3%E9%9D%A2")  # what is empty or usual is left out
    page.goto(f"{kura}/journal/")
    expect(page.locator(".day-open").first).to_be_visible()
    assert page.evaluate("window.shifted") == 0, "dates have their room before script frames them"


def test_changing_together_by_the_keyboard_alone(page: Page, kura: str, complaints: list[str]) -> None:
    sign_in(page, kura, "kobayashi")
    page.goto(f"{kura}/assets/?kind=PAP")
    page.locator("tbody input[name=code]").first.focus()
    page.keyboard.press("Space")
    press(page, ".bulk button")
    expect(page.locator("#id_what")).to_be_visible()
    well_made(page)
    page.locator("#id_what").select_option("tag")
    page.locator("#id_tag").fill("試作")
    press(page, "main form .btn-primary")
    expect(page.locator("#reason")).to_be_visible()
    well_made(page)
    page.locator("#reason").fill("整理")
    press(page, "main form .btn-primary")
    expect(page.locator(".message-success")).to_be_visible()
    well_made(page)
    press(page, ".btn-outline-danger")
    expect(page.locator(".message-success")).to_be_visible()


def press(page: Page, selector: str) -> Any:
    page.locator(selector).first.focus()
    page.keyboard.press("Enter")
