"""Around every request: the catalogue of measures as the company has it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from measures.catalogue import rulings


class CatalogueMiddleware:
    """The company's rulings are read once for a request: one query, made when the first measure is asked for."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with rulings.held():
            return self.answer(request)
