"""Answers of a register of secrets are never kept by a browser or a proxy, and none of them is a blank page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class NoStoreMiddleware:
    """Put `no-store` on every answer that went through Django (static files do not)."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers["Cache-Control"] = "no-store"
        return response


class OtherWayMiddleware:
    """Whoever opens the address of a step (reloads it, comes back to it) reads what to do; Django's 405 is blank."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if request.method != "GET" or response.status_code != 405:
            return response
        page = render(request, "405.html", status=405)
        page.headers["Allow"] = response.headers["Allow"]
        return page
