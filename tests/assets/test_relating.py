"""What belongs together: read from both sides, and only by whoever may know of both."""

from datetime import date

import pytest
from django.test import Client

from accounts.querysets import today
from accounts.sight import person_sight
from assets.discussing import relating
from assets.models import Asset, Link
from classification.levels import Level
from tests import make
from tests.cast import Cast

MADE_FROM, SAME, REPLACES = Link.Kind.MADE_FROM, Link.Kind.SAME_PRODUCT, Link.Kind.REPLACES


@pytest.fixture
def curves(cast: Cast) -> Asset:
    return make.asset("curves", Level.PUBLIC, department=cast.design, owner=cast.owner)


@pytest.fixture
def mold(cast: Cast) -> Asset:
    return make.asset("mold of the housing", department=cast.design, owner=cast.owner)


def page(client: Client, cast: Cast, name: str, address: str) -> str:
    make.signed_in(client, cast.sign_in(name))
    return client.get(address).content.decode()


def test_a_relation_reads_from_both_sides(cast: Cast, client: Client, curves: Asset, mold: Asset) -> None:
    relating.relate(mold, MADE_FROM, curves, by=person_sight(cast.owner))
    here = page(client, cast, "owner", f"/assets/{mold.code}/")
    there = page(client, cast, "owner", f"/assets/{curves.code}/")
    assert "Made from" in here
    assert curves.code in here
    assert "Used to make" in there
    assert mold.code in there


@pytest.mark.parametrize("turned", [False, True])
def test_whoever_may_not_know_of_the_other_reads_nothing_of_it(
    cast: Cast, client: Client, curves: Asset, mold: Asset, turned: bool
) -> None:
    make.grant(curves, cast.listed)
    without = page(client, cast, "listed", f"/assets/{curves.code}/")
    ends = (curves, mold) if turned else (mold, curves)
    relating.relate(ends[0], REPLACES, ends[1], by=person_sight(cast.owner))
    token = r'(name="csrfmiddlewaretoken" value|nonce)="[^"]*"'
    import re

    assert re.sub(token, "", page(client, cast, "listed", f"/assets/{curves.code}/")) == re.sub(token, "", without)
    make.grant(mold, cast.listed)
    assert mold.code in page(client, cast, "listed", f"/assets/{curves.code}/")


@pytest.mark.parametrize("turned", [False, True])
def test_the_journal_tells_of_it_to_whoever_knows_both(
    cast: Cast, client: Client, curves: Asset, mold: Asset, turned: bool
) -> None:
    """The owner of the one reads its story, but not that it is related to what is hidden from them."""
    Asset.objects.filter(pk=curves.pk).update(owner=cast.listed)
    ends = (curves, mold) if turned else (mold, curves)
    link = relating.relate(ends[0], REPLACES, ends[1], by=person_sight(cast.manager))
    relating.part(link, by=person_sight(cast.manager))
    words = ("what belongs together", "took off the record")
    for address in ("/journal/", f"/journal/?asset={curves.code}", "/journal/?group=talk"):
        shown = page(client, cast, "listed", address)
        assert not any(word in shown for word in words), address
        assert mold.code not in shown
    make.grant(mold, cast.listed)
    assert ("what belongs together" in page(client, cast, "listed", "/journal/")) == turned
    assert "what belongs together" in page(client, cast, "manager", "/journal/")


def test_the_journal_names_no_sealed_asset_beside_another(
    cast: Cast, client: Client, curves: Asset, mold: Asset
) -> None:
    relating.relate(curves, REPLACES, mold, by=person_sight(cast.manager))
    Asset.objects.filter(pk=mold.pk).update(sealed=True, sealed_by=cast.owner, seal_reason="r")
    assert mold.code not in page(client, cast, "auditor", "/journal/")
    assert mold.code not in page(client, cast, "auditor", f"/assets/{curves.code}/")
    assert mold.name in page(client, cast, "owner", "/journal/")


def test_a_hidden_and_a_missing_code_get_the_same_answer(
    cast: Cast, client: Client, curves: Asset, mold: Asset
) -> None:
    Asset.objects.filter(pk=curves.pk).update(owner=cast.listed)
    make.signed_in(client, cast.sign_in("listed"))
    answers = [
        client.post(f"/assets/{curves.code}/related/", {"kind": "REPLACES", "other": code})
        for code in (mold.code, "K-22222-2", curves.code)
    ]
    assert [a.status_code for a in answers] == [422, 422, 422]
    said = "Among the other assets that you may know of, none has this code."
    assert all(said in a.content.decode() for a in answers)
    assert not Link.objects.exists()


def test_the_page_finds_by_name_and_code_among_what_one_may_know(
    cast: Cast, client: Client, curves: Asset, mold: Asset
) -> None:
    Asset.objects.filter(pk=curves.pk).update(owner=cast.listed)
    shown = page(client, cast, "listed", f"/assets/{curves.code}/related/?q=housing")
    assert mold.code not in shown
    for words in ("HOUSING", mold.code, mold.code.lower()):
        assert f'value="{mold.code}"' in page(client, cast, "manager", f"/assets/{curves.code}/related/?q={words}")


def test_a_relation_is_recorded_and_taken_off(cast: Cast, client: Client, curves: Asset, mold: Asset) -> None:
    make.signed_in(client, cast.sign_in("owner"))
    here = f"/assets/{curves.code}/related/"
    assert client.post(here, {"kind": "PART_OF", "other": mold.code.lower()}).status_code == 302
    link = Link.objects.get()
    assert (link.asset, link.other, link.on) == (curves, mold, today())
    assert client.post(here, {"kind": "PART_OF", "other": mold.code}).status_code == 422, "once is enough"
    assert client.post(f"{here}{link.pk}/part/").status_code == 302
    assert not Link.objects.exists()


def test_of_the_same_product_says_the_same_from_either_end(cast: Cast, curves: Asset, mold: Asset) -> None:
    by = person_sight(cast.owner)
    relating.relate(curves, SAME, mold, by=by)
    with pytest.raises(relating.Already):
        relating.relate(mold, SAME, curves, by=by)


def test_whoever_only_reads_an_asset_relates_nothing_to_it(
    cast: Cast, client: Client, curves: Asset, mold: Asset
) -> None:
    make.grant(curves, cast.listed)
    make.signed_in(client, cast.sign_in("listed"))
    assert client.get(f"/assets/{curves.code}/related/").status_code == 404
    link = Link.objects.create(asset=curves, other=mold, kind=SAME, by=cast.owner, on=date(2026, 1, 1))
    assert client.post(f"/assets/{curves.code}/related/{link.pk}/part/").status_code == 404
