"""Photos of what an asset lives on, and the label that is stuck on it."""

from typing import Any

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.sight import person_sight
from assets import seals
from assets.labelling.qr import QUIET, sign
from assets.models import Asset, AssetFile
from classification.levels import Level
from journal.models import Entry, Sighting
from tests import make
from tests.assets.test_entering import sign_in
from tests.cast import Cast

PNG = b"\x89PNG\r\n\x1a\n picture"


@pytest.fixture
def asset(cast: Cast) -> Asset:
    return make.asset("金型 M-112", owner=cast.owner, department=cast.design)


def add(client: Client, asset: Asset, data: bytes = PNG, name: str = "front.png", **typed: Any) -> Any:
    picture = SimpleUploadedFile(name, data)
    return client.post(reverse("assets:add_photo", args=[asset.code]), {"picture": picture, **typed})


def test_a_photo_is_added_seen_and_taken_out(client: Client, cast: Cast, asset: Asset) -> None:
    sign_in(client, cast, "owner")
    assert add(client, asset, caption="刻印", taken_on="R8.11.20").status_code == 302
    row = AssetFile.objects.get()
    assert (row.caption, str(row.taken_on), row.by) == ("刻印", "2026-11-20", cast.owner)
    source = reverse("assets:photo", args=[asset.code, row.pk])
    assert source in client.get(reverse("desk:detail", args=[asset.code])).content.decode()
    answer = client.get(source)
    assert (answer.content, answer.headers["Content-Type"]) == (PNG, "image/png")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("attachment")
    client.post(reverse("assets:remove_photo", args=[asset.code, row.pk]))
    assert client.get(source).status_code == 404
    verbs = set(Entry.objects.values_list("verb", flat=True))
    assert {"assets.add_photo", "assets.remove_photo"} <= verbs


@pytest.mark.parametrize(
    ("data", "name"), [(b"%PDF-1.7", "x.pdf"), (b"<svg>", "x.svg"), (PNG, "x.jpg"), (b"", "x.png")]
)
def test_what_is_no_picture_is_refused_beside_the_field(
    client: Client, cast: Cast, asset: Asset, data: bytes, name: str
) -> None:
    sign_in(client, cast, "owner")
    answer = add(client, asset, data, name, taken_on="some day")
    assert answer.status_code == 422
    assert {"picture", "taken_on"} <= set(answer.context["form"].errors)  # told in one round
    assert "Excel" not in answer.content.decode()
    assert not AssetFile.objects.exists()


def test_looking_at_a_photo_of_a_secret_is_written_down(client: Client, cast: Cast, asset: Asset) -> None:
    sign_in(client, cast, "owner")
    add(client, asset)
    client.get(reverse("assets:photo", args=[asset.code, AssetFile.objects.get().pk]))
    assert "assets:photo" in {s.facts.get("page") for s in Sighting.objects.filter(verb="assets.view")}


def test_who_may_not_read_the_name_sees_no_photo_and_no_label(client: Client, cast: Cast, asset: Asset) -> None:
    row = AssetFile.objects.create(asset=asset, blob=make.blob(PNG, "front.png"))
    seals.put(asset, "why", by=person_sight(cast.chief))
    sign_in(client, cast, "steward")
    assert client.get(reverse("assets:photo", args=[asset.code, row.pk])).status_code == 404
    assert client.get(reverse("assets:label", args=[asset.code])).status_code == 404
    assert not AssetFile.objects.visible_to(cast.sign_in("steward")).exists()


def test_a_photo_of_another_asset_is_not_found_under_this_one(client: Client, cast: Cast, asset: Asset) -> None:
    other = make.asset("奈落", department=cast.sales)
    row = AssetFile.objects.create(asset=other, blob=make.blob(PNG, "front.png"))
    sign_in(client, cast, "owner")
    assert client.get(reverse("assets:photo", args=[asset.code, row.pk])).status_code == 404


@pytest.mark.parametrize(("level", "warned"), [(Level.SECRET, True), (Level.INTERNAL, False)])
def test_of_a_secret_one_is_warned(client: Client, cast: Cast, asset: Asset, level: Level, warned: bool) -> None:
    Asset.objects.update(level=level)
    sign_in(client, cast, "owner")
    page = client.get(reverse("assets:add_photo", args=[asset.code])).content.decode()
    assert ("This is a secret:" in page) is warned
    assert 'capture="environment"' in page


def test_the_label_bears_level_code_and_a_sign_and_never_the_name(client: Client, cast: Cast, asset: Asset) -> None:
    sign_in(client, cast, "owner")
    page = client.get(reverse("assets:label", args=[asset.code])).content.decode()
    assert "金型" not in page
    assert asset.code in page
    assert "level-SECRET" in page
    assert sign(f"http://testserver/assets/{asset.code}/").path in page


def test_the_sign_is_the_matrix_of_its_text() -> None:
    text = "http://kura.test/assets/K-7Q4M2-X/"
    made, matrix = sign(text), segno.make_qr(text, error="q").matrix
    assert made.size == len(matrix) + 2 * QUIET
    dark = set()
    for step in made.path.removesuffix("z").split("z"):
        start, rest = step.removeprefix("M").split("h", 1)
        x, y = map(int, start.split(","))
        dark |= {(x - QUIET + n, y - QUIET) for n in range(int(rest.split("v")[0]))}
    assert dark == {(x, y) for y, row in enumerate(matrix) for x, bit in enumerate(row) if bit}
