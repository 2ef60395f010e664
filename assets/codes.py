"""Codes and numbers that tell nobody anything: no gap in them says that there is something one may not know of.

An asset's code is random, with a character that catches slips of the pen. The number of a row that hangs on assets
says when it was written (rows stay in their order) and not how many others there are.
"""

import secrets
import time
from collections.abc import Iterable
from typing import Any

from django.db import models

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # 32 signs, none that look alike
LENGTH = 5


def fresh_code() -> str:
    """A new code such as `K-7Q4M2-X`; 33 million of them."""
    return code_from("".join(secrets.choice(ALPHABET) for _ in range(LENGTH)))


def code_from(body: str) -> str:
    """The code with this body and its check character."""
    return f"K-{body}-{check_character(body)}"


def check_character(body: str) -> str:
    """Weighted sum modulo 31 (a prime, so that one wrong or two swapped characters always show)."""
    return ALPHABET[sum((i + 1) * ALPHABET.index(sign) for i, sign in enumerate(body)) % 31]


def is_code(text: str) -> bool:
    """Is this the shape of a code, with the right check character?"""
    head, _, rest = text.partition("-")
    body, _, check = rest.partition("-")
    if head != "K" or len(body) != LENGTH or any(sign not in ALPHABET for sign in body):
        return False
    return check == check_character(body)


EPOCH = 1_577_836_800_000_000  # 2020 in microseconds: with 12 bits of chance, 63 bits last until 2091
LARGEST_NUMBER = 2**63 - 1


def fresh_number() -> int:
    """A number for a row: microseconds, then twelve bits of chance."""
    return (time.time_ns() // 1_000 - EPOCH) << 12 | secrets.randbits(12)


class QuietAutoField(models.BigAutoField):
    """The primary key of rows whose number is seen in pages and addresses: not the next one, but a fresh one."""

    def get_pk_value_on_save(self, instance: Any) -> int:  # Django's own name
        return fresh_number()


class KeyOf(models.OneToOneField):
    """The primary key of a row that stands beside another one, whose number it bears."""

    def db_type(self, connection: Any) -> str | None:  # Django's own name
        """On SQLite the row's own number, which is found in one step: a `bigint` has an index of its own."""
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


def ids_of(wanted: Iterable[str]) -> list[int]:
    """Those of the ticked boxes' values that can be ids."""
    return [number for p in wanted if p.isdecimal() and len(p) < 20 and (number := int(p)) <= LARGEST_NUMBER]
