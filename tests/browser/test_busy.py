"""What takes long says so once it is sent, and is not sent twice."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_walk import kura, sign_in  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_paper_says_that_it_is_being_made(page: Page, kura: str, complaints: list[str]) -> None:  # noqa: F811
    sign_in(page, kura, "kano")
    page.goto(f"{kura}/reports/")
    button = page.locator("form[data-busy] button.btn-primary")
    idle = button.inner_text()
    page.evaluate("document.addEventListener('submit', (event) => event.preventDefault())")  # it stays for a look
    button.click()
    expect(button).to_be_disabled()
    expect(button).to_have_text("PDFを作成しています…")
    expect(page.locator("[role=status]")).to_contain_text("この画面に表示されます")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow'))")  # as whoever comes back finds it
    expect(button).to_be_enabled()
    expect(button).to_have_text(idle)
