"""The sheet of legal requirements: computed from the register, reviewed by who carries the asset, and what decides."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import Party
from accounts.querysets import today
from accounts.sight import person_sight, sight_of
from assets.kinds import Outcome
from assets.models import Asset
from classification.levels import Level
from journal.models import Entry
from measures.asking.readings import Question
from measures.readiness.records import RequirementReview
from measures.readiness.reviewing import may_review, review
from measures.readiness.sheet import Line, Mark, Result, Sheet, sheet_of
from measures.vouching import NotYours
from tests import make
from tests.cast import MEMBERS, Cast

Item = RequirementReview.Item


def sheet(asset: Asset) -> Sheet:
    return sheet_of(asset, Asset.objects.filter(pk=asset.pk), Question(today()))


def points(asset: Asset) -> int:
    return sheet(asset).score or 0


def lines(found: Sheet) -> dict[str, Line]:
    return {line.asked.code: line for line in found.lines}


def look(asset: Asset, cast: Cast, item: str, outcome: str = "YES", **facts: Any) -> None:
    words = {"reason": "x", "searched": "patents" if item == Item.SEARCHED else ""}
    review(RequirementReview(asset=asset, item=item, outcome=outcome, **words | facts), by=person_sight(cast.owner))


def test_the_sheet_says_what_is_on_record(cast: Cast, client: Client) -> None:
    facts = {
        "department": cast.design,
        "owner": cast.owner,
        "outcome": Outcome.KEEP_SECRET,
        "levelled_on": "2026-01-05",
    }
    asset = Asset.objects.get(pk=make.asset("図面", Level.SECRET, **facts).pk)
    carrier = make.carrier(asset, locked=False, place=cast.store)
    make.grant(asset, cast.owner)
    found = lines(sheet(asset))
    assert found["M1"].mark == Mark.YES
    assert found["M7"].mark == Mark.NOT_ASKED
    assert found["M5"].mark in (Mark.NO, Mark.PARTLY)
    assert {found[item].mark for item in Item.values} == {Mark.UNKNOWN}
    assert any("1" in fix for fix in sheet(asset).fixes)
    before = points(asset)

    for item in Item.values:
        look(asset, cast, item)
    better = sheet(asset)
    assert {lines(better)[item].mark for item in Item.values} == {Mark.YES}
    after = points(asset)
    assert after > before
    carrier.locked = True
    carrier.save()
    assert points(asset) > after

    # What was published is not secret, whatever the points say; the latest look counts.
    look(asset, cast, Item.PUBLISHED, "NO")
    out = sheet(asset)
    assert (out.result, [line.asked.code for line in out.knocked_out]) == (Result.LACKING, ["N1"])
    look(asset, cast, Item.PUBLISHED, "PARTLY")
    assert not sheet(asset).knocked_out

    # A search in public grows old.
    RequirementReview.objects.filter(item=Item.SEARCHED).update(on=date(2020, 1, 1))
    assert lines(sheet(asset))["N3"].mark == Mark.UNKNOWN

    outsider = make.person("外 注", party=make_party())
    make.grant(asset, outsider)
    assert lines(sheet(asset))["M7"].mark == Mark.UNKNOWN
    assert lines(sheet(make.asset("候補", None)))["M1"].mark == Mark.NO
    who_may(cast, asset)
    pages(cast, client, asset)


def make_party() -> Any:
    return Party.objects.create(code="C09", name="外注工業")


def who_may(cast: Cast, asset: Asset) -> None:
    found = {name for name in MEMBERS if may_review(sight_of(cast.sign_in(name)), asset)}
    assert found == {"owner", "manager", "deputy", "chief", "steward"}
    before = Entry.objects.count()
    with pytest.raises(NotYours):
        review(RequirementReview(asset=asset, item="U1", outcome="YES", reason="x"), by=person_sight(cast.nobody))
    assert Entry.objects.count() == before


def pages(cast: Cast, client: Client, asset: Asset) -> None:
    client.force_login(cast.sign_in("owner"))
    page = f"/assets/{asset.code}/requirements/"
    words = {"item": Item.SEARCHED, "outcome": "YES", "reason": "nothing found"}
    assert client.post(page, words).status_code == 422  # where was it looked for?
    assert client.post(page, words | {"searched": "patents"}).status_code == 302
    assert lines(sheet(asset))["N3"].mark == Mark.YES
    assert client.get(page + "?pdf=1").content.startswith(b"%PDF")
