"""Taking protection away is a step of its own: with a reason, decided by somebody else, one by one."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.querysets import today
from accounts.sight import person_sight
from assets.deciding import approval
from assets.deciding.approval import STEPS, NotYours, take
from assets.deciding.dossier import digest_of
from assets.deciding.together import choosable
from assets.kinds import State
from assets.models import Asset
from classification.levels import Level
from journal.models import Entry
from measures.asking.readings import Question
from measures.verdicts import Verdict
from reports.stamps import stamps_of
from tests import make
from tests.assets.test_differences import approved
from tests.cast import Cast


def judged(cast: Cast, level: Level) -> Asset:
    asset = approved(cast)
    make.judgement(asset, cast.owner, level)
    return asset


def step_of(asset: Asset, name: str, by: Any, comment: str = "an old model") -> None:
    shown = digest_of(asset) if STEPS[name].decides else None
    take(STEPS[name], asset, by=person_sight(by), comment=comment, shown=shown)


def test_a_lower_level_needs_a_reason_and_is_no_mere_revision(cast: Cast) -> None:
    asset = judged(cast, Level.INTERNAL)
    with pytest.raises(NotYours):
        step_of(asset, "revise", cast.owner)
    with pytest.raises(ValueError, match="comment"):
        step_of(asset, "lower", cast.owner, " ")
    step_of(asset, "lower", cast.owner)
    asset.refresh_from_db()
    assert (asset.state, asset.level, asset.proposed_level) == (State.IN_REVIEW, Level.SECRET, Level.INTERNAL)
    step_of(asset, "approve", cast.manager, "")
    asset.refresh_from_db()
    assert (asset.state, asset.level) == (State.ACTIVE, Level.INTERNAL)
    assert [stamp.name for stamp in stamps_of(asset)] == [cast.owner.label, "", cast.manager.label]
    assert list(Entry.objects.values_list("verb", flat=True))[-2:] == ["assets.lower", "assets.approve"]


def test_what_is_no_longer_secret_keeps_its_scores_and_says_why(cast: Cast) -> None:
    asset = approved(cast)
    scores = asset.judgements.latest().scores
    with pytest.raises(ValueError, match="comment"):
        step_of(asset, "declassify", cast.owner, "")
    step_of(asset, "declassify", cast.owner, "the patent was laid open")
    step_of(asset, "approve", cast.manager, "")
    asset.refresh_from_db()
    latest = asset.judgements.latest()
    assert (asset.level, asset.levelled_on, latest.scores) == (Level.PUBLIC, today(), scores)
    assert (latest.level, latest.override_reason) == (Level.PUBLIC, "the patent was laid open")
    [told] = [f for f in Question(today()).explain(Asset.objects.filter(pk=asset.pk)) if f.rule == "GOV-08"]
    assert told.verdict is Verdict.MET
    with pytest.raises(NotYours):
        step_of(asset, "declassify", cast.owner)


def test_sent_back_it_keeps_its_level(cast: Cast) -> None:
    asset = approved(cast)
    step_of(asset, "declassify", cast.owner)
    step_of(asset, "return", cast.manager, "the product does not tell it")
    asset.refresh_from_db()
    assert (asset.state, asset.level) == (State.ACTIVE, Level.SECRET)


def test_it_is_decided_one_by_one_and_the_screen_says_why(cast: Cast, client: Client) -> None:
    asset = judged(cast, Level.INTERNAL)
    step_of(asset, "lower", cast.owner, "the model is sold no more")
    manager = person_sight(cast.manager)
    assert approval.awaiting(manager).get() == asset
    assert not choosable(manager).exists()
    make.signed_in(client, cast.sign_in("manager"))
    queue = client.get(reverse("assets:approvals")).content.decode()
    assert "one by one" in queue
    screen = client.get(reverse("assets:decide", args=[asset.code])).content.decode()
    assert screen.count("the model is sold no more") == 2  # beside the proposal, and in what was said


def test_the_page_of_an_asset_offers_what_can_be_proposed(cast: Cast, client: Client) -> None:
    asset = judged(cast, Level.INTERNAL)
    make.signed_in(client, cast.sign_in("owner"))
    page = client.get(reverse("desk:detail", args=[asset.code])).content.decode()
    addresses = {name: reverse("assets:step", args=[asset.code, name]) in page for name in STEPS}
    assert [name for name in ("revise", "lower", "declassify") if addresses[name]] == ["lower", "declassify"]
    answer = client.post(reverse("assets:step", args=[asset.code, "lower"]), {"comment": ""})
    assert answer.status_code == 422
