"""Who may go on, and in which of the company's ways they are answered.

Not whoever has left; and, where the company asks a second factor, nobody without one.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from accounts.days.calendars import in_calendar
from accounts.models import Company, User
from accounts.prepared import Prepared
from accounts.signing.second_factor import has_factor, must_have_factor

# What is open to somebody who has still to set up the second factor.
WITHOUT_FACTOR = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "invitation",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "set_language",
}


_company: Prepared[Company] = Prepared(lambda: Company.objects.order_by("pk")[:1])


class EmployedMiddleware:
    """End the session of a person whose last day has passed."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and not user.may_sign_in():
            logout(request)
            return redirect("account_login")
        return self.answer(request)


class SecondFactorMiddleware:
    """Whoever must have a second factor and has none sees the page where it is set up, and no other."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponse | None:
        match, user = request.resolver_match, request.user
        if not isinstance(user, User) or (match and match.view_name in WITHOUT_FACTOR):
            return None
        if not must_have_factor(user, request.company) or has_factor(user):  # type: ignore[attr-defined]
            return None
        return redirect("mfa_activate_totp")


class CompanyMiddleware:
    """The company's ways: its calendar for every date, its language for whoever has chosen none.

    Who has chosen gets their own: by their sign-in on every machine, by the cookie before they sign in. The company is
    one query, made when first needed; `request.company` hands it on.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        company: Any = SimpleLazyObject(lambda: _company.first() or Company())
        request.company = company  # type: ignore[attr-defined]
        language = _language_of(request, company)
        if language:
            translation.activate(language)
            request.LANGUAGE_CODE = language
        with in_calendar(lambda: company.calendar):
            return self.answer(request)


def _language_of(request: HttpRequest, company: Company) -> str:
    """The language to speak; empty: as LocaleMiddleware found it (the cookie, else what the browser asks for)."""
    if isinstance(request.user, User) and request.user.language:
        return request.user.language
    return "" if settings.LANGUAGE_COOKIE_NAME in request.COOKIES else company.language
