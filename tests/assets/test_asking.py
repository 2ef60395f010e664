"""Asking for access without knowing a name: who may answer, what each answer does, what nobody learns."""

from typing import Any

import pytest
from django.test import Client

from accounts.sight import person_sight
from assets.knowing import asking
from assets.models import AccessRequest, Asset, Grant
from tests import make
from tests.cast import Cast


@pytest.fixture
def asked(cast: Cast) -> AccessRequest:
    """Somebody of sales needs something that the design department may have."""
    return asking.ask("the drawing of the old reducer, for a repair", cast.design, by=person_sight(cast.nobody))


@pytest.fixture
def asset(cast: Cast) -> Asset:
    return make.asset("減速機の図面", department=cast.design, owner=cast.owner)


@pytest.mark.parametrize(
    ("name", "answers", "sees"),
    [
        ("manager", True, True), ("deputy", True, True), ("steward", True, True), ("chief", True, True),
        ("nobody", False, True), ("owner", False, False), ("colleague", False, False), ("auditor", False, False),
        ("administrator", False, False), ("root", False, False),
    ],
)  # fmt: skip
def test_who_answers_and_who_sees_it(cast: Cast, asked: AccessRequest, name: str, answers: bool, sees: bool) -> None:
    user = cast.sign_in(name)
    sight = person_sight(getattr(user, "person", None))
    assert AccessRequest.objects.answered_by(sight).exists() is answers
    assert AccessRequest.objects.visible_to(user).exists() is sees


def test_nobody_answers_their_own(cast: Cast) -> None:
    asking.ask("x", cast.design, by=person_sight(cast.manager))
    assert not AccessRequest.objects.answered_by(person_sight(cast.manager)).exists()


def test_access_is_given_with_purpose_and_end(cast: Cast, asked: AccessRequest, asset: Asset) -> None:
    grant = asking.give(asked, asset.code, "repair", None, by=person_sight(cast.manager))
    assert (grant.person, grant.purpose, grant.approved_by) == (cast.nobody, "repair", cast.manager)
    asked.refresh_from_db()
    assert (asked.state, asked.asset, asked.grant) == ("GIVEN", asset, grant)
    assert Asset.objects.seen_by(person_sight(cast.nobody)).get() == asset


def test_a_refusal_needs_a_reason(cast: Cast, asked: AccessRequest) -> None:
    with pytest.raises(ValueError, match="reason"):
        asking.refuse(asked, " ", by=person_sight(cast.manager))
    asking.refuse(asked, "not for customers", by=person_sight(cast.manager))
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("REFUSED", "not for customers")


def test_it_is_answered_once(cast: Cast, asked: AccessRequest, asset: Asset) -> None:
    asking.refuse(asked, "no", by=person_sight(cast.manager))
    with pytest.raises(asking.Answered):
        asking.give(asked, asset.code, "repair", None, by=person_sight(cast.chief))
    assert not Grant.objects.exists()


@pytest.mark.parametrize("name", ["manager", "steward"])
def test_nobody_gives_what_is_not_theirs(cast: Cast, asked: AccessRequest, name: str) -> None:
    """A hidden code, somebody else's and a missing one: all one."""
    other = make.asset("other", department=cast.sales)
    for code in (other.code, "K-22222-2"):
        with pytest.raises(asking.NotTheirs):
            asking.give(asked, code, "p", None, by=person_sight(getattr(cast, name)))
    asked.refresh_from_db()
    assert asked.state == "OPEN"


def test_the_pages(cast: Cast, asset: Asset, client: Client) -> None:
    client.force_login(cast.sign_in("nobody"))
    assert client.post("/usable/ask/", {"need": ""}).status_code == 422
    assert client.post("/usable/ask/", {"need": "reducer", "department": cast.design.pk}).status_code == 302
    asked = AccessRequest.objects.get()
    page = f"/usable/requests/{asked.pk}/"
    body = client.get("/usable/").content.decode() + client.get(page).content.decode()
    assert asset.name not in body
    assert asset.code not in body
    assert client.post(page, {"refuse": "1", "reason": "x"}).status_code == 422
    client.force_login(cast.sign_in("manager"))
    assert "reducer" in client.get("/").content.decode()
    assert client.post(page, {"give": "1", "code": "K-22222-2", "purpose": "p"}).status_code == 422
    assert client.post(page, {"give": "1", "code": asset.code, "purpose": "修理"}).status_code == 302
    client.force_login(cast.sign_in("nobody"))
    body = client.get("/usable/").content.decode()
    assert asset.name in body
    assert "修理" in body
    assert f'<a href="/assets/{asset.code}/">{asset.name}</a>' in client.get(page).content.decode()
    Grant.objects.all().delete()
    assert asset.code not in client.get(page).content.decode(), "the access is gone, and so is the name"


def test_what_i_may_use(cast: Cast, client: Client) -> None:
    """By a grant, by my department's, as owner; know-how that I hold where I may know of it; nothing else."""
    granted, shared, own = (make.asset(name) for name in ("一", "二", "三"))
    make.grant(granted, cast.nobody, purpose="直接")
    make.grant(shared, cast.root, purpose="部署")
    Asset.objects.filter(pk=own.pk).update(owner=cast.nobody)
    held = make.asset("頭の中", kind="TAC")
    make.holding(held, cast.nobody)
    client.force_login(cast.sign_in("nobody"))
    body: Any = client.get("/usable/").content.decode()
    assert all(asset.code in body for asset in (granted, shared, own))
    assert held.code not in body
    client.force_login(cast.sign_in("steward"))
    body = client.get("/usable/").content.decode()
    assert shared.code in body
    assert granted.code not in body
