"""The company's own accounts: a Kura with OIDC_ISSUER set, beside a tiny account service, both on loopback.

Kura runs as a process of its own: with the setting it has more apps than the Kura of the other tests.
"""

import json
import os
import re
import secrets
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa

from tests import make
from tests.company_accounts.provider import CLIENT, SECRET, AccountService, serving

ROOT = Path(__file__).resolve().parent.parent.parent
REFUSAL = "This account opens nothing here."


@dataclass
class Kura:
    """Where it listens, and with what it was started."""

    address: str
    env: dict[str, str]

    def run(self, word: str) -> None:
        """Make people, or erase one."""
        command = [sys.executable, "-m", "tests.company_accounts.people", word]
        done = subprocess.run(command, env=self.env, cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    def told(self, question: str) -> list[Any]:
        """What its database answers."""
        with closing(sqlite3.connect(Path(self.env["KURA_HOME"]) / "kura.sqlite3")) as database:
            return database.execute(question).fetchall()

    def links(self) -> dict[str, str]:
        """Whose sign-in each subject opens."""
        return dict(
            self.told(
                "SELECT uid, username FROM socialaccount_socialaccount a JOIN accounts_user u ON u.id = a.user_id"
            )
        )

    def noted(self) -> list[tuple[str, Any]]:
        """Verbs and facts of the second journal."""
        rows = self.told("SELECT verb, facts FROM journal_sighting ORDER BY id")
        return [(verb, json.loads(facts)) for verb, facts in rows]


@pytest.fixture(scope="module")
def service() -> Iterator[AccountService]:
    with serving() as made:
        yield made


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture(scope="module")
def kura(service: AccountService, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kura]:
    home, port = tmp_path_factory.mktemp("kura"), free_port()
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ} | {
        "KURA_HOME": str(home),
        "SECRET_KEY": secrets.token_urlsafe(64),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "OIDC_ISSUER": service.issuer,
        "OIDC_CLIENT_ID": CLIENT,
        "OIDC_CLIENT_SECRET": SECRET,
        "OIDC_NAME": "Example ID",
    }
    running = Kura(f"http://127.0.0.1:{port}", env)
    running.run("make")
    command = [sys.executable, "-m", "gunicorn", "-b", f"127.0.0.1:{port}", "--log-level", "error", "config.wsgi"]
    process = subprocess.Popen(command, env=env, cwd=ROOT)
    try:
        wait_for(port)
        yield running
    finally:
        process.terminate()
        process.wait(20)


def wait_for(port: int) -> None:
    for _ in range(150):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise AssertionError("Kura did not start")


@pytest.fixture
def visitor(kura: Kura) -> requests.Session:
    session = requests.Session()
    session.headers["Accept-Language"] = "en"
    return session


def token_of(page: requests.Response) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)
    assert found
    return found[1]


def enter(kura: Kura, visitor: requests.Session, query: str = "") -> requests.Response:
    """The button on the sign-in page, the account service, and back; the page where that ends."""
    page = visitor.get(f"{kura.address}/accounts/login/")
    assert "Sign in with Example ID" in page.text
    return visitor.post(
        f"{kura.address}/accounts/company/company/{query}",
        {"csrfmiddlewaretoken": token_of(page)},
        headers={"Referer": page.url},
    )


def claims(who: str, **facts: Any) -> dict[str, Any]:
    return {"sub": f"subject of {who}", "email": f"{who}@example.co.jp", "email_verified": True} | facts


def inside(kura: Kura, visitor: requests.Session) -> bool:
    return visitor.get(f"{kura.address}/", allow_redirects=False).status_code == 200


