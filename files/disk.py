"""Writing beside a database: bytes lie whole at their place before the row that names them is committed.

A row without its bytes cannot be. Bytes without a row can: the process was killed, or the act failed, between the two.
So a marker stands beside the bytes until their row is committed; `sweep` takes away what a marker was left for.
"""

import fcntl
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import transaction

OPEN, FRESH = ".open", ".new"
LEFT_BEHIND = 60 * 60  # seconds; no act is open for so long


def put(path: Path, data: bytes) -> None:
    """Write bytes to their place, whole or not at all, for Kura's own account only; the caller has an act open.

    Bytes that lie there already as they are stay as they are.
    """
    with _alone_in(path.parent):
        marker = path.with_name(f"{path.name}.{secrets.token_hex(4)}{OPEN}")
        marker.touch(mode=0o600)
        if _holds(path, data):
            os.utime(path)  # for `sweep`: somebody wants it
        else:
            _write(path, data)
    transaction.on_commit(lambda: marker.unlink(missing_ok=True))


def sweep(folder: Path, is_kept: Callable[[str], bool]) -> None:
    """Take away what was left behind in a folder more than an hour ago.

    Args:
        folder: where the bytes lie.
        is_kept: does a committed row name the file that has this name?
    """
    old = [path for path in folder.iterdir() if path.suffix in (OPEN, FRESH) and _is_old(path)]
    strays = {name for name in map(_name, old) if not is_kept(name)}
    with _alone_in(folder):
        for path in (*old, *(path for path in folder.iterdir() if _name(path) in strays)):
            if _is_old(path):
                path.unlink()


def _write(path: Path, data: bytes) -> None:
    """Beside its place, then moved there: a crash leaves no half file."""
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}{FRESH}")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.read_bytes() == data
    except OSError:
        return False


def _name(path: Path) -> str:
    return path.name.partition(".")[0]


def _is_old(path: Path) -> bool:
    """Is it still there, and has nobody touched it for long?"""
    try:
        return path.stat().st_mtime < time.time() - LEFT_BEHIND
    except FileNotFoundError:
        return False


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Nobody writes or sweeps there meanwhile; let go at once, not at the end of the act."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
