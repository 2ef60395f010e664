"""Cases of the rules about what came from others, or is in others' hands."""

from tests.measures.cases import (
    CANDIDATE,
    DAY,
    DIG,
    GAP,
    INTERNAL,
    LISTED,
    MET,
    MLD,
    NOT_NEEDED,
    ON,
    PAP,
    PUBLIC,
    RETIRED,
    TAC,
    UNKNOWN,
    Case,
    Facts,
    person,
)  # fmt: skip

GIVEN: Facts = {"origin": "RECEIVED"}
FULL: Facts = GIVEN | {
    "giver": "Toto Auto Parts", "secrecy_duty": "NDA of 2024", "received_on": ON, "return_due_on": ON,
    "kept_apart": True,
}  # fmt: skip
LATE: Facts = FULL | {"return_due_on": ON - DAY}
LENT: Facts = {"kind": MLD, "lent_to": "Caster Ltd.", "due_back_on": ON}

TECHNICAL: Facts = {"technical": True, "kind": DIG}
TWO_YEARS = ON.replace(year=2024)

TABLE: dict[str, list[Case]] = {
    "DPT-01": [
        Case(
            "two years ago", MET, TECHNICAL, developments=(TWO_YEARS,), says="of 24 November 2024; due every 24 months"
        ),
        Case("a day longer", GAP, TECHNICAL, developments=(TWO_YEARS - DAY,), says="of 23 November 2024"),
        Case("the latest counts", MET, TECHNICAL, developments=(TWO_YEARS - DAY, ON), says="of 24 November 2026"),
        Case("not before its day", GAP, TECHNICAL, developments=(ON + DAY,), says="Nothing is on record"),
        Case("nothing", GAP, TECHNICAL, says="Nothing is on record that shows our own development."),
        Case("technical by its nature", GAP, {"kind": TAC}),
        Case("a mold, and said not to be", NOT_NEEDED, {"kind": MLD, "technical": False}),
        Case("nobody said", UNKNOWN, {"kind": DIG}, developments=(ON,), says="not said whether this is technical"),
        Case("customers", NOT_NEEDED, {"kind": DIG, "technical": False}),
        Case("received", NOT_NEEDED, TECHNICAL | GIVEN),
        Case("made jointly", NOT_NEEDED, TECHNICAL | {"origin": "JOINT"}),
        Case("internal", NOT_NEEDED, TECHNICAL | {"level": INTERNAL}),
        Case("retired", NOT_NEEDED, TECHNICAL | RETIRED),
    ],
    "DPT-02": [
        Case("all is said", MET, FULL, grants=LISTED, says="is said"),
        Case("without giver", GAP, FULL | {"giver": ""}, grants=LISTED, says="Missing: received from."),
        Case("without NDA", GAP, FULL | {"secrecy_duty": ""}, grants=LISTED, says="the NDA, or why there is none"),
        Case("without date", GAP, FULL | {"received_on": None}, grants=LISTED, says="received on"),
        Case("without end", GAP, FULL | {"return_due_on": None}, grants=LISTED, says="to be returned by"),
        Case("apart or not, nobody said", GAP, FULL | {"kept_apart": None}, grants=LISTED, says="kept apart"),
        Case("not apart, and said so: STO-07 finds it", MET, FULL | {"kept_apart": False}, grants=LISTED),
        Case("nobody is named to handle it", GAP, FULL, says="Missing: who may handle it (access list)."),
        Case("nobody any more", GAP, FULL, grants=(person(until_on=ON - DAY),)),
        Case("nothing is said", GAP, GIVEN, says="received from, received on, the NDA"),
        Case("internal too", GAP, GIVEN | {"level": INTERNAL}),
        Case("made jointly", NOT_NEEDED, {"origin": "JOINT"}),
        Case("our own", NOT_NEEDED),
        Case("a candidate", NOT_NEEDED, GIVEN | CANDIDATE),
        Case("retired", NOT_NEEDED, GIVEN | RETIRED),
    ],
    "PAR-04": [
        Case("due today", MET, FULL, says="by 24 November 2026"),
        Case("due yesterday", GAP, LATE, says="by 23 November 2026; that is not on record yet."),
        Case(
            "back today",
            MET,
            LATE | {"returned_on": ON, "return_shown_by": "receipt"},
            says="24 November 2026 (what shows it: receipt).",
        ),
        Case("back tomorrow", GAP, LATE | {"returned_on": ON + DAY}),
        Case("no day is agreed: DPT-02 finds it", NOT_NEEDED, FULL | {"return_due_on": None}),
        Case("our own", NOT_NEEDED, {"return_due_on": ON - DAY}),
        Case("public", GAP, LATE | {"level": PUBLIC}),
        Case("retired", NOT_NEEDED, LATE | RETIRED),
    ],
    "STO-07": [
        Case("the entry says it is apart", MET, FULL, ({"kind": PAP},), says="kept apart."),
        Case("it says it is not", GAP, FULL | {"kept_apart": False}, ({"kind": DIG},), says="not kept apart."),
        Case("it does not say", UNKNOWN, FULL | {"kept_apart": None}, ({"kind": DIG},), says="not known"),
        Case("in somebody's head", NOT_NEEDED, FULL | {"kept_apart": False}, ({"kind": TAC},)),
        Case("our own", NOT_NEEDED, {"kept_apart": False}, ({"kind": PAP},)),
        Case("public", NOT_NEEDED, FULL | {"level": PUBLIC, "kept_apart": False}, ({"kind": PAP},)),
        Case("a carrier that is gone", NOT_NEEDED, FULL | {"kept_apart": False}, ({"kind": PAP, "ended_on": ON},)),
    ],
    "MOV-01": [
        Case("due today", MET, carriers=(LENT,), says="to be back by 24 November 2026"),
        Case("due yesterday", GAP, carriers=(LENT | {"due_back_on": ON - DAY},), says="lent to Caster Ltd."),
        Case("no day is agreed", UNKNOWN, carriers=(LENT | {"due_back_on": None},), says="not known by when"),
        Case("of two the overdue one", GAP, carriers=(LENT, LENT | {"due_back_on": ON - DAY})),
        Case("not lent", NOT_NEEDED, carriers=(LENT | {"lent_to": ""},)),
        Case("a thing that is gone", NOT_NEEDED, carriers=(LENT | {"due_back_on": ON - DAY, "ended_on": ON},)),
        Case("public", NOT_NEEDED, {"level": PUBLIC}, carriers=(LENT | {"due_back_on": ON - DAY},)),
        Case("retired", NOT_NEEDED, RETIRED, carriers=(LENT | {"due_back_on": ON - DAY},)),
    ],
}
