"""Pages about security keys: allauth's, where keys work; elsewhere they do not exist."""

from urllib.parse import urlencode

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import views as webauthn
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.signing.security_keys import hindrance, keys_of, switched_on, usable
from accounts.signing.views import noted, ordinary


@require_GET
def keys(request: HttpRequest) -> HttpResponse:
    """They stand on the page about one's sign-in."""
    return redirect("mfa_index")


@ordinary
def add_key(request: HttpRequest) -> HttpResponse:
    """Make a key known; the first one comes with recovery codes."""
    if not switched_on():
        raise Http404
    if hindrance(request):
        return redirect("mfa_index")  # which says why
    return noted(webauthn.add_webauthn)(request)


@ordinary
def remove_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget one of one's own keys; possible wherever the page was opened."""
    if not any(key.pk == pk for key in _mine(request)):
        raise Http404
    return noted(webauthn.remove_webauthn)(request, pk=pk)


@ordinary
def say_again_with_key(request: HttpRequest) -> HttpResponse:
    """Before what matters: touch the key."""
    if not usable(request) or not _mine(request):
        raise Http404
    answer: HttpResponse = webauthn.reauthenticate_webauthn(request)
    if request.method == "POST" and answer.headers.get("Location") == reverse("account_login"):
        return redirect(f"{request.path}?{urlencode({'next': request.POST.get('next', '')})}")  # try again, here
    return answer


def _mine(request: HttpRequest) -> list[Authenticator]:
    return keys_of(request.user) if isinstance(request.user, User) else []
