"""Whoever has left is out with the very next request."""

from collections.abc import Callable

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import User


class EmployedMiddleware:
    """End the session of a person whose last day has passed."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User) and user.person and not user.person.is_employed():
            logout(request)
            return redirect("account_login")
        return self.answer(request)
