"""A register made through the pages alone, as a firm makes it: one defect each beside what is in order, and the gaps
that are told are all of these and only these."""

from datetime import timedelta
from typing import Any

from django.test import Client

from accounts.models import Person
from accounts.querysets import today
from assets.models import Asset, Device, System
from classification.criteria import CODES
from measures.asking.readings import Question
from measures.verdicts import Verdict
from tests import make
from tests.cast import Cast
from tests.pages import page_of

NOW, LATER, LONG_AGO = (str(today() + timedelta(days=days)) for days in (0, 900, -900))
LOOKED_AFTER = {
    "name": "box", "network": "ISOLATED", "antivirus": "True", "antivirus_checked_on": NOW, "updated_on": NOW,
    "support_ends_on": LATER, "encrypted": "True",
}  # fmt: skip
NOTEBOOK = {"code": "N-1", "kind": "NOTEBOOK", "private": "False", "remote_wipe": "True"} | LOOKED_AFTER
SERVER: dict[str, Any] = {
    "code": "S-1", "kind": "OWN", "shared_ids": "False", "mfa": "True", "rights_reviewed_on": NOW, "logs_kept": "True",
    "logs_months": 12, "logs_reviewed_on": NOW,
} | LOOKED_AFTER  # fmt: skip
SERVICE = SERVER | {
    "code": "S-2", "kind": "OUTSIDE", "terms_secret": "True", "terms_no_reuse": "True", "terms_checked_on": NOW
}  # fmt: skip
HOSTS: dict[str, tuple[str, Any, dict[str, Any]]] = {
    "N-1": ("devices", Device, NOTEBOOK),
    "S-1": ("systems", System, SERVER),
    "S-2": ("systems", System, SERVICE),
}
DATA = {"access_control": "FOLDER", "label": 20}
ENTERED: dict[str, tuple[str, dict[str, Any]]] = {  # kind of asset: medium, the carrier in order
    "paper": ("PAP", {"locked": "True", "lock_checked_on": NOW, "label": 20}),
    "data": ("DIG/MOBILE", DATA | {"encrypted": "", "network": "ISOLATED"}),
    "system": ("SYS/IN_HOUSE", DATA),
    "service": ("SYS/OUTSIDE", DATA),
}
# The asset, what is wrong with its carrier or with the host that it is on, and the rules that find just that.
DEFECTS: list[tuple[str, str, dict[str, Any], set[str]]] = [
    ("paper", "", {"locked": "False"}, {"STO-02"}),
    ("paper", "", {"lock_checked_on": LONG_AGO}, {"STO-02"}),
    ("paper", "", {"label": 10}, {"LAB-01"}),
    ("paper", "", {"label": -1}, {"LAB-01"}),
    ("data", "", {"access_control": "LOGIN"}, {"STO-03"}),
    ("data", "", {"encrypted": "False"}, {"STO-05"}),
    ("data", "N-1", {"encrypted": "False"}, {"STO-05"}),
    ("data", "N-1", {"private": "True"}, {"STO-10"}),
    ("data", "N-1", {"antivirus": "False"}, {"DEV-01"}),
    ("data", "N-1", {"updated_on": LONG_AGO}, {"DEV-02"}),
    ("data", "N-1", {"remote_wipe": "False"}, {"DEV-05"}),
    ("system", "S-1", {"support_ends_on": LONG_AGO}, {"DEV-02"}),
    ("system", "S-1", {"shared_ids": "True"}, {"ACC-08"}),
    ("system", "S-1", {"mfa": "False"}, {"ACC-10"}),
    ("system", "S-1", {"logs_months": 6}, {"VIS-03"}),
    ("service", "S-2", {"terms_no_reuse": "False"}, {"STO-09"}),
    ("service", "S-2", {"highest_level": 10}, {"STO-09"}),
]


