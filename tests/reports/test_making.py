"""Making a paper takes long and holds nobody up; keeping it takes a moment, and is done whole or not at all."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from accounts.querysets import today
from accounts.sight import person_sight
from assets import seals
from assets.models import Asset, Grant
from files import disk
from journal.acts import act
from journal.models import Entry, Sighting
from journal.sightings import note
from journal.verify import verify_all
from reports import making
from reports.making import Scope, Withdrawn, make_checklist
from reports.models import Report
from tests import make
from tests.cast import Cast
from tests.files.test_disk import Killed, hours_pass

pytestmark = pytest.mark.usefixtures("on_disk")
PDF = b"%PDF-1.7 pages"


@pytest.fixture
def secret(cast: Cast) -> Asset:
    """Known to its owner, its manager, and to one person on its list."""
    asset = make.asset("設計図", department=cast.design, owner=cast.owner)
    make.grant(asset, cast.listed)
    return asset


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], None]:
    """Do something, over a connection of its own, while the pages are made."""

    def meanwhile(deed: Callable[[], Any]) -> None:
        def rendered(html: str) -> bytes:
            elsewhere(deed)
            return PDF

        monkeypatch.setattr(making, "pdf_of", rendered)

    return meanwhile


def elsewhere(deed: Callable[[], Any]) -> None:
    """In another thread; it has three seconds, where whoever waits for the database has twenty."""
    failed: list[BaseException] = []

    def run() -> None:
        try:
            deed()
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join(3)
    assert not thread.is_alive(), "it waits for whoever makes the paper"
    assert failed == []


def made(cast: Cast, by: str = "listed") -> Report:
    return make_checklist(Scope(), by=person_sight(getattr(cast, by)), language="ja")


def files(home: Path) -> list[str]:
    return sorted(path.name for path in (home / "reports").iterdir())


def test_others_write_and_look_while_the_pages_are_made(cast: Cast, secret: Asset, meanwhile: Any) -> None:
    def deed() -> None:
        with act(cast.owner, "assets.amend", secret) as amended:
            amended.change(Asset.objects.get(), summary="another")
        note(cast.owner, "assets.view", secret)

    meanwhile(deed)
    report = made(cast)
    assert Report.objects.get().path.read_bytes() == PDF
    assert list(Entry.objects.values_list("verb", flat=True)) == ["assets.amend", "reports.make"]
    assert Sighting.objects.count() == 1
    assert report.journal_count == 0  # the figures are of the moment before
    assert all(outcome.ok for outcome in verify_all().values())


def _off_the_list(cast: Cast) -> None:
    Grant.objects.update(until_on=today() - timedelta(days=1))


def _gone(cast: Cast) -> None:
    type(cast.listed).objects.filter(pk=cast.listed.pk).update(left_on=today() - timedelta(days=1))


def _sealed(cast: Cast) -> None:
    make.mandate(cast.listed, "AUDITOR")
    _off_the_list(cast)
    seals.put(Asset.objects.get(), "the name tells it", by=person_sight(cast.manager))


@pytest.mark.parametrize("change", [_off_the_list, _gone, _sealed])
def test_whoever_may_not_know_of_it_any_more_gets_nothing(
    cast: Cast, secret: Asset, meanwhile: Any, home: Path, change: Callable[[Cast], None]
) -> None:
    assert cast.manager
    meanwhile(lambda: change(cast))
    with pytest.raises(Withdrawn):
        made(cast)
    assert not Report.objects.exists()
    assert not Entry.objects.filter(verb="reports.make").exists()
    assert files(home) == []


def test_the_page_says_so(cast: Cast, secret: Asset, meanwhile: Any, client: Client) -> None:
    client.force_login(cast.sign_in("listed"))
    meanwhile(lambda: _off_the_list(cast))
    answer = client.post(reverse("reports:list"), {"language": "en", "asset": secret.code})
    assert answer.status_code == 422
    assert "something in it was closed to you" in answer.content.decode()


def test_what_a_failing_act_wrote_is_swept_away_by_a_later_one(
    cast: Cast, secret: Asset, meanwhile: Any, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meanwhile(lambda: None)

    def killed(*_args: Any, **_facts: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Report, "save", killed)
        with pytest.raises(Killed):
            made(cast)
    assert not Report.objects.exists()
    assert not Entry.objects.exists()
    assert [name for name in files(home) if name.endswith(disk.OPEN)]
    hours_pass(home / "reports")
    monkeypatch.setattr(making, "pdf_of", lambda html: PDF + b" of another")
    report = made(cast)
    assert files(home) == [report.path.name]
