"""Which language Kura speaks: one's own choice, else the company's, else what the browser asks for."""

import pytest
from django.test import Client

from accounts.models import Company
from journal.models import Entry
from tests.cast import Cast

WORDS = {"ja": "ホーム", "en": "Home"}


def speaks(client: Client, accept: str = "") -> str:
    page = client.get("/", headers={"Accept-Language": accept} if accept else {}).content.decode()
    return next(language for language in WORDS if f'<html lang="{language}"' in page)


# own choice on the sign-in, cookie, the company's, the browser's → spoken
CASES = [
    ("", "", "", "", "en"),  # the project's own, in tests
    ("", "", "", "ja", "ja"),
    ("", "", "ja", "en", "ja"),
    ("", "", "en", "ja", "en"),
    ("", "en", "ja", "ja", "en"),
    ("ja", "en", "en", "en", "ja"),
    ("en", "", "ja", "ja", "en"),
]


@pytest.mark.parametrize(("own", "cookie", "company", "browser", "spoken"), CASES)
def test_who_has_chosen_is_heard_first(
    cast: Cast, client: Client, own: str, cookie: str, company: str, browser: str, spoken: str
) -> None:
    user = cast.sign_in("owner")
    user.language = own
    user.save()
    Company.objects.update(language=company)
    client.force_login(user)
    if cookie:
        client.cookies["django_language"] = cookie
    assert speaks(client, browser) == spoken


def test_a_choice_is_remembered_on_another_machine(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("owner"))
    assert client.post("/language/", {"language": "ja", "next": "/"}).status_code == 302
    assert Entry.objects.get().verb == "accounts.choose_language"
    elsewhere = Client()
    elsewhere.force_login(type(cast.sign_in("owner")).objects.get(username="owner"))
    assert speaks(elsewhere, "en") == "ja"


def test_choosing_the_same_again_and_nonsense_are_no_acts(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("owner"))
    for language in ("ja", "ja", "xx", ""):
        client.post("/language/", {"language": language})
    assert Entry.objects.count() == 1


def test_before_the_door_the_cookie_counts(cast: Cast, client: Client) -> None:
    Company.objects.update(language="ja")
    assert "サインイン" in client.get("/accounts/login/").content.decode()
    client.post("/language/", {"language": "en"})
    assert "Sign in" in client.get("/accounts/login/").content.decode()


def test_the_form_that_switches_is_accepted_where_forgeries_are_not(cast: Cast) -> None:
    careful = Client(enforce_csrf_checks=True)
    careful.force_login(cast.sign_in("owner"))
    page = careful.get("/").content.decode()
    form = page[page.index('class="tongues"') :]
    token = form.split('name="csrfmiddlewaretoken" value="', 1)[1].split('"', 1)[0]
    assert form.index("csrfmiddlewaretoken") < form.index("</form>")
    chosen = {"language": "en", "next": "/", "csrfmiddlewaretoken": token}
    assert careful.post("/language/", chosen).status_code == 302
    assert careful.post("/language/", chosen | {"csrfmiddlewaretoken": ""}).status_code == 403
