"""Papers that are made for whoever asks, and not kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import Company
from assets.doors import sight
from classification.levels import Level
from reports.pdf import font_urls, pdf_of


def paper(
    request: HttpRequest, template: str, page: dict[str, Any], *, heading: str, filename: str, level: int | None
) -> HttpResponse:
    """A PDF for whoever asked.

    Args:
        template: extends print.html; gets `page`.
        heading: in the reader's language.
        filename: without its ending; no asset's name in it.
        level: the highest of what is printed; internal at least, for such papers speak of people.
    """
    who, now = sight(request).person, timezone.now()
    frame = {
        "heading": heading,
        "firm": (Company.objects.first() or Company()).label,
        "maker": who.label if who else "",
        "made_at": now,
        "paper_level": max(int(Level.INTERNAL), level or 0),
        "data_at": now,
        "language": get_language(),
    }
    content = pdf_of(render_to_string(template, page | frame | font_urls()))
    answer = HttpResponse(content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}.pdf"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
