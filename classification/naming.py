"""What the company calls its levels, in which colours and by which signs."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from accounts.prepared import Prepared
from accounts.sight import Sight
from classification.levels import Level, Wording, in_words
from classification.models import OwnLevel
from journal.acts import act

PARTS = ("name", "name_en", "colour", "sign")
_rows: Prepared[tuple[Any, ...]] = Prepared(lambda: OwnLevel.objects.values_list("level", *PARTS))


def own_words() -> dict[int, Wording]:
    """What the company has decided about each level; one query."""
    return {level: Wording(*parts) for level, *parts in _rows()}


@contextmanager
def in_the_companys_words() -> Iterator[None]:
    """For commands: within it levels are called as the company calls them. (Requests have a middleware.)"""
    with in_words(own_words):
        yield


def reword(words: Mapping[Level, Wording], *, by: Sight) -> None:
    """Call the levels so from now on, everywhere. Codes stay, and so does what was printed before."""
    with act(by.person, "classification.reword_levels") as deed:
        rows = {row.level: row for row in OwnLevel.objects.all()}
        for level, wording in words.items():
            facts = {part: getattr(wording, part) for part in PARTS}
            row = rows.get(level)
            if row is not None:
                deed.change(row, **facts)
            elif any(facts.values()):
                deed.add(OwnLevel(level=level, **facts))
