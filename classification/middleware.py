"""Around every request: the company's words for its levels."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from classification.levels import in_words
from classification.naming import own_words


class LevelWordsMiddleware:
    """Levels are called as the company calls them: one query, made when the first level is written."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with in_words(own_words):
            return self.answer(request)
