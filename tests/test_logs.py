"""No log line carries an asset's name or what was typed: neither on the way that all goes well, nor on any other."""

import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from assets.entering import registration
from assets.models import Asset
from config.logs import WithoutWords
from tests import make
from tests.assets.test_entering import enter, sent
from tests.cast import Cast

NAME, TYPED = "奈落の配合", "澱み三百度"


@pytest.fixture
def log() -> Iterator[StringIO]:
    """All that is logged from INFO upwards, as the server writes it."""
    stream, root = StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    handler.setFormatter(WithoutWords())
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def asset(cast: Cast, client: Client) -> Asset:
    client.force_login(cast.sign_in("owner"))
    client.raise_request_exception = False
    return make.asset(NAME, owner=cast.owner, department=cast.design, summary=TYPED)


def silent(log: StringIO, caplog: pytest.LogCaptureFixture) -> bool:
    said = log.getvalue() + "".join(record.getMessage() for record in caplog.records)
    return NAME not in said and TYPED not in said


def test_the_server_logs_without_words() -> None:
    logs: Any = settings.LOGGING
    handler = logs["handlers"]["stderr"]
    assert logs["formatters"][handler["formatter"]]["()"] == "config.logs.WithoutWords"
    assert logs["root"]["handlers"] == ["stderr"]


def test_entering_amending_and_what_is_refused(
    cast: Cast, client: Client, asset: Asset, log: StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    address = reverse("assets:edit", args=[asset.code])
    assert enter(client, "paper", name=f"{TYPED} 二").status_code == 302
    assert client.post(address, sent(asset, summary=f"{TYPED} 三")).status_code == 302
    assert client.post(address, sent(asset, name="")).status_code == 422
    assert client.post(address, {"summary": TYPED}).status_code in (409, 422)
    assert client.get("/assets/", {"q": NAME}).status_code == 200
    client.force_login(cast.sign_in("nobody"))
    for answer in (client.get(address), client.post(address, {"name": TYPED}), client.get("/assets/", {"sort": TYPED})):
        assert answer.status_code in (200, 404)
    assert f"Not Found: {address}" in log.getvalue()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, {"name": TYPED}).status_code == 403
    assert silent(log, caplog)


@pytest.mark.parametrize("cause", [None, ValueError(NAME)])
def test_a_fault_of_ours_says_where_and_not_what(
    client: Client, asset: Asset, log: StringIO, monkeypatch: pytest.MonkeyPatch, cause: Exception | None
) -> None:
    def fails(*_args: Any, **_named: Any) -> None:
        raise RuntimeError(f"DETAIL: Key (name)=({NAME}) {TYPED}") from cause

    form = sent(asset, summary=f"{TYPED} 四")
    monkeypatch.setattr(registration, "amend", fails)
    address = reverse("assets:edit", args=[asset.code])
    answer = client.post(address, form)
    assert answer.status_code == 500
    assert "うまくいきませんでした" in answer.content.decode()
    said = log.getvalue()
    assert NAME not in said + answer.content.decode()
    assert TYPED not in said + answer.content.decode()
    assert f"Internal Server Error: {address}" in said
    assert "builtins.RuntimeError" in said
    assert "entering/views.py" in said
    assert ("builtins.ValueError" in said) is (cause is not None)