def test_the_first_time_by_the_address_then_by_the_subject_alone(
    kura: Kura, service: AccountService, visitor: requests.Session
) -> None:
    service.claims = claims("aoki", email="AOKI@example.co.jp", nickname="Aoki")
    assert enter(kura, visitor).url == f"{kura.address}/"
    assert inside(kura, visitor)
    assert set(service.asked["scope"].split()) == {"openid", "email"}
    visitor.cookies.clear()
    service.claims = claims("aoki", email="ueda@example.co.jp")  # the address moved on; the account is still Aoki's
    assert inside(kura, visitor) is False
    assert enter(kura, visitor).url == f"{kura.address}/"
    assert kura.links() == {"subject of aoki": "aoki"}
    assert kura.told("SELECT extra_data FROM socialaccount_socialaccount") == [("{}",)], "nothing else is kept"
    assert not kura.told("SELECT * FROM socialaccount_socialtoken")
    verbs = [verb for verb, _facts in kura.noted()]
    assert verbs == ["accounts.link_account", "accounts.sign_in", "accounts.sign_in"]
    assert kura.noted()[-1][1]["factors"] == ["socialaccount"]


def test_another_account_with_an_address_that_is_linked_already_stays_outside(
    kura: Kura, service: AccountService, visitor: requests.Session
) -> None:
    service.claims = claims("aoki")
    enter(kura, visitor)
    visitor.cookies.clear()
    service.claims = claims("aoki", sub="somebody who got the old address")
    assert REFUSAL in enter(kura, visitor).text
    assert not inside(kura, visitor)


@pytest.mark.parametrize(
    "facts",
    [
        claims("nobody"),
        claims("goto"),  # has left
        claims("endo"),  # switched off
        claims("twin"),  # an address that two sign-ins bear
        claims("ueda", email_verified=False),
        claims("ueda", email_verified="false"),
        claims("ueda", email_verified="true"),
        claims("ueda", email=""),
        {"sub": "only a subject"},
    ],
    ids=lambda facts: " ".join(map(str, facts.values())),
)
def test_whoever_is_not_let_in_is_told_the_same(
    kura: Kura, service: AccountService, visitor: requests.Session, facts: dict[str, Any]
) -> None:
    service.claims = facts
    page = enter(kura, visitor)
    assert (page.status_code, page.url) == (200, f"{kura.address}/accounts/login/")
    assert REFUSAL in page.text
    assert not inside(kura, visitor)
    verb, said = kura.noted()[-1]
    assert (verb, said["factor"]) == ("accounts.sign_in_failed", "oidc")
    assert kura.told("SELECT COUNT(*) FROM accounts_user") == [(7,)], "nobody signs up"


@pytest.mark.parametrize(
    "facts",
    [
        {"iss": "https://another.example"},
        {"aud": "another"},
        {"exp": 1_700_000_000},
        {"exp": None},
        {"sub": None},
    ],
    ids=str,
)
def test_a_token_that_is_not_for_us_or_not_for_now_opens_nothing(
    kura: Kura, service: AccountService, visitor: requests.Session, facts: dict[str, Any]
) -> None:
    service.claims = {name: value for name, value in (claims("aoki") | facts).items() if value is not None}
    if facts == {"exp": None}:
        service.claims["exp"] = "soon"
    assert REFUSAL in enter(kura, visitor).text
    assert not inside(kura, visitor)


def test_a_token_that_another_key_signed_opens_nothing(
    kura: Kura, service: AccountService, visitor: requests.Session
) -> None:
    service.claims = claims("aoki")
    service.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    try:
        assert REFUSAL in enter(kura, visitor).text
        assert not inside(kura, visitor)
    finally:
        service.key = service.published


def test_a_refusal_of_the_service_is_ours_too(kura: Kura, service: AccountService, visitor: requests.Session) -> None:
    service.error = "access_denied"
    try:
        assert REFUSAL in enter(kura, visitor).text
    finally:
        service.error = ""
    forged = visitor.get(f"{kura.address}/accounts/company/company/back/?code=a-code&state=made-up")
    assert REFUSAL in forged.text


