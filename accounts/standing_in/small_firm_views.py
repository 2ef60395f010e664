"""The page on which the chief or an executive of a small firm allows self-approval, or forbids it again."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import Company
from accounts.sight import sight_of
from accounts.signing.reauthentication import recently_signed_in
from accounts.standing_in import small_firm


@require_http_methods(["GET", "POST"])
def self_approval(request: HttpRequest) -> HttpResponse:
    """Whether whoever proposes may approve here, and why."""
    if not small_firm.may_allow(sight_of(request.user)):
        raise PermissionDenied
    return recently_signed_in(_decide)(request) if request.method == "POST" else _page(request, _company())


def _decide(request: HttpRequest) -> HttpResponse:
    company, who = _company(), sight_of(request.user)
    try:
        if "forbid" in request.POST:
            small_firm.forbid(company, by=who)
        else:
            small_firm.allow(company, request.POST.get("reason", "")[:200], by=who)
    except small_firm.TooLarge:
        return _page(request, company, 409)
    except ValueError:
        return _page(request, company, 422, problem=_("Say why, in a few words."))
    return redirect("people:self_approval")


def _company() -> Company:
    return get_object_or_404(Company.objects.select_related("self_approval_by").order_by("pk")[:1])


def _page(request: HttpRequest, company: Company, status: int = 200, problem: str = "") -> HttpResponse:
    page = {"firm": company, "small": small_firm.is_small(company), "problem": problem}
    return render(request, "accounts/self_approval.html", page, status=status)
