"""Pages that change assets: seal. (Entering, judging, deciding and access lists have their own.)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assets import seals
from assets.deciding.unsaid import Unsaid, ask_again
from assets.doors import asset_for, sight
from assets.sealing import sealable_by


@require_POST
def seal(request: HttpRequest, code: str) -> HttpResponse:
    """Make the name itself a secret: for those who approve."""
    asset = asset_for(request, code, sealable_by)
    try:
        seals.put(asset, request.POST.get("reason", "")[:200], by=sight(request))
        messages.success(request, _("The name of %(code)s is sealed.") % {"code": code})
    except ValueError:
        unsaid = Unsaid(
            _("Seal the name"), _("Seal"), _("Say why, in a few words."), _("Why"), name="reason", longest=200
        )
        return ask_again(request, asset, unsaid)
    return redirect("desk:detail", code=code)


@require_POST
def unseal(request: HttpRequest, code: str) -> HttpResponse:
    """Show the name again to whoever may know of the asset."""
    seals.lift(asset_for(request, code, sealable_by), by=sight(request))
    messages.success(request, _("The seal of %(code)s is lifted.") % {"code": code})
    return redirect("desk:detail", code=code)