def test_the_second_factor_is_asked_afterwards(kura: Kura, service: AccountService, visitor: requests.Session) -> None:
    service.claims = claims("ueda")
    page = enter(kura, visitor)
    assert page.url == f"{kura.address}/accounts/code/"
    assert not inside(kura, visitor)
    form = {"csrfmiddlewaretoken": token_of(page), "code": make.code()}
    assert visitor.post(page.url, form, headers={"Referer": page.url}).url == f"{kura.address}/"
    assert inside(kura, visitor)


def signed_in_by_password(kura: Kura, visitor: requests.Session, name: str) -> None:
    page = visitor.get(f"{kura.address}/accounts/login/")
    form = {"csrfmiddlewaretoken": token_of(page), "login": name, "password": make.PASSWORD}
    visitor.post(page.url, form, headers={"Referer": page.url})


def test_the_administrator_links_by_subject_and_unlinks(
    kura: Kura, service: AccountService, visitor: requests.Session
) -> None:
    signed_in_by_password(kura, visitor, "kubo")
    page = visitor.get(f"{kura.address}/accounts/code/")
    form = {"csrfmiddlewaretoken": token_of(page), "code": make.code()}
    visitor.post(page.url, form, headers={"Referer": page.url})
    [[code]] = kura.told("SELECT code FROM accounts_person WHERE name = 'twin'")
    address = f"{kura.address}/people/sign-ins/{code}/"

    def post(word: str, **facts: str) -> str:
        page = visitor.get(address)
        form = {"csrfmiddlewaretoken": token_of(page)} | facts
        return visitor.post(f"{address}{word}/", form, headers={"Referer": page.url}).text

    assert "is linked." in post("link", subject="the twin")
    assert "Not linked" in post("link", subject="another")
    assert kura.links()["the twin"] == "twin"
    service.claims = {"sub": "the twin"}  # no address at all
    twin = requests.Session()
    twin.headers["Accept-Language"] = "en"
    assert enter(kura, twin).url == f"{kura.address}/"
    assert "is unlinked" in post("unlink")
    assert not inside(kura, twin), "and the sessions are over"
    assert REFUSAL in enter(kura, twin).text


def test_nobody_links_an_account_to_the_sign_in_that_is_open(
    kura: Kura, service: AccountService, visitor: requests.Session
) -> None:
    signed_in_by_password(kura, visitor, "other")
    assert inside(kura, visitor)
    service.claims = claims("nobody")
    page = visitor.get(f"{kura.address}/accounts/password/")
    answer = visitor.post(
        f"{kura.address}/accounts/company/company/?process=connect",
        {"csrfmiddlewaretoken": token_of(page)},
        headers={"Referer": page.url},
    )
    assert REFUSAL in visitor.get(f"{kura.address}/").text + answer.text
    assert "subject of nobody" not in kura.links()


def test_the_way_there_is_a_post_and_the_policy_names_the_service(
    kura: Kura, service: AccountService, visitor: requests.Session
) -> None:
    for path, status in (("company/", 405), ("company/back/", 302), ("another/back/", 404)):
        answer = visitor.get(f"{kura.address}/accounts/company/{path}", allow_redirects=False)
        assert answer.status_code == status, path
    assert visitor.post(f"{kura.address}/accounts/company/company/").status_code == 403
    policy = visitor.get(f"{kura.address}/accounts/login/").headers["Content-Security-Policy"]
    assert f"form-action 'self' {service.issuer};" in f"{policy};"
    for path in ("signup/", "social/signup/", "social/connections/", "3rdparty/"):
        assert visitor.get(f"{kura.address}/accounts/{path}", allow_redirects=False).status_code in (302, 404)


def test_whoever_is_erased_leaves_no_subject_behind(
    kura: Kura, service: AccountService, visitor: requests.Session
) -> None:
    service.claims = claims("aoki")
    enter(kura, visitor)
    assert "subject of aoki" in kura.links()
    kura.run("erase")
    assert "subject of aoki" not in kura.links()
    assert not inside(kura, visitor)
    assert REFUSAL in enter(kura, visitor).text
