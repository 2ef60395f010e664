"""The door through which web pages reach assets. Hidden and missing are the same 404."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts.sight import Sight, sight_of
from assets.models import Asset


def asset_or_404(request: HttpRequest, code: str) -> Asset:
    """The asset with this code, if whoever asks may know of it."""
    visible = Asset.objects.visible_to(request.user)
    return get_object_or_404(
        visible.select_related("department", "owner", "custodian", "entered_by", "submitted_by"), code=code
    )


def asset_for(request: HttpRequest, code: str, right: Any) -> Asset:
    """The same for what only some of them may do: `right` turns their sight into a condition on assets."""
    visible = Asset.objects.visible_to(request.user).filter(right(sight(request)))
    return get_object_or_404(visible.select_related("department", "owner", "custodian"), code=code)


def sight(request: HttpRequest) -> Sight:
    """What whoever asks may reach today."""
    return sight_of(request.user)
