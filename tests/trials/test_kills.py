"""`kill -9` at random points: whatever was being done is there whole, or not at all, and can be done again.

A child does the work through the page, on a connection of its own, and is killed after a random delay. A few kills of
each deed belong to every run of the tests; `KURA_KILLS=100 .venv/bin/pytest -s -n 0 tests/trials/test_kills.py` makes
the trial of docs/reliability.md, and prints what it saw.
"""

import os
import random
import signal
import sqlite3
import time
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.models import Pledge
from accounts.querysets import today
from accounts.sight import person_sight
from assets.deciding.dossier import digest_of
from assets.kinds import State
from assets.models import Asset, Carrier, Decision
from exchange.importing import bring_in
from exchange.models import Draft
from files.disk import FRESH, OPEN
from files.models import Blob
from journal.chain import ACTS
from journal.models import Entry, Head
from journal.verify import verify_all
from reports.making import intact
from reports.models import Report
from tests import make
from tests.cast import Cast
from tests.files.test_disk import hours_pass
from tests.trials.test_races import waiting

pytestmark = pytest.mark.usefixtures("on_disk")
KILLS = int(os.environ.get("KURA_KILLS", "0"))  # 0: a few
HEADER = "業務分類,情報資産名称,利用者範囲,管理部署,媒体・保存先,機密性,登録日\n"
ROWS = 40


def entries(verb: str, **facts: Any) -> int:
    return Entry.objects.filter(verb=verb, **facts).count()


class Deed:
    """Something that is done again and again: what is needed, what a browser sends, what must be there afterwards."""

    by = "steward"
    few = 5

    def __init__(self, cast: Cast) -> None:
        self.cast, self.client = cast, Client()
        make.signed_in(self.client, cast.sign_in(self.by))

    def prepare(self, number: int) -> Any: ...

    def do(self, thing: Any) -> Any: ...

    def found(self, thing: Any) -> tuple[int, ...]:
        """Counts of everything that the deed writes: all of it, or the same as before."""
        raise AssertionError("each deed counts what it writes")


class Approval(Deed):
    by = "manager"

    def prepare(self, number: int) -> Asset:
        return waiting(self.cast, number)

    def do(self, thing: Asset) -> Any:
        address = reverse("assets:step", args=[thing.code, "approve"])
        return self.client.post(address, {"shown": digest_of(thing)})

    def found(self, thing: Asset) -> tuple[int, ...]:
        active = Asset.objects.filter(state=State.ACTIVE, approved_on=today())
        return active.count(), Decision.objects.count(), entries("assets.approve")


class Import(Deed):
    def prepare(self, number: int) -> Draft:
        rows = (f"開発,配合表{number}-{n},営業部,技術部,書類,3,2026-01-05\n" for n in range(ROWS))
        return bring_in((HEADER + "".join(rows)).encode("cp932"), "x.csv", by=person_sight(self.cast.steward))

    def do(self, thing: Draft) -> Any:
        return self.client.post(reverse("exchange:apply", args=[thing.pk]))

    def found(self, thing: Draft) -> tuple[int, ...]:
        assets, carriers = (model.objects.count() for model in (Asset, Carrier))
        assert assets % ROWS == carriers % ROWS == 0
        applied = Draft.objects.filter(state=Draft.State.APPLIED, ledger={}).count()
        return assets // ROWS, carriers // ROWS, applied, entries("exchange.import")


class Ledger(Deed):
    """A spreadsheet that is brought in and read; nothing is applied yet."""

    def prepare(self, number: int) -> bytes:
        return (HEADER + f"開発,表{number},営業部,技術部,書類,3,2026-01-05\n").encode("cp932")

    def do(self, thing: bytes) -> Any:
        return self.client.post(reverse("exchange:upload"), {"file": SimpleUploadedFile("x.csv", thing)})

    def found(self, thing: bytes) -> tuple[int, ...]:
        return Draft.objects.count(), entries("exchange.bring_in")


class Paper(Deed):
    few = 2  # each takes as long as its pages

    def prepare(self, number: int) -> Asset:
        asset = make.asset(f"recipe {number}", department=self.cast.design, owner=self.cast.owner)
        make.carrier(asset)
        return asset

    def do(self, thing: Asset) -> Any:
        return self.client.post(reverse("reports:list"), {"language": "ja", "asset": thing.code})

    def found(self, thing: Asset) -> tuple[int, ...]:
        assert all(intact(report) for report in Report.objects.all())
        return Report.objects.count(), entries("reports.make")


