"""A secret is disposed of in two steps: approved by somebody else, then confirmed as done, with a witness where it counts."""

from datetime import timedelta
from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from accounts.querysets import today
from accounts.sight import person_sight
from assets.deciding.dossier import digest_of
from assets.deciding.steps import ChangedMeanwhile, NotYours
from assets.disposing import disposing
from assets.disposing.disposing import STEPS, NotCovered, WitnessMissing, confirm, propose, take
from assets.kinds import Kind, Method, State
from assets.models import Asset, Disposal
from classification.levels import Level
from journal.models import Entry
from tests import make
from tests.assets.test_steps import LETTERS, people
from tests.cast import Cast

At = Disposal.State

# who proposed, state, level            approve return withdraw done
TABLE: Final = """
owner    PROPOSED SECRET                md      md     omdcs    -
owner    PROPOSED TOP_SECRET            c       c      omdcs    -
manager  PROPOSED SECRET                d       d      omdcs    -
chief    PROPOSED TOP_SECRET            x       x      omdcs    -
owner    AGREED   SECRET                -       -      omdcs    omdcs
owner    RETURNED SECRET                -       -      -        -
owner    DONE     SECRET                -       -      -        -
"""
ROWS: Final = [(line[:40].split(), line[40:].split()) for line in TABLE.strip().splitlines()]
NAMES: Final = ("approve", "return", "withdraw", "done")


def secret(cast: Cast, level: Level = Level.SECRET) -> Asset:
    asset = make.asset("curves", level, department=cast.design, owner=cast.owner)
    make.grant(asset, cast.listed)
    make.carrier(asset)
    return asset


def proposed(asset: Asset, by: Person, **facts: Any) -> Disposal:
    means = {str(carrier.pk): Method.SHRED for carrier in asset.carriers.all()}
    row = propose(asset, "the model is sold no more", means, by=person_sight(by))
    if facts.get("state") == At.DONE:
        facts |= {"done_by": by, "done_on": today()}
    Disposal.objects.filter(pk=row.pk).update(**facts) if facts else None
    row.refresh_from_db()
    return row


def test_every_state_step_and_person(cast: Cast) -> None:
    assert set(NAMES) == set(STEPS)
    sights = {name: person_sight(person) for name, person in people(cast).items()}
    for (by, state, level), cells in ROWS:
        row = proposed(secret(cast, Level[level]), getattr(cast, by), state=state)
        for name, cell in zip(NAMES, cells, strict=True):
            open_to = {who for who, sight in sights.items() if STEPS[name].open_to(sight).filter(pk=row.pk).exists()}
            assert open_to == {LETTERS[letter] for letter in cell.replace("-", "")}, (by, state, level, name)


def test_who_proposes_what(cast: Cast) -> None:
    asset = secret(cast)
    sights = {name: person_sight(person) for name, person in people(cast).items()}

    def may(sight: Any) -> bool:
        return Asset.objects.seen_by(sight).filter(disposing.proposable_by(sight)).exists()

    assert {n for n, s in sights.items() if may(s)} == {"owner", "manager", "deputy", "chief", "steward"}
    proposed(asset, cast.owner)
    assert not any(may(sight) for sight in sights.values())
    with pytest.raises(NotYours):
        proposed(asset, cast.manager)
    with pytest.raises(NotYours):
        proposed(make.asset("leaflet", Level.PUBLIC, owner=cast.owner), cast.owner)


def test_it_says_why_and_how_each_carrier_is_destroyed(cast: Cast) -> None:
    asset, owner = secret(cast), person_sight(cast.owner)
    paper = str(asset.carriers.get().pk)
    with pytest.raises(ValueError, match="reason"):
        propose(asset, " ", {paper: Method.SHRED}, by=owner)
    for means in ({}, {paper: Method.DEGAUSS}):
        with pytest.raises(NotCovered):
            propose(asset, "old", means, by=owner)
    assert not Entry.objects.exists()


def test_from_proposal_to_retired(cast: Cast) -> None:
    asset = secret(cast)
    row = proposed(asset, cast.owner)
    take(STEPS["approve"], row, by=person_sight(cast.manager), shown=digest_of(asset))
    asset.refresh_from_db()
    assert asset.state == State.ACTIVE
    confirm(row, today(), None, "", by=person_sight(cast.owner))
    asset.refresh_from_db()
    row.refresh_from_db()
    assert (asset.state, row.state, row.decided_by, row.done_by) == (
        State.RETIRED, At.DONE, cast.manager, cast.owner,
    )  # fmt: skip
    assert not asset.carriers.current().exists()
    verbs = ["assets.propose_disposal", "assets.approve_disposal", "assets.confirm_disposal"]
    assert list(Entry.objects.values_list("verb", flat=True)) == verbs


