"""Tags in the form in which an asset is amended, and on its page."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.sight import person_sight
from assets import seals, tagging
from assets.models import Asset, Tag, Tagging
from journal.acts import act
from journal.models import Change
from tests import make
from tests.assets.test_entering import sent, sign_in
from tests.cast import Cast


@pytest.fixture
def asset(cast: Cast, client: Client) -> Asset:
    sign_in(client, cast, "owner")
    return make.asset("金型 M-112", owner=cast.owner, department=cast.design)


def amend(client: Client, asset: Asset, **changes: Any) -> Any:
    return client.post(reverse("assets:edit", args=[asset.code]), sent(asset, **changes))


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("試作、 量産 ,ＲＸ-300", ["試作", "量産", "ＲＸ-300"]),
        ("ABC、ａｂｃ、abc", ["ABC"]),
        ("two  words; 、,，", ["two words"]),
        ("", []),
        (" \u200b 、", []),
    ],
)
def test_tags_are_typed_with_commas_between_and_stand_once(typed: str, names: list[str]) -> None:
    assert tagging.names_in(typed) == names


def test_what_was_typed_is_on_it_afterwards_and_what_was_taken_out_is_not(client: Client, asset: Asset) -> None:
    for typed, after in (("試作、量産", "試作、量産"), ("量産、客先", "客先、量産"), ("", "")):
        assert amend(client, asset, tags=typed).status_code == 302
        assert tagging.tags_of(asset) == after
    assert Tag.objects.count() == 3


def test_tags_that_nobody_touched_are_no_change(client: Client, asset: Asset) -> None:
    amend(client, asset, tags="試作、量産")
    before = Change.objects.count()
    amend(client, asset)
    assert Change.objects.count() == before


@pytest.mark.parametrize("typed", ["x" * 41, "、".join(map(str, range(21)))], ids=["too long", "too many"])
def test_too_much_is_refused_beside_the_field(client: Client, asset: Asset, typed: str) -> None:
    answer = amend(client, asset, tags=typed)
    assert answer.status_code == 422
    assert typed in answer.content.decode()
    assert not Tagging.objects.exists()


def test_a_second_editor_loses_no_tags(client: Client, asset: Asset) -> None:
    mine = sent(asset, tags="量産")
    amend(client, asset, tags="試作")
    answer = client.post(reverse("assets:edit", args=[asset.code]), mine)
    assert answer.status_code == 409
    assert tagging.tags_of(asset) == "試作"


def test_a_copy_bears_the_same_tags(client: Client, asset: Asset) -> None:
    amend(client, asset, tags="試作")
    client.post(reverse("assets:copy", args=[asset.code]))
    assert {tagging.tags_of(each) for each in Asset.objects.all()} == {"試作"}


def test_tags_and_former_names_stand_on_the_page(client: Client, asset: Asset) -> None:
    amend(client, asset, name="金型 M-113")
    amend(client, asset, tags="RX 300")
    page = client.get(reverse("desk:detail", args=[asset.code])).content.decode()
    assert "Formerly called" in page
    assert "金型 M-112" in page
    assert "?tag=RX%20300" in page
    assert "tag: RX 300" in page  # in its story


def test_a_sealed_name_keeps_its_tags_and_former_names_to_itself(client: Client, cast: Cast, asset: Asset) -> None:
    amend(client, asset, tags="奈落印", name="別の名")
    seals.put(asset, "why", by=person_sight(cast.chief))
    sign_in(client, cast, "steward")
    for address in (reverse("desk:detail", args=[asset.code]), reverse("desk:journal")):
        page = client.get(address).content.decode()
        assert "奈落印" not in page
        assert "M-112" not in page
    acts = set(Change.objects.filter(row__startswith="assets.tag:").values_list("act", flat=True))
    for each in acts:
        assert "奈落印" not in client.get(reverse("desk:journal_act", args=[each])).content.decode()


def test_ones_own_spelling_stays_and_is_found_by_the_others(client: Client, cast: Cast, asset: Asset) -> None:
    """Else the spelling would tell that a hidden asset bears the tag."""
    hidden = make.asset("hidden", department=cast.sales)
    with act(None, "test.tag") as deed:
        tagging.retag(deed, hidden, ["ＲＸ-３００"])
    amend(client, asset, tags="rx-300")
    assert tagging.tags_of(asset) == "rx-300"
    assert asset.code in client.get("/assets/?tag=Rx－300").content.decode()


@pytest.mark.parametrize("hidden", [True, False])
def test_the_database_is_asked_the_same_whether_a_tag_is_there_or_not(asset: Asset, hidden: bool) -> None:
    if hidden:
        Tag.objects.create(name="試作")
    with act(None, "test.tag") as deed, CaptureQueriesContext(connection) as captured:
        tagging.tag_called("試作", deed)
    assert len(captured) == 3
