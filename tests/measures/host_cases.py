"""Cases of the rules about devices and systems: what is known of them, and what that says of the assets on them."""

from datetime import date

from assets.kinds import Host
from tests.measures.cases import (
    CANDIDATE,
    DAY,
    DIG,
    GAP,
    INTERNAL,
    MED,
    MET,
    NOT_NEEDED,
    ON,
    PAP,
    PUBLIC,
    RETIRED,
    SECRET,
    SYS,
    TOP_SECRET,
    UNKNOWN,
    Case,
    Facts,
)

LATER = date(2029, 1, 1)
# A device or system on the day of the cases, in order unless a case says otherwise.
SEEN: Facts = {"code": "N-01", "name": "box", "antivirus_checked_on": ON, "updated_on": ON, "support_ends_on": LATER}


def on(**facts: object) -> tuple[Facts, ...]:
    """One carrier, on a device like this."""
    return ({"kind": DIG, "device": facts},)


def inside(**facts: object) -> tuple[Facts, ...]:
    """One carrier, in a system like this."""
    return ({"kind": SYS, "system": facts},)


def mobile(**facts: object) -> tuple[Facts, ...]:
    return ({"kind": DIG, "host": Host.MOBILE, "device": facts},)


NOWHERE = ({"kind": DIG},)
NO_SYSTEM = ({"kind": SYS},)
SERVICE: Facts = {"kind": "OUTSIDE", "name": "cloud"}
TOP: Facts = {"level": TOP_SECRET}

