"""The main job as people do it: sign in → import → judge → approve → see the verdicts → fetch the PDF."""

import re
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pypdf import PdfReader

DEMO = Path(__file__).parents[2] / "demo"
PASSWORD = "walk through kura"
NEW = "研磨油の配合比メモ"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def kura(live_server: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """The demo company, served."""
    monkeypatch.setenv("KURA_DEMO_PASSWORD", PASSWORD)
    call_command("load_demo", today=date.today(), stdout=StringIO(), stderr=StringIO())
    return str(live_server.url)


def sign_in(page: Page, kura: str, name: str) -> None:
    page.context.clear_cookies()
    page.goto(f"{kura}/accounts/login/")
    page.fill("#id_login", name)
    page.fill("#id_password", PASSWORD)
    page.click("main button[type=submit]")
    expect(page).to_have_url(f"{kura}/")


def well_made(page: Page) -> None:
    """No violation that axe knows of, and nothing wider than the window."""
    page.wait_for_load_state()  # a click has left one page and may not have come to the next
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_main_job(page: Page, kura: str, complaints: list[str]) -> None:
    bring_in_a_ledger(page, kura)
    enter_and_judge(page, kura)
    approve(page, kura)
    verdicts_are_there(page, kura)
    take_the_paper(page, kura)


def bring_in_a_ledger(page: Page, kura: str) -> None:
    """The steward brings in the ledger as it is."""
    sign_in(page, kura, "kobayashi")
    well_made(page)
    page.goto(f"{kura}/import/")
    page.set_input_files("#id_file", DEMO / "ledger.xlsx")
    page.click("main form button.btn-primary")
    expect(page).to_have_url(re.compile(r"/import/\d+/"))
    well_made(page)
    page.click("main form button.btn-primary")
    expect(page.locator(".message-success")).to_be_visible()
    page.click(".page-head .btn-primary")
    well_made(page)


def enter_and_judge(page: Page, kura: str) -> None:
    """A member of staff enters what the ledger forgot, and judges it."""
    sign_in(page, kura, "sone")
    page.goto(f"{kura}/assets/new/")
    well_made(page)
    page.click("button[value=paper]")
    well_made(page)
    page.fill("#id_name", NEW)
    page.select_option("#id_department", label="製造部")
    page.fill("#id_location", "研削盤の引出し")
    page.click("main form button.btn-primary")
    expect(page.locator("h1")).to_have_text(NEW)
    well_made(page)
    page.click(".page-head .btn-primary")
    for name, score in {
        "economic_value": 2,
        "loss_on_leak": 2,
        "rival_usefulness": 1,
        "third_party_impact": 0,
        "obligation": 1,
    }.items():
        page.check(f"#id_{name}_{score}")
        if score >= 2:
            page.fill(f"#id_{name}_reason", "再現に半年かかる")
    page.click("main form button.btn-primary")
    page.click(".page-head .btn-primary")
    expect(page.locator(".message-success")).to_be_visible()


def approve(page: Page, kura: str) -> None:
    """The manager looks at it and approves."""
    sign_in(page, kura, "okamoto")
    page.goto(f"{kura}/assets/approvals/")
    page.click(f"text={NEW}")
    well_made(page)
    page.click("button[data-key=a]")
    expect(page.locator(".message-success")).to_be_visible()


def verdicts_are_there(page: Page, kura: str) -> None:
    """Its verdicts are there at once: nobody is on its access list yet."""
    page.goto(f"{kura}/assets/?q={NEW}")
    page.click(f"tbody a:has-text('{NEW}')")
    expect(page.locator("#measures")).to_contain_text("接近の制御")
    page.click("#measures summary >> nth=0")
    expect(page.locator("#measures")).to_contain_text("×")


def take_the_paper(page: Page, kura: str) -> None:
    """The auditor takes the paper away."""
    sign_in(page, kura, "kano")
    page.goto(f"{kura}/reports/")
    page.select_option("#id_department", label="製造部")
    page.click("main form button.btn-primary")
    expect(page.locator(".message-success")).to_be_visible(timeout=60_000)
    well_made(page)
    with page.expect_download() as fetched:
        page.click("main table.list a")
    reader = PdfReader(BytesIO(Path(fetched.value.path()).read_bytes()))
    text = "".join(each.extract_text() for each in reader.pages)
    assert NEW in text
    assert f"1 / {len(reader.pages)}" in text


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_main_page_is_well_made(page: Page, kura: str, complaints: list[str], width: int, language: str) -> None:
    from assets.models import Asset

    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, kura, "ishida")
    if language == "en":
        page.context.add_cookies([{"name": "django_language", "value": "en", "url": kura}])
    code = Asset.objects.get(name="RX-300 設計図一式").code
    for path in (
        "/", "/assets/", "/assets/new/", f"/assets/{code}/", f"/assets/{code}/edit/", f"/assets/{code}/judge/",
        f"/assets/{code}/access/", "/assets/approvals/", "/import/", "/measures/", "/measures/E1-c/",
        f"/measures/E1-c/assets/{code}/attest/", "/reports/",
    ):  # fmt: skip
        page.goto(kura + path)
        well_made(page)
