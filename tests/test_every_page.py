"""Every page × every member of the cast: what each method answers, from a table. A page that is not in it fails.

The asset belongs to the design department; whoever may not know of it gets, byte for byte, the 404 of an asset that
does not exist.
"""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.cast import MEMBERS, Cast
from tests.permissions import ADMIN, SEES, TABLE
from tests.scene import our_asset


def routes(resolver: Any = None, space: str = "") -> list[str]:
    """Every named route of the site."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            found += routes(entry, space + f"{entry.namespace}:" if entry.namespace else space)
        elif isinstance(entry, URLPattern):
            found.append(f"{space}{entry.name or entry.pattern}")
    return found


def test_every_route_has_its_line() -> None:
    ours = [route for route in routes() if not route.startswith(ADMIN)]
    assert sorted(ours) == sorted(TABLE)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", MEMBERS)
def test_every_page(cast: Cast, scene: dict[str, str], client: Client, name: str, method: str) -> None:
    for route, address in scene.items():
        expected = TABLE[route][method == "post"]
        client.force_login(cast.sign_in(name))
        answer = getattr(client, method)(address)
        status = answer.status_code
        where = f"{name} {method} {address}: {status}"
        if name == "leaver" and expected not in ("open",):
            assert status == 302, where
        elif expected == "405":
            assert status == 405, where
        elif expected == "open" or name in expected:
            assert status in (200, 302, 400, 409, 422), where
        else:
            assert status in (403, 404), where
        if status in (403, 404) and name not in SEES:
            assert "歯面処理剤" not in answer.content.decode(), where


@pytest.mark.parametrize("method", ["get", "post", "head", "put", "patch", "delete", "options", "trace"])
def test_hidden_and_missing_are_the_same(cast: Cast, scene: dict[str, str], client: Client, method: str) -> None:
    code = our_asset().code
    client.force_login(cast.sign_in("nobody"))
    for address in scene.values():
        if code in address:
            hidden, missing = (getattr(client, method)(a) for a in (address, address.replace(code, "K-22222-2")))
            assert hidden.status_code == missing.status_code, address
            assert hidden.content == missing.content, address


OPEN_TO_STRANGERS = {"account_login", "set_language", "desk:start", "invitation"}


@pytest.mark.parametrize("method", ["get", "post"])
def test_strangers_are_sent_to_sign_in(scene: dict[str, str], client: Client, method: str) -> None:
    for route in sorted(set(TABLE) - OPEN_TO_STRANGERS):
        status = getattr(client, method)(scene[route]).status_code
        assert status in (302, 405), (route, method, status)


def test_the_admin_is_for_staff_and_holds_no_assets(cast: Cast, client: Client) -> None:
    held = {model._meta.app_label for model in admin.site._registry}
    assert held == {"accounts"}
    for name in ("steward", "chief", "nobody"):
        client.force_login(cast.sign_in(name))
        assert client.get("/admin/").status_code == 302
    client.force_login(cast.sign_in("administrator"))
    assert client.get("/admin/").status_code == 200


def test_no_page_is_kept_and_the_policy_is_strict(cast: Cast, scene: dict[str, str], client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    for route in ("desk:home", "desk:list", "desk:detail", "measures:overview", "reports:list", "exchange:upload"):
        answer = client.get(scene[route])
        assert answer.headers["Cache-Control"] == "no-store"
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "style=" not in answer.content.decode(), route
        assert "onclick" not in answer.content.decode(), route


def test_whoever_opens_the_address_of_a_step_reads_what_to_do(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("nobody"))
    answer = client.get("/assets/change/")
    assert (answer.status_code, answer.headers["Allow"], answer.headers["Cache-Control"]) == (405, "POST", "no-store")
    assert "This is a step, not a page" in answer.content.decode()
    assert not client.put("/assets/change/").content
