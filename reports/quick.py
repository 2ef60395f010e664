"""The quick check on paper: a round's answers, the five categories, what to do first; kept like every paper."""

import hashlib
from dataclasses import asdict
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.days.calendars import in_calendar
from accounts.models import Company
from accounts.sight import Sight
from assets.models import Asset
from classification.levels import Level
from classification.naming import in_the_companys_words
from journal.chain import canonical
from journal.moments import of_one_moment
from measures.asking.readings import Question
from measures.quick.check import Result
from measures.quick.records import QuickRound
from measures.quick.register import Told, told
from measures.quick.views import rows_of
from reports.making import frame, keep
from reports.models import Report
from reports.pdf import pdf_of

KIND = "quick"


def make_quick(held: QuickRound, *, by: Sight, language: str) -> Report:
    """Write a round of the quick check and keep it; beside its answers stand the register's, as its maker reads it.

    Raises:
        Withdrawn: when it was to be kept, the maker might not know any more of all that it was made from.
    """
    company = Company.objects.first() or Company()
    with translation.override(language), in_calendar(lambda: company.calendar), in_the_companys_words():
        report, page = _told(held, by)
        report.language = language
        heading = _("Quick check: protection of secret information")
        content = pdf_of(render_to_string("reports/quick.html", page | frame(report, company, heading)))
    return keep(report, content, by)


def _told(held: QuickRound, by: Sight) -> tuple[Report, dict[str, Any]]:
    assert by.person is not None

    def read() -> tuple[dict[str, Told], list[int]]:
        assets = Asset.objects.seen_by(by).kept()
        return told(Question(by.on, by), assets), sorted(assets.values_list("pk", flat=True))

    (register, assets), head = of_one_moment(read)
    figures = {
        "answered_on": held.on.isoformat(),
        "answered_by": held.by.label,
        "answers": held.answers,
        "register": {code: asdict(each) for code, each in register.items()},
    }
    report = Report(
        kind=KIND,
        scope={"round": held.pk},
        on=by.on,
        data_at=timezone.now(),
        made_by=by.person,
        level=Level.INTERNAL,
        assets=assets,
        figures=figures,
        figures_sha256=hashlib.sha256(canonical(figures)).hexdigest(),
        journal_count=head.count,
        journal_mac=head.mac,
    )
    result = Result.of(held)
    paper = {"answered_on": held.on, "answered_by": held.by.label}
    return report, {
        "paper": paper,
        "result": result,
        "rows": rows_of(result, register),
        "report": report,
        "digest": report.figures_sha256,
    }
