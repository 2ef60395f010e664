"""To the company's account service, and back."""

from typing import Any

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException

from accounts.signing.company_accounts import SignedAdapter, refuse

BROKEN = (RequestException, KeyError, TypeError, ValueError)  # a service that is away, or answers nonsense


def _through(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        return view.adapter_view(SignedAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    except BROKEN:
        return refuse(request)


@never_cache
@login_not_required
@require_POST
def go(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Off to the account service."""
    return _through(OAuth2LoginView, request, provider_id)


@never_cache
@login_not_required
@require_GET
def come_back(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from it, with a code."""
    return _through(OAuth2CallbackView, request, provider_id)
