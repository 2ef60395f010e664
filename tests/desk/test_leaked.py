"""“If it leaked”: what everybody finds, on whose word it stands, and who may put it right."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from accounts.directory.prefectures import Prefecture
from accounts.models import Company
from accounts.querysets import today
from desk.leaks.contacts import Kind, Line, Mark, cards, sections, shipped
from desk.models import Contact, Group
from journal.models import Entry
from tests.cast import MEMBERS, Cast

FORM = {"group": "OWN", "name": "さくら法律事務所", "use": "警察に行く前に", "phone": "06-1234-5678"}


def come_as(client: Client, cast: Cast, name: str) -> Client:
    client.force_login(cast.sign_in(name))
    return client


def card(key: str) -> Any:
    return next(each for each in cards() if each.key == key)


def test_every_line_bears_the_mark_of_its_source() -> None:
    marks = {(line.text, line.mark) for entry in shipped().values() for line in entry.lines}
    assert ("03-3581-1101", Mark.FLYER) in marks
    assert ("http://www.inpit.go.jp/katsuyo/tradeseecret/index.html", Mark.FLYER) in marks
    assert ("0570-082100", Mark.FOUND) in marks
    assert ("cs-support@ipa.go.jp", Mark.FOUND) in marks
    assert ("03-6457-9849", Mark.MEMORY) in marks
    assert ("03-5978-7509", Mark.MEMORY) in marks


def test_what_was_seen_says_when(db: None) -> None:
    for entry in shipped().values():
        if any(line.mark is Mark.FOUND for line in entry.lines):
            assert entry.source_on is not None, entry.key


def test_the_police_of_all_47_prefectures_are_there_by_name_only() -> None:
    police = [entry for entry in shipped().values() if entry.prefecture]
    assert [entry.prefecture for entry in police] == Prefecture.values
    assert not any(entry.lines for entry in police)
    assert next(e.ja for e in police if e.prefecture == "13") == "警視庁"


def test_contacts_speak_both_languages() -> None:
    for entry in shipped().values():
        assert entry.ja
        assert entry.en
        assert bool(entry.use_ja) == bool(entry.use_en)
        assert re.search("[぀-ヿ一-鿿]", entry.use_en) is None
        assert all(bool(line.ja) == bool(line.en) for line in entry.lines)


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("03-3581-1101", "tel:0335811101"),
        ("03-3581-1101 内線3844", "tel:0335811101"),
        ("０３（３５８１）１１０１", "tel:0335811101"),
        ("#9110", "tel:#9110"),
        ("総務に聞く", ""),
    ],
)
def test_a_number_can_be_called_with_a_click(text: str, href: str) -> None:
    assert Line(Kind.PHONE, Mark.OWN, text).href == href


@pytest.mark.parametrize("name", sorted(set(MEMBERS) - {"leaver"}))
def test_everyone_who_signs_in_finds_it_one_click_from_home(cast: Cast, client: Client, name: str) -> None:
    home = come_as(client, cast, name).get("/").content.decode()
    assert 'href="/leaked/"' in home
    page = client.get("/leaked/").content.decode()
    assert "Alert nobody who is suspected" in page
    assert "03-3581-1101" in page
    assert ("Confirmed today" in page) == (name in {"chief", "steward", "administrator"})


@pytest.mark.parametrize("address", ["/assets/K-22222-2/", "/no/such/page/"])
def test_an_error_page_leads_there_too(cast: Cast, client: Client, address: str) -> None:
    answer = come_as(client, cast, "nobody").get(address)
    assert answer.status_code == 404
    assert 'href="/leaked/"' in answer.content.decode()


def test_whom_to_call_inside_is_named(cast: Cast, client: Client) -> None:
    people = [cast.chief, cast.executive, cast.manager]
    page = come_as(client, cast, "nobody").get("/leaked/").content.decode()
    assert all(person.name in page for person in people)


def test_without_a_chief_it_says_so(cast: Cast, client: Client) -> None:
    assert "nobody yet" in come_as(client, cast, "nobody").get("/leaked/").content.decode()


def test_everything_is_to_be_confirmed_until_somebody_does(cast: Cast, client: Client) -> None:
    assert not any(each.verified_on for each in cards())
    come_as(client, cast, "steward").post("/leaked/ppc/confirm/")
    assert (card("ppc").verified_on, card("ppc").verified_by) == (today(), cast.steward)
    assert card("ppc").lines == shipped()["ppc"].lines
    assert f"{cast.steward.name}" in client.get("/leaked/").content.decode()


def test_a_newer_entry_of_kura_is_to_be_confirmed_again(cast: Cast) -> None:
    Contact.objects.create(key="ipa-business", verified_on="2026-11-01", verified_by=cast.chief)
    assert card("ipa-business").verified_on is None  # its source was seen on 2026-11-23


def test_a_correction_wins_in_both_languages_and_is_to_be_confirmed(cast: Cast, client: Client) -> None:
    come_as(client, cast, "chief").post("/leaked/ppc/confirm/")
    client.post("/leaked/ppc/", FORM | {"group": "PERSONAL"})
    for language in ("ja", "en"):
        with translation.override(language):
            found = card("ppc")
            assert (found.name, found.own, found.ours) == ("さくら法律事務所", True, False)
            assert [line.text for line in found.lines] == ["06-1234-5678"]
            assert found.verified_on is None
    client.post("/leaked/ppc/drop/")
    assert card("ppc").lines == shipped()["ppc"].lines


def test_a_form_begins_with_what_kura_ships(cast: Cast, client: Client) -> None:
    page = come_as(client, cast, "administrator").get("/leaked/inpit-110/").content.decode()
    assert "03-3581-1101 extension 3844" in page


def test_a_contact_of_ones_own_can_be_added_and_deleted(cast: Cast, client: Client) -> None:
    come_as(client, cast, "steward").post("/leaked/new/", FORM)
    row = Contact.objects.get()
    assert sections(cards(), "")[0].group is Group.OWN
    client.post(f"/leaked/{row.key}/drop/")
    assert not Contact.objects.exists()


def test_a_hidden_contact_is_off_the_page_and_can_come_back(cast: Cast, client: Client) -> None:
    come_as(client, cast, "steward").post("/leaked/customs/hide/")
    assert card("customs").hidden
    assert "hidden contact" in client.get("/leaked/").content.decode()
    assert "Customs" not in come_as(client, cast, "nobody").get("/leaked/").content.decode()
    come_as(client, cast, "steward").post("/leaked/customs/show/")
    assert not card("customs").hidden


def test_the_companys_own_police_stands_first(cast: Cast, client: Client) -> None:
    come_as(client, cast, "administrator").post("/leaked/prefecture/", {"prefecture": "23"})
    assert Company.objects.get().prefecture == "23"
    crime = next(s for s in sections(cards(), "23") if s.group is Group.CRIME)
    assert "police-23" in {c.key for c in crime.cards}
    assert len(crime.others) == 46
    assert client.post("/leaked/prefecture/", {"prefecture": "99"}).status_code == 404


@pytest.mark.parametrize("address", ["/leaked/none/", "/leaked/none/confirm/", "/leaked/ppc/burn/"])
def test_what_does_not_exist_is_not_found(cast: Cast, client: Client, address: str) -> None:
    assert come_as(client, cast, "chief").post(address).status_code == 404


@pytest.mark.parametrize("web", ["javascript:alert(1)", "ftp-ish", "data:text/html,x"])
def test_a_web_page_of_another_kind_is_refused(cast: Cast, client: Client, web: str) -> None:
    assert come_as(client, cast, "chief").post("/leaked/new/", FORM | {"web": web}).status_code == 422


def test_each_step_is_an_act(cast: Cast, client: Client) -> None:
    come_as(client, cast, "chief").post("/leaked/ppc/confirm/")
    client.post("/leaked/ppc/hide/")
    client.post("/leaked/ppc/show/")
    client.post("/leaked/ppc/", FORM)
    client.post("/leaked/ppc/drop/")
    client.post("/leaked/prefecture/", {"prefecture": "13"})
    entries = Entry.objects.order_by("pk")
    assert [entry.verb for entry in entries] == [
        "desk.confirm_contact",
        "desk.hide_contact",
        "desk.show_contact",
        "desk.amend_contact",
        "desk.drop_contact",
        "desk.choose_prefecture",
    ]
    assert {entry.actor_id for entry in entries} == {cast.chief.pk}


def test_the_page_asks_the_database_a_fixed_number_of_times(
    cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    come_as(client, cast, "steward").get("/leaked/")
    with django_assert_max_num_queries(16):
        client.get("/leaked/")
