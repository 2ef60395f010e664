"""Where a security key can be used, and what becomes of answers that no key gave. (A real key: tests/browser.)"""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client, RequestFactory

from accounts.models import User
from accounts.signing import security_keys
from journal.models import Sighting
from tests import make
from tests.cast import Cast

Enter = Any
NEW, AGAIN = "/accounts/security/keys/new/", "/accounts/again/key/"
# A key's answer at its making, by the book (one that fido2 can read, so that the page can ask for this very key).
CREDENTIAL = {
    "id": "AAECAwQFBgcICQoLDA0ODw",
    "rawId": "AAECAwQFBgcICQoLDA0ODw",
    "type": "public-key",
    "clientExtensionResults": {},
    "response": {
        "clientDataJSON": "eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRlIiwiY2hhbGxlbmdlIjoiQUEiLCJvcmlnaW4iOiJodHRwczovL2t1cmEuZXhhbXBsZSJ9",
        "attestationObject": "",
    },
}
GARBAGE = ["", "x", "null", "[]", "{}", '{"id": 1}', '"text"', '{"id": "x", "response": {}}', "[" * 500, "[" * 200_000]


@pytest.fixture
def on(settings: Any) -> None:
    settings.MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]


@pytest.fixture
def https(settings: Any, on: None) -> dict[str, Any]:
    """Keys are switched on, and pages are opened by the company's name over https."""
    settings.ALLOWED_HOSTS = ["kura.example"]
    return {"secure": True, "headers": {"host": "kura.example"}}


def attested() -> dict[str, Any]:
    """The answer of a key with a public key in it."""
    from cryptography.hazmat.primitives.asymmetric import ec
    from fido2.cose import ES256
    from fido2.utils import websafe_encode
    from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

    public = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    data = AttestedCredentialData.create(b"\0" * 16, bytes(range(16)), public)
    seen = AuthenticatorData.create(b"\0" * 32, 0x41, 0, data)
    whole = AttestationObject.create("none", seen, {})
    return CREDENTIAL | {"response": CREDENTIAL["response"] | {"attestationObject": websafe_encode(bytes(whole))}}  # type: ignore[operator]


def key(user: User, name: str = "on my key ring") -> Authenticator:
    data = {"name": name, "credential": attested()}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


@pytest.mark.parametrize(
    ("host", "secure", "said"),
    [
        ("kura.example.co.jp", True, ""),
        ("kura.example.co.jp:8443", True, ""),
        ("kura.example.co.jp", False, "https only"),
        ("localhost:8000", False, ""),
        ("127.0.0.1:8000", False, "by a number (127.0.0.1)"),
        ("192.168.0.5", True, "by a number (192.168.0.5)"),
        ("[::1]:8000", True, "by a number ([::1])"),
    ],
)
def test_a_key_needs_https_and_a_host_name(settings: Any, host: str, secure: bool, said: str) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    request = RequestFactory().get("/", secure=secure, headers={"host": host})
    assert said in security_keys.hindrance(request)
    assert bool(security_keys.hindrance(request)) is bool(said)


def test_switched_off_the_pages_do_not_exist_and_nothing_is_said(cast: Cast, client: Client) -> None:
    make.signed_in(client, cast.sign_in("chief"))
    text = client.get("/accounts/security/").content.decode()
    assert "ecurity key" not in text
    for page in (NEW, AGAIN):
        assert (client.get(page).status_code, client.post(page).status_code) == (404, 404)


def test_where_keys_cannot_work_the_page_says_why(cast: Cast, client: Client, on: None) -> None:
    make.signed_in(client, cast.sign_in("chief"))
    text = client.get("/accounts/security/").content.decode()
    assert "over https only" in text
    assert NEW not in text
    assert client.get(NEW).url == "/accounts/security/"


def test_where_they_work_they_are_offered(cast: Cast, client: Client, https: dict[str, Any]) -> None:
    make.signed_in(client, cast.sign_in("chief"))
    assert NEW in client.get("/accounts/security/", **https).content.decode()
    assert 'data-key="create"' in client.get(NEW, **https).content.decode()


def test_adding_one_asks_first_who_is_there(cast: Cast, client: Client, https: dict[str, Any]) -> None:
    client.force_login(cast.sign_in("chief"))
    assert client.get(NEW, **https).url.startswith("/accounts/again/code/")