class Upload(Deed):
    """The scan of a signed pledge."""

    def prepare(self, number: int) -> bytes:
        return b"%PDF-1.7 " + str(number).encode() * 300_000

    def do(self, thing: bytes) -> Any:
        data = {"kind": "ENTRY", "signed_on": today().isoformat(), "paper": SimpleUploadedFile("p.pdf", thing)}
        return self.client.post(reverse("accounts:pledges", args=[self.cast.owner.code]), data)

    def found(self, thing: bytes) -> tuple[int, ...]:
        assert all(blob.path.stat().st_size == blob.size for blob in Blob.objects.all())
        return Pledge.objects.count(), Blob.objects.count(), entries("accounts.pledge")


def kill(deed: Callable[[], Any], delay: float) -> bool:
    """Let a child do it and kill it; was it still at it?"""
    connection.close()
    child = os.fork()
    if child == 0:
        try:
            deed()
        finally:
            os._exit(0)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    killed = os.WIFSIGNALED(os.waitpid(child, 0)[1])
    forgotten()
    return killed


def forgotten() -> None:
    """Wait until the server has noticed: what was sent before the kill, a COMMIT at the last, is still carried out."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    while connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(others)
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.01)


@pytest.mark.parametrize("kind", [Approval, Import, Ledger, Paper, Upload])
def test_killed_at_any_point(cast: Cast, home: Path, kind: type[Deed]) -> None:
    assert cast.owner
    deed, seen, dice = kind(cast), Counter[str](), random.Random()
    took = min(once(deed, deed.prepare(-number)) for number in range(2))  # the first one warms up
    for number in range(1, (KILLS or kind.few) + 1):
        thing = deed.prepare(number)
        before = deed.found(thing)
        alive = kill(partial(deed.do, thing), dice.uniform(0, took * 1.2))
        holds(home)
        done = whole_or_absent(before, deed.found(thing))
        seen[f"{'killed' if alive else 'ended'}, {'whole' if done else 'absent'}"] += 1
        took = took if alive else took * 0.9  # as long as it takes just now, however busy the machine
        if not done:
            took = (took + once(deed, thing)) / 2
    nothing_is_left(deed, home)
    print(f"\n{kind.__name__} on {connection.vendor}: {dict(seen)}")


def once(deed: Deed, thing: Any) -> float:
    """Do it undisturbed; in seconds."""
    before, began = deed.found(thing), time.monotonic()
    answer = deed.do(thing)
    took = time.monotonic() - began
    assert answer.status_code == 302, answer.content.decode()
    assert whole_or_absent(before, deed.found(thing))
    head = Head.objects.get(pk=ACTS.row)
    assert ACTS.read_head() == (head.count, head.mac)  # where a kill came before the copy, this act made good for it
    return took


def whole_or_absent(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Is all of it there? None of it is as good; a part is not."""
    grown = {b - a for a, b in zip(before, after, strict=True)}
    assert grown in ({0}, {1}), (before, after)
    return grown == {1}


def holds(home: Path) -> None:
    """The database opens and is sound, and the journal proves itself."""
    if connection.vendor == "sqlite":
        connection.close()
        with closing(sqlite3.connect(home / "kura.sqlite3")) as file:
            assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert file.execute("PRAGMA foreign_key_check").fetchall() == []
    assert {name: outcome.ok for name, outcome in verify_all().items()} == {"acts": True, "sightings": True}


def nothing_is_left(deed: Deed, home: Path) -> None:
    """Bytes without a row stand with their marker, and the next who writes an hour later takes them away."""
    for folder in (home / "files", home / "reports"):
        rows = {*Blob.objects.values_list("sha256", flat=True), *Report.objects.values_list("sha256", flat=True)}
        lying = {path.name for path in folder.iterdir()}
        marked = {name.partition(".")[0] for name in lying if name.endswith((OPEN, FRESH))}
        assert {name.partition(".")[0] for name in lying} <= rows | marked
        hours_pass(folder)
    once(deed, deed.prepare(-2))
    if isinstance(deed, Paper | Upload):
        folder = home / ("reports" if isinstance(deed, Paper) else "files")
        rows = Report.objects.all() if isinstance(deed, Paper) else Blob.objects.all()
        assert {path.name for path in folder.iterdir()} == {row.path.name for row in rows}
