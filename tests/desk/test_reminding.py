"""Whoever has something overdue is mailed a link: no names, no numbers, and nobody else is written to."""

from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from accounts.models import User
from accounts.querysets import today
from assets.kinds import Kind
from tests import make
from tests.cast import Cast

LINK = "https://kura.example.co.jp"


@pytest.fixture
def addresses(cast: Cast, settings: Any) -> None:
    """A mail server, and an address for some; a secret of the owner's whose list nobody has reviewed for years."""
    settings.KURA_MAILS = True
    for name in ("owner", "nobody", "chief", "leaver"):
        user = cast.sign_in(name)
        User.objects.filter(pk=user.pk).update(
            email=f"{name}@example.co.jp", language="ja" if name == "owner" else "en"
        )
    long_ago = today().replace(year=today().year - 3)
    secret = make.asset("歯面処理剤", kind=Kind.PAP, department=cast.design, owner=cast.owner, registered_on=long_ago)
    make.grant(secret, cast.listed, from_on=long_ago)
    type(secret).objects.filter(pk=secret.pk).update(reviewed_on=long_ago)


def remind(**options: Any) -> str:
    out = StringIO()
    call_command("remind", stdout=out, **options)
    return out.getvalue()


def test_whoever_has_something_overdue_is_mailed_a_link_and_nothing_else(addresses: None) -> None:
    said = remind(link=LINK)
    letters = {letter.to[0].partition("@")[0]: letter for letter in mail.outbox}
    assert "owner" in letters
    assert not {"nobody", "leaver"} & set(letters)
    assert said == f"reminded: {len(letters)}\n"
    assert {letter.body for letter in letters.values()} == {f"{LINK}/\n"}
    assert letters["owner"].subject == "お待ちしている件があり、期限を過ぎています"


def test_without_an_address_of_kura_or_a_server_it_says_what_to_do(addresses: None, settings: Any) -> None:
    with pytest.raises(CommandError, match="--link"):
        remind()
    settings.MAILERS = {"default": {"BACKEND": "tests.mail.DeadServer"}}
    with pytest.raises(CommandError, match="did not take"):
        remind(link=LINK)
    settings.KURA_MAILS = False
    with pytest.raises(CommandError, match="EMAIL_URL"):
        remind(link=LINK)
    assert not mail.outbox
