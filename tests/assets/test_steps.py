"""Every state × every step × every member of the cast, in one table; by the rule and through the page alike.

A letter is a person: o owner · e enterer (until approved) · l listed · m manager · d deputy · c chief · x executive ·
s steward · a auditor · k colleague · n nobody · i administrator (sign-ins) · v leaver. Whoever does not stand in a
cell is refused. The owner has proposed whatever waits.
"""

from typing import Any, Final

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from accounts.sight import person_sight
from assets.approval import STEPS
from assets.dossier import digest_of
from assets.kinds import State
from assets.models import Amendment, Asset, Decision
from classification.levels import Level
from tests import make
from tests.cast import Cast

LETTERS: Final = {
    "o": "owner", "e": "enterer", "l": "listed", "m": "manager", "d": "deputy", "c": "chief", "x": "executive",
    "s": "steward", "a": "auditor", "k": "colleague", "n": "nobody", "i": "administrator", "v": "leaver",
}  # fmt: skip

# state                     submit   approve return  question reply revise  uphold retire
TABLE: Final = """
candidate                   oemdcs   -       -       -        -     -       -      -
judged by nobody            -        -       -       -        -     -       -      -
in review                   -        md      md      md       -     -       -      -
in review, asked            -        md      md      -        o     -       -      -
in review, top secret       -        c       c       c        -     -       -      -
from top secret down        -        c       c       c        -     -       -      -
of the manager              -        d       d       d        -     -       -      -
of the manager, top secret  -        c       c       c        -     -       -      -
of the chief, top secret    -        x       x       x        -     -       -      -
in force                    -        -       -       -        -     omdcs   -      omdcs
in force, changed           -        -       -       md       -     omdcs   md     omdcs
top secret, changed         -        -       -       c        -     omdcs   c      omdcs
retired                     -        -       -       -        -     -       -      -
"""
NAMES: Final = ("submit", "approve", "return", "question", "reply", "revise", "uphold", "retire")
ROWS: Final = {line[:28].strip(): line[28:].split() for line in TABLE.strip("\n").splitlines()}
REVIEW: Final = {"state": State.IN_REVIEW, "level": None, "proposed_level": Level.SECRET}
TOP: Final = {"proposed_level": Level.TOP_SECRET}
FACTS: Final[dict[str, dict[str, Any]]] = {
    "candidate": {"level": None},
    "judged by nobody": {"level": None},
    "in review": REVIEW,
    "in review, asked": REVIEW,
    "in review, top secret": REVIEW | TOP,
    "from top secret down": REVIEW | {"level": Level.TOP_SECRET, "approved_on": "2026-01-05"},
    "of the manager": REVIEW | {"by": "manager"},
    "of the manager, top secret": REVIEW | TOP | {"by": "manager"},
    "of the chief, top secret": REVIEW | TOP | {"by": "chief"},
    "in force": {},
    "in force, changed": {},
    "top secret, changed": {"level": Level.TOP_SECRET},
    "retired": {"state": State.RETIRED},
}


def people(cast: Cast) -> dict[str, Person]:
    return {name: getattr(cast, name) for name in LETTERS.values()}


def scene(cast: Cast, row: str) -> Asset:
    """An asset in this state, as the owner (or whoever the row names) has proposed it."""
    facts = dict(FACTS[row])
    by = getattr(cast, facts.pop("by", "owner"))
    if facts.get("state") == State.IN_REVIEW:
        facts |= {"submitted_by": by, "judged_by": by, "submitted_at": timezone.now()}
    asset = make.asset(department=cast.design, owner=cast.owner, entered_by=cast.enterer, **facts)
    make.grant(asset, cast.listed)
    if row != "judged by nobody":
        make.judgement(asset, by, facts.get("proposed_level") or Level.SECRET)
    if row.endswith("changed"):
        Amendment.objects.create(asset=asset, by=cast.owner, at=timezone.now(), act="0" * 32)
    if row.endswith("asked"):
        Asset.objects.filter(pk=asset.pk).update(asked_by=cast.manager)
    return Asset.objects.get(pk=asset.pk)


def expected(row: str, step: str) -> set[str]:
    return {LETTERS[letter] for letter in ROWS[row][NAMES.index(step)].replace("-", "")}


def test_the_table_names_every_state_and_every_step() -> None:
    assert set(NAMES) == set(STEPS)
    assert set(ROWS) == set(FACTS)
    assert {len(cells) for cells in ROWS.values()} == {len(NAMES)}


@pytest.mark.parametrize("row", ROWS)
def test_by_the_rule(cast: Cast, row: str) -> None:
    everybody = people(cast)
    asset = scene(cast, row)
    for name, step in STEPS.items():
        open_to = {who for who, person in everybody.items() if step.open_to(person_sight(person)).filter(pk=asset.pk)}
        assert open_to == expected(row, name), name


@pytest.mark.parametrize("row", ROWS)
def test_through_the_page(cast: Cast, client: Client, row: str) -> None:
    """Each person posts each step to an asset of their own; what is refused writes nothing."""
    people(cast)
    for letter in LETTERS.values():
        make.signed_in(client, cast.sign_in(letter))
        for name in STEPS:
            if letter not in expected(row, name):
                asset = scene(cast, row)
                refused(client, asset, name)
                asset.delete()
    for name in STEPS:
        for letter in expected(row, name):
            asset = scene(cast, row)
            make.signed_in(client, cast.sign_in(letter))
            assert posted(client, asset, name).status_code == 302, (letter, name)
            assert Decision.objects.get(asset=asset).step == name, (letter, name)


def refused(client: Client, asset: Asset, step: str) -> None:
    answer = posted(client, asset, step)
    gone = answer.status_code == 302 and "login" in answer.headers["Location"]  # the leaver is shown the door
    assert gone or answer.status_code in (404, 409), (step, answer.status_code)
    assert not Decision.objects.filter(asset=asset).exists(), step


def posted(client: Client, asset: Asset, step: str) -> Any:
    data = {"shown": digest_of(asset), "comment": "because"}
    return client.post(reverse("assets:step", args=[asset.code, step]), data)
