"""What is stored lies under its hash, for Kura alone, is handed out as it was, and is never opened."""

import stat
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from files import storing
from files.models import Blob, Format
from files.storing import Damaged, Refused, format_of, hand_out, keep

PDF = b"%PDF-1.7\n..."
PNG = b"\x89PNG\r\n\x1a\n..."
JPEG = b"\xff\xd8\xff\xe0..."
XLSX = b"PK\x03\x04...[Content_Types].xml...xl/workbook.xml..."
DOCX = b"PK\x03\x04...[Content_Types].xml...word/document.xml..."


def upload(data: bytes, name: str = "scan.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.mark.parametrize(
    ("data", "name", "found"),
    [
        (PDF, "pledge.pdf", Format.PDF),
        (PDF, "誓約書.PDF", Format.PDF),
        (PNG, "scan.png", Format.PNG),
        (JPEG, "photo.jpg", Format.JPEG),
        (JPEG, "photo.jpeg", Format.JPEG),
        (XLSX, "list.xlsx", Format.XLSX),
        (DOCX, "pledge.docx", Format.DOCX),
    ],
)
def test_what_is_taken(data: bytes, name: str, found: Format) -> None:
    assert format_of(data, name) is found


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PDF, "pledge.exe"),
        (PDF, "pledge"),
        (PDF, "pledge.pdf.html"),
        (PDF, "pledge.png"),
        (XLSX, "pledge.docx"),
        (XLSX + b"xl/vbaProject.bin", "list.xlsx"),
        (b"PK\x03\x04 some other zip", "list.xlsx"),
        (b"<html><script>", "pledge.html"),
        (b"<html><script>", "pledge.pdf"),
        (b"<svg onload=...>", "picture.svg"),
        (b"MZ\x90", "pledge.pdf"),
        (b" %PDF-1.7", "pledge.pdf"),
        (b"GIF89a", "photo.gif"),
        (b"just words", "pledge.txt"),
    ],
)
def test_what_is_refused(data: bytes, name: str) -> None:
    with pytest.raises(Refused):
        format_of(data, name)


@pytest.mark.django_db(transaction=True)
def test_bytes_lie_under_their_hash_for_kura_alone(home: Path) -> None:
    blob = keep(upload(PDF, "../../etc/passwd.pdf"))
    assert [path.name for path in (home / "files").iterdir()] == [blob.sha256]
    assert stat.S_IMODE(blob.path.stat().st_mode) == 0o600
    assert (blob.path.read_bytes(), blob.size, blob.format) == (PDF, len(PDF), "pdf")


@pytest.mark.django_db(transaction=True)
def test_the_same_content_is_stored_once(home: Path) -> None:
    assert keep(upload(PDF, "a.pdf")) == keep(upload(PDF, "b.pdf"))
    assert Blob.objects.count() == len(list((home / "files").iterdir())) == 1


@pytest.mark.django_db
def test_what_was_damaged_is_whole_again_once_it_is_stored_again() -> None:
    blob = keep(upload(PDF))
    blob.path.write_bytes(b"changed")
    assert keep(upload(PDF)).path.read_bytes() == PDF


@pytest.mark.django_db
@pytest.mark.parametrize("data", [b"", PDF + bytes(storing.MAX_BYTES)])
def test_nothing_and_too_much_are_refused_and_leave_nothing(home: Path, data: bytes) -> None:
    with pytest.raises(Refused):
        keep(upload(data))
    assert not list((home / "files").iterdir())
    assert not Blob.objects.exists()


@pytest.mark.django_db
def test_it_is_handed_out_as_an_attachment_that_a_browser_does_not_open() -> None:
    answer = hand_out(keep(upload(PDF, "x.pdf")), "pledge-P001-1")
    assert answer.content == PDF
    assert answer.headers["Content-Disposition"] == 'attachment; filename="pledge-P001-1.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Type"] == "application/pdf"


@pytest.mark.django_db
@pytest.mark.parametrize("spoil", [lambda path: path.write_bytes(b"%PDF-1.7 forged"), lambda path: path.unlink()])
def test_what_was_changed_or_lost_is_not_handed_out(spoil: Any) -> None:
    blob = keep(upload(PDF))
    spoil(blob.path)
    with pytest.raises(Damaged):
        hand_out(blob, "pledge")
