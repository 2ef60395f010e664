"""Somebody with the database, but neither the key nor the heads outside: what they do to either chain is found.

What single columns say is tried in tests/journal; here whole links are moved, copied and forged, and the whole database
is put back as it was.
"""

import hashlib
import hmac
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from accounts.models import Place
from journal import chain as arithmetic
from journal.acts import act
from journal.chain import ACTS, SIGHTINGS, Chain
from journal.models import Change, Entry, Head, Sighting
from journal.sightings import note
from journal.verify import Outcome, verify

pytestmark = pytest.mark.usefixtures("on_disk")
CHAINS = pytest.mark.parametrize("chain", [ACTS, SIGHTINGS], ids=lambda chain: chain.name)


def grow(chain: Chain, to: int) -> None:
    """Add links as Kura does."""
    while (number := chain.model._base_manager.count()) < to:
        if chain is SIGHTINGS:
            note(None, "test.look", n=number)
        else:
            with act(None, "test.place") as deed:
                deed.add(Place(code=f"P{Place.objects.count()}", name="x"))


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def swap(chain: Chain, table: str) -> None:
    run(f"UPDATE {table} SET id = id - 6 WHERE id IN (2, 4)", f"UPDATE {table} SET id = -id WHERE id < 0")  # 2 → -4 → 4


def copy_to_the_end(chain: Chain, table: str) -> None:
    last = chain.model._base_manager.get(pk=5)
    forge(chain, last, 6)
    Head.objects.filter(pk=chain.row).update(count=6, mac=last.mac)


def insert(chain: Chain, table: str) -> None:
    run(f"UPDATE {table} SET id = -id - 1 WHERE id > 2", f"UPDATE {table} SET id = -id WHERE id < 0")
    forge(chain, chain.model._base_manager.get(pk=2), 3)
    Head.objects.filter(pk=chain.row).update(count=6)


def forge(chain: Chain, link: Any, number: int) -> None:
    """The same link once more, under another number and, where there is one, another act."""
    link.pk = number
    if chain is ACTS:
        link.act = "00000000-0000-0000-0000-00000000000f"
    link.save(force_insert=True)


def seal_anew(chain: Chain, table: str) -> None:
    """Rewrite a verb and seal everything again, head included, with a key of one's own."""
    previous = ""
    for link in chain.model._base_manager.order_by("pk"):
        link.verb = "test.another" if link.pk == 3 else link.verb
        body = arithmetic.canonical([previous, *(arithmetic._sealable(getattr(link, name)) for name in link.sealed)])
        link.mac = previous = hmac.digest(b"a key of my own", body, hashlib.sha256).hex()
        link.save()
    Head.objects.filter(pk=chain.row).update(mac=previous)


@CHAINS
@pytest.mark.parametrize(
    ("how", "first_bad"), [(swap, 2), (copy_to_the_end, 6), (insert, 3), (seal_anew, 1)], ids=lambda x: str(x)[:20]
)
def test_links_that_are_moved_copied_or_forged(chain: Chain, how: Callable[[Chain, str], None], first_bad: int) -> None:
    grow(chain, 5)
    assert verify(chain) == Outcome(5, True, None)
    how(chain, chain.model._meta.db_table)
    assert (verify(chain).ok, verify(chain).first_bad) == (False, first_bad)


@CHAINS
def test_the_head_outside_is_taken_away(chain: Chain) -> None:
    grow(chain, 5)
    chain.path.unlink()
    assert (verify(chain).ok, verify(chain).first_bad) == (False, 6)
    grow(chain, 7)  # and Kura goes on without making a new one
    assert not chain.path.exists()
    assert not verify(chain).ok


@CHAINS
@pytest.mark.parametrize(("goes_on_to", "first_bad"), [(3, 4), (4, 5), (5, 5), (8, 5)])
def test_the_whole_database_is_put_back(chain: Chain, home: Path, goes_on_to: int, first_bad: int) -> None:
    """As it was two links ago; and then Kura itself goes on with it, with the right key."""
    grow(chain, 3)
    put_back = keep_a_copy(home)
    grow(chain, 5)
    outside = chain.read_head()
    put_back()
    grow(chain, goes_on_to)
    assert (verify(chain).ok, verify(chain).first_bad) == (False, first_bad)
    assert chain.read_head() == outside  # the evidence stays


def keep_a_copy(home: Path) -> Callable[[], object]:
    """Of the file itself; of a server's tables, of what is in them."""
    if connection.vendor == "sqlite":
        connection.close()
        shutil.copy(home / "kura.sqlite3", home / "stolen")
        return lambda: (connection.close(), shutil.copy(home / "stolen", home / "kura.sqlite3"))
    tables = (Place, Entry, Sighting, Change, Head)
    rows = {table: list(table._base_manager.all()) for table in tables}

    def put_back() -> None:
        for table in tables:
            table._base_manager.all().delete()
            table._base_manager.bulk_create(rows[table])

    return put_back
