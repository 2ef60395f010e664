"""What an asset is found by stands there at once, whoever wrote it: building it anew changes nothing."""

from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accounts.sight import person_sight
from assets import bulk, leaving, seals
from assets.disposing import disposing
from assets.models import Asset, Carrier, SearchText
from tests import make
from tests.assets.test_bulk import done, edit_of
from tests.assets.test_entering import enter, sent, sign_in
from tests.cast import Cast
from tests.exchange.test_importing import ROW, bring

type Writer = Callable[[Client, Cast, Asset], Any]
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32


def words() -> dict[int, str]:
    return dict(SearchText.objects.values_list("pk", "words"))


def edit(client: Client, asset: Asset, **changes: Any) -> None:
    assert client.post(reverse("assets:edit", args=[asset.code]), sent(asset, **changes)).status_code == 302


def a_batch_and_back(_client: Client, cast: Cast, _asset: Asset) -> None:
    for what in ("department", "place", "tag", "owner"):
        bulk.undo(done(cast, edit_of(cast, what)), by=person_sight(cast.steward))


def an_import(_client: Client, cast: Cast, _asset: Asset) -> None:
    bring(cast, ROW, ROW.replace("ＲＸ設計図", "検査治具"))
    bring(cast, ROW.replace(",,技術部,技術部", ",改訂した要約,技術部,技術部"))


def a_carrier_ends(_client: Client, cast: Cast, asset: Asset) -> None:
    carrier = asset.carriers.get()
    carrier.ended_on = date(2026, 4, 1)
    carrier.save()


def a_disposal(client: Client, cast: Cast, asset: Asset) -> None:
    owner, means = person_sight(cast.owner), {str(asset.carriers.get().pk): "CUT"}
    row = disposing.propose(asset, "old", means, by=owner)
    disposing.take(disposing.STEPS["approve"], row, by=person_sight(cast.manager))
    disposing.confirm(row, row.proposed_at.date(), None, "", by=owner)


WRITERS: dict[str, Writer] = {
    "entered": lambda client, cast, asset: enter(client, "mold", name="金型 M-7", serial="M-7-01"),
    "renamed": lambda client, cast, asset: edit(client, asset, name="金型 M-900", summary="二面取り"),
    "another serial": lambda client, cast, asset: edit(client, asset, **{"carriers-0-serial": "SN-2"}),
    "one more carrier": lambda client, cast, asset: edit(
        client, asset, **{"carriers-1-medium": "MLD", "carriers-1-serial": "SN-3"}
    ),
    "a carrier deleted": lambda client, cast, asset: edit(client, asset, **{"carriers-0-DELETE": "on"}),
    "a carrier ended": a_carrier_ends,
    "carriers in a set": lambda client, cast, asset: Carrier.objects.bulk_create(
        [Carrier(asset=asset, kind="MLD", serial=f"S-{n}") for n in range(3)]
    ),
    "copied": lambda client, cast, asset: client.post(reverse("assets:copy", args=[asset.code])),
    "changed together, and back": a_batch_and_back,
    "imported": an_import,
    "photographed": lambda client, cast, asset: client.post(
        reverse("assets:add_photo", args=[asset.code]), {"file": SimpleUploadedFile("x.png", PNG)}
    ),
    "sealed": lambda client, cast, asset: seals.put(asset, "why", by=person_sight(cast.chief)),
    "disposed of": a_disposal,
    "handed over": lambda client, cast, asset: leaving.hand_over(
        [asset], cast.owner, cast.nobody, by=person_sight(cast.chief)
    ),
}


@pytest.mark.parametrize("writer", WRITERS)
def test_building_it_anew_changes_nothing(client: Client, cast: Cast, writer: str) -> None:
    sign_in(client, cast, "owner")
    asset = make.asset("金型 M-112", kind="MLD", owner=cast.owner, department=cast.design)
    make.carrier(asset, kind="MLD", serial="SN-1", place=cast.site)
    WRITERS[writer](client, cast, asset)
    standing = words()
    call_command("rebuild_search", stdout=StringIO())
    assert standing == words()


def test_of_the_demo_company_too(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KURA_DEMO_PASSWORD", "mikan-batake-7-tsubo")
    call_command("load_demo", stdout=StringIO(), stderr=StringIO())
    standing = words()
    call_command("rebuild_search", stdout=StringIO())
    assert standing == words()
