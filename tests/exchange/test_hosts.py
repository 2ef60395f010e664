"""Devices and systems as a sheet: what goes out comes in again; one wrong row, and nothing is written."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from accounts.sight import person_sight
from assets.models import Device, System
from exchange.gate import Refused
from exchange.hosts import bring_in, sheet_of
from exchange.sheets import WrongRows
from journal.models import Change, Entry
from tests import make
from tests.cast import Cast


def brought(cast: Cast, text: str, model: Any = Device) -> dict[str, int]:
    return bring_in(text.encode(), "list.csv", model, by=person_sight(cast.steward))


@pytest.mark.parametrize("tongue", ["ja", "en"])
def test_what_goes_out_comes_in_again_and_changes_nothing(cast: Cast, tongue: str) -> None:
    make.device(code="N-1", holder=cast.owner, department=cast.design, kind="NOTEBOOK", private=None, notes="=1+1")
    make.device(code="N-3", holder=cast.leaver)  # still theirs, though they have left
    make.device(code="N-2", antivirus=False, encrypted=None, network="")
    make.system(code="S-1", kind="OUTSIDE", highest_level=20, logs_months=6, responsible=cast.owner)
    with override(tongue):
        out = {model: sheet_of(model.objects.order_by("code")) for model in (Device, System)}
    for model, data in out.items():
        counts = bring_in(data, "list.csv", model, by=person_sight(cast.steward))
        assert counts == {"new": 0, "changed": 0, "same": model.objects.count()}
    assert "'=1+1" in out[Device].decode()


def test_rows_are_entered_and_amended_in_one_act(cast: Cast) -> None:
    old = make.device(code="N-1", name="old", updated_on=date(2026, 1, 1), antivirus=True)
    assert cast.owner
    text = "社内の端末一覧,,,,,\n番号,名称,種類,貸与先,ウイルス対策が有効,更新の適用・確認日\n"
    text += "N-1,新しい名,ノートPC,小川 花,×,R8.11.1\nN-2,CAD,PC,,,\n"
    assert brought(cast, text) == {"new": 1, "changed": 1, "same": 0}
    old.refresh_from_db()
    assert (old.name, old.kind, old.holder, old.antivirus) == ("新しい名", "NOTEBOOK", cast.owner, False)
    assert old.updated_on == date(2026, 11, 1)
    assert old.private is False  # no column, no change
    assert Device.objects.get(code="N-2").antivirus is None  # blank: not known
    entry = Entry.objects.get()
    assert (entry.verb, Change.objects.filter(act=entry.act).count()) == ("exchange.import_hosts", 2)


WRONG = [
    ("N-1,,PC,,", "Name"),
    ("N-1,a,spaceship,,", "none of the choices"),
    ("N-1,a,PC,no such person,", "not registered"),
    ("N-1,a,PC,,the other day", "the other day"),
    ("N-1,a,PC,,2089-01-01", "This day is still to come."),
    ("N-1,a,PC,,\nN-1,b,PC,,", "twice"),
]


@pytest.mark.parametrize(("lines", "says"), WRONG)
def test_one_wrong_row_and_nothing_is_written(cast: Cast, lines: str, says: str) -> None:
    with override("en"), pytest.raises(WrongRows) as refused:
        brought(cast, f"number,name,kind,holder,updated_on\nN-9,right,PC,,\n{lines}\n".replace("number", "code", 1))
    assert not Device.objects.exists()
    assert [each.row for each in refused.value.wrong] == [2 + len(lines.splitlines())]
    assert says in " ".join(refused.value.wrong[0].sentences)


def test_a_sheet_without_our_headings_is_refused(cast: Cast) -> None:
    with override("en"), pytest.raises(Refused, match="at least the columns"):
        brought(cast, "a,b\n1,2\n")


def test_the_page_tells_which_rows_are_wrong_and_what_was_done(cast: Cast, client: Client) -> None:
    make.signed_in(client, cast.sign_in("steward"))
    address = reverse("exchange:hosts", args=["devices"])
    for text, status in (("code,name,kind\nN-1,a,spaceship\n", 422), ("code,name,kind\nN-1,a,PC\n", 302)):
        file = BytesIO(text.encode())
        file.name = "list.csv"
        assert client.post(address, {"file": file}).status_code == status
    assert Device.objects.get().code == "N-1"
    out = client.post(reverse("exchange:export_hosts", args=["devices"]))
    assert "N-1" in out.content.decode()
