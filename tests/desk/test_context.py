"""The frame of every page: which main page is marked."""

import re

from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import Cast

STANDS_AT = {
    "/assets/": "/assets/",
    "/people/delegations/": "/assets/approvals/",
    "/import/hosts/devices/": "/hosts/",
    "/places/": "/measures/",
}


def test_the_main_page_that_a_page_belongs_to_is_marked(cast: Cast, client: Client) -> None:
    make.signed_in(client, cast.sign_in("steward"))
    for path, above in STANDS_AT.items():
        page = client.get(path).content.decode()
        main = page[page.index('<nav class="side"') : page.index("</nav>")]
        assert re.findall(r'href="([^"]+)" aria-current="page"', main) == [above], path


def test_an_administrator_without_a_person_is_not_led_to_the_places(cast: Cast, client: Client) -> None:
    for person, shown in ((None, False), (cast.administrator, True)):
        make.signed_in(client, make.user(person, f"looks after {shown}", is_staff=True))
        page = client.get("/people/sign-ins/").content.decode()
        assert ('href="/places/"' in page) is shown
        assert (client.get("/places/").status_code == 200) is shown


def test_what_one_may_use_stands_before_the_menu_of_a_phone(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("listed"))
    page = client.get(reverse("desk:home")).content.decode()
    shown = page[page.index('<nav class="side"') : page.index('class="more"')]
    assert f'href="{reverse("desk:usable")}"' in shown
