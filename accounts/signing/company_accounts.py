"""The company's own accounts (OpenID Connect) open sign-ins that an administrator has made; nobody signs up.

Read only where OIDC_ISSUER is set: it needs the packages of requirements-oidc.txt.
"""

from typing import Any

import jwt
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.signing.adapter import ClosedAdapter
from accounts.signing.links import user_with_address
from journal import sightings

ALGORITHMS = ["RS256", "PS256", "ES256"]  # never HS256, never none
LEEWAY = 60  # seconds by which two clocks may differ


def refuse(request: HttpRequest, user: User | None = None) -> HttpResponse:
    """The one answer to whoever is not let in, whatever the reason; noted in the journal."""
    address = ClosedAdapter(request).get_client_ip(request)
    sightings.note(None, "accounts.sign_in_failed", user, address=address, factor="oidc")
    messages.error(request, _("This account opens nothing here. Ask the secretariat."))
    return redirect("account_login")


class CompanyAccountAdapter(DefaultSocialAccountAdapter):
    """Lets in whom the register knows: by the account's subject, or, the first time, by the address that an
    administrator gave the sign-in. The second factor is asked afterwards as after a password."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Refuse, or link, before anything else happens.

        Raises:
            ImmediateHttpResponse: the refusal.
        """
        claims = _forget(sociallogin)
        known = sociallogin.user if sociallogin.is_existing else None
        user = known or user_with_address(_address(claims))
        if not isinstance(user, User) or not user.may_sign_in() or sociallogin.state.get("process") != "login":
            raise ImmediateHttpResponse(refuse(request, user if isinstance(user, User) else None))
        if known is None:
            sociallogin.connect(request, user)
            sightings.note(user.person, "accounts.link_account", user)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **kwargs: Any) -> None:
        raise ImmediateHttpResponse(refuse(request))


def _forget(sociallogin: SocialLogin) -> dict[str, Any]:
    """What the account service says of the person: read once, and not kept."""
    account = sociallogin.account
    claims = account.extra_data.get("id_token") or {}
    account.extra_data = {}
    if account.pk:
        account.save(update_fields=["extra_data"])
    return dict(claims)


def _address(claims: dict[str, Any]) -> str:
    """The mail address, if the service vouches for it with a true `email_verified`."""
    return str(claims.get("email") or "") if claims.get("email_verified") is True else ""


class SignedAdapter(OpenIDConnectOAuth2Adapter):
    """Believes an id token by its signature alone, also when it came over TLS, and only from the issuer that is set."""

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        try:
            key = jwt.PyJWKClient(self.openid_config["jwks_uri"], timeout=5).get_signing_key_from_jwt(id_token)
            options: Any = {"require": ["exp", "iat", "iss", "aud", "sub"]}
            rules: dict[str, Any] = {"issuer": settings.OIDC_ISSUER, "audience": app.client_id, "options": options}
            return dict(jwt.decode(id_token, key, algorithms=ALGORITHMS, leeway=LEEWAY, **rules))
        except jwt.PyJWTError as error:
            raise OAuth2Error("the id token is not to be believed") from error
