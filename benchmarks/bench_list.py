"""The list of assets, whole requests in the test client: every filter, search, the deepest page.

    KURA_BENCH_ASSETS=1000000 PYTHONPATH=. .venv/bin/python benchmarks/bench_list.py

The default is a tenth of that. Three people: one who sees 1,000 assets in every register (`same`), an ordinary person,
a steward. The very same requests are timed in a register of 10,000: for whoever sees the same number, the ratio of the
two says whether the rest of the register is in the way. Each register has a process of its own, and they are asked
alternately, so that whatever else the machine does falls on both. What is counted is the time that processors spent, in
Kura and (where that can be read) in PostgreSQL: on a machine at rest, that is the time one waits. Floor: the same page
with nothing found, at 10,000; the usual way of finding what one may know of is measured by bench_visibility.
"""

from benchmarks.common import analyze, figure, scratch_database, spent

# isort: split
import gc
import json
import os
import subprocess
import sys
from datetime import date
from functools import lru_cache
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Company, Department, Person, Place, User
from accounts.sight import sight_of
from assets.finding.nearest import nearest
from assets.models import Asset, Grant, Tag, Tagging
from benchmarks.million import million, officers, pour
from benchmarks.registers import ON
from classification.levels import Level
from classification.models import Acknowledgement
from desk.listing.paging import SIZE
from measures.asking.needs import needs_word
from measures.catalogue import counted
from measures.models import Attestation
from measures.words import Purpose

SMALL = 10_000
ASSETS = int(os.environ.get("KURA_BENCH_ASSETS", "100000"))
REACH, TIMES = 1_000, 7
WHO = tuple(
    os.environ.get("KURA_BENCH_WHO", "same ordinary steward").split()
)  # site, division: a wide place, a manager


def main() -> None:
    registers = {size: Register(size) for size in (SMALL, ASSETS)}
    names = [register.names() for register in registers.values()]
    for name in WHO:
        floor = 0.0
        for what in names[0]:
            took = dict.fromkeys(registers, float("inf"))
            for _ in range(TIMES):
                for size, register in registers.items():
                    took[size] = min(took[size], register.asked(name, what))
            floor = floor or took[SMALL]
            figure(f"list_{name}_{what}", ASSETS, took[ASSETS], floor=floor)
            print(f"  {took[ASSETS] / took[SMALL]:.2f} × the time at {SMALL:,}", flush=True)
    for register in registers.values():
        register.close()


