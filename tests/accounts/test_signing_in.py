"""Through the one door: who gets in, what the others are told, how often they may try, and what is noted."""

from statistics import median
from time import perf_counter
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from config.checks import the_account_service_is_reached_safely, the_throttle_sees_addresses
from config.settings import CACHES, PASSWORD_HASHERS
from journal.models import Sighting
from tests import make
from tests.cast import Cast

Enter = Any


def noted() -> list[tuple[str, int | None, str]]:
    return list(Sighting.objects.order_by("pk").values_list("verb", "actor_id", "about"))


@pytest.fixture
def people(cast: Cast) -> Cast:
    """One who works here, one who has left, one who is switched off; passwords alone."""
    make.user(cast.colleague, "works", factor=False)
    make.user(cast.leaver, "left", factor=False)
    make.user(cast.nobody, "off", factor=False, is_active=False)
    return cast


def test_whoever_works_here_gets_in(people: Cast, enter: Enter, client: Client) -> None:
    assert enter("works").url == "/"
    assert client.get("/").status_code == 200
    user = User.objects.get(username="works")
    assert noted() == [("accounts.sign_in", people.colleague.pk, f"accounts.user:{user.pk}")]
    assert Sighting.objects.get().facts == {"address": "127.0.0.1", "factors": ["password"]}


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("works", "wrong"),
        ("nobody-at-all", "wrong"),
        ("nobody-at-all", make.PASSWORD),
        ("left", "wrong"),
        ("left", make.PASSWORD),
        ("off", "wrong"),
        ("off", make.PASSWORD),
    ],
)
def test_all_others_are_told_the_same(people: Cast, enter: Enter, client: Client, name: str, password: str) -> None:
    answer = enter(name, password)
    assert answer.status_code == 200
    assert answer.context["form"].errors == {"__all__": ["The sign-in name or the password is not right."]}
    assert client.get("/").status_code == 302


def test_a_failure_is_noted_without_what_was_typed(people: Cast, enter: Enter) -> None:
    known = User.objects.get(username="works")
    enter("works", "wrong secret")
    enter("WORKS", "wrong secret")
    enter("kintaro", "wrong secret")
    about = f"accounts.user:{known.pk}"
    assert noted() == [("accounts.sign_in_failed", None, each) for each in (about, about, "")]
    kept = str(list(Sighting.objects.values()))
    assert "wrong" not in kept
    assert "kintaro" not in kept


def test_signing_out_is_noted(people: Cast, enter: Enter, client: Client) -> None:
    enter("works")
    client.post("/accounts/logout/")
    assert [verb for verb, *_ in noted()] == ["accounts.sign_in", "accounts.sign_out"]
    assert client.get("/").status_code == 302


@pytest.mark.parametrize(("name", "password"), [("works", "wrong"), ("who", "wrong"), ("left", make.PASSWORD)])
def test_five_failures_in_five_minutes_close_a_name(people: Cast, enter: Enter, name: str, password: str) -> None:
    for _ in range(5):
        assert "is not right" in enter(name, password).content.decode()
    answer = enter(name, make.PASSWORD)
    assert "Too many attempts have failed" in answer.content.decode()


def test_ten_failures_in_a_minute_close_an_address(people: Cast, enter: Enter) -> None:
    for n in range(10):
        enter(f"guess-{n}", "wrong")
    assert "Too many attempts have failed" in enter("works").content.decode()


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(people: Cast, enter: Enter, settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for n in range(10):  # whatever somebody claims in front of it does not count
        enter(f"guess-{n}", "wrong", **{"X-Forwarded-For": f"10.9.8.{n}, 192.168.1.7"})
    assert "Too many attempts have failed" in enter("works", **{"X-Forwarded-For": "192.168.1.7"}).content.decode()
    assert enter("works", **{"X-Forwarded-For": "192.168.1.8"}).status_code == 302


def test_without_a_proxy_of_ours_the_header_counts_for_nothing(people: Cast, enter: Enter) -> None:
    for n in range(10):
        enter(f"guess-{n}", "wrong", **{"X-Forwarded-For": f"10.9.8.{n}"})
    assert "Too many attempts have failed" in enter("works", **{"X-Forwarded-For": "10.1.1.1"}).content.decode()


def test_the_throttle_is_shared_by_all_processes_and_not_flushed_by_filling_it() -> None:
    cache: dict[str, Any] = CACHES["default"]
    assert cache["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    assert cache["OPTIONS"]["MAX_ENTRIES"] >= 100_000


def test_every_refusal_takes_about_the_same_time(people: Cast, enter: Enter, settings: Any) -> None:
    """With the real hash: a name that exists must not be told by the clock."""
    settings.PASSWORD_HASHERS = PASSWORD_HASHERS
    settings.ACCOUNT_RATE_LIMITS = False
    for name in ("works", "left", "off"):
        user = User.objects.get(username=name)
        user.set_password(make.PASSWORD)
        user.save()
    cases = [("works", "wrong"), ("unknown", "wrong"), ("left", make.PASSWORD), ("off", make.PASSWORD)]
    taken: dict[str, list[float]] = {name: [] for name, _ in cases}
    for _ in range(7):
        for name, password in cases:
            start = perf_counter()
            enter(name, password)
            taken[name].append(perf_counter() - start)
    middle = [median(each) for each in taken.values()]
    assert max(middle) < 1.5 * min(middle), taken


def test_nobody_signs_up(db: None, client: Client) -> None:
    assert client.get("/accounts/signup/").status_code == 404


@pytest.mark.parametrize(("https", "proxies", "warned"), [(True, 0, True), (True, 1, False), (False, 0, False)])
def test_an_uncounted_proxy_is_warned_of(settings: Any, https: bool, proxies: int, warned: bool) -> None:
    settings.HTTPS, settings.ALLAUTH_TRUSTED_PROXY_COUNT = https, proxies
    assert [warning.id for warning in the_throttle_sees_addresses()] == (["kura.W002"] if warned else [])


@pytest.mark.parametrize(
    ("issuer", "said"),
    [
        ("", []),
        ("https://login.example.com", []),
        ("http://127.0.0.1:9000", []),
        ("http://login.example.com", ["kura.E001"]),
        ("login.example.com", ["kura.E001"]),
    ],
)
def test_an_account_service_that_others_could_overhear_is_an_error(settings: Any, issuer: str, said: list[str]) -> None:
    settings.OIDC_ISSUER = issuer
    assert [error.id for error in the_account_service_is_reached_safely()] == said


def test_without_an_account_service_nothing_of_it_exists(cast: Cast, client: Client) -> None:
    assert "company" not in client.get("/accounts/login/").content.decode()
    assert client.get("/accounts/company/company/back/").status_code == 404
    make.signed_in(client, cast.sign_in("administrator"))
    code = cast.owner.code
    cast.sign_in("owner")
    assert "/unlink/" not in client.get(f"/people/sign-ins/{code}/").content.decode()
    assert client.post(f"/people/sign-ins/{code}/unlink/").status_code == 302
