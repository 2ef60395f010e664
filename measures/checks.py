"""System check: the catalogue of measures and the rules are in order, and what is entered is computed."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import Error, register

from measures.actions.remedies import remedies
from measures.catalogue import CatalogueError, measures
from measures.rule_texts import rule_texts
from measures.rules.entered import ENTERED


@register()
def the_catalogue_is_sound(**kwargs: Any) -> list[Error]:
    """A slip of the pen in an entry is told by file, entry and field, before any page asks for it."""
    try:
        return [Error(words, id="kura.E101") for words in _faults()]
    except CatalogueError as error:
        return [Error(str(error), hint="CONTRIBUTING.md, “Add a measure”", id="kura.E101")]


def _faults() -> Iterator[str]:
    """Names that lead nowhere, and rules that are said to be computed without a question, or the reverse."""
    texts = rule_texts()
    for each in measures():
        yield from (f"{each.code}: rules: {id} is no rule of rules.toml" for id in each.rules if id not in texts)
    yield from (f"remedies.toml: {id} is no rule of rules.toml" for id in remedies() if id not in texts)
    yield from (f"measures/rules: {id} has no entry in rules.toml" for id in ENTERED if id not in texts)
    for id, text in texts.items():
        if bool(text.waits_for_en) == (id in ENTERED) and not (text.partly and id in ENTERED):
            yield f"rules.toml: {id}: waits_for: {'it is computed' if id in ENTERED else 'no function answers it'}"
