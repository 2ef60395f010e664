"""The company's settings: who may change what, that it is an act, and that it shows."""

import struct
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.directory.logos import LARGEST, looked_at
from accounts.models import Company, Logo
from journal.models import Entry
from tests import make
from tests.cast import MEMBERS, Cast

FORM = {
    "name": "新精機",
    "name_en": "New Works",
    "headcount": 30,
    "prefecture": "27",
    "fiscal_year_month": 10,
    "language": "",
    "calendar": "ERA",
    "mfa_required": "ROLES",
    "decide_within": 5,
    "escalate_after": 10,
}


def come_as(client: Client, cast: Cast, name: str) -> Client:
    make.signed_in(client, cast.sign_in(name))
    return client


def test_whoever_signed_in_long_ago_says_again_who_they_are(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("administrator"))
    assert client.post("/settings/", FORM).status_code == 302
    assert Company.objects.get().name == "試験精機"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int = 40, height: int = 20) -> bytes:
    rows = b"".join(b"\0" + b"\xb7\x34\x1c" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    app = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    return b"\xff\xd8" + app + b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00\xff\xd9"


def sent(content: bytes) -> dict[str, Any]:
    return {"logo": SimpleUploadedFile("logo.png", content, content_type="image/png")}


@pytest.mark.parametrize("name", sorted(set(MEMBERS) - {"leaver"}))
def test_administrators_change_the_company_the_chief_its_numbers_nobody_else_anything(
    cast: Cast, client: Client, name: str
) -> None:
    come_as(client, cast, name)
    page = client.get("/settings/")
    assert (page.status_code == 200) == (name in {"administrator", "chief"})
    assert ('name="fiscal_year_month"' in page.content.decode()) == (name == "administrator")
    assert ("By which numbers" in page.content.decode()) == (name in {"administrator", "chief"})
    client.post("/settings/", FORM)
    assert (Company.objects.get().name == "新精機") == (name == "administrator")


def test_a_change_is_an_act(cast: Cast, client: Client) -> None:
    come_as(client, cast, "administrator").post("/settings/", FORM)
    assert Entry.objects.get().verb == "accounts.amend_company"
    company = Company.objects.get()
    assert (company.calendar, company.fiscal_year_month, company.prefecture) == ("ERA", 10, "27")


@pytest.mark.parametrize("wrong", [{"fiscal_year_month": 13}, {"name": ""}, {"calendar": "MAYA"}, {"language": "fr"}])
def test_what_makes_no_sense_is_asked_back(cast: Cast, client: Client, wrong: dict[str, Any]) -> None:
    assert come_as(client, cast, "administrator").post("/settings/", FORM | wrong).status_code == 422
    assert Company.objects.get().name == "試験精機"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (png(40, 20), ("image/png", 40, 20)),
        (png(2000, 1), ("image/png", 2000, 1)),
        (jpeg(300, 80), ("image/jpeg", 300, 80)),
    ],
)
def test_a_logo_is_known_by_its_bytes(content: bytes, found: tuple[str, int, int]) -> None:
    picture = looked_at(content)
    assert (picture.media_type, picture.width, picture.height) == found


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "neither a PNG nor a JPEG"),
        (b"GIF89a" + b"\0" * 20, "neither a PNG nor a JPEG"),
        (b"<html><script>alert(1)</script>", "neither a PNG nor a JPEG"),
        (b"", "neither a PNG nor a JPEG"),
        (b"\x89PNG\r\n\x1a\n", "neither a PNG nor a JPEG"),
        (png(2001, 1), "longer than 2000"),
        (png(0, 0), "cannot be read"),
        (b"\xff\xd8\xff\xe0", "cannot be read"),
        (b"\xff\xd8\xff" + b"\0" * 50, "cannot be read"),
        (jpeg(3000, 10), "longer than 2000"),
        (png() + b"\0" * LARGEST, "larger than 200 KB"),
    ],
)
def test_what_is_no_small_picture_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        looked_at(content)


def test_a_logo_is_put_shown_replaced_and_removed(cast: Cast, client: Client) -> None:
    come_as(client, cast, "administrator")
    assert client.get("/settings/logo/").status_code == 404
    for content in (png(40, 20), png(60, 20)):
        assert client.post("/settings/logo/change/", sent(content)).status_code == 302
        shown = come_as(client, cast, "nobody").get("/settings/logo/")
        assert shown.content == content
        assert shown.headers["Content-Type"] == "image/png"
        assert shown.headers["X-Content-Type-Options"] == "nosniff"
        assert 'src="/settings/logo/"' in client.get("/").content.decode()
        come_as(client, cast, "administrator")
    assert Logo.objects.count() == 1
    client.post("/settings/logo/change/", {"remove": ""})
    assert client.get("/settings/logo/").status_code == 404
    assert [e.verb for e in Entry.objects.order_by("pk")] == [
        "accounts.put_logo",
        "accounts.put_logo",
        "accounts.drop_logo",
    ]


def test_a_stranger_does_not_see_the_logo(cast: Cast, client: Client) -> None:
    come_as(client, cast, "administrator").post("/settings/logo/change/", sent(png()))
    client.logout()
    assert client.get("/settings/logo/").status_code == 302
    assert "/settings/logo/" not in client.get("/accounts/login/").content.decode()


def test_a_wrong_file_is_told_so_and_changes_nothing(cast: Cast, client: Client) -> None:
    answer = come_as(client, cast, "administrator").post("/settings/logo/change/", sent(b"GIF89a"))
    assert answer.status_code == 422
    assert "neither a PNG nor a JPEG" in answer.content.decode()
    assert not Logo.objects.exists()
