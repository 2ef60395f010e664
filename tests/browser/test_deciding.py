"""A manager clears a queue with the keyboard alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import Department, Person
from assets.kinds import State
from assets.models import Asset
from classification.levels import Level
from tests import make
from tests.browser.test_walk import kura, sign_in  # noqa: F401  (a fixture)

QUEUE = 20

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def fill_queue() -> None:
    """So many proposals of the engineers, oldest first."""
    owner = Person.objects.get(code="P10")
    proposal: dict[str, Any] = {"proposed_level": Level.SECRET, "submitted_by": owner, "judged_by": owner}
    for number in range(QUEUE):
        at = timezone.now() - timedelta(days=QUEUE - number)
        asset = make.asset(
            f"図面 {number:02}", None, department=Department.objects.get(code="ENG"), owner=owner,
            state=State.IN_REVIEW, submitted_at=at, **proposal,
        )  # fmt: skip
        make.judgement(asset, owner)


def test_twenty_with_the_keyboard(page: Page, kura: str, complaints: list[str]) -> None:  # noqa: F811
    fill_queue()
    sign_in(page, kura, "eto")
    page.goto(f"{kura}/assets/approvals/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    for number in range(QUEUE):
        expect(page.locator("h1")).to_contain_text(f"図面 {number:02}")
        page.wait_for_load_state()  # a heading is there before the keys are heard
        page.keyboard.press("a")
        page.keyboard.press("Enter")
    expect(page).to_have_url(f"{kura}/assets/approvals/")
    assert not Asset.objects.filter(state=State.IN_REVIEW, name__startswith="図面").exists()
