"""The second factor: of whom it is asked, how it is set up, used once, and taken off."""

import re
import time
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import Company, SecondFactor
from accounts.signing import second_factor
from journal.models import Sighting
from tests import make
from tests.cast import MEMBERS, Cast

Enter = Any
ASKED = {"manager", "deputy", "chief", "executive", "steward", "auditor", "administrator", "root"}


def verbs() -> list[str]:
    return list(Sighting.objects.order_by("pk").values_list("verb", flat=True))


@pytest.mark.parametrize("choice", SecondFactor.values)
@pytest.mark.parametrize("name", sorted(set(MEMBERS) - {"leaver"}))
def test_of_whom_it_is_asked(cast: Cast, client: Client, name: str, choice: str) -> None:
    Company.objects.update(mfa_required=choice)
    user = cast.sign_in(name)
    Authenticator.objects.all().delete()
    asked = {"ROLES": name in ASKED, "EVERYBODY": True, "NOBODY": False}[choice]
    assert second_factor.must_have_factor(user) is asked
    client.force_login(user)
    for page in ("/", "/assets/", "/people/sign-ins/", "/admin/", "/no-such-page/"):
        answer = client.get(page)
        sent = answer.status_code == 302 and answer.url == "/accounts/security/app/"
        assert sent is (asked and page != "/no-such-page/"), page
    assert client.get("/accounts/again/").status_code == 200
    make.app(user)
    assert client.get("/").status_code == 200


def test_a_mandate_that_is_over_asks_for_nothing(cast: Cast) -> None:
    make.mandate(cast.colleague, "AUDITOR", until_on="2021-01-01")
    assert not second_factor.must_have_factor(cast.sign_in("colleague"))


def test_the_demo_asks_nobody(cast: Cast) -> None:
    Company.objects.update(demo=True, mfa_required=SecondFactor.EVERYBODY)
    assert not second_factor.must_have_factor(cast.sign_in("chief"))


def set_up(client: Client) -> Any:
    """Scan the picture, type what the telephone shows; the secret."""
    page = client.get("/accounts/security/app/").content.decode()
    secret = re.search(r'class="secret">(\w+)<', page)
    assert secret
    return secret[1], client.post("/accounts/security/app/", {"code": make.code(secret[1])})


def test_from_the_password_alone_to_both(cast: Cast, client: Client, enter: Enter) -> None:
    with time_machine.travel(1_800_000_000, tick=False) as clock:
        make.user(cast.chief, "chief", factor=False)
        assert enter("chief").url == "/"
        assert client.get("/").url == "/accounts/security/app/"
        secret, answer = set_up(client)
        assert answer.url == "/accounts/security/codes/"
        codes = re.findall(r"<li>([\w-]{8,})</li>", client.get(answer.url).content.decode())
        assert len(codes) == 10
        assert client.get("/").status_code == 200
        again = client.get("/accounts/security/codes/").content.decode()
        assert "shown again" in again
        assert not any(code in again for code in codes)

        # The code that switched it on does not open the door as well; the next one does, once.
        client.post("/accounts/logout/")
        assert enter("chief").url == "/accounts/code/"
        assert client.get("/").status_code == 302, "the password alone opens nothing"
        assert client.post("/accounts/code/", {"code": make.code(secret)}).status_code == 200
        clock.shift(30)
        assert client.post("/accounts/code/", {"code": make.code(secret)}).url == "/"
        other = Client()
        enter("chief", browser=other)
        assert other.post("/accounts/code/", {"code": make.code(secret)}).status_code == 200, "replayed"
        assert other.get("/").status_code == 302

        # A recovery code works, once.
        assert other.post("/accounts/code/", {"code": codes[3]}).url == "/"
        third = Client()
        enter("chief", browser=third)
        assert third.post("/accounts/code/", {"code": codes[3]}).status_code == 200
    assert verbs() == [
        "accounts.sign_in", "accounts.mfa_on", "accounts.mfa_on", "accounts.sign_out", "accounts.sign_in_failed",
        "accounts.sign_in", "accounts.sign_in_failed", "accounts.sign_in", "accounts.sign_in_failed",
    ]  # fmt: skip


@pytest.mark.parametrize("seconds", [-60, -31, 31, 60, 3600])
def test_a_code_of_another_time_is_refused(cast: Cast, client: Client, enter: Enter, seconds: int) -> None:
    cast.sign_in("chief")
    enter("chief")
    assert client.post("/accounts/code/", {"code": make.code(at=time.time() + seconds)}).status_code == 200
    assert client.get("/").status_code == 302


def test_codes_cannot_be_tried_out(cast: Cast, client: Client, enter: Enter) -> None:
    cast.sign_in("chief")
    enter("chief")
    for n in range(6):
        answer = client.post("/accounts/code/", {"code": f"{n:06}"}).content.decode()
    assert "Too many attempts have failed" in answer
    assert client.post("/accounts/code/", {"code": make.code()}).status_code == 200


def test_the_secret_does_not_stand_in_the_database(cast: Cast) -> None:
    user = cast.sign_in("chief")
    kept = str(Authenticator.objects.get(user=user).data)
    assert make.SECRET not in kept


def test_with_another_key_no_code_fits(cast: Cast, client: Client, enter: Enter, settings: Any, tmp_path: Any) -> None:
    cast.sign_in("chief")
    (tmp_path / "others").mkdir()
    settings.KURA_KEYS = tmp_path / "others"
    enter("chief")
    assert client.post("/accounts/code/", {"code": make.code()}).status_code == 200


def test_taking_it_off_asks_for_it_first(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("chief"))
    address = "/accounts/security/app/remove/"
    assert client.get(address).url == "/accounts/again/code/?" + urlencode({"next": address})
    assert client.get("/accounts/again/").url == "/accounts/again/code/", "the password is not enough"
    assert client.post("/accounts/again/code/", {"code": "000000", "next": address}).status_code == 200
    assert client.post("/accounts/again/code/", {"code": make.code(), "next": address}).url == address
    client.post(address)
    assert client.get("/").url == "/accounts/security/app/"
    assert verbs() == ["accounts.sign_in_failed", "accounts.mfa_off"]


def test_an_administrator_takes_it_off_for_somebody(cast: Cast, client: Client, enter: Enter) -> None:
    chief, browser = cast.sign_in("chief"), Client()
    enter("chief", browser=browser)
    browser.post("/accounts/code/", {"code": make.code()})
    assert browser.get("/").status_code == 200
    client.force_login(cast.sign_in("administrator"))
    address = f"/people/sign-ins/{cast.chief.code}/factor/remove/"
    asked = client.post(address)
    assert asked.url.startswith("/accounts/again/code/")
    assert Authenticator.objects.filter(user=chief).exists()
    client.post("/accounts/again/code/", {"code": make.code(), "next": address})  # carries out what was posted
    assert not Authenticator.objects.filter(user=chief).exists()
    assert browser.get("/").status_code == 302, "and the old sessions are over"
    noted = Sighting.objects.get(verb="accounts.mfa_off")
    assert (noted.actor_id, noted.about) == (cast.administrator.pk, f"accounts.user:{chief.pk}")


def test_nobody_takes_ones_own_off_by_that_way(cast: Cast, client: Client) -> None:
    user = cast.sign_in("administrator")
    client.force_login(user)
    client.post("/accounts/again/code/", {"code": make.code()})
    client.post(f"/people/sign-ins/{cast.administrator.code}/factor/remove/")
    assert Authenticator.objects.filter(user=user).exists()
