"""What is done to the lines of an access list. (The page itself is the desk's: it shows verdicts.)"""

from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from assets.codes import ids_of
from assets.doors import asset_for, sight
from assets.knowing import access
from assets.knowing.forms import AcceptForm
from assets.models import Grant
from assets.rights import granted_by


@require_POST
def end_access(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Take a line off the access list."""
    asset = asset_for(request, code, granted_by)
    grant = get_object_or_404(asset.grants.current(), pk=pk)
    with suppress(access.AlreadyEnded):  # by a second click, or by somebody else: off the list it is
        access.end(grant, by=sight(request))
    messages.success(request, _("%(whom)s is off the access list.") % {"whom": grant.whom})
    return redirect("desk:access", code=code)


@require_POST
def confirm_access(request: HttpRequest, code: str) -> HttpResponse:
    """The access list was gone through and is right."""
    asset = asset_for(request, code, granted_by)
    access.confirm(asset, by=sight(request))
    messages.success(request, _("The access list is confirmed as of today."))
    return redirect("desk:access", code=code)


@require_POST
def accept_proposals(request: HttpRequest, code: str) -> HttpResponse:
    """Give access to those whom a ledger or a colleague proposed."""
    asset = asset_for(request, code, granted_by)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Nothing is given: the last day cannot be read, or lies in the past."))
        return redirect("desk:access", code=code)
    wanted = asset.grant_proposals.filter(pk__in=ids_of(request.POST.getlist("accept")), granted_by=None)
    lines = access.accept(wanted.select_related("asset"), by=sight(request), **form.cleaned_data)
    given = sum(isinstance(line, Grant) for line in lines)
    messages.success(request, _("Access given: %(n)s.") % {"n": given})
    if waiting := len(lines) - given:
        says = ngettext("%(n)s line waits for the second of two.", "%(n)s lines wait for the second of two.", waiting)
        messages.info(request, says % {"n": waiting})
    return redirect("desk:access", code=code)


@require_POST
def decline_proposal(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """Give no access to whom somebody proposed; or take a line back that waits."""
    asset = asset_for(request, code, granted_by)
    line = get_object_or_404(asset.grant_proposals.select_related("person", "department"), pk=pk)
    access.decline(line, by=sight(request))
    messages.success(request, _("%(whom)s gets no access.") % {"whom": line.whom})
    return redirect("desk:access", code=code)
