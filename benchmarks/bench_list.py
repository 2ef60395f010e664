"""The list of assets, whole requests in the test client: every filter, search, the deepest page.

    KURA_BENCH_ASSETS=1000000 PYTHONPATH=. .venv/bin/python benchmarks/bench_list.py

The default is a tenth of that. Three people: one who sees 1,000 assets in every register (`same`), an ordinary person,
a steward. The very same requests are timed in a register of 10,000 first: for whoever sees the same number, the ratio
of the two says whether the rest of the register is in the way. Floor: the same page with nothing found, at 10,000; the
usual way of finding what one may know of is measured by bench_visibility.
"""

from benchmarks.common import analyze, figure, scratch_database, seconds

# isort: split
import os
from collections.abc import Callable
from functools import partial
from time import perf_counter

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import Company, Department, Person, Place, User
from assets.models import Asset, Grant, Tag, Tagging
from benchmarks.million import million, officers, pour
from benchmarks.registers import ON
from classification.levels import Level
from classification.models import Acknowledgement

SMALL = 10_000
ASSETS = int(os.environ.get("KURA_BENCH_ASSETS", "100000"))
REACH, TIMES = 1_000, 5
WHO = ("same", "ordinary", "steward")


def main() -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    small = measured(SMALL)
    for (name, what), took in measured(ASSETS).items():
        floor = small[name, "nothing"]
        figure(f"list_{name}_{what}", ASSETS, took, floor=floor)
        print(f"  {took / small[name, what]:.2f} × the time at {SMALL:,}", flush=True)


def measured(assets: int) -> dict[tuple[str, str], float]:
    """Seconds of each request of each person, at best of so many, in a register of this size."""
    with scratch_database():
        start = perf_counter()
        addresses = register(assets)
        print(f"{assets:,} assets made in {perf_counter() - start:.0f} s, load {os.getloadavg()[0]:.1f}", flush=True)
        return {(name, what): timed(name, address) for name in WHO for what, address in addresses.items()}


def timed(name: str, address: str) -> float:
    """One address, signed in."""
    client = Client()
    client.force_login(User.objects.get(username=name), backend="allauth.account.auth_backends.AuthenticationBackend")
    ask: Callable[[], object] = partial(client.get, f"/assets/{address}")
    assert client.get(f"/assets/{address}").status_code == 200, address
    return seconds(ask, TIMES)


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
    oldest = Asset.objects.order_by("pk").values_list("code", flat=True)[60]
    return {
        "nothing": "?owner=SAME",
        "plain": "",
        "last": "?last=1",
        "deep": f"?after={oldest}",
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
        "gap_none": "?gap=TRUST",
        "sort_name": "?sort=name",
        "sort_changed": "?sort=-changed",
        "sort_level": "?sort=-level",
    }


if __name__ == "__main__":
    main()
