"""What every test stands on: an empty home of its own, the cast, and the makers."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection, connections
from django.utils import translation

from tests import make as makers
from tests.cast import Cast
from tests.scene import scene as scene

LONG = ("test_two_worlds.py", "test_crawl.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes begins first, so that no worker is left with it at the end."""
    items.sort(key=lambda item: item.path.name not in LONG)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Iterator[Path]:
    """Keys, heads and papers of a test lie in its own folder; sentences are in English."""
    settings.KURA_HOME = tmp_path
    for name in ("KEYS", "HEADS", "REPORTS", "FILES"):
        folder = tmp_path / name.lower()
        folder.mkdir()
        setattr(settings, f"KURA_{name}", folder)
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.LANGUAGE_CODE = "en"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # fast; argon2 has its own test
    cache.clear()
    with translation.override("en"):
        yield tmp_path


@pytest.fixture
def on_disk(transactional_db: None, home: Path) -> Iterator[None]:
    """A database that threads and processes share as a running Kura does: on SQLite a file instead of memory."""
    if connection.vendor != "sqlite":
        yield
        return
    in_memory, place = connections["default"], home / "kura.sqlite3"
    in_memory.ensure_connection()
    with closing(sqlite3.connect(place)) as file:
        in_memory.connection.backup(file)
    facts, was = in_memory.settings_dict, dict(in_memory.settings_dict)
    facts["NAME"] = str(place)
    # Processes die here, not the machine: no need to wait for the disk.
    facts["OPTIONS"] = facts["OPTIONS"] | {"init_command": "PRAGMA foreign_keys=ON; PRAGMA synchronous=OFF;"}
    connections["default"] = connections.create_connection("default")
    yield
    connection.close()
    facts.update(was)
    connections["default"] = in_memory


@pytest.fixture
def make(db: None) -> Any:
    """Plain functions that make rows: `make.asset(...)`."""
    return makers


@pytest.fixture
def cast(db: None) -> Cast:
    """The people of every test, by what they are to the register."""
    return Cast()


def pytest_configure() -> None:
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
