"""What was typed outlives the session and the page's token, on our own pages and nowhere else."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.kept import KEPT, Typed
from assets.models import Asset
from tests import make
from tests.cast import Cast
from tests.pages import page_of
from tests.permissions import TABLE

OURS = {"Sec-Fetch-Site": "same-origin"}
TYPED = {"name": "<b>研磨油</b>の配合", "location": "一行目\n二行目"}
PAPER = "/assets/new/paper/?received=1"


def kept(answer: Any) -> dict[str, Any]:
    """What the page that kept it would send."""
    [form] = [f for f in page_of(answer, PAPER).forms if f.method == "post"]
    assert form.action == PAPER
    return form.filled()


def test_a_session_that_ended_gives_back_what_was_typed(cast: Cast, client: Client) -> None:
    answer = client.post(PAPER, TYPED, headers=OURS)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Your session has ended" in page
    assert "&lt;b&gt;研磨油" in page
    assert not Asset.objects.exists()
    assert answer.headers["Cache-Control"] == "no-store"
    client.force_login(cast.sign_in("nobody"))
    again = client.post(PAPER, kept(answer) | {"giver": "東都"})
    assert again.status_code == 302
    assert Asset.objects.get().name == TYPED["name"]


def test_a_page_that_grew_old_has_a_fresh_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.sign_in("nobody"))
    answer = client.post(PAPER, TYPED | {"giver": "東都"}, headers=OURS)
    assert "Send it once more" in answer.content.decode()
    assert not Asset.objects.exists()
    assert client.post(PAPER, kept(answer), headers=OURS).status_code == 302
    assert Asset.objects.get().giver == "東都"


def test_rights_are_asked_anew(cast: Cast, client: Client) -> None:
    asset = make.asset("配合", owner=cast.owner)
    address = reverse("assets:edit", args=[asset.code])
    answer = client.post(address, {"summary": "私の要約"}, headers=OURS)
    [form] = [f for f in page_of(answer, address).forms if f.method == "post"]
    client.force_login(cast.sign_in("nobody"))
    assert client.post(address, form.filled()).status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "http://evil.example"},
        {"Origin": "https://testserver"},
        {"Origin": "null"},
    ],
)
def test_what_another_site_sends_is_not_shown(cast: Cast, client: Client, headers: dict[str, str]) -> None:
    answer = client.post(PAPER, TYPED, headers=headers)
    assert answer.status_code == 302
    assert "研磨油" not in answer.content.decode()
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post(PAPER, TYPED, headers=headers)
    assert refused.status_code == 403
    assert "研磨油" not in refused.content.decode()


def test_an_origin_that_is_ours_is_enough_for_an_old_browser(cast: Cast, client: Client) -> None:
    answer = client.post(PAPER, TYPED, headers={"Origin": "http://testserver"})
    assert "研磨油" in answer.content.decode()


@pytest.mark.parametrize("route", ["account_login", "account_change_password", "mfa_authenticate", "account_logout"])
def test_pages_of_signing_in_are_never_shown_again(cast: Cast, route: str) -> None:
    client = Client(enforce_csrf_checks=True)
    typed = {"login": "nobody", "password": "open sesame 123", "code": "123456"}
    page = client.post(reverse(route), typed, headers=OURS).content.decode()
    assert "open sesame" not in page
    assert "123456" not in page


def test_fields_that_name_a_secret_are_left_out(cast: Cast, client: Client) -> None:
    typed = TYPED | {"password": "open sesame", "X-Token": "7a6b", "csrfmiddlewaretoken": "abcdef"}
    page = client.post(PAPER, typed, headers=OURS).content.decode()
    assert not any(word in page for word in ("open sesame", "7a6b", "abcdef"))


def test_what_does_not_exist_and_what_is_hidden_look_the_same(cast: Cast, client: Client) -> None:
    asset = make.asset("配合")
    hidden, missing = (
        client.post(f"/assets/{code}/edit/", TYPED, headers=OURS).content.decode().replace(code, "")
        for code in (asset.code, "K-22222-2")
    )
    assert hidden.partition("csrfmiddlewaretoken")[0] == missing.partition("csrfmiddlewaretoken")[0]


def test_a_reading_request_is_sent_to_sign_in_as_before(cast: Cast, client: Client) -> None:
    assert client.get(PAPER, headers=OURS).status_code == 302


def test_every_page_of_ours_gives_back_what_was_typed() -> None:
    assert {route.partition(":")[0] for route in TABLE if ":" in route} == KEPT


@pytest.mark.parametrize("text", ["", "[]", "7", "{", '{"address": "/assets/new/"}', "[" * 100_000])
def test_what_nobody_packed_is_nothing(text: str) -> None:
    assert Typed.unpacked(text) is None
