"""Comments and ideas: who may write, withdraw, take up; what is read afterwards; whom it is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.querysets import today
from accounts.sight import person_sight
from assets.discussing import discussion
from assets.models import Asset, Comment
from journal.models import Entry
from tests import make
from tests.cast import Cast

IDEA, QUESTION = Comment.Kind.IDEA, Comment.Kind.QUESTION


@pytest.fixture
def asset(cast: Cast) -> Asset:
    made = make.asset("curves", department=cast.design, owner=cast.owner)
    make.grant(made, cast.listed)
    make.grant(made, cast.colleague)
    return made


def address(asset: Asset, *parts: Any) -> str:
    return f"/assets/{asset.code}/discussion/" + "".join(f"{part}/" for part in parts)


def written(cast: Cast, asset: Asset, kind: str = IDEA, text: str = "use the jig") -> Comment:
    return discussion.say(asset, kind, text, by=person_sight(cast.listed))


def sign_in(client: Client, cast: Cast, name: str) -> None:
    make.signed_in(client, cast.sign_in(name))


def test_what_is_written_stands_on_the_page_with_who_and_what_it_is(cast: Cast, client: Client, asset: Asset) -> None:
    sign_in(client, cast, "listed")
    answer = client.post(address(asset), {"kind": "QUESTION", "text": "  which jig?  "}, follow=True)
    page = answer.content.decode()
    assert "which jig?" in page
    assert "Question" in page
    assert "林 緑" in page
    assert Entry.objects.filter(verb="assets.comment", about=f"assets.asset:{asset.pk}").count() == 1


def test_what_was_typed_comes_back_where_something_is_wrong(cast: Cast, client: Client, asset: Asset) -> None:
    sign_in(client, cast, "listed")
    answer = client.post(address(asset), {"kind": "GOSSIP", "text": "kept words"})
    assert answer.status_code == 422
    assert "kept words" in answer.content.decode()
    assert client.post(address(asset), {"kind": "IDEA", "text": "   "}).status_code == 422
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "=1+1", "{{ asset.name }}", "&lt;b&gt;"])
def test_text_is_literal(cast: Cast, client: Client, asset: Asset, text: str) -> None:
    from django.utils.html import escape

    written(cast, asset, text=text)
    sign_in(client, cast, "owner")
    for page in (f"/assets/{asset.code}/", address(asset)):
        assert escape(text) in client.get(page).content.decode()
        assert "<script>alert" not in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("name", "may"),
    [("listed", True), ("owner", True), ("manager", True), ("chief", True), ("colleague", False), ("steward", False)],
)
def test_who_may_withdraw_what_somebody_wrote(cast: Cast, client: Client, asset: Asset, name: str, may: bool) -> None:
    comment = written(cast, asset)
    sign_in(client, cast, name)
    answer = client.post(address(asset, comment.pk, "withdraw"))
    assert answer.status_code == (302 if may else 404)
    page = client.get(f"/assets/{asset.code}/").content.decode()
    assert ("use the jig" not in page) == may
    assert ("Something by 林 緑 stood here" in page) == may


def test_what_is_withdrawn_can_be_withdrawn_and_taken_up_no_more(cast: Cast, asset: Asset) -> None:
    comment, owner = written(cast, asset), person_sight(cast.owner)
    discussion.withdraw(comment, by=owner)
    with pytest.raises(discussion.NotYours):
        discussion.withdraw(comment, by=owner)
    with pytest.raises(discussion.NotYours):
        discussion.take_up(comment, "next lot", by=owner)


@pytest.mark.parametrize(
    ("name", "may"),
    [("owner", True), ("manager", True), ("chief", True), ("listed", False), ("steward", False), ("auditor", False)],
)
def test_whoever_answers_for_it_takes_an_idea_up(
    cast: Cast, client: Client, asset: Asset, name: str, may: bool
) -> None:
    comment = written(cast, asset)
    sign_in(client, cast, name)
    answer = client.post(address(asset, comment.pk, "take-up"), {"words": " "})
    assert answer.status_code == (422 if may else 404)
    assert ('id="problem">Say in a few words what becomes of the idea.' in answer.content.decode()) == may
    answer = client.post(address(asset, comment.pk, "take-up"), {"words": "on the next lot"})
    assert answer.status_code == (302 if may else 404)
    assert ("on the next lot" in client.get(f"/assets/{asset.code}/").content.decode()) == may


def test_an_idea_is_taken_up_with_a_word_and_once_and_nothing_else_is(cast: Cast, asset: Asset) -> None:
    owner, idea, question = person_sight(cast.owner), written(cast, asset), written(cast, asset, QUESTION)
    with pytest.raises(ValueError, match="words"):
        discussion.take_up(idea, "  ", by=owner)
    discussion.take_up(idea, "next lot", by=owner)
    for comment in (idea, question):
        with pytest.raises(discussion.NotYours):
            discussion.take_up(comment, "again", by=owner)


def test_the_page_shows_the_newest_few_and_another_page_all(cast: Cast, client: Client, asset: Asset) -> None:
    for n in range(5):
        written(cast, asset, text=f"idea number {n}")
    sign_in(client, cast, "owner")
    page = client.get(f"/assets/{asset.code}/").content.decode()
    assert [f"idea number {n}" in page for n in range(5)] == [False, False, True, True, True]
    assert page.index("idea number 4") < page.index("idea number 3")
    everything = client.get(address(asset)).content.decode()
    assert all(f"idea number {n}" in everything for n in range(5))


def test_whoever_sees_the_code_of_a_sealed_asset_only_reads_and_writes_nothing(
    cast: Cast, client: Client, asset: Asset
) -> None:
    comment = written(cast, asset)
    Asset.objects.filter(pk=asset.pk).update(sealed=True, sealed_by=cast.owner, seal_reason="r")
    sign_in(client, cast, "steward")
    assert "use the jig" not in client.get(f"/assets/{asset.code}/").content.decode()
    assert client.get(address(asset)).status_code == 404
    assert client.post(address(asset), {"kind": "IDEA", "text": "x"}).status_code == 404
    assert not Comment.objects.visible_to(cast.sign_in("steward")).exists()
    assert Comment.objects.visible_to(cast.sign_in("listed")).get() == comment


def told(client: Client, cast: Cast, name: str) -> bool:
    sign_in(client, cast, name)
    return "Comments, questions and ideas" in client.get("/").content.decode()


def test_those_concerned_read_of_it_on_their_first_page(cast: Cast, client: Client, asset: Asset) -> None:
    written(cast, asset)
    assert told(client, cast, "owner")
    assert not told(client, cast, "listed"), "one's own words are no news"
    assert not told(client, cast, "colleague"), "on the list, but not concerned"
    discussion.say(asset, Comment.Kind.COMMENT, "we shall see", by=person_sight(cast.owner))
    assert not told(client, cast, "owner"), "answered"
    assert told(client, cast, "listed"), "wrote before"


def test_whoever_had_an_idea_reads_that_it_was_taken_up(cast: Cast, client: Client, asset: Asset) -> None:
    discussion.take_up(written(cast, asset), "next lot", by=person_sight(cast.owner))
    assert told(client, cast, "listed")
    assert not told(client, cast, "owner")
    Comment.objects.update(taken_up_at=timezone.now() - timedelta(days=40))
    assert not told(client, cast, "listed")


def test_what_was_said_on_what_one_may_no_longer_know_of_is_not_told(cast: Cast, client: Client, asset: Asset) -> None:
    written(cast, asset)
    discussion.say(asset, Comment.Kind.COMMENT, "we shall see", by=person_sight(cast.owner))
    asset.grants.filter(person=cast.listed).update(until_on=today() - timedelta(days=1))
    assert not told(client, cast, "listed")
