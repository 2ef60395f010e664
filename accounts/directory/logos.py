"""The company's logo: a small PNG or JPEG, looked at by its first bytes, never by its name; kept with the data."""

import hashlib
import struct
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from accounts.models import Company, Logo, Person
from journal.acts import act

LARGEST: Final = 200 * 1024
LONGEST_SIDE: Final = 2000
PNG: Final = b"\x89PNG\r\n\x1a\n"
# The frames of a JPEG that tell its size (SOF0–SOF15 without DHT, JPG and DAC).
FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True)
class Picture:
    """A picture that was looked at."""

    media_type: str
    width: int
    height: int
    content: bytes


def looked_at(content: bytes) -> Picture:
    """What these bytes are, if they can be a logo.

    Raises:
        ValueError: with a sentence for whoever chose the file.
    """
    if len(content) > LARGEST:
        raise ValueError(_("The file is larger than 200 KB. Save the logo smaller, about 600 pixels wide."))
    if content.startswith(PNG) and content[12:16] == b"IHDR":
        width, height = struct.unpack(">II", content[16:24]) if len(content) >= 24 else (0, 0)
        media_type = "image/png"
    elif content.startswith(b"\xff\xd8\xff"):
        (width, height), media_type = _jpeg_size(content), "image/jpeg"
    else:
        raise ValueError(_("This is neither a PNG nor a JPEG file. Save the logo as PNG."))
    if not (1 <= width <= LONGEST_SIDE and 1 <= height <= LONGEST_SIDE):
        raise ValueError(_("The picture cannot be read, or a side of it is longer than 2000 pixels."))
    return Picture(media_type, width, height, content)


def _jpeg_size(content: bytes) -> tuple[int, int]:
    """Width and height from the first frame header; zeros where there is none."""
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if marker in FRAMES:
            return int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7])
        at += 2 + max(length, 2)
    return 0, 0


def put(company: Company, picture: Picture, *, by: Person) -> None:
    """Make this picture the logo."""
    with act(by, "accounts.put_logo", company) as deed:
        Logo.objects.filter(company=company).delete()
        Logo.objects.create(company=company, media_type=picture.media_type, content=picture.content)
        deed.change(company, logo_sha256=hashlib.sha256(picture.content).hexdigest())


def drop(company: Company, *, by: Person) -> None:
    """No logo any more."""
    with act(by, "accounts.drop_logo", company) as deed:
        Logo.objects.filter(company=company).delete()
        deed.change(company, logo_sha256="")
