"""The pages of places and of the company: what is recorded there changes verdicts at once, and who may record it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Place
from accounts.querysets import today
from assets.models import Asset
from classification.books import Edition, Rulebook
from journal.models import Entry
from measures.asking.readings import Question
from measures.models import Attestation, Inspection, Inventory, ReportingContact, RuleReview
from measures.places.records import Found, Point
from measures.rules import RULES
from measures.verdicts import Verdict
from tests import make
from tests.cast import Cast

LOOK = {Point.SIGN: "IN_ORDER", Point.ENTRY_LOG: "IN_ORDER", Point.LAYOUT: "IN_ORDER"}


@pytest.fixture
def secret(cast: Cast) -> Asset:
    asset = make.asset("curves", department=cast.design, owner=cast.owner)
    make.carrier(asset, place=cast.store)
    return asset


@pytest.fixture
def ask(cast: Cast, client: Client) -> Any:
    def ask(member: str, address: str, **data: Any) -> Any:
        client.force_login(cast.sign_in(member))
        return client.post(address, data) if data else client.get(address)

    return ask


def verdict(id: str) -> Verdict:
    rows = Asset.objects.annotate(v=Question(today()).worst(RULES[id]))
    return Verdict(rows.values_list("v", flat=True).get())


def test_several_points_are_recorded_at_once_and_change_the_verdict(cast: Cast, secret: Asset, ask: Any) -> None:
    assert verdict("VIS-01") is Verdict.UNKNOWN
    address = reverse("places:look", args=["Z2"])
    assert ask("manager", address, on=today(), **LOOK).status_code == 302
    assert verdict("VIS-01") is Verdict.MET
    assert {(row.point, row.found, row.by) for row in Inspection.objects.all()} == {
        (p, f, cast.manager) for p, f in LOOK.items()
    }
    wrong = {"SIGN": "NOT_IN_ORDER", "SIGN_remark": "faded"}
    assert ask("chief", address, on=today(), **wrong).status_code == 302
    assert verdict("VIS-01") is Verdict.GAP
    shown = ask("auditor", reverse("places:detail", args=["Z2"])).content.decode()
    assert "faded" in shown
    assert "curves" in shown
    assert Entry.objects.filter(verb="measures.inspect", about=f"accounts.place:{cast.store.pk}").count() == 2


def test_a_camera_with_its_days(cast: Cast, ask: Any) -> None:
    told = {"CAMERA": "IN_ORDER", "kept_days": "60", "announced": "yes"}
    ask("steward", reverse("places:look", args=["Z2"]), on=today(), **told)
    row = Inspection.objects.get()
    assert (row.point, row.found, row.kept_days, row.announced) == (Point.CAMERA, Found.IN_ORDER, 60, True)
    ask("steward", reverse("places:look", args=["Z2"]), on=today(), CAMERA="NONE", kept_days="60", announced="yes")
    assert Inspection.objects.filter(found=Found.NONE, kept_days=None, announced=None).exists()


@pytest.mark.parametrize(
    "told",
    [
        {"on": "2026-01-05"},
        {"on": "2026-01-05", "SIGN": "NOT_IN_ORDER"},
        {"on": today() + timedelta(days=1), "SIGN": "IN_ORDER"},
        {"on": "2026-01-05", "SIGN": "NONE"},
        {"on": "2026-01-05", "FIREWALL": "IN_ORDER"},
    ],
)
def test_what_makes_no_inspection(cast: Cast, ask: Any, told: dict[str, Any]) -> None:
    """Nothing said, a fault without words, a day to come, a sign that is not needed, a room's firewall."""
    assert ask("steward", reverse("places:look", args=["Z2"]), **told).status_code == 422
    assert not Inspection.objects.exists()


