"""What was looked at, taken out or refused: noted in the second chain, beside the acts that change rows.

A sighting locks only its own head, at its very end, so that opening a page does not wait for somebody's import (on
SQLite, which has one writer, it waits for the import's transaction like any other write). Within an open act it is
written when the act closes, in the same transaction: what did not happen was not seen, and no head is held for long.
"""

import json
from typing import Any

from django.db import models, transaction

from journal.acts import current, name_of
from journal.chain import SIGHTINGS, canonical
from journal.models import Sighting


def note(by: models.Model | None, verb: str, about: models.Model | None = None, **facts: Any) -> None:
    """Write one entry into the second chain.

    Args:
        by: the person who looks; None: nobody that Kura knows.
        verb: what was done, as `app.verb`.
        about: the row it is about, if one.
        facts: ids, counts and codes; never a name, never a secret.
    """
    plain = json.loads(canonical(facts))  # as it will come back from the database, so that seals agree
    actor, row = by.pk if by is not None else None, name_of(about) if about is not None else ""
    sighting = Sighting(actor_id=actor, verb=verb, about=row, facts=plain)
    if (deed := current()) is not None:
        deed.sight(sighting)
        return
    with transaction.atomic():
        SIGHTINGS.append(sighting)
