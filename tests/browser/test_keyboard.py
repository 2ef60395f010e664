"""By the keyboard alone, on a telephone's width: what has the focus is in sight, Escape folds away, nothing loses its place."""

import pytest
from playwright.sync_api import Page, expect

from assets.models import Asset
from tests.browser.test_walk import kura, sign_in

__all__ = ["kura"]  # a fixture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# What lies over the middle of what has the focus, where it is neither a part of it nor around it.
COVERED = """() => {
  const one = document.activeElement, box = one.getBoundingClientRect();
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const over = document.elementFromPoint(x, box.top + Math.min(box.height / 2, 16));
  return over && over.closest(".side") && !over.closest(".side").contains(one) ? one.outerHTML.slice(0, 200) : "";
}"""


def has_focus(page: Page, selector: str) -> bool:
    return bool(page.evaluate("(s) => document.activeElement.matches(s)", selector))


def tab_through(page: Page, until: str) -> None:
    """Tab from where the focus is; on the way nothing is hidden under the bar at the bottom."""
    for _ in range(150):
        page.keyboard.press("Tab")
        assert not page.evaluate(COVERED)
        if has_focus(page, until):
            return
    raise AssertionError(f"{until} is not reached by Tab")


def test_the_focus_is_in_sight_and_keeps_its_place(page: Page, kura: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto(f"{kura}/accounts/login/")
    expect(page.locator("#id_login")).to_be_focused()
    sign_in(page, kura, "kobayashi")
    page.goto(f"{kura}/assets/")
    expect(page.locator(".facet").first).to_be_visible()
    tab_through(page, ".filters .more-filters summary")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert has_focus(page, "#owner")
    page.keyboard.press("Escape")
    assert has_focus(page, ".more-filters:not([open]) > summary")
    tab_through(page, ".skip-here")
    page.keyboard.press("Enter")
    tab_through(page, "tbody input[name=code]")
    page.keyboard.press("Space")
    tab_through(page, ".bulk button")
    tab_through(page, ".take-out button")
    page.goto(f"{kura}/assets/new/paper/")
    page.keyboard.type("　")
    page.locator("#id_location").fill("棚")
    page.locator("main form .btn-primary").press("Enter")
    expect(page.locator("#id_name[aria-invalid=true]")).to_be_focused()
    what_went_wrong_has_the_focus(page, kura)
    menu_closes_when_the_focus_leaves_it(page)


def what_went_wrong_has_the_focus(page: Page, kura: str) -> None:
    """Nobody looks for it, and nothing typed is lost."""
    code = Asset.objects.get(name="自社金型 M-112（ハウジング）").code
    page.goto(f"{kura}/assets/{code}/as-of/?on=きのう")
    expect(page.locator("#on[aria-invalid=true]")).to_be_focused()  # though a button is set beside it
    expect(page.locator("#on")).to_have_value("きのう")
    unjudged = Asset.objects.get(name="営業日報").code
    page.goto(f"{kura}/assets/{unjudged}/judge/")
    page.locator("button[name=weigh]").press("Enter")
    expect(page.locator("main form input[type=radio][aria-invalid=true]").first).to_be_focused()
    page.goto(f"{kura}/assets/?kind=PAP")
    page.locator(".bulk button").press("Enter")
    expect(page.locator(".message-error")).to_be_focused()
    expect(page).to_have_url(f"{kura}/assets/?kind=PAP")
    page.locator("tbody input[name=code]").first.press("Space")
    page.locator("tbody input[name=code]").first.press("Enter")  # sends nothing
    page.locator(".bulk button").press("Enter")
    expect(page.locator("main .lead")).to_be_visible()
    page.locator("#id_what").select_option("tag")
    page.locator("#id_tag").fill("試作")
    page.locator("main form .btn-primary").press("Enter")
    page.locator("main form .btn-primary").press("Enter")
    expect(page.locator("#reason[aria-invalid=true]")).to_be_focused()
    page.goto(f"{kura}/assets/new/mold/")
    page.keyboard.type("自社金型 M-112（ハウジング）")
    page.locator("#id_department").select_option(label="製造部")
    page.locator("main form .btn-primary").press("Enter")
    expect(page.locator(".message-warning")).to_be_focused()


def menu_closes_when_the_focus_leaves_it(page: Page) -> None:
    """What a telephone's menu covers is not walked through behind it."""
    page.locator(".side .more").press("Enter")
    for _ in range(30):
        page.keyboard.press("Tab")
        if has_focus(page, "#more *") != page.evaluate("document.getElementById('more').matches(':popover-open')"):
            break
        if has_focus(page, ".alarm"):
            return
    raise AssertionError("open behind what has the focus, or closed around it")
