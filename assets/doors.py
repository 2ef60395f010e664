"""The door through which web pages reach assets. Hidden and missing are the same 404; either is noted, and so is each
page about a secret that was opened.

Behind it stands an asset with its name. Only `administered_or_404` lets those through to whom a sealed asset shows
its code alone: for the pages that print nothing else of it.
"""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from accounts.sight import Sight, sight_of
from assets import watch
from assets.models import Asset
from assets.reading import rules_first
from assets.visibility import Plan

RELATED = ("department", "owner", "custodian", "entered_by", "submitted_by")


def administered_or_404(request: HttpRequest, code: str) -> Asset:
    """The asset with this code, if whoever asks may know that it is there; see `asset.named`."""
    return asset_among(Asset.objects.visible_to(request.user, plan=Plan.EACH).select_related(*RELATED), request, code)


def asset_or_404(request: HttpRequest, code: str) -> Asset:
    """The asset with this code, if whoever asks may know of it, its name included."""
    named = Asset.objects.visible_to(request.user, plan=Plan.EACH).named_to(sight(request))
    return asset_among(named.select_related(*RELATED), request, code)


def asset_for(request: HttpRequest, code: str, right: Any) -> Asset:
    """The same for what only some of them may do: `right` turns their sight into a condition on assets."""
    who = sight(request)
    named = Asset.objects.visible_to(request.user, plan=Plan.EACH).named_to(who).filter(right(who))
    return asset_among(named.select_related(*RELATED), request, code)


def asset_among(visible: QuerySet[Asset], request: HttpRequest, code: str) -> Asset:
    """The same among assets that are visible to whoever asks.

    Raises:
        Http404: it is not among them, be it hidden or missing.
        RulesUnread: it is, and the handling rules of its level are to be confirmed first.
    """
    who, asset = sight(request), visible.filter(code=code).first()
    if asset is None:
        watch.denied(code, by=who, **_circumstances(request, who))
        raise Http404
    looked_at(asset, request)
    return asset


def looked_at(asset: Asset, request: HttpRequest) -> None:
    """An asset that came through the door otherwise is shown: its level's rules are to be read first, and it is noted.

    Raises:
        RulesUnread: the handling rules of its level are to be confirmed first.
    """
    who = sight(request)
    rules_first(asset, who)
    if request.method == "GET":  # whatever else is an act
        watch.viewed(asset, by=who, **_circumstances(request, who))


def _circumstances(request: HttpRequest, who: Sight) -> dict[str, Any]:
    """Which page, how it was asked for, and, where no person stands behind a sign-in, which sign-in it was."""
    page = request.resolver_match.view_name if request.resolver_match else ""
    facts: dict[str, Any] = {"page": page, "method": request.method}
    return facts if who.person else facts | {"user": request.user.pk}


def sight(request: HttpRequest) -> Sight:
    """What whoever asks may reach today."""
    return sight_of(request.user)
