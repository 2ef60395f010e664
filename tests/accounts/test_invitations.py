"""One-time links: for one person, once, for seven days, and nothing of them is kept but a hash."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import Invitation, User
from accounts.signing import invitations
from journal.models import Change, Entry
from tests import make
from tests.cast import Cast

Enter = Any
NEW = "a longer road to the sea"
CHOICE = {"username": "newcomer", "password": NEW, "again": NEW}


@pytest.fixture
def administrator(cast: Cast, client: Client) -> Client:
    """The browser of somebody who looks after sign-ins and has just shown who they are."""
    client.force_login(cast.sign_in("administrator"))
    client.post("/accounts/again/code/", {"code": make.code()})
    return client


def invite(administrator: Client, cast: Cast, **form: str) -> str:
    answer = administrator.post(f"/people/sign-ins/{cast.newcomer.code}/invite/", form)
    return answer.context["link"].removeprefix("http://testserver")


def test_from_the_invitation_to_the_first_sign_in(administrator: Client, cast: Cast, enter: Enter) -> None:
    link, guest = invite(administrator, cast), Client()
    assert guest.get(link).status_code == 200
    assert guest.post(link, CHOICE).url == "/accounts/login/"
    assert User.objects.get(username="newcomer").person == cast.newcomer
    assert enter("newcomer", NEW, browser=guest).url == "/"
    assert guest.get("/").status_code == 200
    assert list(Entry.objects.values_list("verb", "actor_id")) == [
        ("accounts.invite", cast.administrator.pk),
        ("accounts.accept_invitation", cast.newcomer.pk),
    ]


def test_asked_for_again_it_is_asked_who_is_there(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("administrator"))
    answer = client.post(f"/people/sign-ins/{cast.newcomer.code}/invite/")
    assert answer.url.startswith("/accounts/again/code/")
    assert not Invitation.objects.exists()


def test_a_link_works_once(administrator: Client, cast: Cast) -> None:
    link, guest = invite(administrator, cast), Client()
    guest.post(link, CHOICE)
    assert guest.get(link).status_code == 404
    assert guest.post(link, CHOICE | {"username": "second"}).status_code == 404
    assert User.objects.filter(person=cast.newcomer).count() == 1


def test_two_at_the_same_moment_are_one(cast: Cast) -> None:
    code = invitations.invite(cast.newcomer, cast.administrator)
    first, second = invitations.invitation_of(code), invitations.invitation_of(code)
    invitations.accept(first, "first", NEW)
    with pytest.raises(invitations.NotInvited):
        invitations.accept(second, "second", NEW)
    assert not User.objects.filter(username="second").exists()


@pytest.mark.parametrize(("later", "status"), [(timedelta(days=6, hours=23), 200), (timedelta(days=7, minutes=1), 404)])
def test_a_link_works_for_seven_days(administrator: Client, cast: Cast, later: timedelta, status: int) -> None:
    link = invite(administrator, cast)
    with time_machine.travel(timezone.now() + later):
        assert Client().get(link).status_code == status
        assert Client().post(link, CHOICE).status_code == (302 if status == 200 else 404)


def test_gone_is_gone_and_says_nothing_of_why(administrator: Client, cast: Cast) -> None:
    replaced = invite(administrator, cast)
    withdrawn = invite(administrator, cast)
    administrator.post(f"/people/sign-ins/{cast.newcomer.code}/withdraw/")
    left = invite(administrator, cast)
    type(cast.newcomer).objects.filter(pk=cast.newcomer.pk).update(left_on="2020-01-01")
    pages = [Client().get(link) for link in (replaced, withdrawn, left, f"/invitation/{'0' * 40}/")]
    assert {page.status_code for page in pages} == {404}
    bodies = {page.content.decode().replace(page.request["PATH_INFO"], "") for page in pages}
    assert len({body.split('name="csrfmiddlewaretoken"')[0] for body in bodies}) == 1


def test_only_a_hash_is_kept(administrator: Client, cast: Cast) -> None:
    code = invite(administrator, cast).rstrip("/").split("/")[-1]
    assert len(code) == 40
    for kept in (Invitation, Change, Entry):
        assert code not in str(list(kept.objects.values()))
    assert Invitation.objects.get().code_hash == invitations.hash_of(code)


def test_a_new_password_leaves_the_second_factor_and_ends_the_sessions(
    administrator: Client, cast: Cast, enter: Enter
) -> None:
    cast.sign_in("chief")
    browser = Client()
    enter("chief", browser=browser)
    browser.post("/accounts/code/", {"code": make.code()})
    link = administrator.post(f"/people/sign-ins/{cast.chief.code}/invite/").context["link"]
    guest = Client()
    assert "username" not in guest.get(link).context["form"].fields
    guest.post(link, {"password": NEW, "again": NEW})
    assert browser.get("/").status_code == 302
    assert enter("chief", browser=guest).status_code == 200, "the old password"
    assert enter("chief", NEW, browser=guest).url == "/accounts/code/"
    assert guest.get("/").status_code == 302


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (CHOICE | {"again": "something else entirely"}, "again"),
        (CHOICE | {"password": "short", "again": "short"}, "password"),
        (CHOICE | {"password": "test works 2026", "again": "test works 2026"}, "password"),
        (CHOICE | {"username": "ADMINISTRATOR"}, "username"),
        (CHOICE | {"username": "not a slug"}, "username"),
        ({}, "username"),
    ],
)
def test_what_is_chosen_is_looked_at(administrator: Client, cast: Cast, form: dict[str, str], field: str) -> None:
    link = invite(administrator, cast)
    answer = Client().post(link, form)
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert Client().get(link).status_code == 200, "and the link is not used up by that"


def test_whoever_is_switched_off_gets_no_link(administrator: Client, cast: Cast) -> None:
    cast.sign_in("colleague")
    link = administrator.post(f"/people/sign-ins/{cast.colleague.code}/invite/").context["link"]
    User.objects.filter(username="colleague").update(is_active=False)
    assert Client().get(link).status_code == 404
    assert administrator.post(f"/people/sign-ins/{cast.colleague.code}/invite/").status_code == 302


def test_a_name_taken_meanwhile_is_said_and_the_link_still_works(
    administrator: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = invite(administrator, cast)
    monkeypatch.setattr("accounts.signing.forms.InvitationForm.clean_username", lambda form: "administrator")
    facts = {"username": "x", "password": "a longer road to the sea", "again": "a longer road to the sea"}
    answer = Client().post(link, facts)
    assert answer.status_code == 422
    assert "Choose another" in answer.content.decode()
    monkeypatch.undo()
    assert Client().post(link, facts | {"username": "newcomer"}).status_code == 302
    assert User.objects.filter(person=cast.newcomer, username="newcomer").exists()


def test_a_mail_holds_a_link_and_nothing_else(administrator: Client, cast: Cast, settings: Any) -> None:
    settings.KURA_MAILS = True
    link = invite(administrator, cast, address="newcomer@example.co.jp")
    [sent] = mail.outbox
    assert sent.body == f"http://testserver{link}\n"
    assert sent.to == ["newcomer@example.co.jp"]
    for word in (cast.company.name, cast.newcomer.name):
        assert word not in sent.subject + sent.body
    assert "newcomer@example" not in str(list(Change.objects.values())) + str(list(Entry.objects.values()))


def test_a_mail_server_that_fails_leaves_the_link_on_the_page(
    administrator: Client, cast: Cast, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.KURA_MAILS = True
    settings.MAILERS = {"default": {"BACKEND": "tests.mail.DeadServer"}}
    page = administrator.post(f"/people/sign-ins/{cast.newcomer.code}/invite/", {"address": "newcomer@example.co.jp"})
    assert (page.status_code, page.context["address"]) == (200, "")
    assert "did not take it" in page.content.decode()
    assert Client().get(page.context["link"]).status_code == 200
    assert "Mail was not sent: SMTPServerDisconnected" in caplog.text
    assert "newcomer@" not in caplog.text


def test_without_a_mail_server_nothing_is_mailed(administrator: Client, cast: Cast) -> None:
    page = administrator.get(f"/people/sign-ins/{cast.newcomer.code}/")
    assert page.context["form"] is None
    invite(administrator, cast, address="newcomer@example.co.jp")
    assert not mail.outbox


@pytest.mark.parametrize(
    ("state", "shown"),
    [("without", {"newcomer"}), ("with", {"administrator"}), ("invited", {"colleague"}), ("off", {"owner"})],
)
def test_the_list_tells_who_is_where(administrator: Client, cast: Cast, state: str, shown: set[str]) -> None:
    assert cast.newcomer
    invitations.invite(cast.colleague, cast.administrator)
    make.user(cast.owner, "off", is_active=False)
    rows = administrator.get("/people/sign-ins/", {"state": state}).context["page"]
    assert {row.code for row in rows} == {getattr(cast, name).code for name in shown}


def test_until_when_a_link_works_stands_beside_the_state(administrator: Client, cast: Cast) -> None:
    for person in (cast.newcomer, cast.owner):  # the one has no sign-in yet, the other forgot a password
        invitations.invite(person, cast.administrator)
    make.user(cast.owner, "ogawa")
    own = {person: f"/people/sign-ins/{person.code}/" for person in (cast.newcomer, cast.owner)}
    for page in ("/people/sign-ins/?state=invited", *own.values()):
        assert "link works until" in administrator.get(page).content.decode()
    both = administrator.get("/people/sign-ins/?state=invited").content.decode()
    assert '<span class="state">invited</span>' in both
    assert '<span class="state">signs in</span>' in both
    Invitation.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    everybody = administrator.get("/people/sign-ins/").content.decode()
    assert ("link works until" in everybody, everybody.count("link ran out unused on")) == (False, 1)
    gone = administrator.get(own[cast.newcomer]).content.decode()
    assert ("link ran out unused on" in gone, "Make a link" in gone, "Withdraw the link" in gone) == (True, True, False)


def test_a_sign_in_is_switched_off_and_made_an_administrators_but_not_ones_own(
    administrator: Client, cast: Cast
) -> None:
    user, mine = cast.sign_in("owner"), cast.sign_in("administrator")
    page, own = (f"/people/sign-ins/{person.code}/" for person in (cast.owner, cast.administrator))
    assert 'name="is_active"' in administrator.get(page).content.decode()
    assert 'name="is_active"' not in administrator.get(own).content.decode()
    facts = {"username": "ogawa", "email": "", "is_staff": "on"}
    assert administrator.post(f"{page}amend/", facts).status_code == 302
    user.refresh_from_db()
    assert (user.username, user.is_active, user.is_staff, user.is_superuser) == ("ogawa", False, True, False)
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.facts["fields"]) == ("accounts.amend_sign_in", ["is_active", "is_staff", "username"])
    assert administrator.post(f"{own}amend/", {"username": "boss"}).status_code == 302
    mine.refresh_from_db()
    assert (mine.username, mine.is_active, mine.is_staff) == ("boss", True, True)
    answer = administrator.post(f"{page}amend/", {"username": "boss"})
    assert (answer.status_code, list(answer.context["amend_form"].errors)) == (422, ["username"])
    assert "boss" in answer.content.decode()
    assert administrator.post(f"/people/sign-ins/{cast.newcomer.code}/amend/", {}).status_code == 302


def test_no_name_differs_from_anothers_in_its_case_alone(administrator: Client, cast: Cast) -> None:
    user = cast.sign_in("owner")
    page = f"/people/sign-ins/{cast.owner.code}/amend/"
    other = cast.sign_in("chief").username
    answer = administrator.post(page, {"username": other.upper(), "is_active": "on"})
    assert (answer.status_code, list(answer.context["amend_form"].errors)) == (422, ["username"])
    assert administrator.post(page, {"username": user.username.upper(), "is_active": "on"}).status_code == 302
    assert User.objects.get(pk=user.pk).username == user.username.upper()


def test_an_old_page_switches_nothing_on_again(administrator: Client, cast: Cast) -> None:
    user = cast.sign_in("owner")
    page = f"/people/sign-ins/{cast.owner.code}/"
    sent = {"username": user.username, "is_active": "on", "opened": administrator.get(page).context["opened"]}
    assert administrator.post(f"{page}amend/", sent).status_code == 302
    assert not Entry.objects.filter(verb="accounts.amend_sign_in").exists()  # nothing was changed
    User.objects.filter(pk=user.pk).update(is_active=False)
    answer = administrator.post(f"{page}amend/", sent | {"email": "o@example.com"})
    form = answer.context["amend_form"]
    assert (answer.status_code, sorted(form.errors)) == (409, ["__all__", "is_active"])
    assert (form["email"].value(), form["is_active"].value()) == ("o@example.com", False)
    assert not User.objects.get(pk=user.pk).is_active
    again = {"username": user.username, "email": "o@example.com", "opened": answer.context["opened"]}
    assert administrator.post(f"{page}amend/", again).status_code == 302
    user.refresh_from_db()
    assert (user.is_active, user.email) == (False, "o@example.com")


def test_the_admin_sets_nobodys_password(administrator: Client, cast: Cast) -> None:
    user = cast.sign_in("chief")
    page = administrator.get(f"/admin/accounts/user/{user.pk}/change/")
    assert page.status_code == 200
    assert "password" not in page.context["adminform"].form.fields
    assert administrator.get("/admin/accounts/user/add/").status_code == 403
    assert administrator.post(f"/admin/accounts/user/{user.pk}/password/", {}).status_code == 302
