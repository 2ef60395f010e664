"""Whoever has left can be forgotten by name; the chain stays whole and the number stays."""

import json
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.directory.erasing import StillHere, erase
from accounts.models import Person, User
from accounts.querysets import today
from journal.acts import act
from journal.models import Change, Entry, Private
from journal.verify import verify_all
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def gone(cast: Cast) -> Person:
    """Somebody whom the journal knows by two names, and who has left."""
    with act(cast.administrator, "accounts.add") as deed:
        person = deed.add(Person(code="P77", name="忘田 却", name_en="Wasureda", left_on=today() - timedelta(days=1)))
    with act(cast.administrator, "accounts.amend", person) as deed:
        deed.change(person, name="旧姓 却")
    make.user(person, "wasureda")
    return person


def everything_kept() -> str:
    """Whatever the database holds of journal, people and sign-ins, as one text."""
    rows: list[Any] = []
    for model in (Change, Entry, Private, Person, User):
        rows += list(model._base_manager.values())
    return json.dumps(rows, default=str, ensure_ascii=False)


def test_the_name_is_gone_from_everywhere_and_the_chain_is_whole(cast: Cast, gone: Person) -> None:
    assert erase(gone, by=cast.administrator) == 3
    kept = everything_kept()
    for name in ("忘田", "旧姓", "Wasureda", "wasureda"):
        assert name not in kept, name
    assert Person.objects.get(code="P77").name == "(erased P77)"
    assert all(outcome.ok for outcome in verify_all().values())
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.about) == ("accounts.erase", f"accounts.person:{gone.pk}")


def test_the_sign_ins_name_and_address_go_too(cast: Cast, gone: Person) -> None:
    user = User.objects.get(person=gone)
    for email in ("w@example.co.jp", "w2@example.co.jp"):
        with act(cast.administrator, "accounts.amend_sign_in", user) as deed:
            deed.change(user, email=email, username=email.partition("@")[0])
    erase(gone, by=cast.administrator)
    kept = everything_kept()
    for word in ("example.co.jp", "wasureda"):
        assert word not in kept
    assert all(outcome.ok for outcome in verify_all().values())


def test_a_namesake_keeps_the_name(cast: Cast, gone: Person) -> None:
    with act(cast.administrator, "accounts.add") as deed:
        deed.add(Person(code="P78", name="忘田 却"))
    Person.objects.create(code="P79", name="旧姓 却")
    assert erase(gone, by=cast.administrator) == 1
    assert set(Private.objects.values_list("value", flat=True)) >= {"忘田 却", "旧姓 却"}


def test_a_second_time_does_no_harm(cast: Cast, gone: Person) -> None:
    erase(gone, by=cast.administrator)
    erase(Person.objects.get(pk=gone.pk), by=cast.administrator)
    assert all(outcome.ok for outcome in verify_all().values())


def test_whoever_is_here_is_not_erased(cast: Cast) -> None:
    with pytest.raises(StillHere):
        erase(cast.owner, by=cast.administrator)
    assert Person.objects.get(pk=cast.owner.pk).name == "小川 花"
    assert not Entry.objects.filter(verb="accounts.erase").exists()


@pytest.mark.parametrize(
    ("name", "may"),
    [("administrator", True), ("chief", True), ("steward", False), ("owner", False), ("root", False)],
)
def test_who_may(cast: Cast, gone: Person, name: str, may: bool) -> None:
    cast.sign_in(name)
    if may:
        out = StringIO()
        call_command("erase_person", "P77", "--as", name, stdout=out)
        assert "P77 is erased" in out.getvalue()
    else:
        with pytest.raises(CommandError):
            call_command("erase_person", "P77", "--as", name)
    assert Person.objects.filter(name="忘田 却").exists() is False
    assert Person.objects.filter(name="旧姓 却").exists() is not may


def test_the_command_says_what_it_cannot_do(cast: Cast) -> None:
    cast.sign_in("chief")
    for code in ("P-none", cast.owner.code):
        with pytest.raises(CommandError):
            call_command("erase_person", code, "--as", "chief")
