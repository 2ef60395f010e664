"""Pages about one's own sign-in: allauth's, with what they do noted in the journal, and the page that lists it all."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as factor
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.signing import links, security_keys, sessions
from accounts.signing.second_factor import must_have_factor
from journal import sightings

type View = Callable[..., HttpResponse]
ordinary = require_http_methods(["GET", "HEAD", "POST"])


def factors_of(user: Any) -> dict[int, str]:
    """What stands beside the password, by id."""
    return dict(Authenticator.objects.filter(user_id=user.pk).values_list("pk", "type"))


def noted(view: View) -> View:
    """Note in the journal which second factors a page added or removed."""

    @wraps(view)
    def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user: Any = request.user
        before = factors_of(user)
        answer = view(request, *args, **kwargs)
        after = factors_of(user)
        for pk in sorted(before.keys() ^ after.keys()):
            verb = "accounts.mfa_on" if pk in after else "accounts.mfa_off"
            sightings.note(user.person, verb, user, factor=(before | after)[pk])
        return answer

    return page


sign_out = ordinary(account.logout)
change_password = ordinary(account.password_change)
say_again = ordinary(account.reauthenticate)
enter_code = ordinary(factor.authenticate)
enter_code_again = ordinary(factor.reauthenticate)
remove_app = ordinary(noted(totp.deactivate_totp))
recovery_codes = require_GET(recovery.view_recovery_codes)
new_recovery_codes = ordinary(noted(recovery.generate_recovery_codes))


@login_not_required
@ordinary
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; where the company's accounts open Kura, the way to those too."""
    answer = account.login(request)
    if isinstance(answer, TemplateResponse):
        ways = {"company_accounts": links.are_kept(), "company_accounts_name": settings.OIDC_NAME}
        answer.context_data = (answer.context_data or {}) | ways
    return answer


@ordinary
def set_up_app(request: HttpRequest) -> HttpResponse:
    """Set up the authenticator app; where keys work, the page offers one instead."""
    answer = noted(totp.activate_totp)(request)
    if isinstance(answer, TemplateResponse):
        answer.context_data = (answer.context_data or {}) | {
            "keys_usable": security_keys.usable(request),
            "asked": must_have_factor(_me(request)),
        }
    return answer


@require_GET
def security(request: HttpRequest) -> HttpResponse:
    """How safe my sign-in is: password, second factor, recovery codes, where I am signed in."""
    user = _me(request)
    held = {row.type: row for row in Authenticator.objects.filter(user=user)}
    codes = held.get(Authenticator.Type.RECOVERY_CODES)
    page = {
        "heading": _("Sign-in and security"),
        "keys": security_keys.keys_of(user),
        "keys_usable": security_keys.usable(request),
        "keys_hindered": security_keys.hindrance(request) if security_keys.switched_on() else "",
        "app": held.get(Authenticator.Type.TOTP),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "asked": must_have_factor(user),
        "sessions": sessions.sessions_of(user),
    }
    return render(request, "accounts/security.html", page)


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out somewhere else."""
    user = _me(request)
    if not sessions.end(user, user.person, only=pk, spare=request.session.session_key):
        raise Http404
    messages.success(request, _("Signed out there."))
    return redirect("mfa_index")


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere else."""
    user = _me(request)
    sessions.end(user, user.person, spare=request.session.session_key)
    messages.success(request, _("Signed out everywhere else."))
    return redirect("mfa_index")


def _me(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user
