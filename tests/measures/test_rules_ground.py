"""The rules on places, departments and the company: what the register holds → the verdict of a secret that lives there,
counted and explained alike."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from accounts.directory import placing
from accounts.models import Department, Place
from accounts.sight import person_sight
from assets.kinds import Kind
from assets.models import Asset
from classification.books import Clause, Edition, Rulebook, RuleTopic
from classification.levels import Level
from measures.asking.grounds import Departments, Places
from measures.asking.readings import Question
from measures.models import Audit, AuditPart, Inspection, Inventory, Remark, ReportingContact, RuleReview
from measures.places.records import Found, Point
from measures.rule_texts import rule_texts
from measures.rules import RULES
from measures.verdicts import Verdict
from tests import make
from tests.cast import Cast

ON = date(2026, 11, 24)
DAY = timedelta(days=1)
MET, GAP, UNKNOWN, NOT_NEEDED = Verdict.MET, Verdict.GAP, Verdict.UNKNOWN, Verdict.NOT_NEEDED
IN_ORDER, WRONG, NONE = Found
type Deed = Callable[[Cast], Any]


def looked(point: Point, found: Found = IN_ORDER, where: str = "store", **facts: Any) -> Deed:
    """Somebody looked at a point of the store (or of the site)."""
    return lambda cast: Inspection.objects.create(
        **{"place": getattr(cast, where), "point": point, "found": found, "on": ON, "by": cast.steward} | facts
    )


def camera(**facts: Any) -> Deed:
    return looked(Point.CAMERA, **{"kept_days": 30, "announced": True} | facts)


def graded(zone: int | None, **facts: Any) -> Deed:
    return lambda cast: Place.objects.filter(pk=cast.store.pk).update(zone=zone, **facts)


def closed(where: str, on: date = ON) -> Deed:
    """Somebody closed a place, on that day."""
    return lambda cast: placing.close(getattr(cast, where), by=person_sight(cast.chief, on))


def chief(cast: Cast) -> None:
    assert cast.chief


def managers(cast: Cast, **facts: Any) -> None:
    Department.objects.exclude(pk=cast.root.pk).update(manager=make.person("長", cast.design, **facts))


def audit(finished: date | None = ON, place: str = "", department: str = "") -> Deed:
    def deed(cast: Cast) -> None:
        made = Audit.objects.create(
            name="a", auditor=cast.auditor, on=ON - 900 * DAY, finished_on=finished, by=cast.chief
        )
        for kind, name in (("place", place), ("department", department)):
            if name:
                AuditPart.objects.create(audit=made, **{kind: getattr(cast, name)})

    return deed


def remark(due: date, closed: date | None = None) -> Deed:
    def deed(cast: Cast) -> None:
        done = {"done": "x", "closed_on": closed, "closed_by": cast.chief} if closed else {}
        Remark.objects.create(audit=Audit.objects.get(), text="t", owner=cast.owner, due_on=due, **done)

    return deed


def adopted(on: date = ON, topics: Any = tuple(RuleTopic), state: str = "ADOPTED") -> Deed:
    def deed(cast: Cast) -> None:
        book = Rulebook.objects.create(name="秘密情報管理規程", name_en="Secrets")
        edition = Edition.objects.create(rulebook=book, version=1, state=state, adopted_on=on, from_on=on)
        rows = [Clause(edition=edition, position=n, topic=topic) for n, topic in enumerate(topics)]
        Clause.objects.bulk_create(rows)

    return deed


def reviewed(on: date) -> Deed:
    return lambda cast: RuleReview.objects.create(rulebook=Rulebook.objects.get(), found="-", on=on, by=cast.chief)


def inventory(department: str, on: date) -> Deed:
    return lambda cast: Inventory.objects.create(department=getattr(cast, department), found="-", on=on, by=cast.chief)


def contact(told: date | None, on: date = ON) -> Deed:
    return lambda cast: ReportingContact.objects.create(contact="総務部", announced_on=told, on=on, by=cast.chief)


ROOM = (looked(Point.SIGN), looked(Point.ENTRY_LOG), looked(Point.LAYOUT))
TOPICS = tuple(RuleTopic)

# rule, what is asked, verdict, what the register holds, part of the English sentence
CASES: list[tuple[str, str, Verdict, tuple[Deed, ...], str]] = [
    ("VIS-01", "all three in order", MET, ROOM, "store: what is asked of a room of this grade"),
    ("VIS-01", "nobody has looked", UNKNOWN, (), "nobody has looked at: Sign: no entry"),
    ("VIS-01", "one was not looked at", UNKNOWN, ROOM[:2], "nobody has looked at: Seats"),
    ("VIS-01", "no sign", GAP, (*ROOM[1:], looked(Point.SIGN, WRONG)), "not in order: Sign: no entry, no photographs."),
    ("VIS-01", "no sign, the others unseen", GAP, (looked(Point.SIGN, WRONG),), "not in order: Sign"),
    ("VIS-01", "the latest counts", MET, (looked(Point.SIGN, WRONG, on=ON - DAY), *ROOM), ""),
    ("VIS-01", "of one day the last entered", GAP, (*ROOM, looked(Point.SIGN, WRONG)), ""),
    ("VIS-01", "tomorrow does not count", MET, (*ROOM, looked(Point.SIGN, WRONG, on=ON + DAY)), ""),
    ("VIS-01", "grade 3 without a camera", GAP, (graded(3), *ROOM, looked(Point.CAMERA, NONE)), "not in order: Camera."),
    ("VIS-01", "grade 3, camera unseen", UNKNOWN, (graded(3), *ROOM), "nobody has looked at: Camera."),
    ("VIS-01", "grade 3 with a camera", MET, (graded(3), *ROOM, camera()), ""),
    ("VIS-01", "grade 1", NOT_NEEDED, (graded(1), looked(Point.SIGN, WRONG)), ""),
    ("VIS-01", "no grade", NOT_NEEDED, (graded(None),), ""),
    ("VIS-01", "a cabinet", NOT_NEEDED, (graded(3, cabinet=True),), ""),
    ("VIS-02", "in time", MET, (camera(on=date(2026, 5, 24)),), "looked at on 24 May 2026 and was in order."),
    ("VIS-02", "a day late", GAP, (camera(on=date(2026, 5, 23)),), "last looked at on 23 May 2026; due every 6 months."),
    ("VIS-02", "it does not work", GAP, (camera(found=WRONG),), "on 24 November 2026 the camera was not in order."),
    ("VIS-02", "kept too briefly", GAP, (camera(kept_days=29),), "kept for 29 days; at least 30."),
    ("VIS-02", "not announced", GAP, (camera(announced=False),), "people are not told"),
    ("VIS-02", "not known whether announced", UNKNOWN, (camera(announced=None),), "not known how long"),
    ("VIS-02", "not known for how long", UNKNOWN, (camera(kept_days=None),), "not known how long"),
    ("VIS-02", "late, and not known for how long", GAP, (camera(kept_days=None, on=ON - 300 * DAY),), "last looked at"),
    ("VIS-02", "no camera", NOT_NEEDED, (looked(Point.CAMERA, NONE),), ""),
    ("VIS-02", "nobody has looked", NOT_NEEDED, (), ""),
    ("VIS-06", "in time", MET, (looked(Point.PATROL, where="site", on=date(2026, 8, 24)),), "last patrol on 24 August 2026"),
    ("VIS-06", "in time, untidy", MET, (looked(Point.PATROL, WRONG, where="site"),), ""),
    ("VIS-06", "a day late", GAP, (looked(Point.PATROL, where="site", on=date(2026, 8, 23)),), "due every 3 months."),
    ("VIS-06", "none", GAP, (), "本社: no patrol is on record"),
    ("VIS-06", "of the room only", GAP, (looked(Point.PATROL),), "no patrol"),
    ("DEV-03", "in time", MET, (looked(Point.FIREWALL, where="site", on=date(2025, 11, 24)),), "24 November 2025"),
    ("DEV-03", "a day late", GAP, (looked(Point.FIREWALL, where="site", on=date(2025, 11, 23)),), "due every 12 months."),
    ("DEV-03", "off", GAP, (looked(Point.FIREWALL, WRONG, where="site"),), "the firewall was not in order."),
    ("DEV-03", "nobody has looked", UNKNOWN, (), "nobody has looked at the firewall."),
    ("DEV-03", "no internet", NOT_NEEDED, (looked(Point.FIREWALL, NONE, where="site"),), ""),
    ("GOV-01", "all appointed", MET, (chief, managers), "every department has a manager."),
    ("GOV-01", "no chief", GAP, (managers,), "No chief information manager is appointed."),
    ("GOV-01", "no managers", GAP, (chief,), "Without a manager: Design, Sales."),
    ("GOV-01", "the manager has left", GAP, (chief, lambda c: managers(c, left_on=ON - DAY)), "Without a manager"),
    ("GOV-01", "the manager leaves today", MET, (chief, lambda c: managers(c, left_on=ON)), ""),
    ("GOV-05", "the whole company", MET, (audit(date(2025, 11, 24)),), "finished on 24 November 2025; due every 12 months."),
    ("GOV-05", "a day late", GAP, (audit(date(2025, 11, 23)),), "Sites not audited in this time: 本社."),
    ("GOV-05", "none", GAP, (), "No audit is on record."),
    ("GOV-05", "not finished", GAP, (audit(None),), "No audit is on record."),
    ("GOV-05", "the site", MET, (audit(place="site"),), ""),
    ("GOV-05", "a room of it only", GAP, (audit(place="store"),), "not audited in this time: 本社."),
    ("GOV-05", "a department only", GAP, (audit(department="design"),), "not audited"),
    ("GOV-05", "a remark is late", GAP, (audit(), remark(ON - DAY)), "1 remark of an audit is past its day."),
    ("GOV-05", "a remark is due today", MET, (audit(), remark(ON)), ""),
    ("GOV-05", "a late remark was closed", MET, (audit(), remark(ON - 9 * DAY, ON)), ""),
    ("GOV-05", "the site is closed", MET, (audit(department="design"), closed("site")), "finished on 24 November 2026"),
    ("GOV-05", "a room of it is closed", GAP, (audit(department="design"), closed("store")), "not audited in this time: 本社."),
    ("GOV-05", "the site was closed later", GAP, (audit(department="design"), closed("site", ON + DAY)), "not audited"),
    ("GOV-05", "all is closed, and no audit", GAP, (closed("site"),), "No audit is on record."),
    ("GOV-06", "every topic, adopted in time", MET, (adopted(date(2025, 11, 24)),), "speak of every topic."),
    ("GOV-06", "a day late", GAP, (adopted(date(2025, 11, 23)),), "Not gone through for 12 months: Secrets."),
    ("GOV-06", "late, and gone through since", MET, (adopted(date(2020, 1, 1)), reviewed(date(2025, 11, 24))), ""),
    ("GOV-06", "gone through too long ago", GAP, (adopted(date(2020, 1, 1)), reviewed(date(2025, 11, 23))), ""),
    ("GOV-06", "a topic is missing", GAP, (adopted(topics=TOPICS[1:]),), "No clause speaks of: Purpose and scope."),
    ("GOV-06", "a topic twice is no second topic", GAP, (adopted(topics=(*TOPICS[1:], TOPICS[1])),), "Purpose and scope."),
    ("GOV-06", "a draft", GAP, (adopted(state="DRAFT"),), "No rules of the company are in force."),
    ("GOV-06", "none", GAP, (), "No rules of the company are in force."),
    ("GOV-07", "in time", MET, (inventory("design", date(2025, 11, 24)),), "Design: last inventory finished on 24 November"),
    ("GOV-07", "a day late", GAP, (inventory("design", date(2025, 11, 23)),), "due every 12 months."),
    ("GOV-07", "above it", MET, (inventory("root", ON),), ""),
    ("GOV-07", "elsewhere", GAP, (inventory("sales", ON),), "Design: no inventory is on record"),
    ("MOV-04", "ruled on and kept", MET, (adopted(), looked(Point.DEVICES)), "secret zones keep to it."),
    ("MOV-04", "no clause", GAP, (adopted(topics=TOPICS[:3]), looked(Point.DEVICES)), "No clause of the company's rules"),
    ("MOV-04", "no rules", GAP, (), "No clause"),
    ("MOV-04", "not kept in a room", GAP, (adopted(), looked(Point.DEVICES, WRONG)), "kept in: 金型倉庫."),
    ("MOV-04", "nobody has looked", UNKNOWN, (adopted(),), "Nobody has looked whether the rule on devices"),
    ("MOV-04", "no room of that grade", MET, (adopted(), graded(1)), ""),
    ("MOV-04", "the room is closed", MET, (adopted(), looked(Point.DEVICES, WRONG), closed("store")), ""),
    ("MOV-04", "nobody looked before it was closed", MET, (adopted(), closed("site")), ""),
    ("MOV-04", "the room was closed later", GAP, (adopted(), looked(Point.DEVICES, WRONG), closed("store", ON + DAY)), "金型"),
    ("VIS-05", "announced in time", MET, (contact(date(2024, 11, 24)),), "総務部: last announced on 24 November 2024"),
    ("VIS-05", "a day late", GAP, (contact(date(2024, 11, 23)),), "due every 24 months."),
    ("VIS-05", "not announced", GAP, (contact(None),), "not on record that people were told"),
    ("VIS-05", "none", GAP, (), "There is no contact for reports."),
    ("VIS-05", "the latest counts", GAP, (contact(ON, ON - DAY), contact(None)), "not on record"),
]  # fmt: skip


def asset_there(cast: Cast, **facts: Any) -> Asset:
    """A secret of the design department: a paper in a cabinet of the store, a file beside it."""
    asset = make.asset(**{"name": "curves", "department": cast.design, "owner": cast.owner} | facts)
    shelf = Place.objects.filter(code="C1").first() or make.place("C1", cast.store, cabinet=True)
    for kind in (Kind.PAP, Kind.DIG):
        make.carrier(asset, kind=kind, place=shelf)
    return asset


def answer(id: str, asset: Asset) -> tuple[Verdict, str]:
    """The verdict of one rule, counted and explained alike, and why."""
    rule, only = RULES[id], Asset.objects.filter(pk=asset.pk)
    counted = only.annotate(worst=Question(ON).worst(rule)).values_list("worst", flat=True).get()
    told = Question(ON).answers([asset.pk])[id]
    assert told.keys() <= {asset.pk}
    found = told.get(asset.pk)
    assert (found.verdict if found else NOT_NEEDED) == counted
    return (found.verdict, found.because) if found else (NOT_NEEDED, "")


@pytest.mark.parametrize(("id", "name", "verdict", "held", "says"), CASES, ids=[f"{c[0]}: {c[1]}" for c in CASES])
def test_the_verdict_is_counted_and_explained(
    cast: Cast, id: str, name: str, verdict: Verdict, held: tuple[Deed, ...], says: str
) -> None:
    asset = asset_there(cast)
    make.asset("elsewhere", department=cast.sales)
    Place.objects.filter(pk=cast.store.pk).update(name_en="store")
    for deed in held:
        deed(cast)
    Place.objects.filter(pk=cast.store.pk).update(name_en="store" if id == "VIS-01" else "")
    with override("en"):
        found, because = answer(id, asset)
    assert found is verdict, because
    assert says in because
    assert bool(because) is (verdict is not NOT_NEEDED)


def test_every_rule_of_the_ground_has_its_cases() -> None:
    asked = {id for id, rule in RULES.items() if isinstance(rule.subject, Places | Departments)}
    company = {"GOV-01", "GOV-05", "GOV-06", "MOV-04", "VIS-05"}
    for id in asked | company:
        verdicts = {case[2] for case in CASES if case[0] == id}
        assert {MET, GAP} <= verdicts, id
    assert {case[0] for case in CASES} == asked | company


def test_only_what_lives_there_inherits_it(cast: Cast) -> None:
    """A room's verdict reaches secrets in it, not others beside it; a site's firewall those that are data."""
    there, beside = asset_there(cast), make.asset("beside", department=cast.design)
    make.carrier(beside, place=make.place("Z9", cast.site, zone=2))
    internal = asset_there(cast, name="internal", level=Level.INTERNAL)
    away = make.asset("away", department=cast.design)
    make.carrier(away, place=cast.store, ended_on=ON)
    looked(Point.SIGN, WRONG)(cast)
    assert [answer("VIS-01", each)[0] for each in (there, beside, internal, away)] == [
        GAP,
        UNKNOWN,
        NOT_NEEDED,
        NOT_NEEDED,
    ]
    assert [answer("DEV-03", each)[0] for each in (there, beside, internal)] == [UNKNOWN, NOT_NEEDED, UNKNOWN]
    assert [answer("VIS-06", each)[0] for each in (there, beside, internal, away)] == [GAP, GAP, NOT_NEEDED, NOT_NEEDED]


def test_a_row_that_says_in_japanese(cast: Cast) -> None:
    asset = asset_there(cast)
    looked(Point.SIGN, WRONG)(cast)
    with override("ja"):
        assert answer("VIS-01", asset)[1] == "金型倉庫：不備があります（立入禁止・撮影禁止の表示）。"


def test_the_thresholds_can_be_set() -> None:
    texts = rule_texts()
    assert {id: dict(texts[id].thresholds) for id in ("VIS-02", "VIS-05", "VIS-06", "DEV-03", "GOV-05", "GOV-06", "GOV-07")} == {
        "VIS-02": {"months": 6, "kept_days": 30}, "VIS-05": {"months": 24}, "VIS-06": {"months": 3},
        "DEV-03": {"months": 12}, "GOV-05": {"months": 12}, "GOV-06": {"months": 12}, "GOV-07": {"months": 12},
    }  # fmt: skip
