"""Judging: reasons where they are needed, the proposal before anything is recorded, IPA beside, others like it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.sight import person_sight
from assets import seals
from assets.judging import judging
from assets.judging.peers import peers
from assets.kinds import Kind
from assets.models import Asset, Judgement
from classification.criteria import CODES
from classification.levels import Level
from reports.figures import checklist
from tests import make
from tests.cast import Cast


@pytest.fixture
def owner(cast: Cast, client: Client) -> Client:
    make.signed_in(client, cast.sign_in("owner"))
    return client


@pytest.fixture
def candidate(cast: Cast) -> Asset:
    return make.asset("RX-300 歯車金型", None, department=cast.design, owner=cast.owner, kind=Kind.MLD)


def answers(score: int = 1, **more: Any) -> dict[str, Any]:
    return dict.fromkeys(CODES, score) | {f"{code}_reason": "because" for code in CODES if score > 1} | more


def page(asset: Asset) -> str:
    return f"/assets/{asset.code}/judge/"


# Reasons


@pytest.mark.parametrize("score", [2, 3])
def test_a_two_or_three_without_a_reason_is_refused_on_the_page_and_in_the_verb(
    cast: Cast, owner: Client, candidate: Asset, score: int
) -> None:
    given = answers(score, loss_on_leak_reason="")
    answer = owner.post(page(candidate), given)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"loss_on_leak_reason"}
    with pytest.raises(judging.ReasonMissing):
        judging.judge(candidate, dict.fromkeys(CODES, score), {}, by=person_sight(cast.owner))
    assert not Judgement.objects.exists()


def test_a_nought_or_one_needs_none(owner: Client, candidate: Asset) -> None:
    assert owner.post(page(candidate), answers(1)).status_code == 302
    assert Judgement.objects.get().level == Level.INTERNAL


# The proposal


def test_the_proposal_is_explained_before_anything_is_recorded(owner: Client, candidate: Asset) -> None:
    Asset.objects.filter(pk=candidate.pk).update(origin="RECEIVED")
    answer = owner.post(page(candidate), answers(1, weigh="1"))
    assert answer.status_code == 200
    assert answer.context["suggestion"].level is Level.SECRET
    text = answer.content.decode()
    assert "The highest score is 1" in text
    assert "It was entrusted by others: at least “Secret”." in text
    assert not Judgement.objects.exists()


def test_to_weigh_no_reason_is_needed(owner: Client, candidate: Asset) -> None:
    answer = owner.post(page(candidate), dict.fromkeys(CODES, 3) | {"weigh": "1"})
    assert answer.status_code == 200
    assert "A 3 on “Economic value of the information” makes it “Top secret”." in answer.content.decode()


def test_another_level_says_why_and_stands_in_the_audit_checklist(cast: Cast, owner: Client, candidate: Asset) -> None:
    other = answers(2, level=int(Level.INTERNAL))
    assert owner.post(page(candidate), other).status_code == 422
    assert owner.post(page(candidate), other | {"override_reason": "全社員が毎日使う"}).status_code == 302
    who = person_sight(cast.owner)
    facts: dict[str, Any] = {"firm": "", "maker": "", "scope": (), "data_at": timezone.now()}
    paper, _found = checklist(Asset.objects.seen_by(who), who.on, **facts)
    (section,) = paper.sections
    assert section.overridden == "The scores suggest “Secret”; 小川 花 chose “Internal”: 全社員が毎日使う"


# IPA


def test_ipas_ratings_are_kept_with_the_judgement_and_make_nothing_secret(owner: Client, candidate: Asset) -> None:
    assert owner.post(page(candidate), answers(0, availability="3", integrity="2")).status_code == 302
    row = Judgement.objects.get()
    assert row.rated == {"confidentiality": None, "integrity": 2, "availability": 3}
    assert (row.level, row.suggested) == (Level.PUBLIC, Level.PUBLIC)
    assert "not how secret it is" in owner.get(f"/assets/{candidate.code}/").content.decode()


def test_what_the_ledger_rated_is_proposed(owner: Client, candidate: Asset) -> None:
    make.carrier(candidate, confidentiality=2, availability=1)
    make.carrier(candidate, confidentiality=3)
    form = owner.get(page(candidate)).context["form"]
    assert [form[code].value() for code in ("confidentiality", "integrity", "availability")] == [3, None, 1]


# Others like it


def like(cast: Cast, name: str, **facts: Any) -> Asset:
    made = make.asset(name, facts.pop("level", Level.SECRET), **{"department": cast.sales, "kind": Kind.MLD} | facts)
    make.judgement(made, cast.owner)
    make.grant(made, cast.owner)
    return made


def test_others_of_its_kind_department_or_name_stand_beside_it_the_nearest_first(cast: Cast, candidate: Asset) -> None:
    word = like(cast, "歯車金型の図面", kind=Kind.PAP)
    near = like(cast, "RX-200 歯車金型")
    beside = like(cast, "別の型", department=cast.design)
    like(cast, "営業日報", kind=Kind.DIG)
    like(cast, "営業の型")
    found = peers(candidate, person_sight(cast.owner))
    assert [peer.asset for peer in found] == [near, beside, word]
    assert found[0].scores == (2, 2, 2, 2, 2)


@pytest.mark.parametrize("name", ["owner", "manager", "nobody"])
def test_only_what_one_may_know_of_by_name(cast: Cast, candidate: Asset, name: str) -> None:
    hidden = make.asset("RX-100 歯車金型", Level.SECRET, department=cast.sales, kind=Kind.MLD)
    sealed = make.asset("RX-500 歯車金型", Level.SECRET, department=cast.design, kind=Kind.MLD)
    seals.put(sealed, "its name says what is planned", by=person_sight(cast.chief))
    found = {peer.asset.pk for peer in peers(candidate, person_sight(getattr(cast, name)))}
    assert not found & {hidden.pk, sealed.pk}


def test_a_judgement_of_today_goes_before_an_older_one(cast: Cast, candidate: Asset) -> None:
    near = like(cast, "RX-200 歯車金型")
    make.judgement(near, cast.owner, Level.TOP_SECRET)
    assert peers(candidate, person_sight(cast.owner))[0].scores == (3, 3, 3, 3, 3)


def test_the_page_asks_no_more_often_for_more_like_it(cast: Cast, owner: Client, candidate: Asset) -> None:
    like(cast, "RX-200 歯車金型")
    owner.get(page(candidate))
    spent = []
    for n in (0, 12):
        for m in range(n):
            like(cast, f"RX-{m} 歯車金型")
        with CaptureQueriesContext(connection) as queries:
            assert "Others like it" in owner.get(page(candidate)).content.decode()
        spent.append(len(queries))
    assert spent[0] == spent[1]
