"""One change to many assets: theirs to change, in one act, and back again."""

from typing import Any

import pytest
from django.test import Client

from accounts.sight import person_sight
from assets import bulk
from assets.models import Asset, Carrier, Tagging
from journal.acts import act
from journal.models import Change, Entry, Private
from tests import make
from tests.cast import Cast


@pytest.fixture
def rows(cast: Cast) -> list[Asset]:
    """Two of the design department, each with a carrier; one of sales."""
    made = [make.asset(f"図面 {n}", department=cast.design, owner=cast.owner) for n in range(2)]
    for asset in made:
        make.carrier(asset, place=cast.site)
    return [*made, make.asset("見積", department=cast.sales)]


def seen(cast: Cast, name: str) -> Any:
    who = person_sight(getattr(cast, name))
    return who, list(Asset.objects.seen_by(who).order_by("pk"))


def done(cast: Cast, edit: bulk.Edit, name: str = "steward") -> Entry:
    who, assets = seen(cast, name)
    shown = bulk.digest_of(bulk.preview(edit, assets, by=who))
    return Entry.objects.get(act=bulk.change(edit, assets, "移管", shown, by=who))


EDITS = ("department", "owner", "custodian", "place", "tag", "untag")


def edit_of(cast: Cast, what: str) -> bulk.Edit:
    values = {"department": cast.sales, "owner": cast.nobody, "custodian": cast.nobody, "place": cast.store}
    return bulk.Edit(what, values.get(what, "試作"))


def snapshot() -> Any:
    assets = Asset.objects.order_by("pk").values("department", "owner", "owned_from", "custodian")
    tags = Tagging.objects.order_by("asset", "tag__key").values_list("asset", "tag__key")
    return list(assets), list(Carrier.objects.order_by("pk").values_list("place", flat=True)), list(tags)


@pytest.mark.parametrize("what", EDITS)
def test_a_change_and_its_way_back(cast: Cast, rows: list[Asset], what: str) -> None:
    if what == "untag":
        done(cast, bulk.Edit("tag", "試作"))
    before = snapshot()
    entry = done(cast, edit_of(cast, what))
    after = snapshot()
    assert after != before
    assert bulk.reason_of(entry) == "移管"
    assert Change.objects.filter(act=entry.act).exclude(row__startswith="assets.tag:").count() >= 2
    bulk.undo(entry, by=person_sight(cast.steward))
    assert snapshot() == before
    assert Entry.objects.filter(verb="assets.undo_many").count() == 1


@pytest.mark.parametrize("what", EDITS)
def test_what_is_shown_is_what_is_done(cast: Cast, rows: list[Asset], what: str) -> None:
    who, assets = seen(cast, "steward")
    lines = bulk.preview(edit_of(cast, what), assets, by=who)
    if what == "untag":
        assert not any(line.differs for line in lines)
        return
    done(cast, edit_of(cast, what))
    again = {line.asset.pk: line for line in bulk.preview(edit_of(cast, what), seen(cast, "steward")[1], by=who)}
    for line in lines:
        assert again[line.asset.pk].old == (line.new if not line.refused else bulk.EMPTY)


def test_rows_that_are_not_theirs_stay_as_they_are(cast: Cast, rows: list[Asset]) -> None:
    make.grant(rows[2], cast.manager)
    entry = done(cast, bulk.Edit("custodian", cast.nobody), "manager")
    assert entry.facts["rows"] == 2
    assert Asset.objects.get(pk=rows[2].pk).custodian is None


def test_a_sealed_name_and_a_retired_asset_are_left_alone(cast: Cast) -> None:
    make.asset("奈落", department=cast.design, sealed=True, sealed_by=cast.chief, seal_reason="r")
    make.asset("旧い", state="RETIRED")
    who, assets = seen(cast, "steward")
    lines = bulk.preview(bulk.Edit("department", cast.sales), assets, by=who)
    assert [bool(line.refused) for line in lines] == [True, True]
    with pytest.raises(bulk.NothingChosen):
        bulk.change(bulk.Edit("department", cast.sales), assets, "r", bulk.digest_of(lines), by=who)


def test_no_reason_no_change(cast: Cast, rows: list[Asset]) -> None:
    who, assets = seen(cast, "steward")
    with pytest.raises(ValueError, match="reason"):
        bulk.change(bulk.Edit("department", cast.sales), assets, " ", "", by=who)


def test_what_changed_meanwhile_is_shown_again(cast: Cast, rows: list[Asset]) -> None:
    who, assets = seen(cast, "steward")
    edit = bulk.Edit("department", cast.sales)
    shown = bulk.digest_of(bulk.preview(edit, assets, by=who))
    Asset.objects.filter(pk=rows[0].pk).update(department=cast.root)
    with pytest.raises(bulk.ShownDiffers):
        bulk.change(edit, assets, "r", shown, by=who)
    assert not Entry.objects.filter(verb=bulk.VERB).exists()


