"""What was typed is kept when a session ended, a page grew old or rules are to be read first: it is shown again, to be
sent once more.

Only what our own pages sent: the browser itself says so (`Sec-Fetch-Site`, or an Origin that is ours), and no other
site can make it say that. Pages of signing in, with passwords and codes, are never shown again. Nothing is stored: the
fields stand in the answer, which no cache keeps. Rights are asked anew when it is sent.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.csrf import csrf_failure as plain_failure

# Pages on which people type what they would be sorry to lose. Those of signing in have no namespace.
KEPT = {
    "accounts", "assets", "catalogue", "classification", "company", "desk", "exchange", "measures", "people", "places",
    "quick", "reports", "trust",
}  # fmt: skip
NEVER = ("csrfmiddlewaretoken", "password", "secret", "token")


class KeptLoginRequiredMiddleware(LoginRequiredMiddleware):
    """Whoever sends a form and is no longer signed in gets it back, instead of the sign-in page alone."""

    def handle_no_permission(  # type: ignore[override]  # any answer will do, not a redirect alone
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponseBase:  # Django's own name
        if may_be_kept(request):
            return again(request, ended=True, status=403)
        return super().handle_no_permission(request, view_func)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A page had grown old: what was typed, with a fresh token and one button; else Django's own answer."""
    if may_be_kept(request):
        return again(request, ended=not request.user.is_authenticated, status=403)
    return plain_failure(request, reason)


def may_be_kept(request: HttpRequest) -> bool:
    """Was it sent by a page of ours, to one that is shown again?"""
    return request.method == "POST" and is_ours(request) and is_kept(request.path_info)


def is_ours(request: HttpRequest) -> bool:
    """Does the browser say that a page of this very site sent it?"""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = urlsplit(request.headers.get("Origin", ""))
    return bool(origin.netloc) and (origin.scheme, origin.netloc) == (request.scheme, request.get_host())


def is_kept(path: str) -> bool:
    """Is this a page on which people type what they would be sorry to lose?"""
    try:
        return resolve(path).namespace in KEPT
    except Resolver404:
        return False


@dataclass(frozen=True)
class Typed:
    """What was sent: where to, the fields, and the names of those that held a file (which cannot be kept)."""

    address: str
    fields: list[tuple[str, str]]
    files: list[str]

    @classmethod
    def of(cls, request: HttpRequest) -> "Typed":
        return cls(request.get_full_path(), list(_typed(request)), sorted(request.FILES))

    def with_value(self, name: str, value: str) -> "Typed":
        """The same, with another value in one field."""
        return Typed(self.address, [*((n, v) for n, v in self.fields if n != name), (name, value)], self.files)

    def packed(self) -> str:
        """As one field, to be taken along through a page that comes between."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def unpacked(cls, text: str) -> "Typed | None":
        """What was taken along; None where it is nothing, or would be sent to a page that is never shown again."""
        try:
            found = json.loads(text)
            typed = cls(str(found["address"]), [(str(k), str(v)) for k, v in found["fields"]], list(found["files"]))
        except (ValueError, TypeError, KeyError, RecursionError):
            return None
        ours = url_has_allowed_host_and_scheme(typed.address, allowed_hosts=None)
        return typed if ours and is_kept(urlsplit(typed.address).path) else None


def comes_back(request: HttpRequest) -> bool:
    """Was it sent from a page that came between, to be shown as it was typed so far and not to be saved?"""
    return request.method == "POST" and "comes_back" in request.POST


def again(request: HttpRequest, *, ended: bool, status: int) -> HttpResponse:
    """The page that holds what was typed. `ended`: is nobody signed in?"""
    return held(request, Typed.of(request), "ended" if ended else "aged", status)


def held(request: HttpRequest, typed: Typed, why: str, status: int = 200) -> HttpResponse:
    """The page that holds what was typed, with one button that sends it once more.

    Args:
        typed: what is held.
        why: "ended" (nobody is signed in), "aged" (the page was from another sign-in) or "read" (rules, confirmed now).
        status: of the answer.
    """
    page = {
        "typed": typed,
        "why": why,
        "sign_in": reverse(settings.LOGIN_URL),
        "token_cookie": settings.CSRF_COOKIE_NAME,
    }
    return render(request, "accounts/kept.html", page, status=status)


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    for name, values in request.POST.lists():
        if not any(word in name.lower() for word in NEVER):
            yield from ((name, value) for value in values if isinstance(value, str))
