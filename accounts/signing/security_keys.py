"""Security keys and passkeys (WebAuthn) as second factor: where they work, and what is said to the key.

A browser talks to a key only over https and only for a host name, so they are an offer beside the authenticator app,
never instead of it.
"""

import ipaddress

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User


def switched_on() -> bool:
    """Has whoever runs Kura switched them on?"""
    return Authenticator.Type.WEBAUTHN in settings.MFA_SUPPORTED_TYPES


def hindrance(request: HttpRequest) -> str:
    """Why a key cannot be used on the page as it was opened, in the active language; empty: it can."""
    host = request.get_host().rpartition(":")[0] or request.get_host()
    if _is_number(host):
        return _("A security key works for a host name only, and this page was opened by a number (%(host)s).") % {
            "host": host
        }
    if not request.is_secure() and host != "localhost":
        return _("A security key works over https only, and this page was opened over http.")
    return ""


def usable(request: HttpRequest) -> bool:
    """Switched on, and possible on this page?"""
    return switched_on() and not hindrance(request)


def keys_of(user: User) -> list[Authenticator]:
    """The keys of a sign-in, oldest first."""
    return list(Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).order_by("pk"))


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True
