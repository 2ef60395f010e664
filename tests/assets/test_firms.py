"""Firms that are known are offered while one types, among what one may know of; any other word is taken."""

from django.test import Client
from django.urls import reverse

from accounts.models import Party
from accounts.sight import person_sight
from assets.entering.firms import firms_for
from assets.models import Asset
from tests import make
from tests.cast import Cast


def test_everybody_is_offered_the_firms_that_they_may_know_of(cast: Cast, client: Client) -> None:
    Party.objects.create(code="C01", name="東都自動車部品株式会社")
    theirs = make.asset("預かり図面", department=cast.sales, owner=cast.listed, giver="西都工業")
    make.carrier(make.asset("貸出型", department=cast.design, owner=cast.owner), lent_to="三葉鋳造")
    make.asset("秘密の預かり", department=cast.design, giver="北都精密")
    for name, offered in (
        ("manager", ["東都自動車部品株式会社"]),
        ("listed", ["西都工業"]),
        ("owner", ["三葉鋳造"]),
        ("nobody", []),
        ("root", []),
    ):
        user = cast.sign_in(name)
        who = person_sight(user.person)
        assert firms_for(who, looks_up=name == "manager") == offered, name
    client.force_login(cast.sign_in("listed"))
    entry = reverse("assets:enter", args=["paper"]) + "?received=1"
    page = client.get(entry).content.decode()
    assert '<option value="西都工業">' in page
    assert 'list="firms"' in page
    assert client.post(entry, {"name": "図面", "giver": "どこにもない会社"}).status_code == 302
    assert Asset.objects.filter(giver="どこにもない会社").exists()
    assert theirs.giver == "西都工業"
