"""The journal's own key: apart from the session key, and outside the database."""

import os
import secrets
from functools import lru_cache
from pathlib import Path

from django.conf import settings


def journal_key() -> bytes:
    """The key (32 bytes) that seals the chain; made on first use, readable by Kura's own account only."""
    return _read(settings.KURA_KEYS / "journal_key")


def key_named(name: str) -> bytes:
    """Another key of Kura's own (32 bytes), kept in the same way."""
    return _read(settings.KURA_KEYS / name)


@lru_cache(maxsize=8)
def _read(path: Path) -> bytes:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text().strip())
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_hex(32))
    return bytes.fromhex(path.read_text().strip())
