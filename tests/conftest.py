"""What every test stands on: an empty home of its own, the cast, and the makers."""

import gc
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
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from tests import make as makers
from tests.cast import Cast
from tests.scene import scene as scene

# A slow machine is no reason to fail, and each example of a test may find what the one before it left.
hypothesis_settings.register_profile("kura", deadline=None, suppress_health_check=list(HealthCheck))
hypothesis_settings.load_profile("kura")

LONG = ("test_two_worlds.py", "test_crawl.py", "test_well_made.py")
DATABASE = {"db", "transactional_db", "live_server"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--with-database",
        action="store_true",
        help="only what asks the database: a second one need not be asked for the rest",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes minutes begins first, so that no worker is left with it at the end."""
    if config.getoption("--with-database"):
        config.hook.pytest_deselected(items=[item for item in items if not asks_the_database(item)])
        items[:] = [item for item in items if asks_the_database(item)]
    items.sort(key=lambda item: item.path.name not in LONG)


def asks_the_database(item: Any) -> bool:
    """Whoever does not say so may not: pytest-django refuses."""
    return bool(item.cls or item.get_closest_marker("django_db") or DATABASE & set(item.fixturenames))


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
    # What is loaded stays, and cycles are few: looking for them as often as usual takes a tenth of the time.
    gc.set_threshold(50_000, 20, 50)
    Path(django_settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
