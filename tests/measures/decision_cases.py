"""Cases of the rules about what was judged and decided, and about the weakest carrier."""

from datetime import UTC, date, datetime

from assets.kinds import AccessControl
from tests.measures.cases import (
    CANDIDATE,
    DAY,
    DIG,
    GAP,
    IN_REVIEW,
    INTERNAL,
    MED,
    MET,
    NEW_IN_REVIEW,
    NOT_NEEDED,
    ON,
    PAPER,
    PUBLIC,
    RETIRED,
    SECRET,
    SYS,
    TAC,
    TOP_SECRET,
    UNKNOWN,
    Case,
    Facts,
)

LONG_SINCE = datetime(2026, 9, 1, tzinfo=UTC)
YEAR_AGO, HALF_AGO = date(2025, 11, 24), date(2026, 5, 24)
OLD: Facts = {"approved_on": date(2020, 4, 1), "registered_on": date(2020, 4, 1)}
SOUND: Facts = {"kind": DIG, "access_control": AccessControl.FOLDER, "label": SECRET, "device": {"private": False}}
SHELF: Facts = PAPER | {"place": "store"}
UNLABELLED: Facts = {"label": -1}


def scored(suggested: int, level: int | None = None, **facts: object) -> Facts:
    """A judgement; one that differs from the suggestion needs its reason."""
    chosen = suggested if level is None else level
    reason = {"override_reason": "known to the trade"} if chosen != suggested else {}
    return {"suggested": suggested, "level": chosen, "on": ON} | reason | facts


