"""Two editions beside each other: which clauses are new, gone or changed, and in which words. Pure functions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from classification.clauses import Words

SAME, NEW, GONE = "same", "new", "gone"
LONGEST = 20_000  # signs of one clause; what is longer is shown whole


@dataclass(frozen=True)
class Compared:
    """One clause: new, gone, changed or same, and its text in pieces (`same`, `new`, `gone`)."""

    number: str
    title: str
    state: str
    pieces: tuple[tuple[str, str], ...]


def compare(before: Sequence[Words], after: Sequence[Words]) -> list[Compared]:
    """Every clause of the later edition in its order, each that is gone where it stood."""
    old_keys, new_keys = [each.key for each in before], [each.key for each in after]
    found: list[Compared] = []
    for step, a, b, c, d in SequenceMatcher(None, old_keys, new_keys, autojunk=False).get_opcodes():
        if step == "equal":
            found += [_pair(old, new) for old, new in zip(before[a:b], after[c:d], strict=True)]
            continue
        found += [Compared(old.number, old.title, GONE, ((GONE, old.text),)) for old in before[a:b]]
        found += [Compared(new.number, new.title, NEW, ((NEW, new.text),)) for new in after[c:d]]
    return found


def _pair(old: Words, new: Words) -> Compared:
    one, other = (old.text, new.text) if old.title == new.title else (_whole(old), _whole(new))
    if one == other:
        return Compared(new.number, new.title, SAME, ((SAME, new.text),))
    return Compared(new.number, new.title, "changed", tuple(_pieces(one, other)))


def _whole(words: Words) -> str:
    return f"（{words.title}）\n{words.text}" if words.title else words.text


def _pieces(old: str, new: str) -> Iterator[tuple[str, str]]:
    if max(len(old), len(new)) > LONGEST:
        yield from ((GONE, old), (NEW, new))
        return
    for step, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if step == "equal":
            yield SAME, old[a:b]
            continue
        if b > a:
            yield GONE, old[a:b]
        if d > c:
            yield NEW, new[c:d]
