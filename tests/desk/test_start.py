"""The first visit: the company and its administrator are made once, and nothing is asked twice."""

import pytest
from django.test import Client

from accounts.models import Company, Mandate, User
from accounts.signing.invitations import console_code

FACTS = {
    "company": "山城機械",
    "headcount": "60",
    "name": "山城 健",
    "username": "yamashiro",
    "password": "takoyaki no umai mise",
    "again": "takoyaki no umai mise",
    "steward": "on",
}


@pytest.mark.django_db
def test_the_first_visit_makes_the_company_and_leads_to_the_second_factor(client: Client) -> None:
    code = console_code()
    for wrong in (
        {"code": "no"},
        {"again": "another one entirely"},
        {"password": "yamashiro ken", "again": "yamashiro ken"},
        {"username": "yama shiro"},
    ):
        page = client.post("/start/", FACTS | {"code": code} | wrong)
        assert page.status_code == 422, wrong
    assert page.context["form"].errors["username"] == ["Only Latin letters, digits, - and _, without spaces."]
    assert not Company.objects.exists()
    page = client.post("/start/", FACTS | {"code": code}, follow=True)
    assert page.redirect_chain[-1][0].startswith("/accounts/security/app/"), "the password was typed a moment ago"
    assert User.objects.get().is_superuser
    assert Mandate.objects.get().role == Mandate.Role.STEWARD
    assert Client().get("/start/").status_code == 404
