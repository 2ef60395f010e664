"""What every request asks for about whoever sent it."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.signed_in import Backend
from accounts.signing.session_store import SessionStore
from tests import make


@pytest.mark.django_db
def test_a_sign_in_comes_with_its_person_by_one_question(django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    for user in (make.user(make.person("山田"), "yamada"), make.user(None, "nobody")):
        with django_assert_num_queries(1):
            found = Backend().get_user(str(user.pk))
            assert found is not None
            assert (found.person and found.person.name) == (user.person and user.person.name)
    assert Backend().get_user(0) is None


@pytest.mark.django_db
def test_what_changed_about_a_sign_in_is_seen_at_once() -> None:
    user = make.user(make.person("山田"), "yamada")
    assert Backend().get_user(user.pk) == user
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Backend().get_user(user.pk) is None


@pytest.mark.django_db
def test_a_session_holds_until_it_is_over(client: Client) -> None:
    make.signed_in(client, make.user(make.person("山田"), "yamada"))
    key = client.session.session_key
    assert SessionStore(key)["_auth_user_id"]
    assert not SessionStore("no-such-key").items()
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    over = SessionStore(key)
    assert not over.items()
    assert over.session_key is None
    assert client.get("/assets/").status_code == 302
