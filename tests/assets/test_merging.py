"""Two people amend one asset: nothing of either is lost, and nothing is overwritten unseen."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.sight import person_sight
from assets.entering import registration
from assets.entering.forms import EditForms
from assets.models import Asset, Carrier
from tests import make
from tests.assets.test_entering import sent, sign_in
from tests.cast import Cast
from tests.pages import page_of


@pytest.fixture
def asset(cast: Cast) -> Asset:
    made = make.asset("配合表", owner=cast.owner, department=cast.design, summary="前の要約", business="製造")
    make.carrier(made, place=cast.store, location="棚 1")
    cast.sign_in("owner")
    return made


def theirs(asset: Asset, **changes: Any) -> None:
    Asset.objects.filter(pk=asset.pk).update(**changes)


def mine(client: Client, cast: Cast, asset: Asset, typed: dict[str, Any]) -> Any:
    sign_in(client, cast, "owner")
    return client.post(reverse("assets:edit", args=[asset.code]), typed)


def choice(answer: Any, asset: Asset) -> dict[str, Any]:
    """What the page of both versions sends if nothing is touched (mine is ticked)."""
    [form] = [f for f in page_of(answer, reverse("assets:edit", args=[asset.code])).forms if "opened" in f.fields]
    return form.filled()


def test_nobody_else_changed_it(client: Client, cast: Cast, asset: Asset) -> None:
    assert mine(client, cast, asset, sent(asset, summary="私の要約")).status_code == 302
    asset.refresh_from_db()
    assert asset.summary == "私の要約"


def test_both_changed_one_field(client: Client, cast: Cast, asset: Asset) -> None:
    typed = sent(asset, summary="私の要約\r\n二行目")
    theirs(asset, summary="彼の要約")
    answer = mine(client, cast, asset, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert all(words in page for words in ("前の要約", "彼の要約", "私の要約"))
    asset.refresh_from_db()
    assert asset.summary == "彼の要約"
    chosen = choice(answer, asset)
    assert chosen["summary"] == ["私の要約\n二行目"]
    assert mine(client, cast, asset, chosen).status_code == 302
    asset.refresh_from_db()
    assert asset.summary == "私の要約\n二行目"


def test_one_may_leave_theirs(client: Client, cast: Cast, asset: Asset) -> None:
    typed = sent(asset, summary="私の要約", business="開発")
    theirs(asset, summary="彼の要約")
    chosen = choice(mine(client, cast, asset, typed), asset) | {"summary": "彼の要約"}
    assert mine(client, cast, asset, chosen).status_code == 302
    asset.refresh_from_db()
    assert (asset.summary, asset.business) == ("彼の要約", "開発")


def test_each_changed_another_field_and_both_stay(client: Client, cast: Cast, asset: Asset) -> None:
    typed = sent(asset, business="開発", sensitive="on")
    theirs(asset, summary="彼の要約", personal=True)
    answer = mine(client, cast, asset, typed)
    body = answer.content.decode()
    assert 'type="radio"' not in body
    assert "save, and both stand" in body
    yours, theirs_alone = body.split("Only you changed")[1].split("Only they changed")
    assert "<del>製造</del> <ins>開発</ins>" in yours
    assert "<del>no</del> <ins>yes</ins>" in yours
    assert "彼の要約" in theirs_alone
    assert mine(client, cast, asset, choice(answer, asset)).status_code == 302
    asset.refresh_from_db()
    assert (asset.summary, asset.business, asset.personal, asset.sensitive) == ("彼の要約", "開発", True, True)


def test_a_day_is_the_same_in_either_calendar(client: Client, cast: Cast, asset: Asset) -> None:
    theirs(asset, received_on="2026-04-01")
    typed = sent(asset, received_on="R8.4.1")
    theirs(asset, summary="彼の要約")
    assert 'type="radio"' not in mine(client, cast, asset, typed).content.decode()


def test_they_changed_a_carrier_that_i_changed(client: Client, cast: Cast, asset: Asset) -> None:
    typed = sent(asset, **{"carriers-0-location": "私の棚"})
    Carrier.objects.update(location="彼の棚", notes="彼のメモ")
    answer = mine(client, cast, asset, typed)
    assert all(words in answer.content.decode() for words in ("棚 1", "彼の棚", "私の棚"))
    assert mine(client, cast, asset, choice(answer, asset)).status_code == 302
    assert Carrier.objects.values_list("location", "notes").get() == ("私の棚", "彼のメモ")


@pytest.mark.parametrize(("touched", "left"), [(False, []), (True, ["私の棚"])])
def test_they_took_a_carrier_away(client: Client, cast: Cast, asset: Asset, touched: bool, left: list[str]) -> None:
    """Untouched it stays away; what I typed into it is entered anew."""
    typed = sent(asset, **({"carriers-0-location": "私の棚"} if touched else {}))
    Carrier.objects.all().delete()
    chosen = choice(mine(client, cast, asset, typed), asset)
    assert mine(client, cast, asset, chosen).status_code == 302
    assert list(Carrier.objects.values_list("location", flat=True)) == left


def test_they_added_a_carrier_and_i_another(client: Client, cast: Cast, asset: Asset) -> None:
    typed = sent(asset, **{"carriers-1-medium": "PAP", "carriers-1-location": "私の棚"})
    make.carrier(asset, location="彼の棚")
    answer = mine(client, cast, asset, typed)
    assert answer.content.decode().count("<ins>added</ins>") == 1
    chosen = choice(answer, asset)
    assert mine(client, cast, asset, chosen).status_code == 302
    assert set(Carrier.objects.values_list("location", flat=True)) == {"棚 1", "彼の棚", "私の棚"}


def test_i_delete_a_carrier_while_they_change_the_asset(client: Client, cast: Cast, asset: Asset) -> None:
    typed = sent(asset, **{"carriers-0-DELETE": "on"})
    theirs(asset, summary="彼の要約")
    answer = mine(client, cast, asset, typed)
    assert "<ins>Delete it</ins>" in answer.content.decode()
    chosen = choice(answer, asset)
    assert mine(client, cast, asset, chosen).status_code == 302
    assert not Carrier.objects.exists()


def test_i_delete_a_carrier_that_they_have_just_changed(client: Client, cast: Cast, asset: Asset) -> None:
    typed = sent(asset, **{"carriers-0-DELETE": "on"})
    Carrier.objects.update(notes="彼のメモ")
    answer = mine(client, cast, asset, typed)
    assert "Keep it" in answer.content.decode()
    assert mine(client, cast, asset, choice(answer, asset) | {"carriers-0-DELETE": ""}).status_code == 302
    assert Carrier.objects.get().notes == "彼のメモ"


@pytest.mark.parametrize("opened", ["", "[]", "{", "7", json.dumps({"summary": 7})])
def test_a_page_that_does_not_say_what_it_held_overwrites_nothing(
    client: Client, cast: Cast, asset: Asset, opened: str
) -> None:
    answer = mine(client, cast, asset, sent(asset, summary="私の要約", opened=opened))
    assert answer.status_code == 409
    asset.refresh_from_db()
    assert asset.summary == "前の要約"


def test_the_last_look_is_within_the_act(cast: Cast, asset: Asset) -> None:
    """Whoever is overtaken between the look and the act writes nothing."""
    entry = EditForms(asset)
    asset.summary = "私の要約"
    seen: list[str] = []

    def overtaken() -> bool:
        seen.append(Asset.objects.get(pk=asset.pk).summary)
        return True

    with pytest.raises(registration.ChangedMeanwhile):
        registration.amend(asset, entry.cards, (), by=person_sight(cast.owner), unless=overtaken)
    assert seen == ["前の要約"]
    assert Asset.objects.get(pk=asset.pk).summary == "前の要約"


def test_the_page_is_told_who_it_was(client: Client, cast: Cast, asset: Asset) -> None:
    typed = sent(asset, summary="私の要約")
    changed = Asset.objects.get(pk=asset.pk)
    changed.summary = "彼の要約"
    registration.amend(changed, (), (), by=person_sight(cast.chief))
    assert cast.chief.name in mine(client, cast, asset, typed).content.decode()
