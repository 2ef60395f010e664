"""Putting pledges and trainings on record."""

from collections.abc import Iterable
from datetime import date

from django.core.files.uploadedfile import UploadedFile

from accounts.models import Person, Pledge, Training
from accounts.sight import Sight
from files.storing import keep
from journal.acts import act


def pledge(made: Pledge, paper: UploadedFile | None, *, by: Sight) -> Pledge:
    """Record a signed pledge, with the paper where there is one.

    Raises:
        files.storing.Refused: the paper is of no kind that is stored.
    """
    made.recorded_by = by.person
    with act(by.person, "accounts.pledge", made.person) as deed:
        if paper is not None:
            made.file = keep(paper)
            deed.facts["file"] = made.file.sha256
        return deed.add(made)


def train(people: Iterable[Person], topic: str, on: date, paper: UploadedFile | None, *, by: Sight) -> list[Training]:
    """Record that these people took part in a training; whoever is on record for it already is left as they are.

    Raises:
        files.storing.Refused: the paper is of no kind that is stored.
    """
    with act(by.person, "accounts.train") as deed:
        known = set(Training.objects.filter(topic=topic, on=on).values_list("person", flat=True))
        fresh = [person for person in people if person.pk not in known]
        file = keep(paper) if paper is not None and fresh else None
        if file is not None:
            deed.facts["file"] = file.sha256
        rows = (Training(person=person, topic=topic, on=on, file=file, recorded_by=by.person) for person in fresh)
        return deed.add_all(rows)


def take_back(row: Pledge | Training, *, by: Sight) -> None:
    """Remove what was recorded by mistake. The journal keeps what it was, and who removed it."""
    with act(by.person, "accounts.take_back", row.person) as deed:
        deed.remove(row)
