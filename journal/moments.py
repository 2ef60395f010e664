"""Reading many rows as they stood at one moment, without holding up whoever writes."""

from collections.abc import Callable

from django.db import transaction

from journal.chain import ACTS
from journal.models import Head

TRIES = 2


def of_one_moment[Found](read: Callable[[], Found]) -> tuple[Found, Head]:
    """What `read` finds, and the head of the journal at that moment.

    No act may close between the first question and the last: where one did, everything is asked again; after a few
    tries with the head held, so that acts wait for the reader.
    """
    for _ in range(TRIES):
        head = _head()
        found = read()
        if _head().mac == head.mac:
            return found, head
    with transaction.atomic():
        held = Head.objects.select_for_update().filter(pk=ACTS.row).first() or Head()
        return read(), held


def _head() -> Head:
    return Head.objects.filter(pk=ACTS.row).first() or Head()