class Register:
    """A register of so many assets in a process of its own, asked line by line."""

    def __init__(self, size: int) -> None:
        asked = [sys.executable, __file__, str(size)]
        self._process = subprocess.Popen(asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def names(self) -> list[str]:
        """What can be asked, once it is made."""
        found: list[str] = self._line()
        return found

    def asked(self, name: str, what: str) -> float:
        """Seconds that were spent on one request of this person."""
        assert self._process.stdin
        self._process.stdin.write(f"{name} {what}\n")
        self._process.stdin.flush()
        return float(self._line())

    def close(self) -> None:
        """The register is dropped."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()

    def _line(self) -> Any:
        assert self._process.stdout
        return json.loads(self._process.stdout.readline())


def answer(size: int) -> None:
    """The process of a register: makes it, and answers what is asked."""
    settings.ALLOWED_HOSTS = ["testserver"]
    with scratch_database():
        start = perf_counter()
        addresses = register(size)
        took = perf_counter() - start
        gc.collect()
        gc.freeze()  # what making it left in memory here is in no server
        print(f"{size:,} assets made in {took:.0f} s, load {os.getloadavg()[0]:.1f}", file=sys.stderr, flush=True)
        print(json.dumps(list(addresses)), flush=True)
        clients: dict[str, Client] = {}
        for line in sys.stdin:
            name, what = line.split()
            if name not in clients:
                clients[name] = signed_in(name)
            address = far_down(name) if what == "deep" else addresses[what]
            print(timed(clients[name], f"/assets/{address}"), flush=True)


@lru_cache
def far_down(name: str) -> str:
    """The page before the last but one of all that somebody may know of: as many rows for everybody."""
    oldest = nearest(sight_of(User.objects.get(username=name)), 2 * SIZE, back=True)
    return f"?after={Asset.objects.values_list('code', flat=True).get(pk=oldest[-1])}"


def signed_in(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def timed(client: Client, address: str) -> float:
    """The better of two: the first finds the processor's cache filled by the other register."""
    best = float("inf")
    for _ in range(2):
        start = spent()
        assert client.get(address).status_code == 200, address
        best = min(best, spent() - start)
    return best


def register(assets: int) -> dict[str, str]:
    """The register of `million`, somebody who sees the same number in each, and what is asked."""
    company = million(assets)
    people = officers(company)
    same = Person.objects.create(code="SAME", name="同数")
    spread = {"asset_id": f"i * {assets // REACH} + 1", "id": "i + 900000000000000"}
    pour(Grant(purpose="w", person=same, from_on=ON.replace(year=2024)), REACH, spread)
    tag = Tag.objects.create(name="試作")
    pour(Tagging(tag=tag), assets // 50, {"asset_id": "i * 50 + 3", "id": "i + 900000000000000"})
    Acknowledgement.objects.bulk_create(
        Acknowledgement(person=same, level=level, version=1, at=timezone.now()) for level in list(Level)[1:]
    )
    trust = next(measure for measure in counted() if measure.purpose is Purpose.TRUST and needs_word(measure))
    partly = Attestation(measure=trust.code, state=Attestation.State.PARTLY, by=same, from_on=ON, until_on=date.max)
    partly.asset = Asset.objects.earliest("pk")
    partly.save()
    for name, person in (people | {"same": same}).items():
        User.objects.create(username=name, person=person)
    Company.objects.update(mfa_required="NOBODY")
    call_command("createcachetable", verbosity=0)
    cache.clear()
    analyze()
    return asked()


def asked() -> dict[str, str]:
    """What is asked of the list; each filter once common and once rare, where it can be."""
    division, leaf = (Department.objects.get(code=code).pk for code in ("D3", "D3-1"))
    place = Place.objects.get(code="Z4").pk
    return {
        "nothing": "?owner=SAME",
        "plain": "",
        "last": "?last=1",
        "deep": "",  # see far_down
        "kind": "?kind=PAP",
        "kind_none": "?kind=PRO",
        "level": "?level=20",
        "level_rare": "?level=30",
        "level_last": "?level=20&last=1",
        "department": f"?department={division}",
        "department_leaf": f"?department={leaf}",
        "state": "?state=CANDIDATE",
        "state_rare": "?state=RETIRED",
        "place": f"?place={place}",
        "owner": "?owner=P7",
        "owner_me": "?owner=me",
        "origin": "?origin=RECEIVED",
        "origin_rare": "?origin=JOINT",
        "review": "?review=overdue",
        "tag": "?tag=試作",
        "tag_none": "?tag=無い",
        "word": "?q=設計",
        "word_rarer": "?q=金型",
        "word_few": "?q=rx-123",
        "word_none": "?q=ない語",
        "word_last": "?q=金型&last=1",
        "two": "?kind=MLD&level=20",
        "gap": "?gap=ACCESS_CONTROL",
        "gap_removal": "?gap=REMOVAL_PREVENTION",
        "gap_visibility": "?gap=VISIBILITY",
        "gap_awareness": "?gap=AWARENESS",
        "gap_few": "?gap=TRUST",
        "gap_sorted": "?gap=VISIBILITY&sort=name",
        "sort_name": "?sort=name",
        "sort_changed": "?sort=-changed",
        "sort_level": "?sort=-level",
        "numbers": "numbers/",
        "numbers_kind": "numbers/?kind=PAP",
        "numbers_word": "numbers/?q=金型",
        "numbers_gap": "numbers/?gap=VISIBILITY",
    }


if __name__ == "__main__":
    if len(sys.argv) > 1:
        answer(int(sys.argv[1]))
    else:
        main()
