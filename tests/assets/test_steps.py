"""Every state × every step × every member of the cast, in one table; by the rule, and through the page.

A letter is a person: o owner · e enterer (until approved) · l listed · m manager · d deputy · c chief · x executive ·
s steward · a auditor · k colleague · n nobody · i administrator (sign-ins) · v leaver. Whoever does not stand in a
cell is refused. The owner has proposed whatever waits.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from accounts.sight import person_sight
from assets.deciding.approval import STEPS, steps_open
from assets.deciding.dossier import digest_of
from assets.kinds import State
from assets.models import Amendment, Asset, Decision
from classification.levels import Level
from tests import make
from tests.cast import Cast

LETTERS: Final = {
    "o": "owner", "e": "enterer", "l": "listed", "m": "manager", "d": "deputy", "c": "chief", "x": "executive",
    "s": "steward", "a": "auditor", "k": "colleague", "n": "nobody", "i": "administrator", "v": "leaver",
}  # fmt: skip

# state                     submit   approve return  question reply revise  lower   declassify uphold retire
TABLE: Final = """
candidate                   oemdcs   -       -       -        -     -       -       -          -      -
judged by nobody            -        -       -       -        -     -       -       -          -      -
in review                   -        md      md      md       -     -       -       -          -      -
in review, asked            -        md      md      -        o     -       -       -          -      -
in review, top secret       -        c       c       c        -     -       -       -          -      -
down                        -        md      md      md       -     -       -       -          -      -
from top secret down        -        c       c       c        -     -       -       -          -      -
of the manager              -        d       d       d        -     -       -       -          -      -
down, of the manager        -        d       d       d        -     -       -       -          -      -
of the manager, top secret  -        c       c       c        -     -       -       -          -      -
of the chief, top secret    -        x       x       x        -     -       -       -          -      -
in force                    -        -       -       -        -     omdcs   -       omdcs      -      -
in force, judged lower      -        -       -       -        -     -       omdcs   omdcs      -      -
in force, public            -        -       -       -        -     omdcs   -       -          -      omdcs
in force, changed           -        -       -       md       -     omdcs   -       omdcs      md     -
top secret, changed         -        -       -       c        -     omdcs   -       omdcs      c      -
retired                     -        -       -       -        -     -       -       -          -      -
"""
NAMES: Final = ("submit", "approve", "return", "question", "reply", "revise", "lower", "declassify", "uphold", "retire")
ROWS: Final = {line[:28].strip(): line[28:].split() for line in TABLE.strip("\n").splitlines()}
REVIEW: Final = {"state": State.IN_REVIEW, "level": None, "proposed_level": Level.SECRET}
TOP: Final = {"proposed_level": Level.TOP_SECRET}
LOW: Final = {"level": Level.SECRET, "proposed_level": Level.INTERNAL, "approved_on": "2026-01-05"}
FACTS: Final[dict[str, dict[str, Any]]] = {
    "candidate": {"level": None},
    "judged by nobody": {"level": None},
    "in review": REVIEW,
    "in review, asked": REVIEW,
    "in review, top secret": REVIEW | TOP,
    "down": REVIEW | LOW,
    "from top secret down": REVIEW | {"level": Level.TOP_SECRET, "approved_on": "2026-01-05"},
    "of the manager": REVIEW | {"by": "manager"},
    "down, of the manager": REVIEW | LOW | {"by": "manager"},
    "of the manager, top secret": REVIEW | TOP | {"by": "manager"},
    "of the chief, top secret": REVIEW | TOP | {"by": "chief"},
    "in force": {},
    "in force, judged lower": {"judged": Level.INTERNAL},
    "in force, public": {"level": Level.PUBLIC},
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
    judged = facts.pop("judged", facts.get("proposed_level") or facts.get("level") or Level.SECRET)
    if facts.get("state") == State.IN_REVIEW:
        facts |= {"submitted_by": by, "judged_by": by, "submitted_at": timezone.now()}
    asset = make.asset(department=cast.design, owner=cast.owner, entered_by=cast.enterer, **facts)
    make.grant(asset, cast.listed)
    if row != "judged by nobody":
        make.judgement(asset, by, judged)
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


def test_by_the_rule(cast: Cast) -> None:
    sights = {name: person_sight(person) for name, person in people(cast).items()}
    for row in ROWS:
        asset = scene(cast, row)
        for name, step in STEPS.items():
            open_to = {who for who, sight in sights.items() if step.open_to(sight).filter(pk=asset.pk).exists()}
            assert open_to == expected(row, name), (row, name)
        for who, sight in sights.items():
            assert steps_open(asset, sight) == {name for name in STEPS if who in expected(row, name)}, (row, who)


def test_through_the_page(cast: Cast) -> None:
    """The page asks the rule: of each cell one who may and one who may not post the step, every time the next ones, so
    that everybody gets to try; the whole table is proved by the rule. What is refused writes nothing, what is taken is rolled back."""
    people(cast)
    clients = {name: signed_in(cast, name) for name in LETTERS.values()}
    for turn, row in enumerate(ROWS):
        asset = scene(cast, row)
        data = {"shown": digest_of(asset), "comment": "because"}
        for name in STEPS:
            address, allowed = reverse("assets:step", args=[asset.code, name]), expected(row, name)
            for who in in_turn(turn, allowed):
                with rolled_back():
                    answer = clients[who].post(address, data)
                    taken = list(Decision.objects.values_list("step", flat=True))
                    told = ("taken", [name]) if who in allowed else ("refused", [])
                    assert (was(answer), taken) == told, (row, name, who, answer.status_code)


def in_turn(turn: int, allowed: set[str]) -> Iterator[str]:
    for choice in (sorted(allowed), [name for name in LETTERS.values() if name not in allowed]):
        if choice:
            yield choice[turn % len(choice)]


def signed_in(cast: Cast, name: str) -> Client:
    client = Client()
    make.signed_in(client, cast.sign_in(name))
    return client


@contextmanager
def rolled_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def was(answer: Any) -> str:
    """The leaver is shown the door; who may not know of it finds nothing, who may not take it is told so."""
    gone = answer.status_code == 302 and "login" in answer.headers["Location"]
    if gone or answer.status_code in (404, 409):
        return "refused"
    return "taken" if answer.status_code == 302 else f"{answer.status_code}"
