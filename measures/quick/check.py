"""The quick check: the flyer's 18 questions (quick.toml), how a round stands, and what to do first."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Mandate
from accounts.sight import Sight
from journal.acts import act
from measures.catalogue import Entry, entries, in_language
from measures.figures import SHORT
from measures.quick.records import Answer, QuickRound
from measures.radar import Radar, radar
from measures.vouching import NotYours
from measures.words import Purpose

FILE: Final = Path(__file__).with_name("quick.toml")
FIELDS: Final = (
    "code", "part", "step", "ja", "en", "do_ja", "do_en", "rules", "words", "page", "measure",
)  # fmt: skip
BEFORE: Final[Mapping[str, str | Promise]] = {
    "A": _("Taking stock"),
    "B": _("Deciding what is secret"),
}
AFTER: Final[Mapping[str, str | Promise]] = {"D": _("Staying out of disputes")}
LETTERS: Final[Mapping[str, str | Promise]] = {**BEFORE, "C": _("Choosing measures"), **AFTER}
CATEGORIES: Final = {f"C-{n}": purpose for n, purpose in enumerate(Purpose, start=1)}
MOST: Final = 4  # points of one question
Role = Mandate.Role


@dataclass(frozen=True)
class Quick:
    """One question: its words, what to do in Kura, what of the register answers it."""

    code: str
    part: str
    step: int
    ja: str
    en: str
    do_ja: str
    do_en: str
    rules: tuple[str, ...]
    words: tuple[str, ...]
    page: str
    measure: str

    @property
    def text(self) -> str:
        return in_language(self.ja, self.en)

    @property
    def to_do(self) -> str:
        """What to do first in Kura about it."""
        return in_language(self.do_ja, self.do_en)


@cache
def questions() -> tuple[Quick, ...]:
    """All of them, in the flyer's order. Raises: CatalogueError."""
    return tuple(_question(entry) for entry in entries(FILE, "question", "code"))


def _question(entry: Entry) -> Quick:
    entry.only(FIELDS)
    texts: dict[str, Any] = {name: entry.text(name) for name in ("part", "ja", "en", "do_ja", "do_en")}
    lists: dict[str, Any] = {name: entry.texts(name) for name in ("rules", "words")}
    where: dict[str, Any] = {name: entry.value(name, str) for name in ("page", "measure")}
    if not any(where.values()):
        raise entry.refuse("page", "a page or a measure to begin at")
    return Quick(entry.code, step=entry.value("step", int), **texts, **lists, **where)


@dataclass(frozen=True)
class Share:
    """A part of the flyer: points of how many, in hundredths; None where nothing in it applies."""

    part: str
    label: str
    points: int
    most: int

    @property
    def share(self) -> int | None:
        return round(100 * max(self.points, 0) / self.most) if self.most else None


@dataclass(frozen=True)
class Result:
    """How a round stands."""

    answers: Mapping[str, Answer]

    @classmethod
    def of(cls, held: QuickRound) -> "Result":
        known = {each.code for each in questions()}
        return cls({code: Answer(value) for code, value in held.answers.items() if code in known})

    @cached_property
    def shares(self) -> list[Share]:
        """Taking stock and deciding, the five categories, disputes: in the flyer's order."""
        labels = {**BEFORE, **{part: purpose.label for part, purpose in CATEGORIES.items()}, **AFTER}
        return [self._share(part, str(label)) for part, label in labels.items()]

    def _share(self, part: str, label: str) -> Share:
        given = [self.answers[q.code].points for q in questions() if q.part == part and q.code in self.answers]
        points = [each for each in given if each is not None]
        return Share(part, label, sum(points), MOST * len(points))

    @property
    def radar(self) -> Radar:
        """The five categories."""
        shares = {each.part: each.share for each in self.shares}
        return radar([(str(SHORT[purpose]), shares[part]) for part, purpose in CATEGORIES.items()])

    @property
    def total(self) -> Share:
        """All 18 together."""
        return Share("", str(_("All")), sum(s.points for s in self.shares), sum(s.most for s in self.shares))

    @property
    def first(self) -> list[tuple[Quick, Answer]]:
        """What is not in place: what others build on before the rest, then what is missing before what is begun."""
        order = {Answer.NO: 0, Answer.UNKNOWN: 1, Answer.PARTLY: 2}
        left = [(q, self.answers[q.code]) for q in questions() if self.answers.get(q.code) in order]
        return sorted(left, key=lambda pair: (pair[0].step, order[pair[1]]))


def may_answer(who: Sight) -> bool:
    """The chief, executives, stewards, and whoever leads a department."""
    return who.person is not None and (bool(who.leads) or who.holds(Role.CHIEF, Role.EXECUTIVE, Role.STEWARD))


def answer(answers: Mapping[str, str], *, by: Sight) -> QuickRound:
    """Keep a round. Raises: NotYours."""
    if not may_answer(by):
        raise NotYours
    assert by.person is not None
    held = QuickRound(by=by.person, on=by.on, answers=dict(answers))
    with act(by.person, "measures.quick_check") as deed:
        deed.add(held)
        deed.name(held)
    return held
