"""What the register holds of one asset, and what a rule says to it: the form of the rules' tables."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from assets.kinds import AccessControl, Kind, State
from classification.levels import Level
from measures.verdicts import Verdict

MET, GAP, UNKNOWN, NOT_NEEDED = Verdict.MET, Verdict.GAP, Verdict.UNKNOWN, Verdict.NOT_NEEDED
INTERNAL, SECRET, TOP_SECRET, PUBLIC = Level.INTERNAL, Level.SECRET, Level.TOP_SECRET, Level.PUBLIC
PAP, DIG, SYS, MED, TAC, LIN, MLD, PRO = Kind
ON = date(2026, 11, 24)
DAY = timedelta(days=1)
LONG_AGO = date(2020, 4, 1)

type Facts = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """What the register holds of one asset, and what a rule says to it. `says` is part of the English sentence."""

    name: str
    verdict: Verdict
    facts: Facts = field(default_factory=dict)
    carriers: tuple[Facts, ...] = ()
    grants: tuple[Facts, ...] = ()
    reviews: tuple[date, ...] = ()
    holdings: tuple[Facts, ...] = ()
    postings: tuple[Facts, ...] = ()
    judgements: tuple[Facts, ...] = ()
    uses: tuple[Facts, ...] = ()
    decisions: tuple[Facts, ...] = ()
    developments: tuple[date, ...] = ()
    looks: tuple[tuple[date, str], ...] = ()  # whether it was published: when somebody looked, and what came out
    headcount: int | None = 20
    says: str = ""


def person(**facts: Any) -> Facts:
    """A grant to a person; `left_on` is the person's."""
    return {"to": "person"} | facts


def department(**facts: Any) -> Facts:
    """A grant to a department."""
    return {"to": "department"} | facts


def moved(on: date, **facts: Any) -> Facts:
    """A grant to a person who was with design and moved to sales."""
    before = {"department": "design", "from_on": LONG_AGO, "until_on": on - DAY}
    return person(postings=(before, {"department": "sales", "from_on": on})) | facts


LISTED = (person(),)
HERE = {"department": "sales", "from_on": LONG_AGO}  # with sales since long ago
CANDIDATE: Facts = {"level": None, "state": State.CANDIDATE}
RETIRED: Facts = {"state": State.RETIRED}
IN_REVIEW: Facts = {"state": State.IN_REVIEW}  # in force: approved before, now being revised
NEW_IN_REVIEW: Facts = {"state": State.IN_REVIEW, "level": None}
KNOW_HOW: Facts = {"kind": TAC}
PAPER: Facts = {"kind": PAP}
OWNED: Facts = {"owned_from": LONG_AGO}
OPEN: Facts = {"kind": DIG, "access_control": AccessControl.LOGIN}