def test_a_key_counts_as_the_second_factor_that_a_role_asks_for(cast: Cast, client: Client) -> None:
    user = make.user(cast.chief, "chief", factor=False)
    make.signed_in(client, user)
    assert client.get("/").status_code == 302
    key(user)
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("answer", GARBAGE)
def test_an_answer_that_no_key_gave_adds_nothing(
    cast: Cast, client: Client, https: dict[str, Any], answer: str
) -> None:
    make.signed_in(client, cast.sign_in("chief"))
    client.get(NEW, **https)
    page = client.post(NEW, {"name": "x", "credential": answer}, **https)
    assert page.status_code == 200
    assert not Authenticator.objects.filter(type="webauthn").exists()


@pytest.mark.parametrize("answer", [*GARBAGE, json.dumps(CREDENTIAL)])
def test_nor_does_it_open_the_door(
    cast: Cast, client: Client, enter: Enter, https: dict[str, Any], answer: str
) -> None:
    key(cast.sign_in("chief"))
    client.defaults |= {
        "HTTP_HOST": "kura.example",
        "wsgi.url_scheme": "https",
        "HTTP_REFERER": "https://kura.example/",
    }
    enter("chief", browser=client)
    page = client.get("/accounts/code/").content.decode()
    assert 'data-key="get"' in page
    assert client.post("/accounts/code/", {"credential": answer}).status_code == 200
    assert client.get("/").status_code == 302
    if answer == json.dumps(CREDENTIAL):
        assert Sighting.objects.get(verb="accounts.sign_in_failed").facts["factor"] == "webauthn"


def test_without_keys_the_door_takes_no_answer_of_one(cast: Cast, client: Client, enter: Enter) -> None:
    """The page shows itself again where keys are switched off; it used to break."""
    cast.sign_in("chief")
    enter("chief")
    assert client.post("/accounts/code/", {"credential": "{}"}).status_code == 200


def test_nobody_removes_the_key_of_another(cast: Cast, client: Client, on: None) -> None:
    theirs = key(cast.sign_in("owner"))
    make.signed_in(client, cast.sign_in("chief"))
    address = f"/accounts/security/keys/{theirs.pk}/remove/"
    assert (client.get(address).status_code, client.post(address).status_code) == (404, 404)
    assert Authenticator.objects.filter(pk=theirs.pk).exists()


def test_a_key_is_removed_wherever_the_page_was_opened_and_that_is_noted(cast: Cast, client: Client) -> None:
    user = cast.sign_in("chief")
    mine = key(user)
    make.signed_in(client, user)
    address = f"/accounts/security/keys/{mine.pk}/remove/"
    assert "on my key ring" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert not Authenticator.objects.filter(pk=mine.pk).exists()
    assert Sighting.objects.get(verb="accounts.mfa_off").facts["factor"] == "webauthn"


def test_an_administrator_takes_keys_off_too(cast: Cast, client: Client) -> None:
    user = cast.sign_in("owner")
    key(user)
    make.signed_in(client, cast.sign_in("administrator"))
    client.post(f"/people/sign-ins/{cast.owner.code}/factor/remove/")
    assert not Authenticator.objects.filter(user=user).exists()


def test_a_wrong_answer_before_what_matters_asks_again(cast: Cast, client: Client, https: dict[str, Any]) -> None:
    user = cast.sign_in("chief")
    key(user)
    make.signed_in(client, user)
    assert 'data-key="get"' in client.get(AGAIN, **https).content.decode()
    answer = client.post(AGAIN, {"credential": json.dumps(CREDENTIAL), "next": "/journal/"}, **https)
    assert answer.url == f"{AGAIN}?next=%2Fjournal%2F"
    assert Sighting.objects.get(verb="accounts.sign_in_failed").facts["factor"] == "webauthn"


def test_codes_are_asked_where_the_key_cannot_work(cast: Cast, client: Client, https: dict[str, Any]) -> None:
    user = cast.sign_in("chief")
    key(user)
    client.force_login(user)
    codes = "/accounts/security/codes/new/"
    assert client.get(codes, headers={"host": "testserver"}).status_code == 400  # no name of ours
    assert client.get(codes, **https).url.startswith(AGAIN)
    https["secure"] = False
    assert client.get(codes, **https).url.startswith("/accounts/again/code/")
