"""Where nothing is counted yet, pages of figures say what to do first, and draw nothing."""

import pytest
from django.test import Client

from tests import make
from tests.cast import Cast

PAGES = ("/measures/", "/measures/where/", "/measures/best/", "/balance/")


@pytest.mark.django_db
def test_pages_of_a_new_company_say_what_to_do_first(cast: Cast, client: Client) -> None:
    make.signed_in(client, cast.sign_in("chief"))
    said = {page: client.get(page).content.decode() for page in PAGES}
    for text in said.values():
        assert "Nothing to count yet" in text or "Nothing to weigh yet" in text
        assert 'href="/assets/new/"' in text
        assert "radar" not in text
    part = client.get(f"/measures/?department={cast.sales.pk}").content.decode()
    assert "Nothing to count in this part" in part
    assert "Show" in part