TABLE: dict[str, list[Case]] = {
    "DEV-01": [
        Case("on and checked", MET, carriers=on(), says="N-01 box: antivirus is on, checked on 24 November 2026."),
        Case("on its 90th day", MET, carriers=on(antivirus_checked_on=date(2026, 8, 26))),
        Case(
            "a day later",
            GAP,
            carriers=on(antivirus_checked_on=date(2026, 8, 25)),
            says="last checked on 25 August 2026; it was to be checked again by 23 November 2026.",
        ),
        Case("off", GAP, carriers=on(antivirus=False), says="antivirus is off."),
        Case("off, and never looked at", GAP, carriers=on(antivirus=False, antivirus_checked_on=None)),
        Case(
            "on, nobody knows since when", UNKNOWN, carriers=on(antivirus_checked_on=None), says="not recorded whether"
        ),
        Case("nobody knows whether", UNKNOWN, carriers=on(antivirus=None)),
        Case("nobody knows on which device", UNKNOWN, carriers=NOWHERE, says="not recorded which device this is."),
        Case("nobody knows in which system", UNKNOWN, carriers=NO_SYSTEM, says="not recorded which system this is."),
        Case("a server of ours", GAP, carriers=inside(antivirus=False)),
        Case("another firm's service", NOT_NEEDED, carriers=inside(kind="OUTSIDE", antivirus=False)),
        Case("an external server that nobody named", NOT_NEEDED, carriers=({"kind": SYS, "host": Host.OUTSIDE},)),
        Case("a memory", NOT_NEEDED, carriers=({"kind": MED, "device": {"kind": "MEMORY", "antivirus": False}},)),
        Case("the control of a machine", NOT_NEEDED, carriers=on(kind="CONTROL", antivirus=False)),
        Case("paper", NOT_NEEDED, carriers=({"kind": PAP},)),
        Case("the worst device decides", GAP, carriers=(*on(), *on(code="N-02", antivirus=False)), says="N-02 box"),
        Case("internal", GAP, {"level": INTERNAL}, carriers=on(antivirus=False)),
        Case("public", NOT_NEEDED, {"level": PUBLIC}, carriers=on(antivirus=False)),
        Case("retired", NOT_NEEDED, RETIRED, carriers=on(antivirus=False)),
        Case("a candidate", NOT_NEEDED, CANDIDATE, carriers=on(antivirus=False)),
    ],
    "DEV-02": [
        Case("updated today", MET, carriers=on(), says="updated on 24 November 2026, supported until 1 January 2029."),
        Case("on its 45th day", MET, carriers=on(updated_on=date(2026, 10, 10))),
        Case("a day later", GAP, carriers=on(updated_on=date(2026, 10, 9)), says="was due by 23 November 2026."),
        Case("its support ends today", MET, carriers=on(support_ends_on=ON)),
        Case("its support has ended", GAP, carriers=on(support_ends_on=ON - DAY), says="ended on 23 November 2026."),
        Case("its support has ended, updates unknown", GAP, carriers=on(support_ends_on=ON - DAY, updated_on=None)),
        Case("never updated that anybody knows", UNKNOWN, carriers=on(updated_on=None), says="not recorded when"),
        Case("nobody knows how long it is supported", UNKNOWN, carriers=on(support_ends_on=None)),
        Case("old, however long it is supported", GAP, carriers=on(updated_on=date(2026, 1, 1), support_ends_on=None)),
        Case("nobody knows on which device", UNKNOWN, carriers=NOWHERE),
        Case("a server of ours", GAP, carriers=inside(updated_on=date(2026, 1, 1))),
        Case("another firm's service", NOT_NEEDED, carriers=inside(kind="OUTSIDE", updated_on=None)),
        Case("a memory", NOT_NEEDED, carriers=({"kind": MED, "device": {"kind": "MEMORY"}},)),
        Case("public", NOT_NEEDED, {"level": PUBLIC}, carriers=on(updated_on=None)),
    ],
    "DEV-04": [
        Case("lent to somebody who stays", MET, carriers=on(left_on=None), says="lent to 借り手, and not overdue."),
        Case("who leaves tomorrow", MET, carriers=on(left_on=ON + DAY)),
        Case(
            "whose last day is today",
            GAP,
            carriers=on(left_on=ON),
            says="N-01 box: 借り手 left on 24 November 2026 and has not returned it.",
        ),
        Case("who left and gave it back", MET, carriers=on(left_on=ON - DAY, returned_on=ON)),
        Case("who left with a memory", GAP, carriers=({"kind": MED, "device": {"left_on": ON - DAY}},)),
        Case("their own device", NOT_NEEDED, carriers=on(left_on=ON - DAY, private=True)),
        Case("lent to nobody", NOT_NEEDED, carriers=on()),
        Case("no device", NOT_NEEDED, carriers=NOWHERE),
        Case("public", GAP, {"level": PUBLIC}, carriers=on(left_on=ON - DAY)),
        Case("retired", NOT_NEEDED, RETIRED, carriers=on(left_on=ON - DAY)),
    ],
    "DEV-05": [
        Case("a notebook that can be erased", MET, carriers=mobile(kind="NOTEBOOK"), says="can be erased from afar."),
        Case("a notebook that cannot", GAP, carriers=mobile(remote_wipe=False), says="cannot be erased from afar."),
        Case("nobody knows", UNKNOWN, carriers=mobile(remote_wipe=None), says="not known whether it can be erased"),
        Case("nobody knows which device", UNKNOWN, carriers=({"kind": DIG, "host": Host.MOBILE},), says="which device"),
        Case("a notebook that stays on its desk", GAP, carriers=on(kind="NOTEBOOK", remote_wipe=False)),
        Case("a PC", NOT_NEEDED, carriers=on(remote_wipe=False)),
        Case("internal", NOT_NEEDED, {"level": INTERNAL}, carriers=mobile(remote_wipe=False)),
    ],
    "STO-04": [
        Case("on no network", MET, TOP, ({"kind": DIG, "network": "OFFLINE"},), says="Not connected."),
        Case("on a network of its own", MET, TOP, ({"kind": SYS, "network": "ISOLATED"},)),
        Case("connected", GAP, TOP, ({"kind": DIG, "network": "CONNECTED"},), says="on a network that leads outside."),
        Case("nobody knows", UNKNOWN, TOP, NOWHERE, says="not known whether it is on a network."),
        Case("its device is apart", MET, TOP, on(network="ISOLATED"), says="Isolated network."),
        Case("its device is connected", GAP, TOP, on(network="CONNECTED")),
        Case(
            "said to be apart, on a device that is not",
            GAP,
            TOP,
            ({"kind": DIG, "network": "OFFLINE", "device": {"network": "CONNECTED"}},),
        ),
        Case("a memory", MET, TOP, ({"kind": MED, "network": "OFFLINE"},)),
        Case("paper", NOT_NEEDED, TOP, ({"kind": PAP},)),
        Case("a secret", NOT_NEEDED, {"level": SECRET}, ({"kind": DIG, "network": "CONNECTED"},)),
    ],
    "STO-10": [
        Case("the company's", MET, carriers=on(), says="N-01 box: a device of the company."),
        Case("somebody's own", GAP, carriers=on(private=True), says="a private device."),
        Case("nobody knows whose", UNKNOWN, carriers=on(private=None), says="not known whether it is the company's."),
        Case("nobody knows on which device", UNKNOWN, carriers=NOWHERE, says="which device"),
        Case("a memory of somebody's own", GAP, carriers=({"kind": MED, "device": {"private": True}},)),
        Case("a system", NOT_NEEDED, carriers=inside()),
        Case("internal", NOT_NEEDED, {"level": INTERNAL}, carriers=on(private=True)),
    ],
    "ACC-08": [
        Case("IDs of one's own", MET, carriers=inside(), says="everybody has an ID of their own."),
        Case("shared IDs", GAP, carriers=inside(shared_ids=True), says="several people share an ID."),
        Case("nobody knows", UNKNOWN, carriers=inside(shared_ids=None), says="not known whether several"),
        Case("nobody knows which system", UNKNOWN, carriers=NO_SYSTEM, says="not recorded which system this is."),
        Case("a memory with what belongs to a system", GAP, carriers=({"kind": MED, "system": {"shared_ids": True}},)),
        Case("a device", NOT_NEEDED, carriers=on()),
        Case("internal", NOT_NEEDED, {"level": INTERNAL}, carriers=inside(shared_ids=True)),
    ],
    "ACC-10": [
        Case(
            "reviewed today",
            MET,
            carriers=inside(rights_reviewed_on=ON),
            says="second factor, administrator rights reviewed on 24 November 2026.",
        ),
        Case("on the last day of its 6 months", MET, carriers=inside(rights_reviewed_on=date(2026, 5, 24))),
        Case(
            "a day later",
            GAP,
            carriers=inside(rights_reviewed_on=date(2026, 5, 23)),
            says="last reviewed on 23 May 2026; due every 6 months.",
        ),
        Case("no second factor", GAP, carriers=inside(mfa=False), says="without a second factor."),
        Case("no second factor, never reviewed", GAP, carriers=inside(mfa=False, rights_reviewed_on=None)),
        Case("overdue, second factor unknown", GAP, carriers=inside(mfa=None, rights_reviewed_on=date(2020, 1, 1))),
        Case(
            "never reviewed that anybody knows", UNKNOWN, carriers=inside(rights_reviewed_on=None), says="not recorded."
        ),
        Case("second factor unknown", UNKNOWN, carriers=inside(mfa=None)),
        Case("another firm's service", GAP, carriers=inside(kind="OUTSIDE", mfa=False)),
        Case("nobody knows which system", UNKNOWN, carriers=NO_SYSTEM),
        Case("internal", NOT_NEEDED, {"level": INTERNAL}, carriers=inside(mfa=False)),
    ],
    "VIS-03": [
        Case(
            "kept and read",
            MET,
            carriers=inside(logs_reviewed_on=ON),
            says="kept for 12 months, reviewed on 24 November 2026.",
        ),
        Case("on the last day of its 3 months", MET, carriers=inside(logs_reviewed_on=date(2026, 8, 24))),
        Case("a day later", GAP, carriers=inside(logs_reviewed_on=date(2026, 8, 23)), says="due every 3 months."),
        Case("none", GAP, carriers=inside(logs_kept=False, logs_months=None), says="no logs are kept."),
        Case("not long enough", GAP, carriers=inside(logs_months=11), says="for 11 months; at least 12 are asked for."),
        Case("nobody knows how long", UNKNOWN, carriers=inside(logs_months=None), says="not recorded for how long"),
        Case("never read that anybody knows", UNKNOWN, carriers=inside(logs_reviewed_on=None)),
        Case("nobody knows whether", UNKNOWN, carriers=inside(logs_kept=None)),
        Case("nobody knows which system", UNKNOWN, carriers=NO_SYSTEM),
        Case("internal", NOT_NEEDED, {"level": INTERNAL}, carriers=inside(logs_kept=False)),
    ],
    "STO-09": [
        Case(
            "read",
            MET,
            carriers=inside(**SERVICE, terms_checked_on=ON),
            says="N-01 cloud: terms checked on 24 November 2026.",
        ),
        Case("on the last day of its 12 months", MET, carriers=inside(**SERVICE, terms_checked_on=date(2025, 11, 24))),
        Case(
            "a day later",
            GAP,
            carriers=inside(**SERVICE, terms_checked_on=date(2025, 11, 23)),
            says="due every 12 months.",
        ),
        Case("not kept secret", GAP, carriers=inside(**SERVICE, terms_secret=False), says="its terms allow others"),
        Case("used to train an AI", GAP, carriers=inside(**SERVICE, terms_no_reuse=False)),
        Case(
            "nobody has read them",
            UNKNOWN,
            carriers=inside(**SERVICE, terms_checked_on=None),
            says="not recorded that its terms",
        ),
        Case(
            "nobody wrote down what they say",
            UNKNOWN,
            carriers=inside(**SERVICE, terms_checked_on=ON, terms_secret=None),
        ),
        Case(
            "long ago, whatever they said",
            GAP,
            carriers=inside(**SERVICE, terms_checked_on=date(2020, 1, 1), terms_secret=None),
        ),
        Case(
            "more than it may hold",
            GAP,
            carriers=inside(**SERVICE, highest_level=INTERNAL),
            says="may hold “Internal” at most; this is “Secret”.",
        ),
        Case("as much as it may hold", MET, carriers=inside(**SERVICE, terms_checked_on=ON, highest_level=SECRET)),
        Case("an external server that nobody named", UNKNOWN, carriers=({"kind": SYS, "host": Host.OUTSIDE},)),
        Case("our own server", NOT_NEEDED, carriers=inside(terms_secret=False)),
        Case("internal", GAP, {"level": INTERNAL}, carriers=inside(**SERVICE, terms_secret=False)),
        Case("public", NOT_NEEDED, {"level": PUBLIC}, carriers=inside(**SERVICE, terms_secret=False)),
    ],
}
