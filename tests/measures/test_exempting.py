"""A gap is accepted by somebody else than who proposes it, for a year at most; it ends by itself, or is withdrawn."""

from datetime import timedelta
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Company, Person
from accounts.querysets import today
from accounts.sight import person_sight
from accounts.standing_in import small_firm
from assets.deciding.steps import NotYours
from assets.models import Asset
from classification.levels import Level
from journal.models import Entry
from measures import exempting
from measures.asking.readings import Question
from measures.exempting import STEPS, TooLong, propose, take
from measures.models import Exemption
from measures.verdicts import Verdict
from tests import make
from tests.assets.test_steps import LETTERS, people
from tests.cast import Cast

At = Exemption.State
DAY = timedelta(days=1)

# who proposed, state, level            approve return withdraw
TABLE: Final = """
owner    PROPOSED SECRET                md      md     omdcs
owner    PROPOSED TOP_SECRET            c       c      omdcs
manager  PROPOSED SECRET                d       d      omdcs
chief    PROPOSED TOP_SECRET            x       x      omdcs
owner    AGREED   SECRET                -       -      omdcsx
owner    RETURNED SECRET                -       -      -
"""
ROWS: Final = [(line[:40].split(), line[40:].split()) for line in TABLE.strip().splitlines()]
NAMES: Final = ("approve", "return", "withdraw")


def secret(cast: Cast, level: Level = Level.SECRET) -> Asset:
    asset = make.asset("curves", level, department=cast.design, owner=cast.owner)
    make.grant(asset, cast.listed)
    return asset


def proposed(asset: Asset, by: Person, **facts: Any) -> Exemption:
    wish = Exemption(measure="E1-d", asset=asset, reason="until we move", until_on=today() + 90 * DAY)
    row = propose(wish, by=person_sight(by))
    if facts:
        Exemption.objects.filter(pk=row.pk).update(**facts)
        row.refresh_from_db()
    return row


def stands(asset: Asset, on: Any = None) -> Verdict:
    found = Question(on or today()).explain(Asset.objects.filter(pk=asset.pk))
    return next(f.verdict for f in found if f.measure == "E1-d")


def test_every_state_step_and_person(cast: Cast) -> None:
    assert set(NAMES) == set(STEPS)
    sights = {name: person_sight(person) for name, person in people(cast).items()}
    for (by, state, level), cells in ROWS:
        facts = {"state": state} | ({"decided_by": cast.executive} if state == At.AGREED else {})
        row = proposed(secret(cast, Level[level]), getattr(cast, by), **facts)
        for name, cell in zip(NAMES, cells, strict=True):
            open_to = {who for who, sight in sights.items() if STEPS[name].open_to(sight).filter(pk=row.pk).exists()}
            assert open_to == {LETTERS[letter] for letter in cell.replace("-", "")}, (by, state, level, name)


def test_who_proposes_and_for_how_long(cast: Cast) -> None:
    asset = secret(cast)
    for name, person in people(cast).items():
        if name in ("owner", "manager", "deputy", "chief", "steward"):
            Exemption.objects.filter(pk=proposed(asset, person).pk).delete()
        else:
            with pytest.raises(NotYours):
                proposed(asset, person)
    for days in (-1, 367):
        wish = Exemption(measure="E1-d", asset=asset, reason="r", until_on=today() + days * DAY)
        with pytest.raises(TooLong):
            propose(wish, by=person_sight(cast.owner))
    with pytest.raises(ValueError, match="reason"):
        propose(Exemption(measure="E1-d", asset=asset, reason=" "), by=person_sight(cast.owner))
    proposed(asset, cast.owner)
    with pytest.raises(NotYours):
        proposed(asset, cast.manager)  # one waits already


def test_a_gap_is_a_gap_until_it_is_accepted_and_again_once_it_has_ended(cast: Cast) -> None:
    asset = secret(cast)
    row = proposed(asset, cast.owner)
    before = stands(asset)
    assert before is not Verdict.EXEMPT
    take(STEPS["approve"], row, by=person_sight(cast.manager))
    accepted = stands(asset)
    assert (accepted, stands(asset, row.until_on + DAY)) == (
        Verdict.EXEMPT if before is Verdict.GAP else before, before,
    )  # fmt: skip
    assert Exemption.objects.current().count() == 1
    assert list(Entry.objects.values_list("verb", flat=True)) == ["measures.propose_exemption", "measures.exempt"]


