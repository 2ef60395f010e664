"""What was approved is kept word for word, and what differs from it is told field by field."""

from typing import Any

import pytest

from accounts.sight import person_sight
from assets.deciding.approval import STEPS, take
from assets.deciding.differences import PARTS
from assets.deciding.dossier import ASSET, MATERIAL, digest_of, dossier_of, sha256_of
from assets.deciding.screen import changes_of, screen_of
from assets.judging import judging
from assets.kinds import Kind
from assets.models import Asset, Decision, GrantProposal, KnowHow
from classification.criteria import CODES
from classification.levels import Level
from tests import make
from tests.cast import Cast


def approved(cast: Cast, **facts: Any) -> Asset:
    """Judged by its owner, approved by the manager, with a carrier and a line on its access list."""
    asset = make.asset("curves", None, department=cast.design, owner=cast.owner, **facts)
    make.carrier(asset, place=cast.store, location="shelf 1")
    make.grant(asset, cast.listed)
    judging.judge(
        asset, dict.fromkeys(CODES, 2), dict.fromkeys(CODES, "known to us alone"), by=person_sight(cast.owner)
    )
    take(STEPS["submit"], asset, by=person_sight(cast.owner))
    take(STEPS["approve"], asset, by=person_sight(cast.manager), shown=digest_of(asset))
    return asset


def told(asset: Asset) -> list[tuple[str, str, str, str]]:
    return [(each.about, each.label, each.old, each.new) for each in changes_of(asset)]


def test_what_was_approved_is_kept_and_its_digest_is_the_decisions(cast: Cast) -> None:
    asset = approved(cast)
    for decision in Decision.objects.filter(asset=asset):
        assert decision.shown is not None
        assert sha256_of(decision.shown) == decision.digest
    assert told(asset) == []


def test_names_of_people_are_not_kept_only_their_ids(cast: Cast) -> None:
    asset = approved(cast)
    kept = str(Decision.objects.get(asset=asset, step="approve").shown)
    assert not [p.name for p in (cast.owner, cast.listed, cast.manager) if p.name in kept]


def rename(cast: Cast, asset: Asset) -> None:
    Asset.objects.filter(pk=asset.pk).update(name="curves II")


def hand_over(cast: Cast, asset: Asset) -> None:
    Asset.objects.filter(pk=asset.pk).update(owner=cast.colleague)


def move(cast: Cast, asset: Asset) -> None:
    asset.carriers.update(place=cast.site)


def lose(cast: Cast, asset: Asset) -> None:
    asset.carriers.all().delete()


def print_out(cast: Cast, asset: Asset) -> None:
    make.carrier(asset, kind=Kind.DIG, location="drive P")


def list_another(cast: Cast, asset: Asset) -> None:
    make.grant(asset, cast.colleague, purpose="trial run", from_on="2026-01-05")


def propose(cast: Cast, asset: Asset) -> None:
    GrantProposal.objects.create(asset=asset, words="sales", department=cast.sales, proposed_on="2026-01-05")


def card(cast: Cast, asset: Asset) -> None:
    KnowHow.objects.create(asset=asset, used_in="grinding")


CHANGES: dict[Any, list[tuple[str, str, str, str]]] = {
    rename: [("What it is", "Name", "curves", "curves II")],
    hand_over: [("What it is", "Person in charge", "小川 花", "同 僚")],
    move: [("Where it is", "Paper and drawings 金型倉庫 shelf 1: Place", "金型倉庫", "本社")],
    lose: [("Where it is", "taken out", "Paper and drawings 金型倉庫 shelf 1", "―")],
    print_out: [("Where it is", "added", "―", "Electronic data drive P")],
    list_another: [("Access list", "added", "―", "同 僚 trial run 2026-01-05")],
    propose: [("Proposed access", "added", "―", "sales Sales")],
    card: [("The know-how", "Where it is used", "―", "grinding")],
}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_what_differs_is_said_field_by_field(cast: Cast, change: Any) -> None:
    asset = approved(cast)
    change(cast, asset)
    asset.refresh_from_db()
    assert told(asset) == CHANGES[change]


def test_another_level_is_told_with_the_scores_and_reasons_that_speak_for_it(cast: Cast) -> None:
    asset = approved(cast)
    scores = dict.fromkeys(CODES, 2) | {CODES[0]: 3}
    owner = person_sight(cast.owner)
    judging.judge(
        asset,
        scores,
        dict.fromkeys(CODES, "known to us alone") | {CODES[0]: "worth a year's sales"},
        by=owner,
        level=Level.TOP_SECRET,
        override_reason="r",
    )
    assert told(asset) == []  # what is in force was approved with the earlier judgement
    take(STEPS["revise"], asset, by=owner)
    found = told(asset)
    assert found[0] == ("The level", "Level", "Secret", "Top secret")
    assert ("2 known to us alone", "3 worth a year's sales") in [each[2:] for each in found]
    assert screen_of(asset, person_sight(cast.chief)).shown == digest_of(asset)


def test_each_material_field_is_part_of_what_is_kept(cast: Cast) -> None:
    asset = approved(cast, kind=Kind.TAC)
    kept = dossier_of(asset)
    models = {part.model._meta.label_lower: part for part in PARTS}
    for model, fields in MATERIAL.items():
        if model == "assets.asset":
            assert fields <= set(ASSET)
        else:
            assert models[model].name in kept
            assert fields <= {f.name for f in models[model].model._meta.concrete_fields}
