"""A material change of what is in force is to be decided again; until then nothing of its protection moves."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.sight import person_sight
from assets import bulk
from assets.choosing import choosing
from assets.deciding import approval
from assets.deciding.approval import STEPS, NotYours, take
from assets.deciding.dossier import digest_of
from assets.entering import amending, registration
from assets.kinds import Outcome, State
from assets.knowing import access
from assets.models import Amendment, Asset
from classification.levels import Level
from exchange.importing import apply, bring_in
from journal.acts import act
from journal.models import Entry
from tests import make
from tests.assets.test_differences import approved
from tests.cast import Cast


def amend(asset: Asset, by: Any, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(asset, name, value)
    registration.amend(asset, [], [], by=person_sight(by))


def waits_for(asset: Asset, *people: Any) -> list[bool]:
    return [approval.awaiting(person_sight(person)).filter(pk=asset.pk).exists() for person in people]


def test_it_waits_for_its_manager_and_stays_in_force_meanwhile(cast: Cast) -> None:
    asset = approved(cast)
    seen_by = [Asset.objects.seen_by(person_sight(p)).count() for p in (cast.listed, cast.nobody, cast.auditor)]
    amend(asset, cast.owner, summary="now with the heat treatment")
    asset.refresh_from_db()
    assert (asset.state, asset.level) == (State.ACTIVE, Level.SECRET)
    assert waits_for(asset, cast.manager, cast.deputy, cast.owner, cast.nobody) == [True, True, False, False]
    assert [Asset.objects.seen_by(person_sight(p)).count() for p in (cast.listed, cast.nobody, cast.auditor)] == seen_by


def test_what_is_not_material_waits_for_nobody(cast: Cast) -> None:
    asset = approved(cast)
    amend(asset, cast.owner, business="milling", owner=cast.colleague)
    carrier = asset.carriers.get()
    with act(cast.owner, "assets.amend", asset) as deed:
        deed.change(carrier, locked=False)
        amending.note(deed)
    assert not Amendment.objects.exists()


def test_whoever_changed_it_does_not_decide_on_it(cast: Cast) -> None:
    asset = approved(cast)
    amend(asset, cast.manager, summary="now with the heat treatment")
    assert waits_for(asset, cast.manager, cast.deputy, cast.chief) == [False, True, False]
    with pytest.raises(NotYours):
        take(STEPS["uphold"], asset, by=person_sight(cast.manager))


def test_where_no_other_manager_can_the_chief_decides_and_after_the_chief_the_executive(cast: Cast) -> None:
    asset = approved(cast)
    amend(asset, cast.manager, summary="now with the heat treatment")
    assert waits_for(asset, cast.manager, cast.chief, cast.executive) == [False, True, False]
    amend(asset, cast.chief, summary="and the tempering")
    assert waits_for(asset, cast.manager, cast.chief, cast.executive) == [False, False, True]


def test_top_secret_waits_for_the_chief(cast: Cast) -> None:
    asset = make.asset("curves", Level.TOP_SECRET, department=cast.design, owner=cast.owner)
    amend(asset, cast.owner, name="curves II")
    assert waits_for(asset, cast.manager, cast.chief) == [False, True]


def test_once_it_is_approved_as_it_is_nothing_waits(cast: Cast) -> None:
    asset = approved(cast)
    amend(asset, cast.owner, summary="now with the heat treatment")
    decision = take(STEPS["uphold"], asset, by=person_sight(cast.manager), shown=digest_of(asset))
    assert waits_for(asset, cast.manager, cast.deputy) == [False, False]
    assert Amendment.objects.get().decision == decision
    with pytest.raises(NotYours):
        take(STEPS["uphold"], asset, by=person_sight(cast.deputy))


def test_a_change_before_it_was_submitted_waits_on_though_the_new_level_was_sent_back(cast: Cast) -> None:
    asset = approved(cast)
    amend(asset, cast.owner, summary="now with the heat treatment")
    make.judgement(asset, cast.owner, Level.INTERNAL)
    take(STEPS["lower"], asset, by=person_sight(cast.owner), comment="an old model")
    take(STEPS["return"], asset, by=person_sight(cast.manager), comment="not lower")
    assert waits_for(asset, cast.manager) == [True]


def test_whoever_changes_what_another_submitted_has_proposed_it_too(cast: Cast) -> None:
    asset = approved(cast)
    make.judgement(asset, cast.owner, Level.INTERNAL)
    take(STEPS["lower"], asset, by=person_sight(cast.owner), comment="an old model")
    amend(asset, cast.manager, summary="harmless, really")
    assert waits_for(asset, cast.manager, cast.deputy) == [False, True]


def in_bulk(cast: Cast, asset: Asset) -> None:
    who, edit = person_sight(cast.steward), bulk.Edit("department", cast.sales)
    rows = list(Asset.objects.seen_by(who).filter(pk=asset.pk))
    bulk.change(edit, rows, "moved", bulk.digest_of(bulk.preview(edit, rows, by=who)), by=who)


def chosen(cast: Cast, asset: Asset) -> None:
    choosing.choose(asset, Outcome.PUBLISH, {}, by=person_sight(cast.owner), reason="a fair")


LEDGER = "情報資産名称,管理部署,媒体・保存先,備考\n{name},技術部,事務所PC,別の場所\n"


def imported(cast: Cast, asset: Asset) -> None:
    text = LEDGER.format(name=asset.name)
    apply(bring_in(text.encode("cp932"), "x.csv", by=person_sight(cast.steward)), by=person_sight(cast.steward))


@pytest.mark.parametrize("way", [in_bulk, chosen, imported], ids=lambda way: way.__name__)
def test_every_way_of_changing_it_re_opens_it(cast: Cast, way: Any) -> None:
    asset = approved(cast)
    way(cast, asset)
    assert Amendment.objects.open().get().asset == asset


def test_the_access_list_has_decisions_of_its_own(cast: Cast) -> None:
    asset = approved(cast)
    access.end(asset.grants.get(), by=person_sight(cast.owner))
    assert not Amendment.objects.exists()


def test_a_candidate_is_not_in_force_and_nothing_is_re_opened(cast: Cast) -> None:
    asset = make.asset("curves", None, department=cast.design, owner=cast.owner)
    amend(asset, cast.owner, name="curves II")
    assert not Amendment.objects.exists()


def test_the_pages_say_what_changed_and_the_manager_approves_it_as_it_is(cast: Cast, client: Client) -> None:
    asset = approved(cast)
    amend(asset, cast.owner, summary="now with the heat treatment")
    make.signed_in(client, cast.sign_in("manager"))
    page = client.get(reverse("desk:detail", args=[asset.code])).content.decode()
    assert "Changed since it was approved" in page
    page = client.get(reverse("assets:decide", args=[asset.code])).content.decode()
    assert "now with the heat treatment" in page
    shown = {"shown": digest_of(asset)}
    answer = client.post(reverse("assets:step", args=[asset.code, "uphold"]), shown)
    assert answer.headers["Location"] == reverse("assets:approvals")
    assert not Amendment.objects.open().exists()


def test_a_change_of_many_that_is_taken_back_waits_for_nobody(cast: Cast) -> None:
    asset = approved(cast)
    in_bulk(cast, asset)
    bulk.undo(Entry.objects.get(verb=bulk.VERB), by=person_sight(cast.steward))
    assert not Amendment.objects.exists()


def test_once_somebody_decided_on_a_change_of_many_it_is_not_taken_back(cast: Cast) -> None:
    asset = approved(cast)
    in_bulk(cast, asset)
    take(STEPS["uphold"], Asset.objects.get(pk=asset.pk), by=person_sight(cast.chief))
    with pytest.raises(bulk.NotUndoable):
        bulk.undo(Entry.objects.get(verb=bulk.VERB), by=person_sight(cast.steward))