def test_withdrawn_it_ends_and_what_held_until_then_stays_true(cast: Cast) -> None:
    row = proposed(secret(cast), cast.owner)
    take(STEPS["approve"], row, by=person_sight(cast.manager))
    Exemption.objects.update(from_on=today() - 9 * DAY)
    take(STEPS["withdraw"], row, by=person_sight(cast.owner))
    assert not Exemption.objects.current().exists()
    assert Exemption.objects.current(today() - DAY).exists()


def test_sent_back_with_a_reason(cast: Cast) -> None:
    row = proposed(secret(cast), cast.owner)
    with pytest.raises(ValueError, match="comment"):
        take(STEPS["return"], row, by=person_sight(cast.manager))
    take(STEPS["return"], row, by=person_sight(cast.manager), comment="a lock costs 3,000 yen")
    assert not Exemption.objects.current().exists()
    assert proposed(row.asset, cast.owner).state == At.PROPOSED


def own(cast: Cast) -> tuple[Exemption, Person]:
    return proposed(secret(cast), cast.manager), cast.manager


def own_as_chief(cast: Cast) -> tuple[Exemption, Person]:
    return proposed(secret(cast, Level.TOP_SECRET), cast.chief), cast.chief


def as_delegate(cast: Cast) -> tuple[Exemption, Person]:
    assert cast.manager
    make.delegation(cast.manager, cast.owner)
    return proposed(secret(cast), cast.owner), cast.owner


def by_waiting(cast: Cast) -> tuple[Exemption, Person]:
    return proposed(secret(cast), cast.chief, proposed_at=timezone.now() - 99 * DAY), cast.chief


@pytest.mark.parametrize("path", [own, own_as_chief, as_delegate, by_waiting], ids=lambda path: path.__name__)
def test_nobody_accepts_their_own_gap_unless_a_small_firm_allows_it_and_then_it_is_a_finding(
    cast: Cast, client: Client, path: Any
) -> None:
    row, person = path(cast)
    with pytest.raises(NotYours):
        take(STEPS["approve"], row, by=person_sight(person))
    make.signed_in(client, make.user(person, "proposer"))
    assert client.post(reverse("measures:exemption_step", args=[row.pk, "approve"])).status_code == 409
    Company.objects.update(headcount=5)
    small_firm.allow(Company.objects.get(), "three of us", by=person_sight(cast.executive))
    if path is as_delegate:
        with pytest.raises(NotYours):
            take(STEPS["approve"], row, by=person_sight(person))
        return
    take(STEPS["approve"], row, by=person_sight(person))
    [found] = [f for f in Question(today()).explain(Asset.objects.filter(pk=row.asset_id)) if f.rule == "GOV-13"]
    assert found.verdict is Verdict.GAP


def test_the_pages_lead_through_it(cast: Cast, client: Client) -> None:
    asset = secret(cast)
    make.signed_in(client, cast.sign_in("owner"))
    address = reverse("measures:exempt_asset", args=["E1-d", asset.code])
    until = (today() + 90 * DAY).isoformat()
    assert client.post(address, {"reason": "r", "until_on": (today() + 400 * DAY).isoformat()}).status_code == 422
    assert client.post(address, {"reason": "until we move", "until_on": until}).status_code == 302
    assert client.post(address, {"reason": "again", "until_on": until}).status_code == 422
    row = Exemption.objects.get()
    assert exempting.awaiting(person_sight(cast.manager)).get() == row

    def step(name: str) -> str:
        return reverse("measures:exemption_step", args=[row.pk, name])

    make.signed_in(client, cast.sign_in("manager"))
    assert "until we move" in client.get(reverse("measures:exemption", args=[row.pk])).content.decode()
    assert client.post(step("return")).status_code == 422
    assert client.post(step("approve")).status_code == 302
    assert Exemption.objects.current().get().decided_by == cast.manager
    assert Exemption.objects.get().get_state_display() == "accepted"  # as its page is named: Accepted gap
    make.signed_in(client, cast.sign_in("nobody"))
    assert client.get(reverse("measures:exemption", args=[row.pk])).status_code == 404
