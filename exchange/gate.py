"""The first look at an uploaded file: is it small enough, whole, and of a kind that is read?

Decides by content; the file's name appears in sentences only. Nothing is unpacked here.
"""

import codecs
import io
import re
import zipfile
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext as _

MEGABYTE: Final = 1_000_000
MAX_BYTES: Final = 10 * MEGABYTE
MAX_MEMBERS: Final = 2_000
MAX_UNPACKED: Final = 100 * MEGABYTE
MAX_RATIO: Final = 200
RATIO_FROM: Final = MEGABYTE

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP: Final = b"PK\x03\x04"
_MEMBER: Final = b"PK\x01\x02"
_OTHERS: Final = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"{\\rtf", "RTF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
)
_NO_CP932: Final = re.compile("[\x80\uf8f0-\uf8f3]")  # what Python makes of bytes that CP932 does not have
_UTF_16: Final = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class Refused(Exception):
    """The file is not taken. `message` says what is wrong, where, and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Admitted:
    """What the file is, as far as its bytes tell."""

    kind: Literal["xlsx", "csv"]
    encoding: str = ""
    delimiter: str = ""


def spoken(filename: str) -> str:
    """A file's name as it may stand in a sentence: no folders, no controls, not endless."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable())[:100] or "?"


def refuse_size(size: int, filename: str, max_bytes: int = MAX_BYTES) -> None:
    """Raises Refused for a file of more bytes than are read."""
    if size > max_bytes:
        raise Refused(
            _("“%(file)s” is %(size)s MB; at most %(limit)s MB are read. Remove pictures, or split it into two files.")
            % {"file": spoken(filename), "size": f"{size / MEGABYTE:.1f}", "limit": f"{max_bytes / MEGABYTE:g}"}
        )


def admit(data: bytes, filename: str, max_bytes: int = MAX_BYTES) -> Admitted:
    """What `data` is: a workbook or a text table. Raises Refused with a sentence for everything else."""
    name = spoken(filename)
    if not data.removeprefix(codecs.BOM_UTF8).strip(b"\x00\t\r\n "):
        raise Refused(_("“%(file)s” is empty. Choose the file that holds the table.") % {"file": name})
    refuse_size(len(data), filename, max_bytes)
    if data.startswith(_OLE):
        raise Refused(_ole(data, name))
    if data.startswith((_ZIP, b"PK\x05\x06", b"PK\x07\x08")):
        _zip(data, name)
        return Admitted("xlsx")
    return _text(data, name)


def _ole(data: bytes, name: str) -> str:
    """Why a file in Microsoft's older container is not read."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return _(
            "“%(file)s” is protected by a password. Open it in Excel, take the password off "
            "(File > Info > Protect Workbook), save it and choose it again."
        ) % {"file": name}
    return _(
        "“%(file)s” is in the old Excel format (.xls) or another old Office format. "
        "Open it in Excel, save it as an Excel workbook (.xlsx) and choose that file."
    ) % {"file": name}


def _zip(data: bytes, name: str) -> None:
    """Looks at a zip's directory; raises Refused unless it is a plain workbook of bearable size."""
    if data.count(_MEMBER) > MAX_MEMBERS:
        raise Refused(_too_many(name))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OverflowError):
        raise Refused(
            _("“%(file)s” is damaged or was cut off on the way. Open it in Excel, save it again and choose that file.")
            % {"file": name}
        ) from None
    _contents(members, name)
    _sizes(members, name)


def _contents(members: list[zipfile.ZipInfo], name: str) -> None:
    """What the members' names tell about the file's kind."""
    paths = {member.filename.replace("\\", "/").lower() for member in members}
    if any(member.flag_bits & 0x1 for member in members):
        raise Refused(
            _("“%(file)s” is protected by a password. Take the password off, and choose it again.") % {"file": name}
        )
    if any(path.endswith("vbaproject.bin") or path.startswith("xl/macrosheets/") for path in paths):
        raise Refused(
            _("“%(file)s” holds macros. Save it as an Excel workbook without macros (.xlsx) and choose that file.")
            % {"file": name}
        )
    if "xl/workbook.bin" in paths:
        raise Refused(
            _("“%(file)s” is a binary workbook (.xlsb). Save it as an Excel workbook (.xlsx) and choose that file.")
            % {"file": name}
        )
    if "xl/workbook.xml" not in paths:
        raise Refused(
            _("“%(file)s” is not an Excel workbook. Save the table as .xlsx or .csv and choose that file.")
            % {"file": name}
        )


def _too_many(name: str) -> str:
    return _(
        "“%(file)s” is made of more than %(limit)s parts. "
        "Copy the table alone into a new workbook and choose that file."
    ) % {"file": name, "limit": f"{MAX_MEMBERS:,}"}


def _sizes(members: list[zipfile.ZipInfo], name: str) -> None:
    """What the directory declares about sizes."""
    if len(members) > MAX_MEMBERS:
        raise Refused(_too_many(name))
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED:
        raise Refused(
            _(
                "“%(file)s” would unpack to %(size)s MB; at most %(limit)s MB are read. "
                "Copy the table alone into a new workbook and choose that file."
            )
            % {"file": name, "size": f"{total / MEGABYTE:,.0f}", "limit": f"{MAX_UNPACKED / MEGABYTE:g}"}
        )
    for member in members:
        if member.file_size > RATIO_FROM and member.file_size > MAX_RATIO * max(member.compress_size, 1):
            raise Refused(
                _(
                    "“%(file)s” is packed suspiciously tightly (part “%(part)s”). "
                    "Copy the table alone into a new workbook and choose that file."
                )
                % {"file": name, "part": spoken(member.filename)}
            )


def _text(data: bytes, name: str) -> Admitted:
    """A table of text: its encoding and the sign between its cells."""
    for magic, kind in _OTHERS:
        if data.startswith(magic):
            raise Refused(
                _("“%(file)s” is a %(kind)s file. Save the table as .xlsx or .csv and choose that file.")
                % {"file": name, "kind": kind}
            )
    encoding = _encoding(data, name)
    text = data.decode(encoding)
    if "\x00" in text:
        raise Refused(_neither(name))
    if text.lstrip()[:200].lower().startswith(("<!doctype", "<html", "<?xml")):
        raise Refused(
            _(
                "“%(file)s” is a web page or XML, whatever its name says. "
                "Open it in Excel, save it as .xlsx and choose that file."
            )
            % {"file": name}
        )
    return Admitted("csv", encoding, _delimiter(text))


def _neither(name: str) -> str:
    return _(
        "“%(file)s” is neither an Excel workbook nor a text table. "
        "Save the table as .xlsx or .csv and choose that file."
    ) % {"file": name}


def _encoding(data: bytes, name: str) -> str:
    """BOM, then strict UTF-8, then strict CP932; never a guess."""
    if data.startswith(codecs.BOM_UTF8):
        candidates: tuple[str, ...] = ("utf-8-sig",)
    else:
        candidates = tuple(codec for bom, codec in _UTF_16 if data.startswith(bom)) or ("utf-8", "cp932")
    for codec in candidates:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        if codec != "cp932" or not _NO_CP932.search(text):
            return codec
    if b"\x00" in data:
        raise Refused(_neither(name))
    raise Refused(
        _(
            "The character encoding (文字コード) of “%(file)s” cannot be told. "
            "In Excel, save it as “CSV UTF-8” or as an Excel workbook (.xlsx) and choose that file."
        )
        % {"file": name}
    )


def _delimiter(text: str) -> str:
    """Comma or tab: the one the first lines hold more of."""
    head = text[:20_000]
    return "\t" if head.count("\t") > head.count(",") else ","
