"""Proves that the Japanese catalogue is complete: nothing missing, left over, fuzzy, untranslated or mis-formatted."""

import re
import sys
from collections import Counter
from collections.abc import Iterator

import polib
from extract_messages import CATALOGUE, ROOT, extracted

PLACEHOLDER = re.compile(r"%\([^)]+\)[a-zA-Z]|%(?!%)[a-zA-Z]|\{[a-z_][\w.]*(?::[^}]*)?\}")
Key = tuple[str, str | None]


def key(entry: polib.POEntry) -> Key:
    """What makes a message that message."""
    return entry.msgid, entry.msgctxt


def placeholders(text: str) -> Counter[str]:
    """The places a message leaves for values, `%%` being none."""
    return Counter(PLACEHOLDER.findall(text.replace("%%", "")))


def translations(entry: polib.POEntry) -> list[tuple[str, str]]:
    """The pairs of source and translation to compare: Japanese has one plural form, the source's plural."""
    if entry.msgid_plural:
        return [(entry.msgid_plural, text) for text in entry.msgstr_plural.values()]
    return [(entry.msgid, entry.msgstr)]


def faults_of(entry: polib.POEntry) -> Iterator[str]:
    """What is wrong with one message of the catalogue."""
    if entry.fuzzy:
        yield "fuzzy"
    for source, text in translations(entry):
        if not text:
            yield "untranslated"
        elif set(placeholders(source)) != set(placeholders(text)):
            yield f"placeholders differ ({text!r})"


def faults() -> Iterator[str]:
    """One line for each thing wrong with the catalogue."""
    catalogue = polib.pofile(str(ROOT / CATALOGUE)) if (ROOT / CATALOGUE).exists() else polib.POFile()
    present = {key(entry) for entry in catalogue if not entry.obsolete}
    wanted = {key(entry): entry for entry in extracted() if not entry.obsolete}
    for name, entry in wanted.items():
        if name not in present:
            places = ", ".join(sorted({place for place, _ in entry.occurrences}))
            yield f"missing: {entry.msgid!r} ({places})"
    for entry in catalogue:
        if entry.obsolete or key(entry) not in wanted:
            yield f"no longer used: {entry.msgid!r}"
            continue
        for fault in faults_of(entry):
            yield f"{fault}: {entry.msgid!r}"


def main() -> None:
    """Exit 1 with the list, or say that all is well."""
    found = list(faults())
    if not found:
        print(f"{CATALOGUE}: complete")
        return
    print("\n".join(found))
    sys.exit(f"{len(found)} faults in {CATALOGUE}; `make messages` refreshes it")


if __name__ == "__main__":
    main()
