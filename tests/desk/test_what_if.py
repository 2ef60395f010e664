"""“If this leaked”: what would be out, what it would cost, and nothing that the reader may not know of."""

from django.test import Client

from accounts.models import Party
from assets.models import Holding
from classification.levels import Level
from tests import make
from tests.cast import Cast


def test_what_would_be_lost_by_whom(cast: Cast, client: Client) -> None:
    firm = Party.objects.create(code="C09", name="外注工業")
    outsider = make.person("外 注", party=firm)
    ours = make.asset("図面", Level.SECRET, department=cast.design, owner=cast.owner)
    make.judgement(ours, cast.owner)
    make.carrier(ours, place=cast.store, lent_to="外注工業")
    make.grant(ours, cast.listed)
    head = make.asset("勘どころ", Level.TOP_SECRET, department=cast.design, owner=cast.owner)
    Holding.objects.create(asset=head, person=cast.colleague)
    theirs = make.asset("見積", Level.SECRET, department=cast.sales, owner=cast.enterer)
    make.grant(theirs, cast.listed)
    make.grant(theirs, outsider)

    def shown(who: str, **query: str) -> set[str]:
        client.force_login(cast.sign_in(who))
        page = client.get("/leaked/what-if/", query).content.decode()
        return {asset.name for asset in (ours, head, theirs) if asset.name in page}

    cases = {
        ("chief", "person", cast.listed.code): {"図面", "見積"},
        ("chief", "person", cast.listed.name): {"図面", "見積"},
        ("chief", "person", cast.colleague.code): {"勘どころ"},
        ("chief", "person", "C09"): {"図面", "見積"},
        ("chief", "person", "外注工"): {"図面", "見積"},  # the beginning of a name is enough, where one alone has it
        ("chief", "person", "外"): {"見積"},
        ("chief", "person", "外注"): {"見積"},
        ("chief", "place", "S1"): {"図面"},
        ("owner", "person", cast.listed.code): {"図面"},  # of what the owner may know of
        ("nobody", "person", cast.listed.code): set(),
        ("nobody", "place", "S1"): set(),
    }
    for (who, kind, key), expected in cases.items():
        assert shown(who, **{kind: key}) == expected, (who, kind, key)

    client.force_login(cast.sign_in("nobody"))
    somebody = client.get("/leaked/what-if/", {"person": cast.listed.code}).content.decode()
    assert cast.listed.name not in somebody  # who has nothing of it, and nobody, are answered alike
    client.force_login(cast.sign_in("owner"))
    ended = ours.grants.update(from_on="2020-01-01", until_on="2020-02-01")
    assert ended
    assert shown("owner", person=cast.listed.code) == set()
