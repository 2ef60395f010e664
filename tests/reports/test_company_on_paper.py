"""What a company decides shows on its papers: its logo, its calendar, the numbers by which it judges."""

import struct
import zlib
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from accounts.days.calendars import Calendar
from accounts.directory import logos
from accounts.models import Company
from accounts.sight import person_sight
from measures.thresholds import decide, number
from reports.making import Scope, make_checklist
from reports.models import Report
from reports.pdf import LOGO, OwnOnly
from tests import make
from tests.cast import Cast


def png(width: int = 60, height: int = 20) -> bytes:
    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\0" + b"\x1f\x3a\x5f" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.fixture
def paper(cast: Cast) -> object:
    asset = make.asset("curves", department=cast.design, owner=cast.owner)
    make.carrier(asset)
    make.grant(asset, cast.listed)
    return asset


def printed(cast: Cast, language: str = "ja") -> tuple[Report, PdfReader]:
    report = make_checklist(Scope(), by=person_sight(cast.steward), language=language)
    return report, PdfReader(BytesIO(report.path.read_bytes()))


def text_of(pdf: PdfReader) -> str:
    return "".join(page.extract_text() for page in pdf.pages)


def test_the_logo_stands_on_the_first_page(cast: Cast, paper: object) -> None:
    _report, plain = printed(cast)
    assert not plain.pages[0].images
    logos.put(cast.company, logos.looked_at(png()), by=cast.administrator)
    _report, pdf = printed(cast)
    assert [image.image.size for image in pdf.pages[0].images if image.image] == [(60, 20)]


def test_without_a_logo_its_address_opens_nothing(db: None) -> None:
    with pytest.raises(ValueError, match="nothing but"):
        OwnOnly().fetch(LOGO)


def test_the_calendar_governs_the_paper(cast: Cast, paper: object) -> None:
    _report, pdf = printed(cast)
    assert "令和" not in text_of(pdf)
    Company.objects.update(calendar=Calendar.ERA)
    _report, pdf = printed(cast)
    assert "令和" in text_of(pdf)
    _report, pdf = printed(cast, "en")
    assert "令和" not in text_of(pdf)


def test_the_cover_names_the_fiscal_year_of_the_day_judged(cast: Cast, paper: object) -> None:
    on = date(2027, 3, 31)
    for first_month, year in ((4, "2026年度"), (1, "2027年度")):
        Company.objects.update(fiscal_year_month=first_month)
        report = make_checklist(Scope(), by=person_sight(cast.steward), language="ja", on=on)
        assert f"2027年3月31日 ({year})" in text_of(PdfReader(BytesIO(report.path.read_bytes())))


def test_numbers_that_differ_are_printed_with_their_reason(cast: Cast, paper: object) -> None:
    report, pdf = printed(cast)
    assert not report.figures["own_numbers"]
    assert "Kuraの提案と異なる数値" not in text_of(pdf)
    about = number("ACC-02", "months", "SECRET")
    assert about
    decide(about, 18, "棚卸しに合わせる", by=cast.chief)
    report, pdf = printed(cast)
    assert [(n["proposed"], n["value"]) for n in report.figures["own_numbers"]] == [(12, 18)]
    assert "棚卸しに合わせる" in text_of(pdf)
    decide(about, None, "戻す", by=cast.chief)
    report, _pdf = printed(cast)
    assert not report.figures["own_numbers"]
