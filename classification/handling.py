"""The handling rules in force, changing them, and confirming them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.db import IntegrityError, transaction
from django.db.models import Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import Person
from accounts.prepared import Prepared
from accounts.sight import Sight
from classification.levels import Level
from classification.models import Acknowledgement, Handling, Topic
from journal.acts import act

FILE = Path(__file__).parent / "handling.toml"
CONFIRMED_FROM = Level.INTERNAL  # what is public needs no confirmation
PROPOSAL = 1  # the version that Kura brings

_versions: Prepared[Handling] = Prepared(lambda: Handling.objects.order_by("version"))


class ChangedMeanwhile(Exception):
    """Somebody else changed the rules of this level in between."""


@dataclass(frozen=True)
class Rules:
    """One level's handling rules in force. `since` is None for Kura's proposal, which was there from the start."""

    level: Level
    version: int
    texts: Mapping[str, str]
    since: date | None

    @property
    def is_proposal(self) -> bool:
        return self.version == PROPOSAL

    @property
    def lines(self) -> list[tuple[str, str]]:
        """Topic and rule, in the order of the topics; those of which nothing is said are left out."""
        return [(str(topic.label), self.texts[topic]) for topic in Topic if self.texts.get(topic)]


def proposal(level: Level) -> dict[str, str]:
    """Kura's own rules for a level, in the active language."""
    language = "ja" if (get_language() or "").startswith("ja") else "en"
    texts = {topic: words[language] for topic, words in _proposals()[level.name].items()}
    return {topic: text.replace("{level}", str(level.label)) for topic, text in texts.items()}


@cache
def _proposals() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def in_force(on: date | None = None) -> dict[Level, Rules]:
    """The rules of every level on a day (default: as they stand now); one query."""
    rows = Handling.objects.filter(from_on__lte=on).order_by("version") if on else _versions()
    own = {row.level: row for row in rows}  # the latest version comes last
    return {level: _rules(level, own.get(level)) for level in Level}


def rules_of(level: Level) -> Rules:
    """The rules of one level, as they stand now; one query."""
    own = [row for row in _versions() if row.level == level]
    return _rules(level, own[-1] if own else None)


def version_in_force(level: Level, on: date) -> Coalesce:
    """The version of a level's rules on a day, as an expression."""
    own = Handling.objects.filter(level=level, from_on__lte=on).order_by("-version").values("version")[:1]
    return Coalesce(Subquery(own), Value(PROPOSAL))


def _rules(level: Level, own: Handling | None) -> Rules:
    if own is None:
        return Rules(level, PROPOSAL, proposal(level), None)
    return Rules(level, own.version, own.texts, own.from_on)


def change(level: Level, texts: Mapping[str, str], *, seen: int, by: Sight) -> Handling:
    """Put a new version of a level's rules in force, from today on. Everybody will be asked to confirm it.

    Args:
        seen: the version that was on the screen.

    Raises:
        ChangedMeanwhile: another version is in force by now.
    """
    with act(by.person, "classification.change_rules") as deed:
        if rules_of(level).version != seen:
            raise ChangedMeanwhile
        fresh = Handling(level=level, version=seen + 1, texts=dict(texts), from_on=by.on, by=by.person)
        try:
            with transaction.atomic():
                deed.add(fresh)
        except IntegrityError as error:
            raise ChangedMeanwhile from error
        deed.name(fresh)
        return fresh


def confirmed(person: Person) -> dict[Level, Acknowledgement]:
    """The latest version of each level's rules that a person has confirmed."""
    return {Level(row.level): row for row in Acknowledgement.objects.filter(person=person).order_by("version")}


def is_unread(level: Level, person: Person) -> bool:
    """Has the person yet to confirm the rules in force of a level?"""
    if level < CONFIRMED_FROM:
        return False
    version = rules_of(level).version
    return not Acknowledgement.objects.filter(person=person, level=level, version=version).exists()


def confirm(level: Level, version: int, *, by: Sight) -> None:
    """Somebody has read the rules and will follow them. A second time changes nothing.

    Raises:
        ChangedMeanwhile: what was read is not in force any more.
    """
    assert by.person is not None
    with act(by.person, "classification.confirm_rules") as deed:
        if rules_of(level).version != version:
            raise ChangedMeanwhile
        deed.facts |= {"level": level.name, "version": version}
        if Acknowledgement.objects.filter(person=by.person, level=level, version=version).exists():
            return
        deed.add(Acknowledgement(person=by.person, level=level, version=version, at=timezone.now()))
