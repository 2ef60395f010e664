"""The asset's page: five answers first, what is due, the weakest carrier, who may know, and what it keeps to itself."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Posting
from accounts.querysets import today
from accounts.sight import person_sight
from assets.facts import facts_of
from assets.kinds import Kind
from assets.knowing import access
from assets.models import Asset, Grant
from classification.levels import Level
from desk.addressee import Addressee
from desk.asset.due import due_on
from desk.asset.knowers import Knowers, knowers_of
from desk.asset.story import story_of
from measures.models import Attestation, Exemption
from tests import make
from tests.cast import MEMBERS, Cast

PEOPLE = [name for name in MEMBERS if name != "root"]


@pytest.fixture
def asset(cast: Cast) -> Asset:
    made = make.asset("curves", department=cast.design, owner=cast.owner)
    make.review(made, cast.owner)
    return made


def page_of(client: Client, cast: Cast, asset: Asset, name: str = "owner") -> str:
    make.signed_in(client, cast.sign_in(name))
    return client.get(f"/assets/{asset.code}/").content.decode()


def everybody(knowers: Knowers) -> set[int]:
    return knowers.on_list.keys() | {each.person.pk for each in knowers.offices}


def as_it_is(cast: Cast, asset: Asset) -> None:
    """Nothing more than the cast."""


def granted(cast: Cast, asset: Asset) -> None:
    make.grant(asset, cast.listed)
    make.grant(asset, cast.leaver)
    make.grant(asset, cast.nobody, until_on=today() - timedelta(days=1))


def to_a_department(cast: Cast, asset: Asset) -> None:
    make.grant(asset, cast.sales)


def to_the_company(cast: Cast, asset: Asset) -> None:
    make.grant(asset, cast.root)


def a_candidate(cast: Cast, asset: Asset) -> None:
    Asset.objects.filter(pk=asset.pk).update(entered_by=cast.enterer, approved_on=None, custodian=cast.colleague)


def at_a_place(cast: Cast, asset: Asset) -> None:
    make.carrier(asset, place=cast.store)
    make.mandate(cast.nobody, "AUDITOR", place=cast.site)


def in_an_emergency(cast: Cast, asset: Asset) -> None:
    make.mandate(cast.colleague, "BREAK_GLASS", department=cast.design)
    make.mandate(cast.nobody, "STEWARD", until_on=today() - timedelta(days=1))


@pytest.mark.parametrize(
    "change", [as_it_is, granted, to_a_department, to_the_company, a_candidate, at_a_place, in_an_emergency]
)
def test_those_named_are_those_who_see_it(cast: Cast, asset: Asset, change: Any) -> None:
    people = {name: getattr(cast, name) for name in PEOPLE}
    change(cast, asset)
    asset = Asset.objects.get(pk=asset.pk)
    named = everybody(knowers_of(asset, today()))
    for name, person in people.items():
        sees = Asset.objects.seen_by(person_sight(person)).filter(pk=asset.pk).exists()
        assert (person.pk in named) == sees, name
    assert knowers_of(asset, today()).count == len(named)


def test_whoever_sees_the_code_of_a_sealed_one_only_is_said_to(cast: Cast, asset: Asset) -> None:
    assert cast.manager
    assert cast.steward
    Asset.objects.filter(pk=asset.pk).update(sealed=True, sealed_by=cast.owner, seal_reason="r")
    offices = knowers_of(Asset.objects.get(pk=asset.pk), today()).offices
    assert {each.person: each.code_only for each in offices} == {
        cast.owner: False,
        cast.manager: True,
        cast.steward: True,
    }


def test_a_department_on_the_list_stands_with_its_people(cast: Cast, client: Client, asset: Asset) -> None:
    assert cast.listed
    make.grant(asset, cast.sales, purpose="quotes")
    page = page_of(client, cast, asset)
    assert "quotes" in page
    assert "林 緑" in page
    assert "steward" not in page


def due(cast: Cast, asset: Asset, name: str = "owner") -> dict[str, Any]:
    asset = Asset.objects.get(pk=asset.pk)
    who = Addressee.of(cast.sign_in(name))
    return {line.text: line for line in due_on(asset, who, knowers_of(asset, today()).on_list)}


def test_what_is_due_has_its_day_its_person_and_a_link(cast: Cast, asset: Asset) -> None:
    dates = {"from_on": today() - timedelta(days=300), "until_on": today() + timedelta(days=20)}
    Attestation.objects.create(measure="E1-d", asset=asset, by=cast.owner, **dates)
    Exemption.objects.create(measure="E1-e", asset=asset, reason="r", decided_by=cast.chief, state="AGREED", **dates)
    make.grant(asset, cast.listed, until_on=today() + timedelta(days=9))
    long_ago = today() - timedelta(days=400)
    make.judgement(asset, cast.manager, on=long_ago)
    Asset.objects.filter(pk=asset.pk).update(
        approved_on=long_ago, return_due_on=today() - timedelta(days=2), giver="Firm"
    )
    found = due(cast, asset)
    begins = {text.partition(":")[0]: line for text, line in found.items()}
    assert {"The attestation ends", "The accepted gap ends", "Access ends", "Give it back to Firm"} <= set(begins)
    assert begins["The accepted gap ends"].note == cast.chief.label
    assert found["Look at the level again"].late > 0
    assert found["Give it back to Firm"].late == 2
    assert found["Go through the access list"].day > today()
    assert all(line.url for line in found.values())
    assert next(iter(found.values())).late > 0, "what is late stands first"


def test_what_was_lent_out_is_due_on_its_day(cast: Cast, asset: Asset) -> None:
    make.carrier(asset, kind="MLD", serial="M-112", lent_to="三葉鋳造", due_back_on=today() - timedelta(days=3))
    make.carrier(asset, kind="MLD", serial="M-113", lent_to="三葉鋳造")
    found = {text: line for text, line in due(cast, asset).items() if "Lent" in text}
    assert list(found) == ["Lent to 三葉鋳造: get it back (M-112)"]
    [line] = found.values()
    assert (line.late, line.note) == (3, cast.owner.label)


def test_a_molds_facts_are_called_as_its_form_calls_them(cast: Cast) -> None:
    mold = make.asset("金型", kind=Kind.MLD, owner=cast.owner)
    make.carrier(mold, kind="MLD", serial="M-112")
    [(_heading, lines)] = facts_of(mold).sections
    assert lines == (("Number on the mold", "M-112"),)


def test_pledges_and_rules_missing_of_people_on_the_list_are_due(cast: Cast, asset: Asset) -> None:
    make.grant(asset, cast.sales)
    assert cast.newcomer
    found = due(cast, asset)
    assert found["1 person on the list has signed no pledge"].note == "新 人"
    assert "1 person on the list has not confirmed the handling rules" in found
    make.pledge(cast.newcomer)
    make.acknowledged(cast.newcomer, Level.SECRET)
    assert not [text for text in due(cast, asset) if "on the list" in text]
    Posting.objects.all().delete()


def test_the_weakest_carrier_is_marked_and_said_why(cast: Cast, client: Client, asset: Asset) -> None:
    make.carrier(asset, place=cast.store)
    make.carrier(asset, location="open shelf", locked=False)
    page = page_of(client, cast, asset)
    assert "Weakest:" in page
    assert "(open shelf): not locked up." in page
    assert page.count(">weakest<") == 1


def test_the_only_holder_of_a_know_how_is_a_weak_point(cast: Cast, client: Client, asset: Asset) -> None:
    make.holding(asset, cast.listed)
    assert "林 緑 alone holds it." in page_of(client, cast, asset)
    make.holding(asset, cast.colleague)
    assert "alone holds it" not in page_of(client, cast, asset)


def test_a_long_list_is_cut_and_the_rest_stands_behind_a_click(cast: Cast, client: Client, asset: Asset) -> None:
    for n in range(12):
        make.grant(asset, make.person(f"人 {n}", cast.sales))
        make.carrier(asset, location=f"shelf {n}")
    page = page_of(client, cast, asset)
    assert page.count("Show 4 more") == 2
    assert "人 11" in page


@pytest.mark.parametrize("name", ["owner", "listed", "manager", "auditor", "chief"])
def test_there_is_one_primary_action(cast: Cast, client: Client, asset: Asset, name: str) -> None:
    make.grant(asset, cast.listed)
    page = page_of(client, cast, asset, name)
    assert page.count("btn-primary") == 1


def test_the_story_says_what_was_changed_and_to_whom_access_was_given(cast: Cast, client: Client, asset: Asset) -> None:
    access.give(Grant(asset=asset, person=cast.listed, purpose="w", from_on=today()), by=person_sight(cast.owner))
    page = page_of(client, cast, asset, "manager")
    assert "小川 花 gave access" in page
    assert page.rindex("林 緑") > page.index("gave access")
    access.end(Grant.objects.get(), by=person_sight(cast.owner))
    given, ended = story_of(asset, person_sight(cast.manager))[::-1]
    assert given.detail == ended.detail == "林 緑"
    make.grant(asset, cast.listed)
    access.end(Grant.objects.get(), by=person_sight(cast.owner))
    assert story_of(asset, person_sight(cast.manager))[0].detail.startswith("林 緑: until: ― → ")


def test_the_day_of_the_past_is_asked_for_on_the_page(cast: Cast, client: Client, asset: Asset) -> None:
    assert f'action="/assets/{asset.code}/as-of/"' in page_of(client, cast, asset)


def test_what_is_due_leads_nobody_to_a_page_that_is_not_there_for_them(
    cast: Cast, asset: Asset, client: Client
) -> None:
    make.judgement(asset, cast.manager, on=today() - timedelta(days=400))
    Asset.objects.filter(pk=asset.pk).update(approved_on=today() - timedelta(days=400))
    judge = f'href="{reverse("assets:judge", args=[asset.code])}">Look at the level again'
    for name, led in (("owner", True), ("auditor", False)):
        make.signed_in(client, cast.sign_in(name))
        page = client.get(reverse("desk:detail", args=[asset.code])).content.decode()
        assert "Look at the level again" in page
        assert (judge in page) is led, name
