"""A sealed name is read by those on the asset's list, and nowhere by those who only administer it."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Mandate
from accounts.querysets import today
from accounts.sight import person_sight
from assets import seals
from assets.kinds import State
from assets.models import Asset, Carrier
from classification.levels import Level
from exchange.register import Known
from exchange.resources import ledger_rows
from measures.models import Attestation
from reports.making import Scope, make_checklist, still_theirs
from tests import make
from tests.cast import Cast

NAME, PLACE, REASON = "極秘計画アルファ", "アルファ棚", "アルファ社との件"


@pytest.fixture
def asset(cast: Cast) -> Asset:
    """A sealed secret of the design department, whose words all tell of it."""
    made = make.asset(
        NAME, department=cast.design, owner=cast.owner, entered_by=cast.enterer, summary=NAME, business=NAME
    )
    make.carrier(made, place=cast.store, location=PLACE, notes=NAME, locked=False)
    make.grant(made, cast.listed, purpose=NAME)
    make.judgement(made, cast.owner, reasons={"economic_value": NAME})
    dates = {"from_on": today(), "until_on": today() + timedelta(days=9)}
    Attestation.objects.create(measure="E1-d", asset=made, by=cast.owner, evidence=NAME, **dates)
    seals.put(made, REASON, by=person_sight(cast.manager))
    return Asset.objects.get()


READS = {
    "owner": True, "listed": True, "manager": True, "deputy": False, "chief": False, "executive": False,
    "steward": False, "auditor": False,
}  # fmt: skip


@pytest.mark.parametrize("name", READS)
def test_who_reads_the_name(cast: Cast, asset: Asset, name: str) -> None:
    person = getattr(cast, name)
    (found,) = Asset.objects.seen_by(person_sight(person))
    assert found.named is READS[name]
    assert found.name == (NAME if READS[name] else asset.code)
    assert Asset.objects.named_to(person_sight(person)).exists() is READS[name]


@pytest.mark.parametrize("name", [name for name, reads in READS.items() if not reads])
def test_whoever_only_administers_it_finds_its_code_and_nothing_else(
    cast: Cast, asset: Asset, client: Client, name: str
) -> None:
    client.force_login(cast.sign_in(name))
    listed = client.get(reverse("desk:list")).content.decode()
    assert asset.code in listed
    pages = [
        "/", reverse("desk:list"), f"{reverse('desk:list')}?q={asset.code}", reverse("desk:detail", args=[asset.code]),
        reverse("measures:overview"), reverse("measures:detail", args=["E1-d"]), reverse("assets:approvals"),
        reverse("assets:edit", args=[asset.code]), reverse("desk:access", args=[asset.code]),
        reverse("assets:judge", args=[asset.code]), reverse("measures:attest_asset", args=["E1-d", asset.code]),
    ]  # fmt: skip
    for page in pages:
        text = client.get(page).content.decode()
        assert "アルファ" not in text, page
    assert client.get(f"{reverse('desk:list')}?q=アルファ").content.decode().count(asset.code) == 0
    assert "アルファ" not in client.post(reverse("exchange:export")).content.decode()


def test_papers_print_its_code(cast: Cast, asset: Asset) -> None:
    report = make_checklist(Scope(), by=person_sight(cast.auditor), language="ja")
    assert "アルファ" not in str(report.figures)
    assert report.figures["sections"][0]["name"] == asset.code


def test_a_paper_made_before_the_seal_is_not_given_out_any_more(cast: Cast, asset: Asset) -> None:
    seals.lift(asset, by=person_sight(cast.manager))
    report = make_checklist(Scope(), by=person_sight(cast.auditor), language="ja")
    seen = Asset.objects.visible_to(cast.sign_in("auditor"))
    assert still_theirs(report, seen)
    seals.put(Asset.objects.get(), REASON, by=person_sight(cast.manager))
    assert not still_theirs(report, seen)


def test_a_row_without_its_name_is_never_written_back(cast: Cast, asset: Asset) -> None:
    (masked,) = Asset.objects.seen_by(person_sight(cast.auditor))
    with pytest.raises(ValueError, match="not written back"):
        masked.save()


def test_in_review_whoever_may_have_to_decide_reads_it(cast: Cast, asset: Asset) -> None:
    Asset.objects.update(
        state=State.IN_REVIEW, submitted_by=cast.owner, judged_by=cast.owner, proposed_level=Level.SECRET
    )
    for name in ("deputy", "chief", "executive"):
        (found,) = Asset.objects.seen_by(person_sight(getattr(cast, name)))
        assert found.named, name
    (found,) = Asset.objects.seen_by(person_sight(cast.steward))
    assert not found.named


def test_what_hangs_on_it_is_hidden_with_it(cast: Cast, asset: Asset) -> None:
    assert Carrier.objects.visible_to(cast.sign_in("listed")).exists()
    assert not Carrier.objects.visible_to(cast.sign_in("steward")).exists()
    assert not Attestation.objects.visible_to(cast.sign_in("steward")).exists()
    assert ledger_rows(Asset.objects.visible_to(cast.sign_in("listed")).named_to(person_sight(cast.listed))).exists()


def test_sealing_needs_a_reason_and_someone_who_approves(cast: Cast, client: Client) -> None:
    made = make.asset(department=cast.design, owner=cast.owner)
    for name, status in (("owner", 404), ("steward", 404), ("manager", 422), ("chief", 422)):
        client.force_login(cast.sign_in(name))
        answer = client.post(reverse("assets:seal", args=[made.code]))
        assert answer.status_code == status
        assert not Asset.objects.get().sealed
    assert 'id="problem">Say why, in a few words.' in answer.content.decode()
    client.post(reverse("assets:seal", args=[made.code]), {"reason": REASON})
    assert Asset.objects.get().sealed_by == cast.chief
    client.post(reverse("assets:unseal", args=[made.code]))
    assert not Asset.objects.get().sealed
    with pytest.raises(IntegrityError), transaction.atomic():
        Asset.objects.update(sealed=True, seal_reason="")


def test_an_emergency_mandate_does_not_open_a_seal(cast: Cast, asset: Asset) -> None:
    make.mandate(cast.nobody, Mandate.Role.BREAK_GLASS)
    (found,) = Asset.objects.seen_by(person_sight(cast.nobody))
    assert not found.named


def test_the_importer_finds_no_match_by_a_name_it_may_not_read(cast: Cast, asset: Asset) -> None:
    key: Any = asset.natural_key()
    assert Known(person_sight(cast.owner), [key]).assets
    assert not Known(person_sight(cast.steward), [key]).assets
