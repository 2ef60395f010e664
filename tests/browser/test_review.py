"""Whoever answers for access lists goes through them with the keyboard alone; the pages around are well made."""

from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Person
from accounts.querysets import today
from accounts.sight import person_sight
from assets.knowing import rounds
from assets.models import Asset, RoundAnswer
from tests.browser.test_walk import kura, sign_in, well_made  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def begun(kura: str) -> None:  # noqa: F811
    """A round over the engineers' lists, begun so long ago that it waits for their manager."""
    began = today() - timedelta(days=16)
    chief = person_sight(Person.objects.get(code="P02"), began)
    rounds.begin(
        Asset.objects.filter(department__code="ENG", level__gte=10), None, today() + timedelta(days=9), by=chief
    )


def focused(page: Page) -> Any:
    """The row that has the focus."""
    return page.locator("tr:has(:focus)")


def test_line_by_line_with_the_keyboard(page: Page, kura: str, begun: None, complaints: list[str]) -> None:  # noqa: F811
    sign_in(page, kura, "eto")
    page.goto(f"{kura}/access/review/")
    well_made(page)
    lines = [row.get_attribute("id") for row in page.locator("tbody tr[id]").all()]
    expect(focused(page)).to_have_id(str(lines[0]))
    page.keyboard.press("c")
    expect(page.locator(f"#{lines[0]}")).to_have_count(0)
    expect(focused(page)).to_have_id(str(lines[1]))
    page.keyboard.press("j")
    expect(focused(page)).to_have_id(str(lines[2]))
    page.keyboard.press("x")
    expect(page.locator(f"#{lines[2]}")).to_have_count(0)
    expect(focused(page)).to_have_id(str(lines[3]))
    page.keyboard.press("ArrowUp")
    expect(focused(page)).to_have_id(str(lines[1]))
    page.keyboard.press("e")
    page.keyboard.press("Control+a")
    page.keyboard.type("RX-300 の設計変更")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{lines[1]}")).to_have_count(0)
    outcomes = list(RoundAnswer.objects.order_by("pk").values_list("outcome", flat=True))
    assert outcomes == ["CONFIRMED", "REMOVED", "CHANGED"]


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_are_well_made(page: Page, kura: str, begun: None, width: int, complaints: list[str]) -> None:  # noqa: F811
    sign_in(page, kura, "ishida")
    page.set_viewport_size({"width": width, "height": 900})
    for address in ("access/agreements/", "access/rounds/", "balance/", "assets/K-PXN45-9/access/"):
        page.goto(f"{kura}/{address}")
        well_made(page)
