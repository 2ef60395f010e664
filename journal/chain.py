"""The arithmetic of the two chains: what a seal covers, how a link is added, and the heads outside the database."""

import fcntl
import hashlib
import hmac
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone

from journal.keys import journal_key
from journal.models import Entry, Head, Link, Sighting

_ENCODER = DjangoJSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def canonical(value: Any) -> bytes:
    """The one way to write a value: sorted keys, no spaces, UTF-8."""
    return _ENCODER.encode(value).encode()


def digest_of(changes: Iterable[tuple[str, str, Any]]) -> str:
    """The SHA-256 of an act's Changes as (row, under, values), in the order in which they were written."""
    digest = hashlib.sha256()
    for row, under, values in changes:
        digest.update(canonical([row, under, values]) + b"\n")
    return digest.hexdigest()


def seal(previous: str, link: Any) -> str:
    """The keyed hash that ties a link (an instance or a row of its `sealed` columns) to the one before it."""
    return seal_of(previous, [getattr(link, name) for name in link.sealed])


def seal_of(previous: str, values: Iterable[Any]) -> str:
    """The same over the values of the `sealed` columns, in their order."""
    body = canonical([previous, *(_sealable(value) for value in values)])
    return hmac.digest(journal_key(), body, "sha256").hex()


def _sealable(value: Any) -> Any:
    """Moments to the microsecond (the encoder of canonical() stops at the millisecond)."""
    return value.astimezone(UTC).isoformat(timespec="microseconds") if isinstance(value, datetime) else value


def hash_private(value: str) -> str:
    """The keyed hash under which a personal value stands in the chain."""
    return hmac.digest(journal_key(), b"private:" + value.encode(), "sha256").hex()


@dataclass(frozen=True)
class Chain:
    """One of the two chains: its table, its row in Head, and the file that keeps its head outside the database."""

    name: str
    model: type[Link]
    row: int
    file: str

    def append(self, link: Link) -> None:
        """Lock the head, number and seal the link, insert it; after the commit the head is copied outside.

        The moment is taken under the lock, so that links lie in the order of their moments, too.
        """
        head = Head.objects.select_for_update().get_or_create(pk=self.row)[0]
        if head.count == 0:
            self.write_head(0, "")  # before there is anything to lose: from now on a missing file tells
        link.pk, link.at = head.count + 1, timezone.now()
        link.mac = seal(head.mac, link)
        link.save(force_insert=True)
        head.count, head.mac = link.pk, link.mac
        head.save()
        transaction.on_commit(lambda: self.write_head(head.count, head.mac))

    @property
    def path(self) -> Path:
        """Where the head outside lies."""
        return settings.KURA_HEADS / self.file

    def read_head(self) -> tuple[int, str]:
        """The head outside the database as (count, mac); (0, "") when nothing has been written yet.

        Raises:
            ValueError: when the file is there but was not written by Kura with this key.
        """
        if not self.path.exists():
            return 0, ""
        try:
            head = json.loads(self.path.read_text())
            count, mac, signature = head["count"], head["mac"], head["signature"]
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError("unreadable head") from error
        if not hmac.compare_digest(signature, self._signature(count, mac)):
            raise ValueError("forged head")
        return count, mac

    def write_head(self, count: int, mac: str) -> None:
        """Copy the head outside the database; an older one never replaces a newer one."""
        with open(self.path.with_suffix(".lock"), "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            try:
                known, known_mac = self.read_head()
            except ValueError:
                return  # a head that was tampered with is evidence: verify_journal reports it, we leave it
            begins = count == 0 and not self.path.exists()
            if not begins and (known >= count or not self._goes_on(known, known_mac)):
                return
            fresh = self.path.with_suffix(".new")
            with open(fresh, "w") as file:
                json.dump({"count": count, "mac": mac, "signature": self._signature(count, mac)}, file)
                file.flush()
                os.fsync(file.fileno())
            os.replace(fresh, self.path)

    def _goes_on(self, known: int, mac: str) -> bool:
        """Does the chain in the database go on from the head outside?

        If not, an old copy of the database was put back, or the head was removed: evidence too, and left as it is.
        """
        return self.model._base_manager.filter(pk=known, mac=mac).exists() if known else self.path.exists()

    def _signature(self, count: Any, mac: Any) -> str:
        return hmac.digest(journal_key(), canonical([self.name, count, mac]), "sha256").hex()


ACTS = Chain("acts", Entry, 1, "journal.json")
SIGHTINGS = Chain("sightings", Sighting, 2, "sightings.json")
