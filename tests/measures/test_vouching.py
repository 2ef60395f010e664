"""Who may give their word for what, and take it back."""

from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Mandate, Person
from accounts.querysets import today
from accounts.sight import Sight, person_sight, sight_of
from assets.kinds import State
from assets.models import Asset
from journal.acts import act
from journal.models import Change, Entry
from measures.catalogue.ruling import decide
from measures.models import PARTS, Attestation, Ruling
from measures.vouching import NotYours, attest, may_attest, withdraw
from tests import make
from tests.cast import MEMBERS, Cast

DAY = timedelta(days=1)
Role = Mandate.Role
WIDE = {"chief", "executive", "steward"}
LEAD = {"manager", "deputy"}

# Who speaks for what; everybody else does not.
SPEAK = {
    "company": WIDE,
    "design": WIDE | LEAD,
    "team below design": WIDE | LEAD,
    "sales": WIDE,
    "root": WIDE,
    "place": WIDE,
    "system": WIDE | {"listed"},  # who answers for it
    "design's device": WIDE | LEAD,
    "asset": {"chief", "steward", "owner", "manager", "deputy"},
    "carrier": {"chief", "steward", "owner", "manager", "deputy"},
    "candidate": {"chief", "steward", "owner", "manager", "deputy", "enterer"},
    "another department's asset": {"chief", "steward"},
}


@pytest.fixture
def scopes(cast: Cast) -> dict[str, dict[str, Any]]:
    """What a word may be about. People on the access list read an asset; that is no right to speak for it."""
    team = make.department("ENG1", cast.design)
    asset = make.asset(department=cast.design, owner=cast.owner, entered_by=cast.enterer)
    candidate = make.asset(level=None, department=cast.design, owner=cast.owner, entered_by=cast.enterer)
    for each in (asset, candidate):
        make.grant(each, cast.listed)
    return {
        "company": {},
        "design": {"department": cast.design},
        "team below design": {"department": team},
        "sales": {"department": cast.sales},
        "root": {"department": cast.root},
        "place": {"place": cast.store},
        "system": {"system": make.system(responsible=cast.listed)},
        "design's device": {"device": make.device(department=cast.design)},
        "asset": {"asset": asset},
        "carrier": {"asset": asset, "carrier": make.carrier(asset)},
        "candidate": {"asset": candidate},
        "another department's asset": {"asset": make.asset(department=cast.sales)},
    }


def words(scope: dict[str, Any]) -> Attestation:
    return Attestation(measure="E4-c", from_on=today(), until_on=today() + 30 * DAY, **scope)


def sight(cast: Cast, name: str) -> Sight:
    return sight_of(cast.sign_in(name))


@pytest.mark.parametrize("scope", SPEAK)
def test_who_may_attest_what(cast: Cast, scopes: dict[str, dict[str, Any]], scope: str) -> None:
    for name in MEMBERS:  # everybody is there before anybody is asked
        cast.sign_in(name)
    assert {name for name in MEMBERS if may_attest(sight(cast, name), words(scopes[scope]))} == SPEAK[scope]


@pytest.mark.parametrize("name", MEMBERS)
def test_whoever_may_leaves_a_word_and_an_entry_and_whoever_may_not_leaves_nothing(
    cast: Cast, scopes: dict[str, dict[str, Any]], name: str
) -> None:
    user = sight(cast, name)
    for scope, speakers in SPEAK.items():
        before = (Attestation.objects.count(), Entry.objects.count(), Change.objects.count())
        if name in speakers:
            word = attest(words(scopes[scope]), by=user)
            assert word.by == user.person
            entry = Entry.objects.latest("pk")
            assert (entry.verb, entry.facts["measure"], entry.changes) == ("measures.attest", "E4-c", 1)
            assert entry.actor_id == getattr(user.person, "pk", None)
            assert entry.about == (f"assets.asset:{word.asset_id}" if word.asset_id else "")
        else:
            with pytest.raises(NotYours):
                attest(words(scopes[scope]), by=user)
            assert before == (Attestation.objects.count(), Entry.objects.count(), Change.objects.count())


def test_nobody_gives_their_word_in_anothers_name(cast: Cast, scopes: dict[str, dict[str, Any]]) -> None:
    word = words(scopes["design"])
    word.by = cast.chief
    assert attest(word, by=person_sight(cast.manager)).by == cast.manager


