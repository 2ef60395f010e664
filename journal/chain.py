"""The chain's arithmetic: what an entry's seal covers, and the head that is kept outside the database."""

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Iterable
from datetime import UTC
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

from journal.keys import journal_key
from journal.models import Change, Entry

HEAD_FILE = "journal.json"


def canonical(value: Any) -> bytes:
    """The one way to write a value: sorted keys, no spaces, UTF-8."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), cls=DjangoJSONEncoder)
    return text.encode()


def digest_of(changes: Iterable[Change]) -> str:
    """The SHA-256 of an act's Changes, in the order in which they were written."""
    digest = hashlib.sha256()
    for change in changes:
        digest.update(canonical([change.row, change.values]) + b"\n")
    return digest.hexdigest()


def seal(previous: str, entry: Entry) -> str:
    """The keyed hash that ties an entry to the one before it."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    fields = [entry.pk, str(entry.act), at, entry.actor_id, entry.verb, entry.about, entry.facts]
    body = canonical([previous, *fields, entry.changes, entry.digest])
    return hmac.digest(journal_key(), body, "sha256").hex()


def hash_private(value: str) -> str:
    """The keyed hash under which a personal value stands in the chain."""
    return hmac.digest(journal_key(), b"private:" + value.encode(), "sha256").hex()


def head_path() -> Path:
    return settings.KURA_HEADS / HEAD_FILE


def read_head() -> tuple[int, str]:
    """The head outside the database as (count, mac); (0, "") when nothing has been written yet.

    Raises:
        ValueError: when the file is there but was not written by Kura with this key.
    """
    path = head_path()
    if not path.exists():
        return 0, ""
    try:
        head = json.loads(path.read_text())
        count, mac, signature = head["count"], head["mac"], head["signature"]
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError("unreadable head") from error
    if not hmac.compare_digest(signature, _signature(count, mac)):
        raise ValueError("forged head")
    return count, mac


def write_head(count: int, mac: str) -> None:
    """Copy the head outside the database; an older one never replaces a newer one."""
    path = head_path()
    with open(path.with_suffix(".lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            known, known_mac = read_head()
        except ValueError:
            return  # a head that was tampered with is evidence: verify_journal reports it, we leave it
        if known >= count or not _goes_on(known, known_mac, count):
            return
        fresh = path.with_suffix(".new")
        with open(fresh, "w") as file:
            json.dump({"count": count, "mac": mac, "signature": _signature(count, mac)}, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(fresh, path)


def _goes_on(known: int, mac: str, count: int) -> bool:
    """Does the chain in the database go on from the head outside?

    If not, an old copy of the database was put back, or the head was removed: evidence too, and left as it is.
    """
    return Entry.objects.filter(pk=known, mac=mac).exists() if known else count == 1


def _signature(count: Any, mac: Any) -> str:
    return hmac.digest(journal_key(), canonical(["head", count, mac]), "sha256").hex()
