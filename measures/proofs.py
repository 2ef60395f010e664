"""What a verdict rests on, as links: the word that was given, or the records that a rule has read.

Only where whoever reads may open them: each kind of record is known here with the right that its own page asks for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.days.calendars import written
from accounts.models import Company, Department, Person, Place
from accounts.rights import read_by
from accounts.sight import Sight
from assets.devices.hosts import reads_hosts
from assets.models import Carrier
from measures.asking.findings import Finding
from measures.company.housekeeping import reads_company
from measures.models import Attestation, Exemption
from measures.places.looking import reads_place
from measures.verdicts import Verdict

type Section = tuple[str | Promise, str]  # what a part of an asset's page is called, and its anchor


@dataclass(frozen=True)
class Proof:
    """A record, as it is called, and the page on which it stands."""

    label: str | Promise
    url: str


WHERE, KNOWERS, JUDGED, FACTS = (
    (_("Where it is"), "where"),
    (_("Who may know"), "knowers"),
    (_("How it was judged"), "judged"),
    (_("The entry"), "facts"),
)
# The part of an asset's page on which a rule's record stands; by its letters, unless it is named itself.
SECTIONS = {"ACC": KNOWERS, "STO": WHERE, "LAB": WHERE, "MOV": WHERE, "DEV": WHERE, "VIS": WHERE, "GOV": JUDGED}
SECTIONS |= {"GOV-02": FACTS, "STO-07": FACTS, "DSP-02": WHERE}
# Pages of the company's own records, and whether they are for those alone who read how the company stands.
PAGES = {
    "GOV-01": ("company:records", True),
    "GOV-05": ("company:audits", True),
    "GOV-07": ("company:records", True),
    "VIS-05": ("company:records", True),
    "GOV-06": ("classification:books", False),
    "MOV-04": ("classification:books", False),
    "GOV-09": ("desk:balance", False),
}
# What is recorded once for a device or a system, and not with each carrier.
HOSTED = {"ACC-08", "ACC-10", "DEV-01", "DEV-02", "DEV-04", "DEV-05", "STO-04", "STO-05", "STO-09", "STO-10", "VIS-03"}
PAPERS = {"PER-01": "accounts:pledges", "PER-02": "accounts:trainings"}


@dataclass(frozen=True)
class Prover:
    """Whoever reads, and what was looked up for them."""

    sight: Sight
    people: frozenset[int]  # of those named in findings, whose papers and whose page they may read
    accepted: Mapping[tuple[int, str], Exemption]
    codes: Mapping[int, str]

    def of(self, finding: Finding) -> Finding:
        """The finding with what it rests on."""
        return replace(finding, proofs=tuple(dict.fromkeys(self._proofs(finding))))

    def _proofs(self, finding: Finding) -> Iterable[Proof]:
        exemption = self.accepted.get((finding.asset, finding.measure or ""))
        if finding.verdict is Verdict.EXEMPT and exemption:
            yield Proof(_("The accepted gap"), reverse("measures:exemption", args=[exemption.pk]))
        if finding.attestation and reads_word(self.sight, finding.attestation):
            yield self._word(finding.attestation)
        if finding.rule:
            found = (self._record(finding.rule, row, self.codes[finding.asset]) for row in finding.rows)
            yield from (proof for proof in found if proof)

    def _word(self, word: Attestation) -> Proof:
        label = f"{word.by.label} {written(word.from_on, 'SHORT_DATE_FORMAT')}"
        return Proof(label, reverse("measures:word", args=[word.measure, word.pk]))

    def _record(self, rule: str, row: Any, code: str) -> Proof | None:
        if rule in PAGES:
            page, of_the_company = PAGES[rule]
            return None if of_the_company and not reads_company(self.sight) else Proof(_("The record"), reverse(page))
        if rule == "GOV-11":
            return Proof(_("Requirements of a trade secret"), f"{reverse('desk:requirements', args=[code])}#N1")
        if isinstance(row, Person):
            return self._papers(rule, row)
        if isinstance(row, Place):
            mine = reads_place(self.sight, row)
            return Proof(row.label, reverse("places:detail", args=[row.code])) if mine else None
        if isinstance(row, Carrier) and row.host_record and rule in HOSTED and reads_hosts(self.sight, False):
            return _host(row)
        if isinstance(row, (Department, Company)):
            return None
        return section_of(code, SECTIONS.get(rule) or SECTIONS.get(rule[:3], FACTS))

    def _papers(self, rule: str, person: Person) -> Proof | None:
        if person.pk not in self.people:
            return None
        return Proof(person.label, reverse(PAPERS.get(rule, "desk:person"), args=[person.code]))


def section_of(code: str, section: Section) -> Proof:
    """A part of an asset's page."""
    label, part = section
    return Proof(label, f"{reverse('desk:detail', args=[code])}#{part}")


def _host(carrier: Carrier) -> Proof:
    what = "devices" if carrier.device else "systems"
    host = carrier.host_record
    assert host is not None
    return Proof(host.label, reverse("desk:host", args=[what, host.pk]))


def reads_word(sight: Sight, word: Attestation) -> bool:
    """May whoever reads an asset open a word that reaches it? As `Attestation.objects.visible_to` has it."""
    if not (word.system_id or word.device_id) or reads_hosts(sight, False):
        return True
    return bool(word.system and word.system.responsible_id == (sight.person and sight.person.pk))


def prover(findings: Iterable[Finding], assets: QuerySet[Any], sight: Sight) -> Prover:
    """For whoever reads, over what was found of these assets; three queries."""
    people = {row.pk for f in findings if f.rule for row in f.rows if isinstance(row, Person)}
    readable = Person.objects.filter(read_by(sight), pk__in=[0, *people]).order_by()  # asked in any case
    accepted = Exemption.objects.current(sight.on).filter(asset__in=assets.order_by().values("pk"))
    return Prover(
        sight,
        frozenset(readable.values_list("pk", flat=True)),
        {(row.asset_id, row.measure): row for row in accepted},
        dict(assets.order_by().values_list("pk", "code")),
    )
