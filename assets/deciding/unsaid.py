"""A step that was sent without its words: its form comes back, and beside the field stands what is missing."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assets.models import Asset


@dataclass(frozen=True)
class Unsaid:
    """The one field of such a form, and the button that sends it to where it came from."""

    heading: str
    button: str
    problem: str
    label: str
    name: str = "comment"
    longest: int = 500
    help: str = ""


def ask_again(request: HttpRequest, asset: Asset, unsaid: Unsaid) -> HttpResponse:
    """The form alone on a page, for its own page is long and the form stands far down, folded."""
    return render(request, "assets/unsaid.html", {"asset": asset, "unsaid": unsaid}, status=422)
