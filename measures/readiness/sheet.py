"""Could it be protected in law as a trade secret? A sheet of an asset: what is on record for each of the three
requirements (handbook.md 5.3). Points are for triage, no verdict; items, weights and limits are Kura's proposal.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.days.calendars import written
from assets.kinds import Outcome
from assets.models import Asset, Grant
from measures.actions.patterns import rows_behind
from measures.actions.remedies import remedy_of
from measures.asking.asked import months_before
from measures.asking.findings import Finding
from measures.asking.readings import Question
from measures.proofs import JUDGED, KNOWERS, Proof, prover, section_of
from measures.readiness.records import RequirementReview
from measures.rules import RULES
from measures.verdicts import Verdict

GOOD, FAIR = 80, 60  # per cent of the points
SEARCH_MONTHS = 24
FIXES = 3

Item = RequirementReview.Item


class Requirement(models.TextChoices):
    """The three of the Act (2条6項), and that one can say what it is."""

    MANAGED = "MANAGED", gettext_lazy("Managed as a secret")
    USEFUL = "USEFUL", gettext_lazy("Useful")
    NOT_PUBLIC = "NOT_PUBLIC", gettext_lazy("Not publicly known")
    SPECIFIED = "SPECIFIED", gettext_lazy("Can be specified")


class Mark(models.TextChoices):
    """○ full points, △ half of them, × and ？ none; － is left out."""

    YES = "met"
    PARTLY = "partly"
    NO = "gap"
    UNKNOWN = "unknown"
    NOT_ASKED = "not_needed"


class Result(models.IntegerChoices):
    """What the sheet comes to; the greater one prevails."""

    MOSTLY = 0, gettext_lazy("largely there")
    IMPROVE = 1, gettext_lazy("to be improved")
    LACKING = 2, gettext_lazy("lacking")


@dataclass(frozen=True)
class SheetItem:
    """An item of the sheet: by which rules it is computed (none: reviewed), its points, and what × comes to."""

    code: str
    requirement: Requirement
    words: Promise
    weight: int
    rules: tuple[str, ...] = ()
    knock_out: Result = Result.MOSTLY


M, U, N = Requirement.MANAGED, Requirement.USEFUL, Requirement.NOT_PUBLIC
LACKING, IMPROVE = Result.LACKING, Result.IMPROVE
ACCESS = ("ACC-01", "ACC-02", "ACC-03", "ACC-05")
SHEET = (
    SheetItem("M1", M, gettext_lazy("Listed as secret, with level and day"), 10, knock_out=LACKING),
    SheetItem("M2", M, gettext_lazy("Kept apart from general information"), 10, ("STO-01", "STO-03")),
    SheetItem("M3", M, gettext_lazy("Marked or listed so that it is recognised"), 20, ("LAB-01", "LAB-03"), LACKING),
    SheetItem("M4", M, gettext_lazy("Access limited, and the list current"), 15, ACCESS, IMPROVE),
    SheetItem("M5", M, gettext_lazy("Protected as its level asks"), 10, ("STO-02", "STO-04", "STO-05", "STO-08")),
    SheetItem("M6", M, gettext_lazy("People told: rules, training, pledge"), 15, ("PER-01", "PER-02", "PER-05")),
    SheetItem("M7", M, gettext_lazy("Receivers outside are bound"), 15, knock_out=LACKING),
    SheetItem("M8", M, gettext_lazy("Practised: reviewed and audited"), 5, ("GOV-03", "GOV-05")),
    SheetItem("U1", U, Item.USE.label, 10, knock_out=LACKING),
    SheetItem("U2", U, Item.VALUE.label, 5),
    SheetItem("N1", N, Item.PUBLISHED.label, 10, knock_out=LACKING),
    SheetItem("N2", N, Item.OBTAINABLE.label, 5),
    SheetItem("N3", N, Item.SEARCHED.label, 5),
    SheetItem("S1", Requirement.SPECIFIED, Item.IDENTIFIED.label, 10),
)  # fmt: skip
REVIEWED = {item.value for item in Item}
OUTCOMES = {"YES": Mark.YES, "PARTLY": Mark.PARTLY, "NO": Mark.NO}


@dataclass(frozen=True)
class Fact:
    """What is on record, and where, as far as whoever reads may go there."""

    words: str
    proofs: tuple[Proof, ...] = ()

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True)
class Line:
    """One item, how it stands, and the facts behind it."""

    asked: SheetItem
    mark: Mark
    facts: tuple[Fact, ...]
    review: RequirementReview | None = None

    @property
    def knocked_out(self) -> bool:
        return self.mark == Mark.NO and self.asked.knock_out > Result.MOSTLY

    @property
    def reviewed(self) -> bool:
        """Is it for people to say?"""
        return self.asked.code in REVIEWED

    @property
    def earned(self) -> float:
        return self.asked.weight * {Mark.YES: 1.0, Mark.PARTLY: 0.5}.get(self.mark, 0.0)

    @property
    def possible(self) -> int:
        return 0 if self.mark == Mark.NOT_ASKED else self.asked.weight


@dataclass(frozen=True)
class Part:
    """A requirement with its lines."""

    requirement: Requirement
    lines: tuple[Line, ...]

    @property
    def score(self) -> int | None:
        return score(self.lines)


@dataclass(frozen=True)
class Sheet:
    """The whole sheet of one asset."""

    parts: tuple[Part, ...]
    fixes: tuple[str, ...]  # what is cheapest to put right

    @property
    def lines(self) -> list[Line]:
        return [line for part in self.parts for line in part.lines]

    @property
    def score(self) -> int | None:
        return score(self.lines)

    @property
    def knocked_out(self) -> list[Line]:
        """What decides whatever the points say."""
        return [line for line in self.lines if line.knocked_out]

    @property
    def result(self) -> Result:
        points = self.score or 0
        by_points = Result.MOSTLY if points >= GOOD else Result.IMPROVE if points >= FAIR else Result.LACKING
        return max([by_points, *(line.asked.knock_out for line in self.knocked_out)])


def score(lines: Iterable[Line]) -> int | None:
    """Earned in hundredths of what is asked; None where nothing is."""
    lines = list(lines)
    possible = sum(line.possible for line in lines)
    return round(100 * sum(line.earned for line in lines) / possible) if possible else None


def sheet_of(asset: Asset, mine: QuerySet[Any], question: Question) -> Sheet:
    """What is on record today.

    Args:
        asset: with its name, as it came through the door.
        mine: the same asset as a set.
        question: of whoever reads.
    """
    findings = _findings(mine, question)
    reviews = latest_reviews(asset)
    lines = [_line(asked, asset, findings, reviews, question.on) for asked in SHEET]
    parts = tuple(Part(r, tuple(line for line in lines if line.asked.requirement == r)) for r in Requirement)
    return Sheet(parts, _fixes(lines, findings, mine, question))


def _findings(mine: QuerySet[Any], question: Question) -> dict[str, Finding]:
    """What each rule finds, with what it rests on for whoever reads."""
    found = question.explain(mine)
    if question.reader is not None:
        proving = prover(found, mine, question.reader)
        found = [proving.of(f) for f in found]
    return {f.rule: f for f in found if f.rule}


def latest_reviews(asset: Asset) -> dict[str, RequirementReview]:
    """The latest word on each reviewed item."""
    rows = RequirementReview.objects.filter(asset=asset).select_related("by")
    return {row.item: row for row in rows.order_by("on", "id")}


def _line(
    asked: SheetItem, asset: Asset, findings: Mapping[str, Finding], reviews: Mapping[str, RequirementReview], on: date
) -> Line:
    if asked.code in REVIEWED:
        return _reviewed(asked, reviews.get(asked.code), on)
    if asked.code == "M1":
        mark, words = _listed(asset)
        return Line(asked, mark, (Fact(words, (section_of(asset.code, JUDGED),)),))
    if asked.code == "M7":
        mark, words = _outside(asset, on)
        return Line(asked, mark, (Fact(words, (section_of(asset.code, KNOWERS),)),))
    found = [findings[rule] for rule in asked.rules if rule in findings]
    facts = tuple(Fact(f.because, f.proofs) for f in found if f.because)
    return Line(asked, _mark([finding.verdict for finding in found]), facts)


def _mark(verdicts: Sequence[Verdict]) -> Mark:
    """○ where all is in place, × where all is missing, ？ where nothing is known, △ between."""
    kinds = {Verdict.GAP if verdict is Verdict.EXEMPT else verdict for verdict in verdicts}
    alone = {Verdict.MET: Mark.YES, Verdict.GAP: Mark.NO, Verdict.UNKNOWN: Mark.UNKNOWN}
    if not kinds:
        return Mark.NOT_ASKED
    return alone[kinds.pop()] if len(kinds) == 1 else Mark.PARTLY


def _listed(asset: Asset) -> tuple[Mark, str]:
    if asset.level is None:
        return Mark.NO, _("It has no approved level yet.")
    since = written(asset.levelled_on, "SHORT_DATE_FORMAT") if asset.levelled_on else "―"
    facts = {"level": asset.get_level_display(), "day": since}
    if asset.level <= 0 or asset.outcome in (Outcome.PUBLISH, Outcome.STANDARD):
        return Mark.NO, _("It is not meant to be kept secret.")
    if asset.outcome != Outcome.KEEP_SECRET:
        return Mark.PARTLY, _("Level “%(level)s” since %(day)s; that it is kept secret is not decided.") % facts
    return Mark.YES, _("Level “%(level)s” since %(day)s; decided: kept secret.") % facts


def _outside(asset: Asset, on: date) -> tuple[Mark, str]:
    """Disclosures are not on record yet: who outside is on the access list is known, by what they are bound is not."""
    outside = Grant.objects.current(on).filter(asset=asset).exclude(person__party=None)
    names = sorted({grant.person.party.label for grant in outside.select_related("person__party") if grant.person})
    if not names:
        return Mark.NOT_ASKED, _("Nobody outside is on the access list. Disclosures are not recorded in Kura yet.")
    words = _("On the list: %(names)s. By what they are bound is not on record.")
    return Mark.UNKNOWN, words % {"names": ", ".join(names)}


def _reviewed(asked: SheetItem, review: RequirementReview | None, on: date) -> Line:
    if review is None:
        return Line(asked, Mark.UNKNOWN, (Fact(_("Nobody has looked at it yet.")),))
    facts = [review.reason, review.searched, review.evidence]
    if asked.code == Item.SEARCHED and review.on < months_before(on, SEARCH_MONTHS):
        facts.append(_("Longer ago than %(months)s months: look again.") % {"months": SEARCH_MONTHS})
        return Line(asked, Mark.UNKNOWN, tuple(Fact(words) for words in facts if words), review)
    return Line(asked, OUTCOMES[review.outcome], tuple(Fact(words) for words in facts if words), review)


def _fixes(
    lines: list[Line], findings: Mapping[str, Finding], mine: QuerySet[Any], question: Question
) -> tuple[str, ...]:
    """The cheapest remedies of what is missing: those of what decides first."""
    missing = [(line, rule) for line in lines for rule in line.asked.rules if _missing(findings.get(rule))]
    known = question.catalogue
    missing.sort(key=lambda pair: (not pair[0].knocked_out, remedy_of(pair[1], known).price))
    rules = dict.fromkeys(rule for _line, rule in missing if rule in RULES)
    return tuple(remedy_of(rule, known).words(rows_behind(question, rule, mine)) for rule in list(rules)[:FIXES])


def _missing(finding: Finding | None) -> bool:
    return finding is not None and finding.verdict is Verdict.GAP
