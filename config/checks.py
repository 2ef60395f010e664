"""System checks: what must never be misconfigured. `manage.py check` runs them."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import Error, Info, Tags, Warning, register


@register(Tags.security)
def fonts_are_there(**kwargs: Any) -> list[Warning]:
    """Papers need their own font: without it Japanese text would be boxes."""
    missing = [n for n in ("Regular", "Bold") if not (settings.KURA_FONTS / f"BIZUDPGothic-{n}.ttf").exists()]
    if not missing:
        return []
    return [Warning("The fonts for papers are missing.", hint="Run `make setup`.", id="kura.W001")]


@register(Tags.security, deploy=True)
def the_throttle_sees_addresses(**kwargs: Any) -> list[Warning]:
    """Behind a proxy that is not counted, everybody has the proxy's address, and one guesser shuts all out."""
    if not settings.HTTPS or settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return []
    hint = "Set ALLAUTH_TRUSTED_PROXY_COUNT to the number of your own proxies before Kura (docs/deploy.md)."
    return [Warning("Failed sign-ins are all counted under the proxy's address.", hint=hint, id="kura.W002")]


@register(Tags.security, deploy=True)
def mails_go_out(**kwargs: Any) -> list[Info]:
    """Without a mail server nothing fails; but nobody is told of an emergency access before they look."""
    if settings.KURA_MAILS:
        return []
    hint = "Set EMAIL_URL and MAIL_FROM (docs/deploy.md), or see to it that the chief looks at the first page daily."
    return [Info("No mail goes out, not even about an emergency access.", hint=hint, id="kura.I001")]


@register(Tags.security)
def the_account_service_is_reached_safely(**kwargs: Any) -> list[Error]:
    """What says who somebody is must not be read or altered on its way."""
    service = urlsplit(settings.OIDC_ISSUER)
    if not settings.OIDC_ISSUER or service.scheme == "https" or service.hostname in ("localhost", "127.0.0.1"):
        return []
    return [Error("OIDC_ISSUER must begin with https://.", hint="docs/sign-in.md", id="kura.E001")]
