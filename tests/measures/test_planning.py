"""Actions: who may plan and close them, who reads them, and what closing finds."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.querysets import today
from accounts.sight import person_sight, sight_of
from assets.models import Asset, Carrier
from journal.models import Change, Entry
from measures.actions import planning
from measures.actions.planning import AlreadyClosed, MayNotKnow, NotYours
from measures.models import Action, ActionAsset, Gap
from measures.verdicts import Verdict
from tests import make
from tests.cast import MEMBERS, Cast

WIDE = {"chief", "executive", "steward"}
# Who plans for what; everybody else does not.
PLANS = {
    "asset": {"chief", "steward", "owner", "manager", "deputy"},
    "two": {"chief", "steward"},
    "company": WIDE,
    "design": WIDE | {"manager", "deputy"},
    "place": WIDE,
}


def action(cast: Cast, **facts: Any) -> Action:
    plan = {"measure": "E1-c", "title": "lock it", "owner": cast.owner, "due_on": today() + timedelta(days=9)}
    return Action(**plan | facts)


def planned(cast: Cast, *assets: Asset, **facts: Any) -> Action:
    return planning.plan(action(cast, **facts), assets, by=person_sight(cast.chief))


@pytest.fixture
def asset(cast: Cast) -> Asset:
    """Ours, on paper that lies open."""
    made = make.asset(department=cast.design, owner=cast.owner)
    make.grant(made, cast.listed)
    make.carrier(made, locked=False, place=cast.store, lock_checked_on=today())
    return made


@pytest.mark.parametrize("scope", PLANS)
def test_who_plans_what(cast: Cast, asset: Asset, scope: str) -> None:
    for name in MEMBERS:
        cast.sign_in(name)
    other = make.asset(department=cast.sales, owner=cast.listed)
    parts: dict[str, Any] = {"design": {"department": cast.design}, "place": {"place": cast.store}}
    assets = {"asset": [asset], "two": [asset, other]}.get(scope, [])
    about = action(cast, **parts.get(scope, {}))
    found = {name for name in MEMBERS if planning.may_plan(sight_of(cast.sign_in(name)), about, assets)}
    assert found == PLANS[scope]


def test_planning_leaves_an_entry_and_refusing_leaves_nothing(cast: Cast, asset: Asset) -> None:
    with pytest.raises(NotYours):
        planning.plan(action(cast), [asset], by=person_sight(cast.listed))
    assert not Entry.objects.exists()
    made = planning.plan(action(cast), [asset], by=person_sight(cast.owner))
    assert (made.by, made.on) == (cast.owner, today())
    entry = Entry.objects.get()
    assert (entry.verb, entry.about) == ("measures.plan", f"measures.action:{made.pk}")
    assert Change.objects.filter(under=f"assets.asset:{asset.pk}").count() == 1


def test_nobody_is_told_of_a_secret_by_a_task(cast: Cast, asset: Asset) -> None:
    with pytest.raises(MayNotKnow):
        planned(cast, asset, owner=cast.nobody)
    made = planned(cast, asset)
    made.owner = cast.nobody
    with pytest.raises(MayNotKnow):
        planning.amend(made, by=person_sight(cast.chief))
    assert Action.objects.get().owner == cast.owner
    Asset.objects.filter(pk=asset.pk).update(sealed=True, sealed_by=cast.owner, seal_reason="r")
    with pytest.raises(MayNotKnow):
        planning.plan(action(cast, owner=cast.chief), [asset], by=person_sight(cast.owner))


# What an action is about → who reads it.
READS = {
    "ours": {"owner", "listed", "manager", "deputy", *WIDE, "auditor"},
    "both": {"listed", *WIDE, "auditor"},
    "sealed": {"owner", "listed"},
    "part": set(MEMBERS) - {"leaver", "root"},
}


@pytest.mark.parametrize("about", READS)
def test_an_action_is_read_by_those_who_may_know_of_all_that_it_is_about(cast: Cast, asset: Asset, about: str) -> None:
    for name in MEMBERS:
        cast.sign_in(name)
    assets = [] if about == "part" else [asset]
    if about == "both":
        other = make.asset("other", department=cast.sales)
        make.grant(other, cast.listed)
        assets.append(other)
    if about == "sealed":
        Asset.objects.filter(pk=asset.pk).update(sealed=True, sealed_by=cast.owner, seal_reason="r")
    made = Action.objects.create(
        **{f: getattr(action(cast), f) for f in ("measure", "title", "owner", "due_on")}, by=cast.chief
    )
    ActionAsset.objects.bulk_create(ActionAsset(action=made, asset=each) for each in assets)
    readers = {name for name in MEMBERS if Action.objects.visible_to(cast.sign_in(name)).exists()}
    assert readers == READS[about]


def test_closing_asks_for_evidence_and_asks_the_register_again(cast: Cast, asset: Asset) -> None:
    made = planned(cast, asset)
    with pytest.raises(ValueError, match="evidence"):
        planning.close(made, "  ", by=person_sight(cast.owner))
    assert planning.close(made, "photo", by=person_sight(cast.owner)) == {asset.pk: Verdict.GAP}
    assert ActionAsset.objects.get().after == Verdict.GAP, "it is not done because somebody says so"
    planning.reopen(made, by=person_sight(cast.manager))
    Carrier.objects.update(locked=True)
    assert planning.close(made, "photo", by=person_sight(cast.owner)) == {asset.pk: Verdict.MET}
    assert (made.state, made.closed_by, made.closed_on) == ("DONE", cast.owner, today())


def test_the_second_of_two_who_close_it_is_told_so(cast: Cast, asset: Asset) -> None:
    made, same = planned(cast, asset), Action.objects.get()
    planning.drop(made, "the mold is scrapped", by=person_sight(cast.owner))
    for deed in (planning.begin, lambda a, by: planning.close(a, "x", by=by), planning.amend):
        with pytest.raises(AlreadyClosed):
            deed(same, by=person_sight(cast.chief))
    with pytest.raises(NotYours):
        planning.reopen(made, by=person_sight(cast.listed))


def test_nothing_is_closed_without_evidence_in_the_database_either(cast: Cast, asset: Asset) -> None:
    made = planned(cast, asset)
    with pytest.raises(IntegrityError), transaction.atomic():
        Action.objects.filter(pk=made.pk).update(state="DONE", closed_on=today(), closed_by=cast.owner)


# Pages


def as_(client: Client, cast: Cast, name: str) -> Client:
    make.signed_in(client, cast.sign_in(name))
    return client


def test_from_what_is_missing_over_the_plan_to_the_end(cast: Cast, asset: Asset, client: Client) -> None:
    as_(client, cast, "owner")
    Gap.objects.create(asset=asset, measure="E1-c", from_on="2026-01-05")
    page = client.get("/measures/E1-c/missing/").content.decode()
    assert f'value="{asset.code}"' in page
    told = {
        "title": "三つ目の鍵",
        "owner": cast.owner.pk,
        "due_on": today() + timedelta(days=9),
        "effort": 1,
        "cost": 1,
    }
    client.post("/measures/E1-c/plan/", told | {"asset": asset.code})
    made = Action.objects.get()
    for address in (
        f"/assets/{asset.code}/",
        "/measures/actions/",
        "/measures/actions/?as=list&whose=departments",
        "/",
    ):
        assert "三つ目の鍵" in client.get(address).content.decode(), address
    for address in (f"/assets/{asset.code}/", "/measures/E1-c/missing/"):
        assert "since 2026" in client.get(address).content.decode(), address
    wrong = client.post(f"/measures/actions/{made.pk}/close/", {"evidence": "x" * 2000})
    assert (wrong.status_code, wrong.context["evidence"]["evidence"].value()) == (
        422,
        "x" * 2000,
    )  # nothing typed is lost
    page = client.post(f"/measures/actions/{made.pk}/close/", {"evidence": "photo"}, follow=True).content.decode()
    assert "Still missing on 1 asset" in page
    Carrier.objects.update(locked=True)
    assert "The gap is gone." in client.get(f"/measures/actions/{made.pk}/").content.decode()


def test_an_action_tells_nothing_to_whoever_may_not_know(cast: Cast, asset: Asset, client: Client) -> None:
    made = planned(cast, asset, title="奈落の鍵")
    as_(client, cast, "nobody")
    for address in ("/measures/actions/?whose=all", "/measures/E1-c/missing/", "/", "/journal/"):
        assert "奈落" not in client.get(address).content.decode()
    assert client.get(f"/measures/actions/{made.pk}/").status_code == 404
    assert client.get(f"/measures/E1-c/plan/?asset={asset.code}").status_code == 404


def test_the_journal_does_not_tell_the_words_of_an_action(cast: Cast, asset: Asset, client: Client) -> None:
    planned(cast, asset, title="奈落の鍵")
    as_(client, cast, "manager")
    page = client.get(f"/journal/?asset={asset.code}").content.decode()
    assert "planned what is to be done" in page
    assert "奈落" not in page


def test_the_form_offers_only_what_one_may_plan_for(cast: Cast, client: Client) -> None:
    as_(client, cast, "manager")
    fields = client.get("/measures/E1-c/plan/").context["form"].fields
    assert list(fields["department"].queryset) == [cast.design]
    assert "place" not in fields
    as_(client, cast, "chief")
    fields = client.get("/measures/E1-c/plan/").context["form"].fields
    assert not fields["department"].required
    assert cast.store in fields["place"].queryset


def test_where_nothing_is_missing_the_page_opens_with_what_is_not_known(
    cast: Cast, asset: Asset, client: Client
) -> None:
    page = as_(client, cast, "owner").get("/measures/E1-d/missing/")
    assert page.context["wanted"] is Verdict.UNKNOWN
    assert asset.name in page.content.decode()
    assert client.get("/measures/E1-d/missing/?state=gap").context["wanted"] is Verdict.GAP


def test_a_choice_that_may_be_left_alone_says_so(cast: Cast, asset: Asset, client: Client) -> None:
    fields = as_(client, cast, "chief").get("/measures/E1-d/plan/").context["form"].fields
    assert {str(fields[name].empty_label) for name in ("department", "place")} == {"not chosen"}
    assert "Select" in str(fields["owner"].empty_label or "Select")
