"""Whoever opens the emergency door is shown to the chief and the owners, and these are mailed a link at once."""

from typing import Any

import pytest
from django.core import mail
from django.core.checks import WARNING
from django.test import Client
from django.urls import reverse

from accounts.models import Company, Mandate, User
from assets.kinds import State
from config.checks import mails_go_out
from journal.models import Change, Private
from tests import make
from tests.cast import Cast

REASON = "蔵の鍵が見つからない"


@pytest.fixture
def addresses(cast: Cast, settings: Any) -> None:
    """A mail server, and an address for everybody; the owner answers for an asset of the design department."""
    settings.KURA_MAILS = True
    for name in ("chief", "executive", "owner", "listed", "manager", "administrator", "steward"):
        user = cast.sign_in(name)
        user.email = f"{name}@example.co.jp"
        user.save()
    make.asset("熱処理曲線", department=cast.design, owner=cast.owner)


def opened(cast: Cast, commits: Any, **facts: Any) -> Any:
    """The administrator opens the door; what was put off until the commit is done."""
    client = Client()
    make.signed_in(client, cast.sign_in("administrator"))
    with commits(execute=True):
        return client.post(reverse("desk:emergency"), {"reason": REASON, "hours": 2} | facts)


@pytest.fixture
def commits(django_capture_on_commit_callbacks: Any) -> Any:
    return django_capture_on_commit_callbacks


def receivers() -> set[str]:
    return {letter.to[0].partition("@")[0] for letter in mail.outbox}


def test_the_chief_and_the_owners_concerned_are_mailed(cast: Cast, addresses: None, commits: Any) -> None:
    assert opened(cast, commits).status_code == 302
    assert receivers() == {"chief", "owner"}


def test_owners_of_another_department_are_not(cast: Cast, addresses: None, commits: Any) -> None:
    opened(cast, commits, department=cast.sales.pk)
    assert receivers() == {"chief"}
    make.asset("price list", department=cast.sales, owner=cast.listed)
    opened(cast, commits, department=cast.sales.pk)
    assert receivers() == {"chief", "listed"}


def test_owners_of_what_is_retired_are_not(cast: Cast, addresses: None, commits: Any) -> None:
    make.asset("old", department=cast.design, owner=cast.listed, state=State.RETIRED)
    opened(cast, commits)
    assert receivers() == {"chief", "owner"}


def test_nor_who_is_switched_off_or_has_left(cast: Cast, addresses: None, commits: Any) -> None:
    User.objects.filter(person=cast.chief).update(is_active=False)
    cast.owner.left_on = "2020-04-01"
    cast.owner.save()
    opened(cast, commits)
    assert not mail.outbox


def test_the_mail_holds_a_link_and_nothing_else_in_the_receivers_language(
    cast: Cast, addresses: None, commits: Any
) -> None:
    Company.objects.update(language="ja")
    User.objects.filter(person=cast.chief).update(language="en")
    opened(cast, commits)
    assert {letter.body for letter in mail.outbox} == {"http://testserver/\n"}
    subjects = {letter.to[0].partition("@")[0]: letter.subject for letter in mail.outbox}
    assert subjects["chief"] == "A link for you" != subjects["owner"]
    for letter in mail.outbox:
        assert not letter.attachments
        assert letter.recipients() == letter.to


def test_nothing_is_mailed_before_the_commit(cast: Cast, addresses: None, client: Client) -> None:
    make.signed_in(client, cast.sign_in("administrator"))
    client.post(reverse("desk:emergency"), {"reason": REASON, "hours": 2})  # within the test's transaction
    assert not mail.outbox


def test_without_a_mail_server_the_door_opens_all_the_same(
    cast: Cast, addresses: None, settings: Any, commits: Any
) -> None:
    settings.KURA_MAILS = False
    assert opened(cast, commits).status_code == 302
    assert not mail.outbox
    assert Mandate.objects.filter(role="BREAK_GLASS").exists()


def test_a_mail_server_that_fails_does_not_break_the_act(
    cast: Cast, addresses: None, settings: Any, commits: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.MAILERS = {"default": {"BACKEND": "tests.mail.DeadServer"}}
    assert opened(cast, commits).status_code == 302
    assert Mandate.objects.filter(role="BREAK_GLASS").exists()
    assert "Mail was not sent: SMTPServerDisconnected" in caplog.text
    for word in (REASON, "熱処理", "example.co.jp"):
        assert word not in caplog.text


@pytest.mark.parametrize("mails", [True, False])
def test_the_settings_say_whether_mail_goes_out(cast: Cast, client: Client, settings: Any, mails: bool) -> None:
    settings.KURA_MAILS = mails
    make.signed_in(client, cast.sign_in("administrator"))
    text = client.get(reverse("desk:settings")).content.decode()
    assert ("no mail goes out" in text) is not mails


def test_the_administrator_gives_an_address_and_the_journal_keeps_it_erasable(cast: Cast, client: Client) -> None:
    make.signed_in(client, cast.sign_in("administrator"))
    user = cast.sign_in("owner")
    facts = {"username": "owner", "email": "owner@example.co.jp", "is_active": "on"}
    assert client.post(reverse("sign_in_amend", args=[cast.owner.code]), facts).status_code == 302
    user.refresh_from_db()
    assert user.email == "owner@example.co.jp"
    assert "example.co.jp" not in str(list(Change.objects.values_list("values", flat=True)))
    assert Private.objects.filter(value="owner@example.co.jp").exists()


@pytest.mark.parametrize(("mails", "said"), [(True, []), (False, ["kura.I001"])])
def test_the_check_before_serving_says_it_too_and_is_no_warning(settings: Any, mails: bool, said: list[str]) -> None:
    settings.KURA_MAILS = mails
    found = mails_go_out()
    assert [each.id for each in found] == said
    assert not any(each.is_serious(WARNING) for each in found)
