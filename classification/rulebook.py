"""Writing, adopting and confirming the company's own rules, edition by edition."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Person
from accounts.sight import Sight
from classification.books import Clause, Confirmation, Edition, Rulebook, RuleTopic
from classification.clauses import Words
from classification.handling import ChangedMeanwhile
from files.storing import keep
from journal.acts import Act, act


class NotADraft(Exception):
    """What was adopted is not changed any more: a change is a new edition."""


class Empty(ValueError):
    """There is nothing to adopt: neither a clause nor a file."""


def begin(name: str, name_en: str = "", *, by: Sight) -> Rulebook:
    """A new rulebook, with the draft of its first edition."""
    with act(by.person, "classification.begin_rulebook") as deed:
        book = deed.add(Rulebook(name=name, name_en=name_en))
        deed.add(Edition(rulebook=book, version=1))
        deed.name(book)
        return book


def draft(book: Rulebook, *, by: Sight) -> Edition:
    """The draft of the next edition: the one under way, else a copy of the newest."""
    under_way = book.editions.filter(state=Edition.State.DRAFT).first()
    if under_way is not None:
        return under_way
    newest = book.editions.order_by("-version").first()
    try:
        with act(by.person, "classification.draft_rulebook", book) as deed:
            fresh = Edition(rulebook=book, version=newest.version + 1 if newest else 1)
            with transaction.atomic():
                deed.add(fresh)
            for clause in newest.clauses.all() if newest else ():
                deed.add(_copy(clause, fresh))
            return fresh
    except IntegrityError as error:
        raise ChangedMeanwhile from error


def amend(
    edition: Edition,
    clauses: Sequence[Words],
    *,
    seen: int,
    by: Sight,
    note: str = "",
    file: UploadedFile | None = None,
) -> None:
    """Give a draft these clauses.

    Args:
        seen: how often it had been saved when it was on the screen.

    Raises:
        NotADraft: it was adopted meanwhile.
        ChangedMeanwhile: somebody else saved it meanwhile.
    """
    with act(by.person, "classification.amend_rulebook", edition.rulebook) as deed:
        rows = Edition.objects.filter(pk=edition.pk, state=Edition.State.DRAFT)
        if not rows.filter(saves=seen).update(saves=seen + 1):
            raise ChangedMeanwhile if rows.exists() else NotADraft
        edition.saves = seen + 1
        deed.change(edition, note=note, **({"file": keep(file)} if file else {}))
        _put(deed, edition, clauses)


def _put(deed: Act, edition: Edition, clauses: Sequence[Words]) -> None:
    """Clause by clause, so that the journal holds what changed and nothing else."""
    rows = list(edition.clauses.order_by("position"))
    for position, words in enumerate(clauses, start=1):
        facts = {"number": words.number[:20], "title": words.title[:100], "text": words.text, "topic": words.topic}
        if position <= len(rows):
            deed.change(rows[position - 1], **facts)
        else:
            deed.add(Clause(edition=edition, position=position, **facts))
    for row in rows[len(clauses) :]:
        deed.remove(row)


def adopt(edition: Edition, adopted_on: date, from_on: date, *, seen: int, by: Sight, adopted_at: str = "") -> None:
    """Record that a draft was adopted: from then on it is not changed, and everybody is asked to confirm it.

    Raises:
        NotADraft: it was adopted before.
        ChangedMeanwhile: somebody saved it meanwhile; what was read is not what would be adopted.
        Empty: it holds neither clauses nor a file.
    """
    with act(by.person, "classification.adopt_rulebook", edition.rulebook) as deed:
        rows = Edition.objects.filter(pk=edition.pk, state=Edition.State.DRAFT)
        if not rows.filter(saves=seen).update(saves=seen + 1):
            raise ChangedMeanwhile if rows.exists() else NotADraft
        if edition.file_id is None and not edition.clauses.exists():
            raise Empty
        facts: dict[str, Any] = {"adopted_on": adopted_on, "from_on": from_on, "adopted_at": adopted_at}
        deed.change(edition, state=Edition.State.ADOPTED, adopted_by=by.person, saves=seen + 1, **facts)


def confirm(edition: Edition, *, by: Sight) -> None:
    """Somebody has read an edition and will follow it. A second time changes nothing.

    Raises:
        ChangedMeanwhile: another edition is in force by now.
    """
    assert by.person is not None
    with act(by.person, "classification.confirm_rulebook", edition.rulebook) as deed:
        if not Edition.objects.in_force(by.on).filter(pk=edition.pk).exists():
            raise ChangedMeanwhile
        deed.facts["version"] = edition.version
        if not Confirmation.objects.filter(edition=edition, person=by.person).exists():
            deed.add(Confirmation(edition=edition, person=by.person, at=timezone.now()))


def missing(editions: QuerySet[Edition] | Sequence[Edition]) -> list[RuleTopic]:
    """The handbook's topics of which no clause of these editions speaks; one query."""
    spoken = set(Clause.objects.filter(edition__in=editions).order_by().values_list("topic", flat=True).distinct())
    return [topic for topic in RuleTopic if topic.value not in spoken]


def unread(person: Person, on: date) -> QuerySet[Edition]:
    """Editions in force that a person has not confirmed, since those of before they may have forgotten."""
    confirmed = Confirmation.objects.filter(person=person).values("edition")
    return Edition.objects.in_force(on).exclude(pk__in=confirmed).select_related("rulebook").order_by("rulebook")


def not_confirmed_by(edition: Edition, on: date) -> QuerySet[Person]:
    """Who works here on a day and has not confirmed this edition."""
    confirmed = Confirmation.objects.filter(edition=edition).values("person")
    return Person.objects.employed(on).exclude(pk__in=confirmed).order_by("code")


def as_words(edition: Edition) -> list[Words]:
    """An edition's clauses, in order."""
    return [Words(c.number, c.title, c.text, c.topic) for c in edition.clauses.order_by("position")]


def _copy(clause: Clause, edition: Edition) -> Clause:
    kept: Mapping[str, Any] = {name: getattr(clause, name) for name in ("position", "number", "title", "text", "topic")}
    return Clause(edition=edition, **kept)
