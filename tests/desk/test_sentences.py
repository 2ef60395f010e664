"""Nothing that is written into the journal goes without its sentence."""

import re
from pathlib import Path

from desk.chronicle.sentences import GROUPS, SENTENCES, sentence

ROOT = Path(__file__).parents[2]
APPS = ("accounts", "assets", "measures", "reports", "exchange", "desk", "journal", "files", "classification")
WRITTEN = re.compile(r"\b(?:act|note)\(\s*[^()]*?(?:\([^()]*\)[^()]*?)*?,\s*\"([a-z]+\.[a-z_]+)\"")


def verbs() -> set[str]:
    """Every verb that is written as it is in a call of act() or note()."""
    files = [path for app in APPS for path in (ROOT / app).rglob("*.py")]
    return {verb for path in files for verb in WRITTEN.findall(path.read_text())}


def test_every_verb_has_its_sentence() -> None:
    assert len(verbs()) > 15
    assert verbs() <= set(SENTENCES)


def test_every_sentence_has_a_group_and_says_who() -> None:
    assert {each.group for each in SENTENCES.values()} == set(GROUPS)
    assert all("%(who)s" in str(each.text) for each in SENTENCES.values())


def test_an_unknown_verb_stands_as_it_is() -> None:
    assert sentence("nobody.knows", "Eto") == "Eto: nobody.knows"