@pytest.mark.parametrize("name", MEMBERS)
def test_a_word_is_taken_back_by_those_who_might_have_given_it(
    cast: Cast, scopes: dict[str, dict[str, Any]], name: str
) -> None:
    user = sight(cast, name)
    for scope, speakers in SPEAK.items():
        word = attest(words(scopes[scope]), by=person_sight(cast.chief))
        if name in speakers:
            withdraw(word, by=user)
            assert not Attestation.objects.exists()
            assert Entry.objects.latest("pk").verb == "measures.withdraw"
        else:
            with pytest.raises(NotYours):
                withdraw(word, by=user)
            assert Attestation.objects.filter(pk=word.pk).delete()


def test_an_asset_that_one_may_not_know_of_is_not_spoken_for(cast: Cast) -> None:
    """Whoever entered it carries it until it is approved, and neither sees nor speaks for it from then on."""
    asset = make.asset(level=None, entered_by=cast.enterer)
    word, enterer = words({"asset": asset}), person_sight(cast.enterer)
    assert may_attest(enterer, word)
    Asset.objects.filter(pk=asset.pk).update(state=State.ACTIVE, level=20, approved_on=today())
    assert not may_attest(enterer, word)


def test_a_word_for_an_asset_is_not_slipped_in_through_ones_department(cast: Cast) -> None:
    asset = make.asset(department=cast.sales)
    with pytest.raises(NotYours):
        attest(words({"asset": asset, "department": cast.design}), by=person_sight(cast.manager))


@pytest.mark.parametrize("role", [Role.CHIEF, Role.STEWARD, Role.EXECUTIVE])
def test_a_mandate_for_a_part_is_none_for_the_whole(cast: Cast, scopes: dict[str, dict[str, Any]], role: str) -> None:
    make.mandate(cast.nobody, role, department=cast.design)
    assert not any(may_attest(person_sight(cast.nobody), words(scope)) for scope in scopes.values())


def test_an_expired_mandate_gives_nothing(cast: Cast, scopes: dict[str, dict[str, Any]]) -> None:
    make.mandate(cast.nobody, Role.CHIEF, until_on=today() - DAY)
    assert not any(may_attest(person_sight(cast.nobody), words(scope)) for scope in scopes.values())


def test_whoever_has_left_speaks_for_nothing(cast: Cast, scopes: dict[str, dict[str, Any]]) -> None:
    Person.objects.filter(pk__in=[cast.chief.pk, cast.manager.pk]).update(left_on=today() - DAY)
    for person in Person.objects.filter(left_on__isnull=False):
        assert not any(may_attest(person_sight(person), words(scope)) for scope in scopes.values())


# What can never be


def test_a_word_has_one_scope(cast: Cast) -> None:
    asset = make.asset()
    whole = {"asset": asset, "department": cast.design, "place": cast.store}
    whole |= {"system": make.system(), "device": make.device()}
    assert set(whole) == set(PARTS)
    chief = person_sight(cast.chief)
    for scope in [*combinations(whole, 2), ("carrier",), ("carrier", "place")]:
        parts = {name: (whole | {"carrier": make.carrier(asset)})[name] for name in scope}
        with pytest.raises(IntegrityError), transaction.atomic():
            attest(words(parts), by=chief)
    assert not Entry.objects.exists()


def test_who_reads_a_word(cast: Cast) -> None:
    """On a carrier whoever may read its asset; on a system or a device who reads how these stand, or answers for it."""
    asset = make.asset(owner=cast.owner)
    parts: dict[str, dict[str, Any]] = {
        "company": {},
        "carrier": {"asset": asset, "carrier": make.carrier(asset)},
        "system": {"system": make.system(responsible=cast.listed)},
        "device": {"device": make.device()},
    }
    for code, part in parts.items():
        word = words(part)
        word.measure, word.by = code, cast.chief
        word.save()

    def read(name: str) -> set[str]:
        return set(Attestation.objects.visible_to(cast.sign_in(name)).values_list("measure", flat=True))

    assert read("owner") == {"company", "carrier"}
    assert read("listed") == {"company", "system"}
    assert read("nobody") == {"company"}
    assert read("administrator") == read("manager") == {"company", "system", "device"}
    assert read("chief") == set(parts)


