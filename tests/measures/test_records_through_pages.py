"""What a firm records of itself, its people and its places, made on its pages: it settles the rules that asked for it,
or opens them, and no others."""

from datetime import timedelta
from typing import Any

from accounts.querysets import today
from measures.verdicts import Verdict
from tests.cast import Cast
from tests.measures.test_through_pages import LONG_AGO, NOW, Firm, at_the_desk, send

RECEIVED = {"origin": "RECEIVED", "giver": "Toto", "secrecy_duty": "NDA", "received_on": NOW, "kept_apart": "True"}
SEEN = dict.fromkeys(("SIGN", "ENTRY_LOG", "LAYOUT"), "IN_ORDER") | {"on": NOW}
FALLEN = SEEN | {"SIGN": "NOT_IN_ORDER", "SIGN_remark": "it fell"}
NOTE = {"what": "note", "sha256": "0" * 64}
SOON = str(today() + timedelta(days=9))

type Step = tuple[str, str, str, dict[str, Any], set[str], set[str]]


def steps(cast: Cast, code: str) -> list[Step]:
    """Who, on which page, in the form with which field, what they write; the rules that are content from then on, and
    those that are not any more (missing, or not known)."""
    owner, edit, own = cast.owner, f"/assets/{code}/edit/", f"/assets/{code}/development/"
    audit = {"name": "a", "auditor": cast.auditor.pk, "on": NOW, "finished_on": NOW, "found": "-"}
    audit |= {"places": [cast.site.pk], "departments": []}
    return [
        ("steward", f"/people/{owner.code}/pledges/", "signed_on", {"kind": "ENTRY", "signed_on": NOW}, {"PER-01"}, set()),
        ("steward", "/people/trainings/new/", "topic", {"topic": "t", "on": NOW, "people": [owner.pk]}, {"PER-02"}, set()),
        ("chief", "/company/contact/", "contact", {"contact": "110", "announced_on": NOW}, {"VIS-05"}, set()),
        ("manager", f"/company/inventory/{cast.design.code}/", "found", {"on": NOW, "found": "-"}, {"GOV-07"}, set()),
        ("auditor", "/company/audits/new/", "auditor", audit, {"GOV-05"}, set()),
        ("manager", f"/places/{cast.store.code}/look/", "SIGN", SEEN, {"VIS-01"}, set()),
        ("manager", f"/places/{cast.store.code}/look/", "SIGN", FALLEN, set(), {"VIS-01"}),
        ("manager", f"/places/{cast.site.code}/look/", "PATROL", {"on": NOW, "PATROL": "IN_ORDER"}, {"VIS-06"}, set()),
        ("owner", edit, "opened", {"technical": "True"}, set(), set()),  # DPT-01 was not known, and is missing now
        ("owner", own, "what", NOTE | {"made_on": LONG_AGO}, set(), set()),
        ("owner", own, "what", NOTE | {"made_on": NOW, "sha256": "1" * 64}, {"DPT-01"}, set()),
        ("owner", edit, "opened", RECEIVED | {"return_due_on": LONG_AGO}, set(), {"PAR-04"}),
        ("owner", edit, "opened", {"returned_on": NOW, "secrecy_duty": ""}, {"PAR-04"}, {"DPT-02"}),
        ("manager", f"/assets/{code}/access/", "purpose",
         {"person": cast.listed.pk, "purpose": "w", "from_on": NOW, "until_on": SOON}, set(), {"PER-01", "PER-02"}),
        ("steward", f"/people/{cast.listed.code}/leaving/", "last_on", {"notice_on": NOW, "last_on": NOW}, set(), {"PER-03", "ACC-03"}),
    ]  # fmt: skip


def test_each_record_settles_or_opens_its_rule_and_no_other(cast: Cast) -> None:
    firm = Firm(cast)
    desks = {name: at_the_desk(cast, name) for name in ("chief", "auditor")}
    desks |= {"owner": firm.owner, "manager": firm.manager, "steward": firm.steward}
    firm.asset("paper", cast.owner)
    firm.carrier("paper")
    before = red(firm)
    for name, address, holds, typed, settled, opened in steps(cast, firm.codes["paper"]):
        send(desks[name], address, holds, **typed)
        after = red(firm)
        assert (before - after, after - before) == (settled, opened), (address, typed)
        before = after


def red(firm: Firm) -> set[str]:
    told = firm.told("paper")
    return told[Verdict.GAP] | told[Verdict.UNKNOWN]
