"""Before they first open an asset of a level, people read how that level is handled; and again when that changes."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from accounts.sight import Sight
from assets.models import Asset
from classification.handling import is_unread
from classification.levels import Level
from classification.views import confirm_first


class RulesUnread(Exception):
    """The rules of this level are to be confirmed first; raised by the door, answered by `RulesFirstMiddleware`."""

    def __init__(self, level: Level) -> None:
        super().__init__(level.name)
        self.level = level


def rules_first(asset: Asset, who: Sight) -> None:
    """Nothing happens to whoever has confirmed the rules of the asset's level.

    Raises:
        RulesUnread: they have not, or the rules have changed since.
    """
    if who.person is not None and asset.level is not None and is_unread(Level(asset.level), who.person):
        raise RulesUnread(Level(asset.level))


class RulesFirstMiddleware:
    """Leads to the rules of a level, and from there on to the page that was asked for, or back to what was sent."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, RulesUnread):
            return None
        if request.method == "POST":  # it bore a token of ours, else it had not come so far
            return confirm_first(request, error.level)
        onward = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('classification:confirm', args=[error.level.name])}?{onward}")