def test_a_top_secret_is_destroyed_before_a_witness_with_something_that_shows_it(cast: Cast) -> None:
    row = proposed(secret(cast, Level.TOP_SECRET), cast.owner)
    take(STEPS["approve"], row, by=person_sight(cast.chief))
    for witness, evidence in ((None, "photo 12"), (cast.colleague, " "), (cast.owner, "photo 12")):
        with pytest.raises(WitnessMissing):
            confirm(row, today(), witness, evidence, by=person_sight(cast.owner))
    confirm(row, today(), cast.colleague, "photo 12", by=person_sight(cast.owner))
    assert Disposal.objects.get().witness == cast.colleague


def test_what_was_added_meanwhile_is_not_destroyed_unseen(cast: Cast) -> None:
    asset = secret(cast)
    row, shown = proposed(asset, cast.owner), digest_of(asset)
    make.carrier(asset, kind=Kind.MED)
    with pytest.raises(ChangedMeanwhile):
        take(STEPS["approve"], row, by=person_sight(cast.manager), shown=shown)
    take(STEPS["approve"], row, by=person_sight(cast.manager), shown=digest_of(asset))
    with pytest.raises(NotCovered):
        confirm(row, today(), None, "", by=person_sight(cast.owner))


def test_sent_back_with_a_reason_it_can_be_proposed_anew(cast: Cast) -> None:
    asset = secret(cast)
    row = proposed(asset, cast.owner)
    with pytest.raises(ValueError, match="comment"):
        take(STEPS["return"], row, by=person_sight(cast.manager))
    take(STEPS["return"], row, by=person_sight(cast.manager), comment="we still make spare parts")
    again = proposed(asset, cast.owner)
    take(STEPS["withdraw"], again, by=person_sight(cast.owner))
    assert set(Disposal.objects.values_list("state", flat=True)) == {At.RETURNED, At.WITHDRAWN}


def test_who_decides_in_anothers_name_and_what_waits_too_long(cast: Cast) -> None:
    row = proposed(secret(cast), cast.owner)
    assert cast.manager
    make.delegation(cast.manager, cast.nobody)
    assert not disposing.awaiting(person_sight(cast.chief)).exists()
    take(STEPS["approve"], row, by=person_sight(cast.nobody))
    row.refresh_from_db()
    assert (row.decided_by, row.on_behalf) == (cast.nobody, cast.manager)
    late = proposed(secret(cast), cast.owner, proposed_at=timezone.now() - timedelta(days=99))
    assert set(disposing.awaiting(person_sight(cast.chief))) == {late}


def test_the_pages_lead_through_it(cast: Cast, client: Client) -> None:
    asset = secret(cast, Level.TOP_SECRET)
    paper = asset.carriers.get().pk
    address = reverse("assets:disposal", args=[asset.code])

    def step(name: str) -> str:
        return reverse("assets:disposal_step", args=[asset.code, name])

    make.signed_in(client, cast.sign_in("owner"))
    page = client.get(address).content.decode()
    assert "Shredded crosswise" in page
    assert "Demagnetised" not in page
    assert client.post(address, {"reason": "old"}).status_code == 422
    assert client.post(address, {"reason": "old", f"carrier-{paper}": "SHRED"}).status_code == 302
    assert client.post(step("approve")).status_code == 409
    assert "proposed it; it waits for a decision" in client.get(f"/assets/{asset.code}/").content.decode()
    make.signed_in(client, cast.sign_in("chief"))
    assert "Decide on disposals" in client.get("/").content.decode()
    assert client.post(step("return")).status_code == 422
    assert client.post(step("approve"), {"shown": digest_of(asset)}).status_code == 302
    make.signed_in(client, cast.sign_in("owner"))
    assert client.post(step("done"), {"done_on": today().isoformat()}).status_code == 422
    facts = {"done_on": today().isoformat(), "witness": cast.colleague.pk, "evidence": "photo 12"}
    assert client.post(step("done"), facts).status_code == 302
    assert "photo 12" in client.get(address).content.decode()