TABLE: dict[str, list[Case]] = {
    "GOV-03": [
        Case("approved a year ago to the day", MET, {"approved_on": YEAR_AGO}, says="approved on 24 November 2025"),
        Case("approved a day before that", GAP, {"approved_on": YEAR_AGO - DAY}, says="due every 12 months"),
        Case("judged since", MET, OLD, judgements=(scored(SECRET),), says="24 November 2026"),
        Case("judged the day after", GAP, OLD, judgements=(scored(SECRET, on=ON + DAY),)),
        Case("judged long ago, approved lately", MET, judgements=(scored(SECRET, on=date(2020, 4, 1)),)),
        Case("top secret half a year ago", MET, {"level": TOP_SECRET, "approved_on": HALF_AGO}),
        Case("top secret before that", GAP, {"level": TOP_SECRET, "approved_on": HALF_AGO - DAY}, says="6 months"),
        Case("nobody knows", UNKNOWN, {"approved_on": None}, says="not known when"),
        Case("public", NOT_NEEDED, OLD | {"level": PUBLIC}),
        Case("a candidate", NOT_NEEDED, CANDIDATE),
        Case("retired", NOT_NEEDED, OLD | RETIRED),
    ],
    "GOV-04": [
        Case("a new candidate", MET, CANDIDATE | {"registered_on": ON - 90 * DAY}, says="to be judged by 24 November 2026"),
        Case("a candidate for too long", GAP, CANDIDATE | {"registered_on": ON - 91 * DAY}, says="25 August 2026"),
        Case("a candidate since nobody knows when", UNKNOWN, CANDIDATE | {"registered_on": None}),
        Case("judged lately", MET, CANDIDATE, judgements=(scored(SECRET, on=ON - 30 * DAY),), says="to be decided by 24 November 2026"),
        Case("judged and left", GAP, CANDIDATE, judgements=(scored(SECRET, on=ON - 31 * DAY),)),
        Case("in review for too long", GAP, NEW_IN_REVIEW, judgements=(scored(SECRET, on=ON - 31 * DAY),)),
        Case("a revision in review", MET, IN_REVIEW, judgements=(scored(SECRET),)),
        Case("the latest judgement counts", MET, CANDIDATE,
             judgements=(scored(SECRET, on=ON - 99 * DAY), scored(SECRET))),
        Case("in force", NOT_NEEDED, OLD),
        Case("retired", NOT_NEEDED, RETIRED),
    ],
    "GOV-08": [
        Case("as the scores suggest", MET, judgements=(scored(SECRET),), says="what the scores suggest"),
        Case("one level higher", MET, {"level": TOP_SECRET}, judgements=(scored(SECRET, TOP_SECRET),)),
        Case("two levels higher", GAP, {"level": TOP_SECRET}, judgements=(scored(INTERNAL, TOP_SECRET),), says="higher"),
        Case("lower with a reason", MET, {"level": INTERNAL}, judgements=(scored(SECRET, INTERNAL),), says="a reason"),
        Case("judged higher since", GAP, {"level": INTERNAL}, judgements=(scored(SECRET),), says="without a reason"),
        Case("the reason is of another level", GAP, {"level": PUBLIC}, judgements=(scored(SECRET, INTERNAL),)),
        Case("never judged", NOT_NEEDED),
        Case("a candidate", NOT_NEEDED, CANDIDATE, judgements=(scored(SECRET),)),
        Case("retired", NOT_NEEDED, RETIRED, judgements=(scored(SECRET),)),
    ],
    "GOV-10": [
        Case("laid open tomorrow", MET, uses=({"public_on": ON + DAY},), says="becomes public on 25 November 2026"),
        Case("laid open today", GAP, uses=({"public_on": ON},), says="still “Secret”"),
        Case("postponed since", MET, uses=({"public_on": ON - DAY, "on": YEAR_AGO}, {"public_on": ON + DAY})),
        Case("no longer planned", NOT_NEEDED, uses=({"public_on": ON - DAY, "on": YEAR_AGO}, {"public_on": None})),
        Case("public by now", NOT_NEEDED, {"level": PUBLIC}, uses=({"public_on": ON - DAY},)),
        Case("no day known", NOT_NEEDED, uses=({},)),
        Case("a candidate", NOT_NEEDED, CANDIDATE, uses=({"public_on": ON - DAY},)),
        Case("retired", NOT_NEEDED, RETIRED, uses=({"public_on": ON - DAY},)),
    ],
    "GOV-11": [
        Case("looked, and it was not published", MET, looks=((ON, "YES"),), says="2026: not published (catalogue)."),
        Case("it was", GAP, looks=((ON, "NO"),), says="as was found on 24 November 2026: catalogue."),
        Case("a part of it", UNKNOWN, looks=((ON, "PARTLY"),), says="Nobody said whether the rest is secret."),
        Case("not when somebody looked before", GAP, looks=((ON - DAY, "YES"), (ON, "NO"))),
        Case("a mistake that was put right the same day", MET, looks=((ON, "NO"), (ON, "YES"))),
        Case("found tomorrow", MET, looks=((ON, "YES"), (ON + DAY, "NO"))),
        Case("nobody has looked", NOT_NEEDED),
        Case("internal", GAP, {"level": INTERNAL}, looks=((ON, "NO"),)),
        Case("public, as it should be", NOT_NEEDED, {"level": PUBLIC}, looks=((ON, "NO"),)),
        Case("a candidate", NOT_NEEDED, CANDIDATE, looks=((ON, "NO"),)),
        Case("retired", NOT_NEEDED, RETIRED, looks=((ON, "NO"),)),
    ],
    "GOV-13": [
        Case("another approved", MET, decisions=({},), says="had not proposed"),
        Case("their own", GAP, decisions=({"own": True},), says="whoever had proposed"),
        Case("their own, and another since", MET, decisions=({"own": True, "at": LONG_SINCE}, {"step": "uphold"})),
        Case("another, and their own since", GAP, decisions=({"at": LONG_SINCE}, {"own": True})),
        Case("their own was sent back", NOT_NEEDED, decisions=({"own": True, "step": "return"},)),
        Case("nobody decided", NOT_NEEDED),
        Case("a candidate", NOT_NEEDED, CANDIDATE, decisions=({"own": True},)),
        Case("retired", NOT_NEEDED, RETIRED, decisions=({"own": True},)),
    ],
    "LAB-02": [
        Case("public with a label", GAP, {"level": PUBLIC}, (PAPER | {"label": SECRET},), says="the information is public"),
        Case("public without", MET, {"level": PUBLIC}, (PAPER | {"label": -1},)),
        Case("public and labelled so", MET, {"level": PUBLIC}, (PAPER | {"label": PUBLIC},)),
        Case("nobody looked", UNKNOWN, {"level": PUBLIC}, (PAPER | {"label": None},), says="not known"),
        Case("a head", NOT_NEEDED, {"level": PUBLIC}, ({"kind": TAC, "label": None},)),
        Case("a secret", NOT_NEEDED, carriers=(PAPER | {"label": SECRET},)),
        Case("gone", NOT_NEEDED, {"level": PUBLIC}, (PAPER | {"label": SECRET, "ended_on": ON},)),
        Case("retired", NOT_NEEDED, RETIRED | {"level": PUBLIC}, (PAPER | {"label": SECRET},)),
    ],
    "STO-06": [
        Case("both sound", MET, carriers=(SOUND, SHELF), says="protected alike"),
        Case("the back-up is not", GAP, carriers=(SOUND, SHELF | {"locked": False}),
             says="Protected less well than the others, and the weakest decides: Paper and drawings (金型倉庫 cabinet 1)."),
        Case("the weaker ones are named", GAP,
             carriers=(SOUND, SHELF | UNLABELLED | {"location": "desk"}, {"kind": MED, "location": ""} | UNLABELLED),
             says="decides: Paper and drawings (金型倉庫 desk), Removable medium."),
        Case("both weak", MET, carriers=(SHELF | {"locked": False}, SHELF | UNLABELLED)),
        Case("the weak one is gone", NOT_NEEDED, carriers=(SOUND, SHELF | {"locked": False, "ended_on": ON})),
        Case("one is not known", UNKNOWN, carriers=(SOUND, PAPER | {"location": "desk"}),
             says="Of one of its carriers it is not known how it is protected: Paper and drawings (desk)."),
        Case("neither is known", UNKNOWN, carriers=(SHELF | {"locked": None}, SHELF | {"label": None})),
        Case("one has a gap, of the other it is not known", GAP, carriers=(SHELF | UNLABELLED, SHELF | {"locked": None})),
        Case("a memory stick in the clear", GAP, {"level": INTERNAL},
             (SHELF | {"label": INTERNAL}, {"kind": MED, "encrypted": False, "label": INTERNAL})),
        Case("another firm's service whose terms nobody liked", GAP, carriers=(
             SHELF, {"kind": SYS, "system": {"kind": "OUTSIDE", "terms_secret": False}})),
        Case("only one", NOT_NEEDED, carriers=(SOUND,)),
        Case("public", NOT_NEEDED, {"level": PUBLIC}, (SOUND, SHELF | {"locked": False})),
        Case("a candidate", NOT_NEEDED, CANDIDATE, (SOUND, SHELF | {"locked": False})),
    ],
}  # fmt: skip
