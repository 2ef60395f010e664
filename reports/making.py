"""Making a paper: figures, pages, digest, record. A paper that was made is never edited."""

import hashlib
import os
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.calendars import in_calendar
from accounts.models import Company, Department
from accounts.sight import Sight
from assets.models import Asset
from classification.levels import Level
from journal.acts import act
from journal.chain import canonical
from journal.models import Head
from reports.figures import checklist
from reports.models import Report
from reports.pdf import LOGO, font_urls, pdf_of


class NothingToPrint(Exception):
    """No asset that the maker may know of lies in this scope."""


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

    Args:
        scope: which assets.
        by: who makes it; only what they may know of is printed.
        language: "ja" or "en".
        on: the day judged; today unless given.

    Returns:
        the report; its file lies at `report.path`.

    Raises:
        NothingToPrint: the scope holds nothing that the maker may know of.
    """
    assert by.person is not None
    assets, on, made_at = scope.of(by), on or by.on, timezone.now()
    if not assets.exists():
        raise NothingToPrint
    company = Company.objects.first() or Company()
    with (
        translation.override(language),
        in_calendar(lambda: company.calendar),
        act(by.person, "reports.make") as deed,
    ):
        words = {"firm": company.label, "maker": by.person.label}
        paper, found = checklist(assets, on, scope=scope.words(), data_at=made_at, **words)
        digest = hashlib.sha256(canonical(paper.as_json())).hexdigest()
        head = Head.objects.filter(pk=1).first() or Head()
        report = Report(
            scope=scope.as_json(),
            language=language,
            on=on,
            data_at=made_at,
            made_by=by.person,
            level=paper.level,
            assets=sorted(assets.values_list("pk", flat=True)),
            figures=paper.as_json(),
            figures_sha256=digest,
            journal_count=head.count,
            journal_mac=head.mac,
        )
        page = {"paper": paper, "radar": found.radar, "axes": found.axes, "report": report, "digest": digest}
        content = pdf_of(render_to_string("reports/checklist.html", page | _frame(report, company, paper.level)))
        report.sha256 = hashlib.sha256(content).hexdigest()
        _keep(report, content)
        report.save()
        deed.name(report)
        deed.facts |= {"number": report.number, "sha256": report.sha256, "assets": report.assets}
    return report


def _frame(report: Report, company: Company, level: int) -> dict[str, object]:
    return {
        "heading": _("Audit checklist: protection of secret information"),
        "firm": company.label,
        "logo": LOGO if company.logo_sha256 else "",
        "maker": report.made_by.label,
        "made_at": report.data_at,
        "paper_level": level,
        "judged_on": report.on,
        "data_at": report.data_at,
    } | font_urls()


def _keep(report: Report, content: bytes) -> None:
    """Write the file beside its place, then move it there: a crash leaves no half paper."""
    fresh = report.path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, report.path)


def intact(report: Report) -> bool:
    """Is the kept file still the one that was made?"""
    return report.path.exists() and hashlib.sha256(report.path.read_bytes()).hexdigest() == report.sha256
