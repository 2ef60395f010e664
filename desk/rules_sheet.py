"""The handling rules on one sheet, to be hung up where the work is done."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from assets.doors import sight
from classification.handling import Rules, in_force
from classification.levels import Level
from classification.models import Topic
from desk.papers import paper
from journal.sightings import note


@require_GET
def rules_sheet(request: HttpRequest) -> HttpResponse:
    """What is done with information of each level, as PDF."""
    rules = in_force()
    levels = [rules[level] for level in sorted(rules, reverse=True)]
    note(sight(request).person, "desk.rules_sheet")
    page = {"levels": levels, "rows": _rows(levels)}
    return paper(
        request, "desk/rules_sheet.html", page, heading=_("Handling rules"), filename="kura-rules", level=Level.INTERNAL
    )


def _rows(levels: list[Rules]) -> list[tuple[Any, list[str]]]:
    """A line for each topic of which something is said: its name, and each level's rule."""
    lines = [(topic.label, [rules.texts.get(topic, "") for rules in levels]) for topic in Topic]
    return [(label, texts) for label, texts in lines if any(texts)]
