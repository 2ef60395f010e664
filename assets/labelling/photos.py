"""Photos of what information lives on: added from a phone beside the mold, seen by those who see the asset by name."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from accounts.sight import Sight
from assets.models import Asset, AssetFile
from files.models import Format
from files.storing import NotTaken, Refused, admitted, keep
from journal.acts import act

PICTURES = (Format.PNG, Format.JPEG)


def add(asset: Asset, upload: UploadedFile, *, caption: str, taken_on: date | None, by: Sight) -> AssetFile:
    """Keep a picture with its asset.

    Raises:
        Refused: it is no PNG or JPEG, or too large.
    """
    only_pictures(upload)
    with act(by.person, "assets.add_photo", asset) as deed:
        return deed.add(AssetFile(asset=asset, blob=keep(upload), caption=caption, taken_on=taken_on, by=by.person))


def only_pictures(upload: UploadedFile) -> None:
    """Nothing happens to what may be kept as a picture.

    Raises:
        Refused: it is no PNG or JPEG, or too large.
    """
    try:
        if admitted(upload)[1] in PICTURES:
            return
    except NotTaken:
        pass
    raise Refused(_("Choose a picture (PNG or JPEG)."))


def remove(photo: AssetFile, *, by: Sight) -> None:
    """Take a picture out of the register; its last values stay in the journal."""
    with act(by.person, "assets.remove_photo", photo.asset) as deed:
        deed.remove(photo)
