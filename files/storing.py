"""Taking a file in, and handing it out again as it was."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _

from files.disk import put, sweep
from files.models import Blob, Format

MEGABYTE = 1_000_000
MAX_BYTES = 10 * MEGABYTE
_ZIP = b"PK\x03\x04"
_FIRST_BYTES = ((b"%PDF-", Format.PDF), (b"\x89PNG\r\n\x1a\n", Format.PNG), (b"\xff\xd8\xff", Format.JPEG))
# An Office file is a zip that names its parts in plain letters; macros are not taken.
_PARTS = ((b"xl/workbook.xml", Format.XLSX), (b"word/document.xml", Format.DOCX))
_MACROS = b"vbaProject.bin"
_ENDINGS = {
    Format.PDF: {".pdf"}, Format.PNG: {".png"}, Format.JPEG: {".jpg", ".jpeg"}, Format.XLSX: {".xlsx"},
    Format.DOCX: {".docx"},
}  # fmt: skip
_TYPES = {
    Format.PDF: "application/pdf",
    Format.PNG: "image/png",
    Format.JPEG: "image/jpeg",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class Refused(Exception):
    """The file is not taken; the argument is a sentence for whoever sent it."""


class NotTaken(Refused):
    """It is of no kind that is taken."""


class Damaged(Exception):
    """What lies on the disk is missing or not what was stored."""


def keep(upload: UploadedFile) -> Blob:
    """Store a file's bytes; the same content is stored once.

    The caller has an act open and names what the file belongs to; the bytes are written before the row, so that a row
    without its bytes cannot be.

    Raises:
        Refused: see `admitted`.
    """
    data, found = admitted(upload)
    sha256 = hashlib.sha256(data).hexdigest()
    sweep(Path(settings.KURA_FILES), lambda name: Blob.objects.filter(sha256=name).exists())
    put(Blob(sha256=sha256).path, data)
    return Blob.objects.get_or_create(sha256=sha256, defaults={"format": found, "size": len(data)})[0]


def admitted(upload: UploadedFile) -> tuple[bytes, Format]:
    """The bytes of a file that may be stored, and what they are.

    Raises:
        Refused: too large, empty, or of no kind that is taken; see `format_of`.
    """
    data = _read(upload)
    return data, format_of(data, upload.name or "")


def format_of(data: bytes, name: str) -> Format:
    """What a file is by its first bytes, if its name says the same.

    Raises:
        Refused: neither a PDF, a picture (PNG, JPEG) nor an Excel or Word file without macros, or falsely named.
    """
    found = next((kind for start, kind in _FIRST_BYTES if data.startswith(start)), None) or _office(data)
    if found is None:
        raise NotTaken(_("This file is not taken. Choose a PDF, PNG, JPEG, Excel (.xlsx) or Word (.docx) file."))
    if Path(name).suffix.lower() not in _ENDINGS[found]:
        raise Refused(
            _("By its content the file is %(kind)s, but its name ends otherwise. Give it its proper ending.")
            % {"kind": found.label}
        )
    return found


def hand_out(blob: Blob, name: str) -> HttpResponse:
    """The bytes as an attachment under a name of ours; a browser neither guesses their kind nor opens them.

    Raises:
        Damaged: the bytes are gone, or their SHA-256 is not the one they were stored under.
    """
    if not _intact(blob):
        raise Damaged(str(blob))
    answer = HttpResponse(blob.path.read_bytes(), content_type=_TYPES[Format(blob.format)])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{blob.format}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _read(upload: UploadedFile) -> bytes:
    """All of it, and not a byte more than is taken."""
    upload.seek(0)
    data = upload.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Refused(_("The file is too large: at most %(limit)s MB are taken.") % {"limit": MAX_BYTES // MEGABYTE})
    if not data:
        raise Refused(_("The file is empty."))
    return data


def _office(data: bytes) -> Format | None:
    if not data.startswith(_ZIP) or _MACROS in data:
        return None
    return next((kind for part, kind in _PARTS if part in data), None)


def _intact(blob: Blob) -> bool:
    try:
        return hashlib.sha256(blob.path.read_bytes()).hexdigest() == blob.sha256
    except OSError:
        return False
