"""Records of our own development as a sheet: what goes out comes in again; one wrong row, and nothing is written; an
asset that one may not know of is as one that is not there."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.sight import person_sight
from assets.models import Asset, Development
from exchange.developments import bring_in, sheet_of
from exchange.gate import Refused
from exchange.sheets import WrongRows
from journal.models import Change, Entry
from tests import make
from tests.cast import Cast

A, B = "a" * 64, "b" * 64
HEAD = "code,what,made_on,sha256,kept_at"


def brought(cast: Cast, text: str) -> dict[str, int]:
    return bring_in(text.encode(), "list.csv", by=person_sight(cast.owner))


@pytest.fixture
def asset(cast: Cast) -> Asset:
    return make.asset(owner=cast.owner, department=cast.design, code="K-2222-2")


def test_rows_are_recorded_and_amended_in_one_act_and_go_out_as_they_came(cast: Cast, asset: Asset) -> None:
    facts = {"what": "=1+1", "made_on": date(2025, 1, 1), "by": cast.owner, "on": date(2025, 1, 2)}
    Development.objects.create(asset=asset, sha256=A, kept_at="safe", **facts)
    for tongue in ("ja", "en"):
        with override(tongue):
            out = sheet_of(Development.objects.all())
        assert bring_in(out, "list.csv", by=person_sight(cast.owner)) == {"new": 0, "changed": 0, "same": 1}
    with override("ja"):
        heads = sheet_of(Development.objects.none()).decode().lstrip("\ufeff").strip().rpartition(",")[0]
    text = f"開発の記録,,,\n{heads}\n{asset.code},実験ノート,R8.11.1,{B.upper()}\n{asset.code},図面,2025/2/3,{A}\n"
    assert brought(cast, text) == {"new": 1, "changed": 1, "same": 0}
    rows = Development.objects.order_by("sha256").values_list("what", "made_on", "sha256", "kept_at")
    assert list(rows) == [("図面", date(2025, 2, 3), A, "safe"), ("実験ノート", date(2026, 11, 1), B, "")]
    entry = Entry.objects.order_by("pk").last()
    assert entry
    assert (entry.verb, Change.objects.filter(act=entry.act).count()) == ("exchange.import_developments", 2)


WRONG = [
    (f"K-9999-9,n,2026-01-01,{A},", "Code: “K-9999-9” is no asset whose entry you may change."),
    (f"K-HIDDEN,n,2026-01-01,{A},", "Code: “K-HIDDEN” is no asset whose entry you may change."),
    (f",n,2026-01-01,{A},", "Code: This field is required."),
    (f"K-2222-2,,2026-01-01,{A},", "What it is: This field is required."),
    (f"K-2222-2,n,the other day,{A},", "the other day"),
    (f"K-2222-2,n,,{A},", "Day of the record: This field is required."),
    (f"K-2222-2,n,2089-01-01,{A},", "Day of the record: This day is still to come."),
    ("K-2222-2,n,2026-01-01,abc,", "SHA-256: 64 signs from 0-9 and a-f."),
    (f"K-2222-2,n,2026-01-01,{A},\nK-2222-2,m,2026-01-01,{A},", "twice"),
]


def test_one_wrong_row_and_nothing_is_written(cast: Cast, asset: Asset) -> None:
    make.asset("hidden", owner=cast.nobody, department=cast.sales, code="K-HIDDEN")
    for lines, says in WRONG:
        with override("en"), pytest.raises(WrongRows) as refused:
            brought(cast, f"{HEAD}\n{asset.code},n,2026-01-01,{B},\n,,,,\n{lines}\n")
        assert not Development.objects.exists()
        assert [each.row for each in refused.value.wrong] == [3 + len(lines.splitlines())], lines
        assert says in " ".join(refused.value.wrong[0].sentences)
    with override("en"), pytest.raises(Refused, match="at least the columns: Code, What it is, Day of the record"):
        brought(cast, "a,b\n1,2\n")


def test_the_page_tells_which_rows_are_wrong_and_what_was_done(cast: Cast, client: Client, asset: Asset) -> None:
    make.signed_in(client, cast.sign_in("owner"))
    hidden: dict[str, Any] = {"what": "secret", "made_on": date(2025, 1, 1), "on": date(2025, 1, 2), "sha256": A}
    Development.objects.create(asset=make.asset("hidden", department=cast.sales), by=cast.nobody, **hidden)
    address = reverse("exchange:developments")
    for day, status in (("2089-01-01", 422), ("2026-01-01", 302)):
        file = BytesIO(f"{HEAD}\n{asset.code},n,{day},{B},\n".encode())
        file.name = "list.csv"
        assert client.post(address, {"file": file}).status_code == status
    out = client.post(reverse("exchange:export_developments")).content.decode()
    assert asset.code in out
    assert "secret" not in out


def test_what_one_may_carry_is_asked_once_more_when_it_is_written(cast: Cast) -> None:
    asset = make.asset(owner=cast.owner, department=cast.design, code="K-3333-3")
    before = person_sight(cast.manager)
    text = f"{HEAD}\n{asset.code},n,2026-01-01,{A},\n".encode()
    type(cast.design).objects.filter(pk=cast.design.pk).update(manager=None)
    with pytest.raises(WrongRows):
        bring_in(text, "list.csv", by=before)
    assert not Development.objects.exists()
    assert not Entry.objects.filter(verb="exchange.import_developments").exists()


@pytest.mark.parametrize("page", ["exchange:developments", "exchange:upload", "assets:new"])
def test_a_sign_in_of_nobody_is_told_so_once_and_what_to_do(
    cast: Cast, client: Client, asset: Asset, page: str
) -> None:
    client.force_login(cast.sign_in("root"))
    rows = "".join(f"{asset.code},n,2026-01-01,{n:064x}\n" for n in range(3))
    sheet = SimpleUploadedFile("list.csv", f"{HEAD}\n{rows}".encode())
    answers = [client.get(reverse(page))] + ([client.post(reverse(page), {"file": sheet})] if page[0] == "e" else [])
    for answer in answers:
        text = answer.content.decode()
        assert text.count("This sign-in belongs to no person") == 1
        assert "no asset whose entry" not in text
        assert 'type="file"' not in text
    assert not Development.objects.exists()
