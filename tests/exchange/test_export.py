"""What is exported can be imported again, and nothing of it is a formula."""

from typing import Any

import pytest
from django.test import Client

from accounts.sight import person_sight
from assets.models import Asset, Carrier
from exchange.ledger import understand
from exchange.plan import plan
from exchange.reader import read
from exchange.resources import LedgerResource, ledger_rows
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
AWKWARD = [
    "-20℃保管手順",
    "=SUM(A1)",
    "＋α配合",
    "@home",
    "007",
    "㈱①髙﨑～",
    "改行\nあり",
    'カンマ, と "引用符"',
    "'先頭の引用符",
]


def register(cast: Cast) -> None:
    for n, name in enumerate(AWKWARD):
        asset = make.asset(
            name, business="開発", department=cast.design, registered_on="2025-04-01", personal=bool(n % 2)
        )
        Carrier.objects.create(asset=asset, kind="PAP", notes=name, retention="10年", confidentiality=3, integrity=1)
        Carrier.objects.create(asset=asset, kind="MED", retention="10年" if n % 2 else "", keep_until_on="2030-03-31")
        Carrier.objects.create(asset=asset, kind="SYS", host="OUTSIDE", location=" ".join(name.split()), availability=2)
        make.grant(asset, cast.listed)
        make.grant(asset, cast.sales)


def exported(cast: Cast, who: str, client: Client) -> bytes:
    client.force_login(cast.sign_in(who))
    return client.post("/import/export/").content


def test_the_round_trip_loses_nothing(cast: Cast, client: Client) -> None:
    register(cast)
    ledger = understand(read(exported(cast, "steward", client), "ledger.csv"))
    found = plan(ledger, person_sight(cast.steward))
    assert found.counts() == {
        "rows": 3 * len(AWKWARD), "created": 0, "updated": 0, "unchanged": len(AWKWARD), "rejected": 0,
    }  # fmt: skip


def test_no_cell_begins_like_a_formula(cast: Cast) -> None:
    register(cast)
    for row in LedgerResource().export(queryset=ledger_rows(Asset.objects.all())):
        assert not [cell for cell in row if str(cell)[:1] in tuple("=+-@＝＋－＠\t\r")]


def test_only_what_one_may_know_of_leaves(cast: Cast, client: Client) -> None:
    make.carrier(make.asset("hidden one", department=cast.design))
    assert b"hidden" not in exported(cast, "nobody", client)
    assert b"hidden" in exported(cast, "manager", client)


def test_the_number_of_queries_does_not_grow(cast: Cast, django_assert_max_num_queries: Any) -> None:
    register(cast)
    with django_assert_max_num_queries(6):
        LedgerResource().export(queryset=ledger_rows(Asset.objects.all()))
