"""A form that was sent twice, by a double click or by a connection that tried again, is one deed."""

import hashlib
import json
from uuid import UUID

from django.http import HttpRequest


def key_of(request: HttpRequest) -> UUID | None:
    """What names this very sending: the page's token, which is another on every page, and all that was typed into it.

    None where there is no token. Whoever goes back and types something else sends something else.
    """
    if not request.POST.get("csrfmiddlewaretoken"):
        return None
    sent = [request.user.pk, request.get_full_path(), sorted(request.POST.lists())]
    return UUID(bytes=hashlib.sha256(json.dumps(sent).encode()).digest()[:16])
