"""The rules of a level are confirmed before its first asset is opened, and again when they change."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import override

from accounts.sight import person_sight
from assets.models import Asset, Comment
from classification.handling import ChangedMeanwhile, change, confirm, in_force, is_unread, proposal
from classification.levels import Level
from classification.models import Acknowledgement, Handling, Topic
from journal.models import Entry
from tests import make
from tests.cast import Cast
from tests.pages import Form, page_of

SECRET, INTERNAL, PUBLIC = Level.SECRET, Level.INTERNAL, Level.PUBLIC
JAPANESE = re.compile(r"[぀-ヿ]")


@pytest.fixture
def reader(cast: Cast, client: Client) -> Client:
    """Somebody on the access list of every asset made by `listed`, who has confirmed nothing yet."""
    user = make.user(cast.listed, "reader", read=False)
    client.force_login(user)
    return client


def listed(cast: Cast, level: Level | None = SECRET, **facts: Any) -> Asset:
    asset = make.asset("歯面処理剤の素材配合", level, department=cast.design, owner=cast.owner, **facts)
    make.grant(asset, cast.listed)
    return asset


def only_form(answer: Any, base: str, action: str) -> Form:
    """The one form of an answer that posts there."""
    [form] = [f for f in page_of(answer, base).forms if f.method == "post" and f.action == action]
    return form


def page(asset: Asset) -> str:
    return f"/assets/{asset.code}/"


# The proposal


@pytest.mark.parametrize("level", Level)
def test_the_proposal_says_something_of_every_topic_in_both_languages(level: Level) -> None:
    with override("ja"):
        japanese = proposal(level)
    with override("en"):
        english = proposal(level)
    assert set(japanese) == set(english) == set(Topic.values)
    assert all(JAPANESE.search(text) and text.endswith("。") for text in japanese.values())
    assert not any(JAPANESE.search(text) for text in english.values())


@pytest.mark.django_db
def test_the_proposal_holds_until_the_company_says_otherwise() -> None:
    assert {rules.version for rules in in_force().values()} == {1}
    assert not Handling.objects.exists()


# The gate


def test_before_the_first_asset_of_a_level_its_rules_are_shown_and_then_the_asset(cast: Cast, reader: Client) -> None:
    asset = listed(cast)
    answer = reader.get(page(asset), {"from": "mail"})
    assert answer.status_code == 302
    shown = reader.get(answer.url)
    assert shown.status_code == 200
    assert "I have read this and will follow it" in shown.content.decode()
    assert "Cross-cut paper" in shown.content.decode()
    form = {"version": shown.context["rules"].version, "next": shown.context["onward"]}
    answer = reader.post(answer.url, form)
    assert (answer.status_code, answer.url) == (302, f"{page(asset)}?from=mail")
    assert reader.get(page(asset)).status_code == 200
    row = Acknowledgement.objects.get()
    assert (row.person, row.level, row.version) == (cast.listed, SECRET, 1)
    entry = Entry.objects.get(verb="classification.confirm_rules")
    assert (entry.actor_id, entry.facts) == (cast.listed.pk, {"level": "SECRET", "version": 1})


def test_the_gate_does_not_say_what_lies_behind_it(cast: Cast, reader: Client) -> None:
    answer = reader.get(page(listed(cast)), follow=True)
    assert answer.status_code == 200
    assert "歯面処理剤" not in answer.content.decode()


@pytest.mark.parametrize("level", [PUBLIC, None])
def test_what_is_public_or_not_judged_yet_needs_no_confirmation(cast: Cast, reader: Client, level: Any) -> None:
    assert reader.get(page(listed(cast, level))).status_code == 200


def test_each_level_is_confirmed_by_itself(cast: Cast, reader: Client) -> None:
    make.acknowledged(cast.listed, SECRET)
    assert reader.get(page(listed(cast))).status_code == 200
    assert reader.get(page(listed(cast, INTERNAL))).status_code == 302


def test_what_is_hidden_is_missing_before_any_gate(cast: Cast, client: Client) -> None:
    user = make.user(cast.nobody, "reader", read=False)
    client.force_login(user)
    asset = listed(cast)
    hidden, missing = client.get(page(asset)), client.get("/assets/K-22222-2/")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content


@pytest.mark.parametrize("where", ["", "edit/", "judge/", "access/"])
def test_every_page_of_an_asset_lies_behind_the_gate(cast: Cast, client: Client, where: str) -> None:
    asset = listed(cast)
    user = make.user(cast.owner, "owner", read=False)
    client.force_login(user)
    assert client.get(page(asset) + where).url.startswith("/rules/SECRET/confirm/?next=")
    assert client.head(page(asset) + where).status_code in (302, 405)
    if where:
        answer = client.post(page(asset) + where, {})
        assert answer.status_code == 403
        assert "What you typed is kept" in answer.content.decode()


def test_what_was_typed_is_kept_until_the_rules_are_confirmed(cast: Cast, client: Client) -> None:
    asset = listed(cast)
    client.force_login(make.user(cast.owner, "owner", read=False))
    address, idea = f"{page(asset)}discussion/", "温度を<b>2℃</b>下げる\n夜勤で試した"
    answer = client.post(address, {"kind": "IDEA", "text": idea, "password": "open sesame"})
    assert not Comment.objects.exists()
    assert "open sesame" not in answer.content.decode()
    confirming = only_form(answer, address, "/rules/SECRET/confirm/")
    answer = client.post(confirming.action, confirming.filled())
    assert Acknowledgement.objects.get().person == cast.owner
    assert "You have confirmed the handling rules" in answer.content.decode()
    assert not Comment.objects.exists()
    again = only_form(answer, confirming.action, address)
    assert client.post(again.action, again.filled()).status_code == 302
    assert Comment.objects.get().text.splitlines() == idea.splitlines()


def test_it_is_kept_too_when_the_rules_change_while_they_are_read(cast: Cast, client: Client) -> None:
    asset = listed(cast)
    client.force_login(make.user(cast.owner, "owner", read=False))
    confirming = only_form(client.post(f"{page(asset)}discussion/", {"text": "案"}), "/", "/rules/SECRET/confirm/")
    change(SECRET, {"copy": "no"}, seen=1, by=person_sight(cast.chief))
    answer = client.post(confirming.action, confirming.filled())
    assert answer.status_code == 409
    again = only_form(answer, "/", "/rules/SECRET/confirm/")
    assert "案" in client.post(again.action, again.filled()).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example/assets/",
        "/\\evil.example/assets/",
        "javascript:alert(1)",
        "/accounts/login/",
    ],
)
def test_what_is_kept_is_sent_to_our_own_pages_only(cast: Cast, reader: Client, address: str) -> None:
    typed = json.dumps({"address": address, "fields": [["name", "x"]], "files": []})
    answer = reader.post("/rules/SECRET/confirm/", {"version": "1", "typed": typed})
    assert (answer.status_code, answer.url) == (302, "/rules/")


@pytest.mark.parametrize("typed", ["", "no", "[]", "{}", "1", '{"address": "/assets/", "fields": [1], "files": []}'])
def test_what_is_no_form_is_nothing_kept(cast: Cast, reader: Client, typed: str) -> None:
    assert reader.post("/rules/SECRET/confirm/", {"version": "1", "typed": typed}).status_code == 302


def test_a_method_that_a_page_does_not_know_stays_unknown(cast: Cast, reader: Client) -> None:
    assert reader.put(page(listed(cast))).status_code == 405


def test_whoever_has_confirmed_is_not_asked_again(cast: Cast, reader: Client) -> None:
    address = "/rules/SECRET/confirm/?next=/measures/"
    assert "I have read this" in reader.get(address).content.decode()
    reader.post("/rules/SECRET/confirm/", {"version": "1"})
    body = reader.get(address).content.decode()
    assert "I have read this" not in body
    assert "You confirmed these rules on" in body
    assert 'href="/measures/"' in body


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_it_leads_nowhere_but_on_to_our_own_pages(cast: Cast, reader: Client, wanted: str) -> None:
    assert reader.post("/rules/SECRET/confirm/", {"version": "1", "next": wanted}).url == "/rules/"


def test_whoever_has_no_person_confirms_nothing(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("root"))
    assert client.get("/rules/").status_code == 200
    assert client.get("/rules/SECRET/confirm/").status_code == client.post("/rules/SECRET/confirm/").status_code == 404


@pytest.mark.parametrize("code", ["PUBLIC", "COSMIC", "secret"])
def test_there_is_nothing_to_confirm_elsewhere(cast: Cast, reader: Client, code: str) -> None:
    assert reader.get(f"/rules/{code}/confirm/").status_code == 404


# Changes


def test_the_chief_changes_the_rules_and_all_confirm_again(cast: Cast, reader: Client) -> None:
    asset = listed(cast)
    make.acknowledged(cast.listed)
    assert reader.get(page(asset)).status_code == 200
    chief = Client()
    chief.force_login(cast.sign_in("chief"))
    assert chief.post("/rules/SECRET/edit/", {"seen": "1", "copy": "コピーしません。"}).status_code == 302
    rules = in_force()[SECRET]
    assert (rules.version, rules.lines) == (2, [("Copying", "コピーしません。")])
    answer = reader.get(page(asset), follow=True)
    assert "コピーしません。" in answer.content.decode()
    assert reader.post("/rules/SECRET/confirm/", {"version": "1"}).status_code == 409  # read before the change
    assert reader.post("/rules/SECRET/confirm/", {"version": "2"}).status_code == 302
    assert reader.get(page(asset)).status_code == 200
    assert Acknowledgement.objects.filter(person=cast.listed, level=SECRET).count() == 2
    assert not is_unread(INTERNAL, cast.listed)


@pytest.mark.parametrize("name", ["manager", "steward", "executive", "administrator", "nobody"])
def test_nobody_but_the_chief_changes_them(cast: Cast, client: Client, name: str) -> None:
    client.force_login(cast.sign_in(name))
    assert client.get("/rules/SECRET/edit/").status_code == 403
    assert client.post("/rules/SECRET/edit/", {"seen": "1", "copy": "x"}).status_code == 403
    assert not Handling.objects.exists()


def test_two_changes_at_once_do_not_overwrite_each_other(cast: Cast) -> None:
    chief = person_sight(cast.chief)
    change(SECRET, {"copy": "one"}, seen=1, by=chief)
    with pytest.raises(ChangedMeanwhile):
        change(SECRET, {"copy": "two"}, seen=1, by=chief)
    assert change(SECRET, {"copy": "two"}, seen=2, by=chief).version == 3


def test_confirming_twice_is_confirming_once(cast: Cast) -> None:
    for _ in range(2):
        confirm(SECRET, 1, by=person_sight(cast.owner))
    assert Acknowledgement.objects.count() == 1


def test_rules_that_say_nothing_are_refused(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("chief"))
    assert client.post("/rules/SECRET/edit/", {"seen": "1"}).status_code == 422
    assert client.post("/rules/SECRET/edit/", {"seen": "no", "copy": "x"}).status_code == 422
