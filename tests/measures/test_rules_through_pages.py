"""Who may know, who answers for it, how it is judged and kept: made wrong and put right on the pages. Each time the
rule that asks for it opens or is content, and no other does."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import Mandate, Person
from accounts.querysets import today
from accounts.sight import person_sight
from assets.models import Asset, Grant
from classification.books import Rulebook, RuleTopic
from classification.criteria import CODES
from measures.asking.readings import Question
from measures.verdicts import Verdict
from tests import make
from tests.cast import Cast
from tests.measures.test_through_pages import LATER, LONG_AGO, NOW, Firm, at_the_desk, send

YEAR_AND_MORE = timedelta(days=400)
SOON = str(today() + timedelta(days=9))
OPEN = (Verdict.GAP, Verdict.UNKNOWN)
AGO_20 = str(today() - timedelta(days=20))
ASKED_OF_SECRETS = {"DPT-01", "GOV-05", "GOV-07", "STO-06", "STO-08", "VIS-01", "VIS-05", "VIS-06"}

type Step = tuple[set[str], set[str]]  # the rules that are content from then on, and those that are not any more


class House(Firm):
    """The firm with everybody at their desk, a paper that was approved more than a year ago, and an older candidate."""

    def __init__(self, cast: Cast) -> None:
        with time_machine.travel(timezone.now() - YEAR_AND_MORE, tick=False):
            super().__init__(cast)
            self.asset("paper", cast.owner)
            self.enter("sketch")
        super().__init__(cast)
        self.code = self.codes["paper"] = Asset.objects.get(name="paper").code
        self.page, self.desks = f"/assets/{self.code}", {"manager": self.manager, "steward": self.steward}
        self.carrier("paper")

    def enter(self, name: str) -> None:
        """A candidate, and nothing more for now."""
        facts = {
            "name": name,
            "medium": "PAP",
            "owner": self.cast.deputy.pk,
            "place": self.cast.store.pk,
            "location": "9",
        }
        send(self.owner, "/assets/new/paper/", "name", anyway=name, department=self.cast.design.pk, **facts)

    def desk(self, name: str) -> Client:
        if name not in self.desks:
            self.desks[name] = at_the_desk(self.cast, name)
        return self.desks[name]

    def press(self, who: str, address: str, **typed: Any) -> None:
        """What one sends without reading the form first."""
        answer = self.desk(who).post(address, typed)
        assert answer.status_code == 302, (address, answer.content.decode())

    def write(self, who: str, address: str, holds: str, to: str = "", **typed: Any) -> None:
        send(self.desk(who), address, holds, to, **typed)

    def edit(self, **typed: Any) -> None:
        self.write("manager", f"{self.page}/edit/", "opened", **typed)

    def give(self, by: str, to: Person, **typed: Any) -> None:
        self.press(by, f"{self.page}/access/", **{"person": to.pk, "purpose": "w", "from_on": NOW} | typed)

    def end(self, whom: Person) -> None:
        line = Grant.objects.current().get(asset__code=self.code, person=whom)
        self.press("manager", f"{self.page}/access/{line.pk}/end/")

    def judge(self, who: str, score: int, code: str = "") -> None:
        typed = dict.fromkeys(CODES, score) | {f"{code}_reason": "it counts" for code in CODES}
        self.press(who, f"/assets/{code or self.code}/judge/", level="", **typed)

    def propose(self, who: str, score: int, name: str) -> None:
        """Judge it anew, and propose what follows from that."""
        self.judge(who, score)
        self.press(who, f"{self.page}/steps/{name}/", comment="so it is")

    def approve(self, who: str) -> None:
        self.write(who, f"{self.page}/decide/", "shown", f"{self.page}/steps/approve/", comment="yes")

    def number(self, name: str, value: int) -> None:
        """A number of a rule, as the chief decides it."""
        self.press("chief", f"/settings/numbers/{name}/", value=value, reason="so it is here")

    def red(self) -> set[str]:
        keys = list(Asset.objects.values_list("pk", flat=True))
        told = Question(today(), person_sight(self.cast.steward)).answers(keys)
        return {id for id, found in told.items() if any(a.verdict in OPEN for a in found.values())}


def who_leads(house: House) -> Iterator[Step]:
    """There is a chief, and every department has a manager."""
    cast = house.cast
    house.write("steward", "/people/departments/SAL/", "manager", manager=cast.enterer.pk)
    yield set(), set()
    mandate = {"role": "CHIEF", "department": "", "place": "", "until_on": "", "reason": "r"}
    house.press("executive", "/people/mandates/", person=cast.colleague.pk, from_on=AGO_20, **mandate)
    yield {"GOV-01"}, set()
    house.press("executive", f"/people/mandates/{Mandate.objects.get(person=cast.colleague).pk}/end/")
    yield set(), {"GOV-01"}
    house.desk("chief")
    yield {"GOV-01"}, set()


def who_is_bound(house: House) -> Iterator[Step]:
    """Whoever has access is bound and trained, has confirmed the rules, and is approved again after a move."""
    cast = house.cast
    people = [cast.owner.pk, cast.listed.pk, cast.newcomer.pk]
    house.press("steward", "/people/trainings/new/", topic="t", on=NOW, people=people)
    for person in (cast.owner, cast.listed, cast.newcomer):
        house.press("steward", f"/people/{person.code}/pledges/", kind="ENTRY", signed_on=NOW)
    yield {"PER-01", "PER-02"}, set()
    house.desks["newcomer"] = Client()
    make.signed_in(house.desks["newcomer"], make.user(cast.newcomer, "newcomer", read=False))
    house.give("manager", cast.newcomer, from_on=LONG_AGO)
    yield set(), {"PER-05"}
    house.write("newcomer", "/rules/SECRET/confirm/", "version")
    yield {"PER-05"}, set()
    house.press("steward", f"/people/{cast.newcomer.code}/move/", departments=[cast.design.pk], from_on=AGO_20)
    yield set(), {"ACC-04"}


def what_is_old(house: House) -> Iterator[Step]:
    """What was approved more than a year ago is gone through again, and keeps to what the scores say."""
    house.press("manager", f"{house.page}/access/confirm/")
    yield {"ACC-02", "ACC-04"}, set()
    house.judge("owner", 2)
    yield {"GOV-03"}, set()
    house.judge("owner", 3)
    yield set(), {"GOV-08"}
    house.judge("owner", 2)
    yield {"GOV-08"}, set()
    house.judge("manager", 2, Asset.objects.get(name="sketch").code)
    yield {"GOV-04"}, set()
    use = {"outcome": "PATENT", "tier": "", "reason": "so it is", "decide": "1"}
    house.press("owner", f"{house.page}/use/", public_on=NOW, **use)
    yield set(), {"GOV-10"}
    house.press("owner", f"{house.page}/use/", public_on=LATER, **use)
    yield {"GOV-10"}, set()


def what_was_published(house: House) -> Iterator[Step]:
    """Somebody looks whether it was published: it was, or it was not after all."""
    look = {"item": "N1", "reason": "catalogue", "searched": "", "evidence": ""}
    house.press("owner", f"{house.page}/requirements/", outcome="NO", **look)
    yield set(), {"GOV-11"}
    house.press("owner", f"{house.page}/requirements/", outcome="YES", **look)
    yield {"GOV-11"}, set()


def who_may_know(house: House) -> Iterator[Step]:
    """Who is on the list, by whom, what for, until when, and how many."""
    cast, listed = house.cast, f"/people/{house.cast.listed.code}"
    house.end(cast.newcomer)
    house.end(cast.owner)
    yield set(), {"ACC-01"}
    house.give("owner", cast.owner)
    yield {"ACC-01"}, {"ACC-09"}
    house.end(cast.owner)
    house.give("manager", cast.owner)
    yield {"ACC-09"}, set()
    house.write("steward", f"{listed}/edit/", "employment", employment="DISPATCHED")
    house.give("manager", cast.listed)
    yield set(), {"ACC-06"}
    house.end(cast.listed)
    house.give("manager", cast.listed, until_on=LATER)
    yield {"ACC-06"}, set()
    house.number("ACC-05/percent/SECRET", 5)
    yield set(), {"ACC-05"}
    house.number("ACC-05/percent/SECRET", 30)
    yield {"ACC-05"}, set()


def who_answers(house: House) -> Iterator[Step]:
    """Somebody is in charge of the paper who has not moved on."""
    cast = house.cast
    house.press("steward", f"/people/{cast.owner.code}/move/", departments=[cast.sales.pk], from_on=NOW)
    yield set(), {"GOV-02"}
    house.edit(owner="")
    yield set(), {"DAT-01"}
    house.edit(owner=cast.deputy.pk)
    yield {"GOV-02", "DAT-01"}, set()


def what_the_house_has(house: House) -> Iterator[Step]:
    """Rules in force that speak of everything and were gone through; a room in which they are kept to."""
    look = f"/places/{house.cast.store.code}/look/"
    house.press("chief", "/rules/company/new/", name="rules")
    book = f"/rules/company/{Rulebook.objects.get().pk}"
    text = "\n".join(f"第{n}条（{topic.label}）\nso it is" for n, topic in enumerate(RuleTopic, 1))
    topics = {f"topic:第{n}条": topic.value for n, topic in enumerate(RuleTopic, 1)}
    house.write("chief", f"{book}/draft/", "text", text=text, **topics)
    house.write("chief", f"{book}/draft/", "adopted_on", adopted_on=LONG_AGO, adopted_at="board", from_on=LONG_AGO)
    yield set(), set()
    house.press("chief", book.replace("/rules/company/", "/company/rules/") + "/review/", on=NOW, found="-")
    yield {"GOV-06"}, set()
    house.press("manager", look, on=NOW, DEVICES="NOT_IN_ORDER", DEVICES_remark="tablets")
    yield set(), set()
    house.press("manager", look, on=NOW, DEVICES="IN_ORDER")
    yield {"MOV-04"}, set()
    camera = {"on": NOW, "CAMERA": "IN_ORDER", "kept_days": 60, "announced": "no"}
    house.press("manager", look, **camera)
    yield set(), {"VIS-02"}
    house.press("manager", look, **camera | {"announced": "yes"})
    yield {"VIS-02"}, set()


def what_it_lives_on(house: House) -> Iterator[Step]:
    """Where it is, in which room, in whose hands, in whose head, and how its copies are kept."""
    cast = house.cast
    house.edit(**{"carriers-0-place": "", "carriers-0-location": ""})
    yield {"VIS-01", "VIS-06"}, {"STO-01", "STO-08"}
    house.edit(**{"carriers-0-place": cast.site.pk})
    yield {"STO-01"}, {"VIS-06"}
    lent = {"carriers-0-lent_to": "M", "carriers-0-due_back_on": LONG_AGO}
    house.edit(**{"carriers-0-place": cast.store.pk} | lent)
    yield {"STO-08"}, {"VIS-01", "MOV-01"}
    house.edit(**dict.fromkeys(lent, ""))
    yield {"MOV-01"}, set()
    house.edit(kind="TAC")
    yield set(), {"STO-01"}
    house.edit(**{"holdings-0-person": cast.owner.pk})
    yield {"STO-01"}, {"LAB-03"}
    house.edit(**{"holdings-0-acknowledged_on": NOW})
    yield {"LAB-03"}, set()
    house.edit(kind="PAP", **{"holdings-0-DELETE": "on"})
    yield set(), set()


def what_came_from_others(house: House) -> Iterator[Step]:
    """It is kept apart, with nothing of ours in its folder."""
    kept = {"origin": "RECEIVED", "giver": "Toto", "secrecy_duty": "NDA", "received_on": NOW, "return_due_on": LATER}
    house.edit(**kept | {"kept_apart": "False"})
    yield {"DPT-01"}, {"STO-07"}
    house.edit(kept_apart="True")
    yield {"STO-07"}, set()
    house.edit(origin="OWN")
    yield set(), {"DPT-01"}


def what_is_personal(house: House) -> Iterator[Step]:
    """Of personal information it is said what for, and who handles numbers."""
    house.edit(personal="on")
    yield set(), {"PII-01"}
    card = {
        "purpose": "pay",
        "basis": "law",
        "entrusted": "False",
        "keeper": house.cast.owner.pk,
        "keep_for": "7 years",
    }
    house.edit(**{f"personal_data-{name}": value for name, value in card.items()})
    yield {"PII-01"}, set()
    house.edit(my_number="on")
    yield set(), {"PII-02"}
    house.edit(**{"number_handlers-0-person": house.cast.owner.pk, "number_handlers-0-task": "pay"})
    yield {"PII-02"}, set()


def what_it_is_beside(house: House) -> Iterator[Step]:
    """A second asset of the same name in the department."""
    twin = {
        "name": "paper",
        "medium": "PAP",
        "owner": house.cast.deputy.pk,
        "place": house.cast.store.pk,
        "location": "9",
    }
    house.write("manager", "/assets/new/paper/", "name", anyway="paper", department=house.cast.design.pk, **twin)
    yield set(), {"DAT-02"}
    other = Asset.objects.exclude(code=house.code).get(name="paper").code
    house.write("manager", f"/assets/{other}/edit/", "opened", name="another")
    yield {"DAT-02"}, set()


def what_is_lent(house: House) -> Iterator[Step]:
    """The data are on a computer that is lent to somebody who leaves, at a site with a firewall."""
    cast = house.cast
    house.host("N-1", holder=cast.newcomer.pk)
    house.edit(**{"carriers-1-medium": "DIG/MOBILE", "carriers-1-place": cast.store.pk, "carriers-1-label": 20})
    data = {"device": house.hosts["N-1"], "access_control": "FOLDER", "encrypted": "True", "network": "CONNECTED"}
    house.edit(**{f"carriers-1-{name}": value for name, value in data.items()})
    yield set(), {"DEV-03"}
    house.press("manager", f"/places/{cast.site.code}/look/", on=NOW, FIREWALL="IN_ORDER")
    yield {"DEV-03"}, set()
    house.edit(**{"carriers-1-keep_until_on": AGO_20})
    yield set(), {"DSP-02"}
    house.edit(**{"carriers-1-keep_until_on": SOON})
    yield {"DSP-02"}, set()
    house.edit(**{"carriers-1-label": -1})
    yield set(), {"LAB-01", "STO-06"}
    house.edit(**{"carriers-1-label": 20})
    yield {"LAB-01", "STO-06"}, set()
    house.press("steward", f"/people/{cast.newcomer.code}/leaving/", notice_on=NOW, last_on=NOW)
    yield set(), {"DEV-04"}
    house.host("N-1", holder=cast.newcomer.pk, returned_on=NOW)
    yield {"DEV-04"}, set()


def who_leaves(house: House) -> Iterator[Step]:
    """Whoever leaves gives back what they had, hands over and signs before the case is closed."""
    deputy = house.cast.deputy
    leaving = f"/people/{deputy.code}/leaving/"
    house.press("steward", "/people/trainings/new/", topic="t", on=NOW, people=[deputy.pk])
    house.press("steward", f"/people/{deputy.code}/pledges/", kind="ENTRY", signed_on=NOW)
    house.give("manager", deputy)
    house.press("steward", leaving, notice_on=NOW, last_on=SOON)
    yield set(), {"PER-03"}
    mine = list(Asset.objects.filter(owner=deputy).values_list("code", flat=True))
    house.press("steward", f"{leaving}hand-over/", to=house.cast.colleague.pk, asset=mine)
    house.press("steward", f"{leaving}returned/")
    house.press("steward", f"{leaving}close/")
    yield set(), set()
    house.press("steward", f"/people/{deputy.code}/pledges/", kind="EXIT", signed_on=NOW)
    yield {"PER-03"}, set()


def who_approves(house: House) -> Iterator[Step]:
    """In a small firm the same person proposed and approved; then another proposes."""
    house.write("administrator", "/settings/", "headcount", headcount=4)
    house.press("chief", "/people/self-approval/", reason="two of us are here")
    house.propose("manager", 2, "revise")
    house.approve("manager")
    yield set(), {"GOV-13"}
    house.propose("colleague", 2, "revise")
    house.approve("manager")
    yield {"GOV-13"}, set()


def what_is_on_the_net(house: House) -> Iterator[Step]:
    """Top secret data hang on the net; too much is top secret; labels are of another level."""
    house.propose("colleague", 3, "revise")
    house.approve("chief")
    yield set(), {"STO-04", "STO-08", "LAB-01"}
    house.number("GOV-09/from_assets/ALL", 1)
    yield set(), {"GOV-09"}
    house.number("GOV-09/top_percent/ALL", 100)
    yield {"GOV-09"}, set()
    house.edit(**{"carriers-1-network": "ISOLATED", "carriers-0-label": 30, "carriers-1-label": 30})
    yield {"STO-04", "LAB-01"}, {"STO-06"}


def what_is_public(house: House) -> Iterator[Step]:
    """What is public bears no label, and nothing about people is public that is sensitive."""
    house.propose("colleague", 0, "declassify")
    house.approve("chief")
    yield ASKED_OF_SECRETS, {"LAB-02", "PII-02"}
    house.edit(**{"carriers-0-label": 0, "carriers-1-DELETE": "on"})
    yield {"LAB-02"}, set()
    house.edit(sensitive="on")
    yield set(), {"PII-03"}
    house.edit(sensitive="", my_number="")
    yield {"PII-02", "PII-03"}, set()


PARTS: tuple[Callable[[House], Iterator[Step]], ...] = (
    who_leads, who_is_bound, what_is_old, what_was_published, who_may_know, who_answers, what_the_house_has, what_it_lives_on,
    what_came_from_others, what_is_personal, what_it_is_beside, what_is_lent, who_leaves, who_approves,
    what_is_on_the_net, what_is_public,
)  # fmt: skip


def test_what_is_wrong_is_found_when_it_is_done_and_is_gone_when_it_is_mended(cast: Cast) -> None:
    house = House(cast)
    before = house.red()
    for part in PARTS:
        for number, (settled, opened) in enumerate(part(house), 1):
            after = house.red()
            assert (before - after, after - before) == (settled, opened), (part.__name__, number)
            before = after
    assert before == set()
