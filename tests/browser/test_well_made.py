"""Every page that can be reached by links, as five people: axe finds nothing, nothing is wider than the window.

Each person goes to each route once; what axe has seen with the same things on offer it need not see again.
"""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.browser.test_walk import kura, sign_in, well_made  # noqa: F401  (a fixture)

WALKERS = ("sone", "eto", "kano", "ishida", "kubo")  # staff, manager, auditor, chief, administrator
LEFT_OUT = (
    "reports:download",  # papers
    "desk:leaver_paper",
    "desk:rules_sheet",
    "accounts:pledge_file",
    "accounts:training_file",
    "assets:photo",
    "account_logout",
    "admin:",  # Django's own pages
)
WINDOWS = {"telephone": (360, "ja"), "twice as large": (640, "en"), "desk": (1280, "ja")}

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def name_of(path: str) -> str:
    """The route of a path; empty for what is none of ours."""
    try:
        return resolve(urlsplit(path).path).view_name
    except Resolver404:
        return ""


def walk(page: Page, kura: str) -> Iterator[tuple[str, str, frozenset[str]]]:  # noqa: F811
    """Goes where links lead, each route once; yields the path, its route, and the routes that it leads to."""
    ahead, been = ["/"], set()
    while ahead:
        path = ahead.pop(0)
        if (route := name_of(path)) in been:
            continue
        been.add(route)
        page.goto(kura + path)
        links = page.eval_on_selector_all("a[href^='/']", "all => all.map(one => one.getAttribute('href'))")
        yield path, route, frozenset(map(name_of, links))
        ahead += [each for each in links if wanted(each)]


def wanted(path: str) -> bool:
    """Is it a page of ours, and none that is fetched as a file?"""
    route = name_of(path)
    return bool(route) and not route.startswith(LEFT_OUT) and "pdf" not in urlsplit(path).query


@pytest.mark.parametrize("window", WINDOWS)
def test_every_page_is_well_made(page: Page, kura: str, complaints: list[str], window: str) -> None:  # noqa: F811
    width, language = WINDOWS[window]
    page.set_viewport_size({"width": width, "height": 800})
    seen: set[tuple[str, frozenset[str]]] = set()
    for name in WALKERS:
        sign_in(page, kura, name)
        page.context.add_cookies([{"name": "django_language", "value": language, "url": kura}])
        for path, route, offers in walk(page, kura):
            if (route, offers) in seen:
                continue
            seen.add((route, offers))
            try:
                well_made(page)
            except AssertionError as problem:
                raise AssertionError(f"{name}, {window}: {path}: {problem}") from problem
    assert len({route for route, _offers in seen}) > 40
