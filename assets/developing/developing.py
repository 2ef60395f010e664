"""Records of the company's own development: kept by whoever carries the asset, taken back by the same."""

from hashlib import sha256

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q

from accounts.sight import Sight
from assets.kinds import TECHNICAL, Origin
from assets.models import Asset, Development
from journal.acts import act

KNOWN_TECHNICAL = Q(technical=True) | Q(technical=None, kind__in=TECHNICAL)  # as `is_technical` has it


def is_technical(asset: Asset) -> bool:
    """Our own technical information: said so, or of a kind that is technical by its nature, unless said otherwise."""
    said = asset.kind in TECHNICAL if asset.technical is None else asset.technical
    return asset.origin == Origin.OWN and said


def digest(upload: UploadedFile) -> str:
    """The SHA-256 of a file, which is read and not kept."""
    found = sha256()
    for chunk in upload.chunks():
        found.update(chunk)
    return found.hexdigest()


def record(row: Development, asset: Asset, *, by: Sight) -> Development:
    """Keep it with its asset."""
    row.asset, row.by, row.on = asset, by.person, by.on
    with act(by.person, "assets.record_development", asset) as deed:
        return deed.add(row)


def take_back(row: Development, *, by: Sight) -> None:
    """It was recorded by mistake; its last values stay in the journal."""
    with act(by.person, "assets.remove_development", row.asset) as deed:
        deed.remove(row)
