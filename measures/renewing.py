"""Words on measures that end soon: gone through by who gave them, and many given again at once."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from accounts.sight import Sight
from journal.acts import act
from measures.asking.needs import needs_word
from measures.asking.readings import Question
from measures.catalogue import Measure
from measures.dues import not_replaced
from measures.models import PARTS, Attestation
from measures.vouching import NotYours, theirs

SOON = timedelta(days=60)
AGO = timedelta(days=365)  # what ended longer ago is not asked again
SHOWN = 300


def ending(words: Any, sight: Sight) -> list[Attestation]:
    """Of the words that end soon (see `soon`) those that this person may give again."""
    return [word for word, may in soon(words, sight) if may]


def soon(words: Any, sight: Sight) -> list[tuple[Attestation, bool]]:
    """Of some words (those that may be read) the ones that end soon or ended within a year, and that nothing replaces:
    by who gave them, the next to end first; each with whether this person may give it again."""
    between = words.filter(until_on__lte=sight.on + SOON, until_on__gte=sight.on - AGO)
    rows = not_replaced(between).with_part()
    return list(theirs(sight, rows.order_by("by__code", "until_on", "pk")[:SHOWN]))


def never_given(question: Question) -> list[Measure]:
    """Measures that rest on somebody's word alone, and of which nobody has said anything that still holds."""
    asked = question.catalogue.counted
    return [m for m in asked if needs_word(m) and not m.rules and not question.words.has(m)]


def renew(words: Sequence[Attestation], until: date, evidence: str = "", *, by: Sight) -> list[Attestation]:
    """Give words again, from today until a day: the same measure, the same part, the same state.

    Args:
        evidence: what shows it now, for all of them; the earlier words on each where it is left out.

    Raises:
        NotYours: one of them is not theirs to give; none is given.
    """
    if not all(may for _word, may in theirs(by, words)):
        raise NotYours
    assert by.person is not None
    with act(by.person, "measures.renew") as deed:
        deed.facts["measures"] = sorted({word.measure for word in words})
        return deed.add_all(_again(words, until, evidence, by))


def _again(words: Iterable[Attestation], until: date, evidence: str, by: Sight) -> Iterable[Attestation]:
    for word in words:
        same = {name: getattr(word, name) for name in ("measure", "state", *PARTS, "carrier")}
        yield Attestation(**same, evidence=evidence or word.evidence, by=by.person, from_on=by.on, until_on=until)