class Firm:
    """Two people at their pages: the owner of the assets, and who approves and keeps the machines."""

    def __init__(self, cast: Cast) -> None:
        self.owner, self.manager, self.steward = (at_the_desk(cast, name) for name in ("owner", "manager", "steward"))
        self.cast, self.codes, self.hosts = cast, dict[str, str](), dict[str, int]()

    def host(self, code: str, **wrong: Any) -> None:
        """Enter a machine, or amend it."""
        what, model, facts = HOSTS[code]
        way = f"{self.hosts[code]}/edit" if code in self.hosts else "new"
        assert self.steward.post(f"/hosts/{what}/{way}/", facts | wrong).status_code == 302
        self.hosts[code] = model.objects.get(code=code).pk

    def asset(self, kind: str, owner: Person) -> None:
        """Entered, judged, submitted, approved, and somebody is on its list."""
        medium, _facts = ENTERED[kind]
        address = "/assets/new/system/" if kind == "service" else f"/assets/new/{kind}/"
        send(self.owner, address, "name", name=kind, medium=medium, location="1", owner=owner.pk)
        code = self.codes[kind] = Asset.objects.get(name=kind).code
        scores = dict.fromkeys(CODES, 2) | {f"{code}_reason": "it counts" for code in CODES}
        send(self.owner, f"/assets/{code}/judge/", "level", level=20, **scores)
        self.owner.post(f"/assets/{code}/steps/submit/")
        send(self.manager, f"/assets/{code}/decide/", "shown", f"/assets/{code}/steps/approve/", comment="yes")
        send(self.manager, f"/assets/{code}/access/", "purpose", person=owner.pk, purpose="work", from_on=NOW)

    def carrier(self, kind: str, **wrong: Any) -> None:
        """What the asset lives on, as it should be but for what is wrong."""
        facts = ENTERED[kind][1] | {"place": self.cast.store.pk} | wrong
        host = {"data": ("device", "N-1"), "system": ("system", "S-1"), "service": ("system", "S-2")}.get(kind)
        facts |= {host[0]: self.hosts[host[1]]} if host else {}
        typed = {f"carriers-0-{name}": value for name, value in facts.items()}
        send(self.owner, f"/assets/{self.codes[kind]}/edit/", "opened", **typed)

    def told(self, kind: str) -> dict[Verdict, set[str]]:
        """Which rules find a gap, and which do not know."""
        findings = Question(today()).explain(Asset.objects.filter(code=self.codes[kind]))
        asked = (Verdict.GAP, Verdict.UNKNOWN)
        return {verdict: {f.rule for f in findings if f.rule and f.verdict is verdict} for verdict in asked}


def at_the_desk(cast: Cast, name: str) -> Client:
    client = Client()
    make.signed_in(client, cast.sign_in(name))
    return client


def send(client: Client, address: str, holds: str, to: str = "", **typed: Any) -> None:
    """Fill in the form of a page that has a field of this name, and send it."""
    page = page_of(client.get(address), address)
    form = next(form for form in page.forms if holds in form.fields)
    assert client.post(to or form.action or address, form.filled() | typed).status_code == 302, address


def test_what_is_wrong_is_found_and_nothing_else_through_the_pages_alone(cast: Cast) -> None:
    assert cast.manager
    firm = Firm(cast)
    for code in HOSTS:
        firm.host(code)
    for kind in ENTERED:
        firm.asset(kind, cast.owner)
        firm.carrier(kind)
    assert set(Asset.objects.values_list("state", "level")) == {("ACTIVE", 20)}
    clean = {kind: firm.told(kind) for kind in ENTERED}
    ours = {rule for *_what, rules in DEFECTS for rule in rules}
    assert not any((told[Verdict.GAP] | told[Verdict.UNKNOWN]) & ours for told in clean.values())
    for kind, host, wrong, rules in DEFECTS:
        mend: Any = firm.host if host else firm.carrier
        mend(host or kind, **wrong)
        told = firm.told(kind)
        assert told[Verdict.GAP] - clean[kind][Verdict.GAP] == rules, (kind, wrong)
        assert told[Verdict.UNKNOWN] == clean[kind][Verdict.UNKNOWN], (kind, wrong)
        mend(host or kind)
    assert {kind: firm.told(kind) for kind in ENTERED} == clean
