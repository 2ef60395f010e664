"""Signing in as people do it: through the pages."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests import make


@pytest.fixture(autouse=True)
def early_in_the_period() -> Iterator[None]:
    """A code lasts for 30 seconds: tests begin five seconds after a new one, so that it does not change meanwhile."""
    with time_machine.travel(time.time() // 30 * 30 + 5, tick=True):
        yield


@pytest.fixture
def enter(client: Client) -> Any:
    """`enter("name")`: the answer to a name and a password on the sign-in page."""

    def enter(name: str, password: str = make.PASSWORD, browser: Client | None = None, **headers: str) -> Any:
        form = {"login": name, "password": password}
        return (browser or client).post("/accounts/login/", form, headers=headers)

    return enter
