"""Making a paper: figures, pages, digest, record. A paper that was made is never edited."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.days.calendars import fiscal_year, in_calendar
from accounts.models import Company, Department
from accounts.sight import Sight, asked_again
from assets.models import Asset
from classification.levels import Level
from classification.naming import in_the_companys_words
from files.disk import put, sweep
from journal.acts import act
from journal.chain import canonical
from journal.moments import of_one_moment
from measures.figures import SHORT
from measures.where import Seen
from measures.words import Audience, Purpose
from reports.figures import Checklist, checklist
from reports.models import Report
from reports.pdf import LOGO, font_urls, pdf_of


class NothingToPrint(Exception):
    """No asset that the maker may know of lies in this scope."""


class Withdrawn(Exception):
    """While the paper was being made, its maker lost the right to know of something in it. Nothing was kept."""


@dataclass(frozen=True)
class Scope:
    """Which assets a paper is about; what is given is combined by AND."""

    department: Department | None = None
    level: Level | None = None
    asset: str = ""

    def of(self, sight: Sight) -> QuerySet[Asset]:
        """Those that the maker may know of."""
        assets = Asset.objects.seen_by(sight).kept()
        if self.department:
            assets = assets.of_department(self.department.path)
        if self.level is not None:
            assets = assets.filter(level=self.level)
        return assets.filter(code=self.asset) if self.asset else assets

    def words(self) -> tuple[tuple[str, str], ...]:
        """The scope as the cover prints it, in the active language."""
        rows = []
        if self.department:
            rows.append((_("Department"), self.department.label))
        if self.level is not None:
            rows.append((_("Level"), str(self.level.label)))
        if self.asset:
            rows.append((_("Asset"), self.asset))
        return tuple(rows) or ((_("Scope"), _("All assets that the maker may know of")),)

    def as_json(self) -> dict[str, str]:
        """Codes, for the record."""
        level = self.level.name if self.level is not None else ""
        return {"department": self.department.code if self.department else "", "level": level, "asset": self.asset}


def make_checklist(scope: Scope, *, by: Sight, language: str, on: date | None = None) -> Report:
    """Write the audit checklist of a scope and keep it.

    Figures and pages are made while others go on writing; only what keeps them is an act.

    Args:
        scope: which assets.
        by: who makes it; only what they may know of is printed.
        language: "ja" or "en".
        on: the day judged; today unless given.

    Returns:
        the report; its file lies at `report.path`.

    Raises:
        NothingToPrint: the scope holds nothing that the maker may know of.
        Withdrawn: when it was to be kept, the maker might not know of all of it any more.
    """
    assert by.person is not None
    if not scope.of(by).exists():
        raise NothingToPrint
    company = Company.objects.first() or Company()
    with translation.override(language), in_calendar(lambda: company.calendar), in_the_companys_words():
        report, page = _told(scope, company, by, on or by.on)
        report.language = language
        around = frame(report, company, _("Audit checklist: protection of secret information"))
        content = pdf_of(render_to_string("reports/checklist.html", page | around))
    return keep(report, content, by)


def _told(scope: Scope, company: Company, by: Sight, on: date) -> tuple[Report, dict[str, object]]:
    """The figures, as a report that is not kept yet and as its page prints them."""
    assert by.person is not None
    words = {"firm": company.label, "maker": by.person.label}

    def read() -> tuple[Checklist, Seen, list[int]]:
        assets = scope.of(by)
        paper, found = checklist(assets, on, scope=scope.words(), data_at=timezone.now(), **words)
        return paper, found, sorted(assets.values_list("pk", flat=True))

    (paper, found, assets), head = of_one_moment(read)
    figures = paper.as_json()
    digest = hashlib.sha256(canonical(figures)).hexdigest()
    report = Report(
        scope=scope.as_json(),
        on=on,
        data_at=paper.data_at,
        made_by=by.person,
        level=paper.level,
        assets=assets,
        figures=figures,
        figures_sha256=digest,
        journal_count=head.count,
        journal_mac=head.mac,
    )
    drawn = {"seen": found, "radar": found.categories.radar}
    drawn |= {"audiences": [a.label for a in Audience], "purposes": [SHORT[p] for p in Purpose]}
    return report, {"paper": paper, "report": report, "digest": digest} | drawn


def keep(report: Report, content: bytes, by: Sight) -> Report:
    """File, row and journal entry in one act, or nothing; whether it is still the maker's to know is asked again."""
    report.sha256 = hashlib.sha256(content).hexdigest()
    sweep(settings.KURA_REPORTS, lambda name: Report.objects.filter(sha256=name).exists())
    with act(report.made_by, "reports.make") as deed:
        if not still_theirs(report, Asset.objects.seen_by(asked_again(by)).filter(pk__in=report.assets)):
            raise Withdrawn
        put(report.path, content)
        report.save()
        deed.name(report)
        deed.facts |= {"number": report.number, "sha256": report.sha256, "assets": report.assets}
    return report


def still_theirs(report: Report, assets: QuerySet[Asset]) -> bool:
    """May its maker still know of every asset in it (`assets`: those they may), and of each name that it prints?"""
    rows = list(assets.only("code"))
    codes = {row.code for row in rows if not row.named}
    printed = {section["code"] for section in report.figures.get("sections", ()) if section["name"] != section["code"]}
    return len(rows) == len(report.assets) and not codes & printed


def frame(report: Report, company: Company, heading: str) -> dict[str, object]:
    """What stands around every paper."""
    return {
        "heading": heading,
        "firm": company.label,
        "logo": LOGO if company.logo_sha256 else "",
        "maker": report.made_by.label,
        "made_at": report.data_at,
        "paper_level": report.level,
        "judged_on": report.on,
        "fiscal_year": fiscal_year(report.on, company.fiscal_year_month),
        "data_at": report.data_at,
    } | font_urls()


def intact(report: Report) -> bool:
    """Is the kept file still the one that was made?"""
    return report.path.exists() and hashlib.sha256(report.path.read_bytes()).hexdigest() == report.sha256
