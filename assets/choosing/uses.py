"""To what use information is put: kept secret, patented, made a standard, or managed as a law says (flyer B-2).

The questions are the handbook's (2-2; handbook.md 3.4); how answers are counted is Kura's proposal.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from assets.kinds import Outcome

SECRET, PATENT, STANDARD, BY_LAW = Outcome.KEEP_SECRET, Outcome.PATENT, Outcome.STANDARD, Outcome.BY_LAW
ENOUGH = 5  # so many questions must be answered before anything is advised


@dataclass(frozen=True)
class Answer:
    """What one may say to a question, and to which uses that points."""

    code: str
    label: Promise
    points_to: tuple[Outcome, ...] = ()


@dataclass(frozen=True)
class Factor:
    """One question that helps to decide."""

    code: str
    question: Promise
    answers: tuple[Answer, ...]

    def answer(self, code: str) -> Answer | None:
        return next((each for each in self.answers if each.code == code), None)


@dataclass(frozen=True)
class Advice:
    """What the answers speak for: the use (None: too few answers), and the questions behind each use."""

    outcome: Outcome | None
    reasons: tuple[tuple[Outcome, tuple[tuple[Factor, Answer], ...]], ...]
    tied: bool = False


FACTORS = (
    Factor(
        "reverse_engineering",
        _("Can others find it out from the product, by taking it apart or measuring it?"),
        (Answer("no", _("No"), (SECRET,)), Answer("yes", _("Yes"), (PATENT,))),
    ),
    Factor(
        "detection",
        _("If a rival used it, could we notice and prove it?"),
        (Answer("no", _("No, it happens inside a factory"), (SECRET,)), Answer("yes", _("Yes"), (PATENT,))),
    ),
    Factor(
        "independent",
        _("Will others soon come upon it themselves?"),
        (Answer("no", _("Hardly"), (SECRET,)), Answer("yes", _("Probably"), (PATENT,))),
    ),
    Factor(
        "life",
        _("For how long is it of use?"),
        (
            Answer("short", _("Under 3 years"), (SECRET,)),
            Answer("middle", _("3 to 20 years"), (PATENT,)),
            Answer("long", _("Over 20 years"), (SECRET,)),
        ),
    ),
    Factor(
        "keepable",
        _("Can it be kept secret: few people, few partners?"),
        (Answer("yes", _("Yes"), (SECRET,)), Answer("no", _("No"), (PATENT, STANDARD))),
    ),
    Factor(
        "spread",
        _("Would our market grow, or our quality show, if everybody did it this way?"),
        (Answer("yes", _("Yes: a way of testing, an interface"), (STANDARD,)), Answer("no", _("No"))),
    ),
    Factor(
        "shown",
        _("Must customers, partners or authorities see it?"),
        (
            Answer("no", _("No"), (SECRET,)),
            Answer("some", _("Some of them")),
            Answer("yes", _("Yes, generally"), (STANDARD,)),
        ),
    ),
    Factor(
        "cost",
        _("Is it worth the cost of filing a patent and keeping it up?"),
        (Answer("no", _("No"), (SECRET,)), Answer("yes", _("Yes"), (PATENT,))),
    ),
    Factor(
        "law",
        _("Does a law say how it is to be handled: personal information, export control?"),
        (Answer("no", _("No")), Answer("yes", _("Yes"), (BY_LAW,))),
    ),
)

# Uses that end secrecy on a day: laid open, standard or paper published.
BECOMES_PUBLIC = (PATENT, STANDARD, Outcome.PUBLISH)

# What is left to do once the use is decided.
FOLLOW_UPS = {
    SECRET: _(
        "Judge how secret it is, name who may know, and keep evidence of when it was made: should somebody else file a "
        "patent, prior use has to be proved."
    ),
    PATENT: _(
        "It stays secret until the application is laid open, 18 months after filing: enter that day. Nothing of it is "
        "shown outside before the filing."
    ),
    STANDARD: _("It stays secret until the standard is published: enter that day. Decide which part of it is given."),
    Outcome.PUBLISH: _("It stays secret until it is published: enter that day. What was published once stays public."),
    BY_LAW: _("Handle it as the law says; that it can be a trade secret as well does not change this."),
}


def weigh(answers: Mapping[str, str], *, personal: bool = False) -> Advice:
    """Count to which use the answers point.

    A law comes first. Of uses with equally many answers secrecy is advised: what was published once cannot be taken
    back. (Kura's proposal.)

    Args:
        answers: factor's code → answer's code; what nobody knows is left out.
        personal: is it personal information? Then the law comes first, whatever the answers.

    Returns:
        the advice; without an outcome where fewer than five questions are answered.
    """
    given = [(f, a) for f in FACTORS if (a := f.answer(answers.get(f.code, ""))) is not None]
    counts = Counter(outcome for _factor, answer in given for outcome in answer.points_to)
    reasons = tuple(
        (outcome, tuple((f, a) for f, a in given if outcome in a.points_to)) for outcome, _n in counts.most_common()
    )
    if personal or counts[BY_LAW]:
        return Advice(BY_LAW, reasons)
    if len(given) < ENOUGH or not counts:
        return Advice(None, reasons)
    most = max(counts.values())
    first = [outcome for outcome in (SECRET, PATENT, STANDARD) if counts[outcome] == most]
    return Advice(first[0], reasons, tied=len(first) > 1)