def test_a_site_has_its_own_points_and_a_cabinet_none(cast: Cast, ask: Any) -> None:
    make.place("C1", cast.store, cabinet=True)
    assert ask("steward", reverse("places:look", args=["S1"]), on=today(), PATROL="IN_ORDER").status_code == 302
    assert ask("steward", reverse("places:look", args=["C1"])).status_code == 404
    assert "around it" in ask("steward", reverse("places:detail", args=["C1"])).content.decode()


def test_whoever_audits_one_place_reads_that_place_alone(cast: Cast, secret: Asset, ask: Any) -> None:
    make.mandate(cast.nobody, "AUDITOR", place=cast.store)
    site = reverse("places:detail", args=["S1"])
    assert (
        site not in ask("nobody", reverse("places:detail", args=["Z2"])).content.decode()
    )  # its name, and no way there
    assert site in ask("steward", reverse("places:detail", args=["Z2"])).content.decode()
    assert ask("nobody", site).status_code == 404
    assert ask("nobody", reverse("places:look", args=["Z2"])).status_code == 404
    assert "本社" not in ask("nobody", reverse("places:list")).content.decode()


def test_the_reporting_contact(cast: Cast, secret: Asset, ask: Any) -> None:
    assert verdict("VIS-05") is Verdict.GAP
    ask("steward", reverse("company:contact"), contact="総務部 112", announced_on=today())
    assert verdict("VIS-05") is Verdict.MET
    ask("steward", reverse("company:contact"), contact="総務部 113", announced_on="")
    assert verdict("VIS-05") is Verdict.GAP
    assert ReportingContact.objects.count() == 2
    assert "総務部 113" in ask("auditor", reverse("company:records")).content.decode()


def test_company_rules_that_were_gone_through(cast: Cast, ask: Any) -> None:
    book = Rulebook.objects.create(name="規程")
    Edition.objects.create(rulebook=book, version=1, state="ADOPTED", adopted_on="2020-01-01", from_on="2020-01-01")
    shown = ask("chief", reverse("company:records")).content.decode()
    assert "Not gone through for 12 months: 規程." in shown
    ask("chief", reverse("company:rule_review", args=[book.pk]), on=today(), found="nothing to change")
    assert RuleReview.objects.get().by == cast.chief
    assert "Not gone through" not in ask("chief", reverse("company:records")).content.decode()


def test_a_manager_records_the_inventory_of_their_own_department(cast: Cast, secret: Asset, ask: Any) -> None:
    assert verdict("GOV-07") is Verdict.GAP
    told = {"on": today(), "found": "1 added"}
    assert ask("manager", reverse("company:inventory", args=["SAL"]), **told).status_code == 404
    assert ask("manager", reverse("company:inventory", args=["ENG"]), **told).status_code == 302
    assert verdict("GOV-07") is Verdict.MET
    assert Inventory.objects.get().by == cast.manager


@pytest.mark.parametrize("route", ["places:list", "company:records", "company:contact"])
def test_it_is_not_there_for_others(cast: Cast, ask: Any, route: str) -> None:
    assert ask("owner", reverse(route)).status_code == 404


def test_a_company_without_places_reads_what_belongs_there(cast: Cast, client: Client) -> None:
    for place in Place.objects.order_by("-path"):  # what is inside first
        place.delete()
    for name, status in (("chief", 200), ("auditor", 200), ("nobody", 404)):
        client.force_login(cast.sign_in(name))
        answer = client.get("/places/")
        assert answer.status_code == status
        assert ("No place is entered yet" in answer.content.decode()) == (status == 200)


def test_nothing_is_in_place_nor_announced_by_default(cast: Cast, ask: Any) -> None:
    """Whoever only presses the button has said nothing."""
    attest = ask("steward", reverse("measures:detail", args=["E3-i"])).context["form"]
    assert attest["state"].value() is None
    sent = ask("steward", reverse("measures:detail", args=["E3-i"]), until_on=today() + timedelta(days=30))
    assert sent.status_code == 422
    assert not Attestation.objects.exists()
    assert ask("steward", reverse("company:contact")).context["form"]["announced_on"].value() is None
