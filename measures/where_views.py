"""Where measures are missing: purposes by audiences, departments by categories, down to the rows behind a number."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assets.doors import sight
from measures.asking.readings import Question
from measures.figures import SHORT
from measures.part import Part, choices
from measures.spread import spread
from measures.where import seen
from measures.words import Audience, Purpose


@require_GET
def where(request: HttpRequest) -> HttpResponse:
    """A part of what I may know of: whose leaks which measures stand against, and in which departments they lack."""
    who, part = sight(request), Part.of(request.GET)
    found = seen(spread(Question(who.on, who), part.assets(who)))
    page: dict[str, Any] = {
        "seen": found,
        "audiences": [audience.label for audience in Audience],
        "purposes": [SHORT[purpose] for purpose in Purpose],
        "part": part,
        "rest": replace(part, department=None).query,
    }
    return render(request, "measures/where.html", page | choices())