def test_the_form_offers_what_makes_sense_and_refuses_the_rest(cast: Cast, client: Client) -> None:
    asset, system, other = make.asset(owner=cast.owner), make.system(responsible=cast.listed), make.system()
    mine, gone = make.carrier(asset, kind="DIG"), make.carrier(asset, kind="DIG", ended_on=today())
    make.carrier(asset, kind="DIG", location="copy")
    theirs = make.carrier(make.asset(owner=cast.owner), kind="DIG")
    post = {"state": "IN_PLACE", "until_on": (today() + 90 * DAY).isoformat(), "evidence": "seen"}
    on_asset = f"/measures/E2-g/assets/{asset.code}/attest/"

    def offered(name: str) -> dict[str, list[str]]:
        make.signed_in(client, cast.sign_in(name))
        fields = client.get("/measures/E2-g/").context["form"].fields
        parts = [part for part in ("department", "place", "system", "device") if part in fields]
        return {part: [str(row) for row in fields[part].queryset] for part in parts}

    assert offered("listed") == {"system": [str(system)]}
    assert offered("manager") == {"department": [str(cast.design)]}
    assert set(offered("chief")) == {"department", "place", "system"}

    def said(name: str, url: str, **part: Any) -> int:
        make.signed_in(client, cast.sign_in(name))
        return client.post(url, post | part).status_code

    assert said("listed", "/measures/E2-g/", system=system.pk) == 302
    assert said("listed", "/measures/E2-g/", system=other.pk) == 422  # not theirs
    assert said("listed", "/measures/E2-g/") == 422  # nor is the company
    assert said("chief", "/measures/E2-g/", system=system.pk, place=cast.store.pk) == 422
    assert said("owner", on_asset, carrier=mine.pk) == 302
    assert [said("owner", on_asset, carrier=row.pk) for row in (gone, theirs)] == [422, 422]
    found = {(w.system, w.carrier, w.asset) for w in Attestation.objects.all()}
    assert found == {(system, None, None), (None, mine, asset)}
    page = client.get(f"/measures/E1-a/assets/{asset.code}/attest/").content.decode()
    assert "id_carrier" not in page  # done once for the company
    with act(cast.owner, "assets.amend", asset) as deed:
        deed.remove(mine)  # taken out of the entry: nothing is left to speak of, and the journal keeps what was said
    assert Attestation.objects.count() == 1
    gone_with_it = Change.objects.get(act=deed.id, row__startswith="measures.attestation")
    assert (gone_with_it.values["evidence"], gone_with_it.under) == (["seen", None], f"assets.asset:{asset.pk}")


def test_whoever_answers_for_a_system_alone_is_offered_no_plan(cast: Cast, client: Client) -> None:
    make.system(responsible=cast.listed)
    for name, offered in (("listed", False), ("chief", True)):
        make.signed_in(client, cast.sign_in(name))
        page = client.get("/measures/E2-g/").content.decode()
        assert 'name="until_on"' in page
        assert ("/measures/E2-g/plan/" in page) is offered
        assert client.get("/measures/E2-g/plan/").status_code == (200 if offered else 404)


def test_a_word_on_a_measure_that_is_switched_off_is_refused(cast: Cast, client: Client) -> None:
    asset = make.asset(owner=cast.owner)
    decide(Ruling(measure="E1-d", aspect="USE", used=False, reason="no data"), by=cast.chief)
    post = {"state": "IN_PLACE", "until_on": (today() + 90 * DAY).isoformat(), "evidence": "seen"}
    make.signed_in(client, cast.sign_in("chief"))
    for url in ("/measures/E1-d/", f"/measures/E1-d/assets/{asset.code}/attest/"):
        answer = client.post(url, post)
        assert (answer.status_code, "switched off" in answer.content.decode()) == (422, True)
    assert not Attestation.objects.exists()


def test_a_word_does_not_end_before_it_begins(cast: Cast) -> None:
    word = words({})
    word.until_on = today() - DAY
    with pytest.raises(IntegrityError), transaction.atomic():
        attest(word, by=person_sight(cast.chief))