def test_what_was_built_upon_is_not_undone(cast: Cast, rows: list[Asset]) -> None:
    entry = done(cast, bulk.Edit("owner", cast.nobody))
    with act(cast.steward, "assets.amend", rows[0]) as deed:
        deed.change(Asset.objects.get(pk=rows[0].pk), summary="later")
    with pytest.raises(bulk.NotUndoable) as stuck:
        bulk.undo(entry, by=person_sight(cast.steward))
    assert stuck.value.codes == [rows[0].code]
    assert Asset.objects.get(pk=rows[1].pk).owner == cast.nobody


def test_an_undo_is_not_undone_twice(cast: Cast, rows: list[Asset]) -> None:
    entry = done(cast, bulk.Edit("owner", cast.nobody))
    bulk.undo(entry, by=person_sight(cast.steward))
    with pytest.raises(bulk.NotUndoable):
        bulk.undo(entry, by=person_sight(cast.steward))


def post(client: Client, data: dict[str, Any]) -> Any:
    return client.post("/assets/change/", data)


def test_the_pages_from_ticking_to_undoing(cast: Cast, rows: list[Asset], client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    codes = {"code": [rows[0].code, rows[1].code]}
    assert post(client, codes).status_code == 200
    edit = codes | {"what": "owner", "person": cast.nobody.pk}
    preview = post(client, edit)
    shown = preview.content.decode().split('name="shown" value="')[1].split('"')[0]
    assert post(client, edit | {"shown": shown, "reason": ""}).status_code == 422
    answer = post(client, edit | {"shown": shown, "reason": "移管"})
    assert answer.status_code == 302
    assert Asset.objects.filter(owner=cast.nobody).count() == 2
    assert client.post(answer.headers["Location"]).status_code == 302
    assert not Asset.objects.filter(owner=cast.nobody).exists()
    assert client.post(answer.headers["Location"]).status_code == 409


def test_nothing_ticked_is_not_everything(cast: Cast, rows: list[Asset], client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    answer = post(client, {"what": "owner", "person": cast.nobody.pk, "query": "kind=PAP"})
    assert answer.headers["Location"] == "/assets/?kind=PAP"


def test_all_that_a_filter_finds(cast: Cast, rows: list[Asset], client: Client, monkeypatch: Any) -> None:
    client.force_login(cast.sign_in("steward"))
    query = {"all": "1", "query": f"department={cast.design.pk}"}
    assert post(client, query).content.decode().count('name="code"') == 2
    monkeypatch.setattr(bulk, "MOST", 1)
    first = post(client, query).content.decode()
    assert first.count('name="code"') == 1
    assert "These may not be all" in first
    assert post(client, {"code": [row.code for row in rows]}).status_code == 302


def test_a_hidden_code_is_like_one_that_does_not_exist(cast: Cast, rows: list[Asset], client: Client) -> None:
    client.force_login(cast.sign_in("nobody"))
    answers = [post(client, {"code": [code]}) for code in (rows[0].code, "K-22222-2")]
    assert [a.status_code for a in answers] == [302, 302]
    mine = make.asset("mine", owner=cast.nobody)
    pages = [post(client, {"code": [mine.code, code]}).content for code in (rows[0].code, "K-22222-2")]
    strip = [page.split(b"csrfmiddlewaretoken")[0] + page.split(b'name="code"')[-1] for page in pages]
    assert strip[0][:200] == strip[1][:200]
    assert rows[0].code.encode() not in pages[0]


def test_each_asset_tells_in_its_story_what_was_done_to_it_among_others_and_why(
    cast: Cast, client: Client, rows: list[Asset]
) -> None:
    entry = done(cast, edit_of(cast, "custodian"))
    client.force_login(cast.sign_in("owner"))
    pages = [client.get(f"/assets/{asset.code}/").content.decode() for asset in rows[:2]]
    for page in pages:
        assert "changed several assets together" in page
        assert f"custodian: ― → {cast.nobody.label}" in page
        assert "Reason: 移管" in page
    Private.objects.filter(hash=bulk.reason_key(entry)).delete()
    page = client.get(f"/assets/{rows[0].code}/").content.decode()
    assert "changed several assets together" in page
    assert "移管" not in page


def test_what_was_not_touched_tells_nothing_of_it(cast: Cast, client: Client, rows: list[Asset]) -> None:
    other = make.asset("別件", department=cast.design, owner=cast.nobody, custodian=cast.nobody)
    done(cast, edit_of(cast, "custodian"))
    client.force_login(cast.sign_in("nobody"))
    assert "移管" not in client.get(f"/assets/{other.code}/").content.decode()
