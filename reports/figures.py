"""What a checklist says, worked out before anything is printed: one frozen tree from querysets and measures.

An asset's section holds no day judged, no maker and no "so many days ago", so that equal sections stay equal.
"""

from collections import Counter
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.days.calendars import written
from accounts.models import Company
from assets.models import Carrier, Grant, Holding, Judgement
from classification.levels import Level
from measures.asking.readings import Question, Tally
from measures.catalogue import Measure
from measures.catalogue.rulings import Catalogue
from measures.figures import AssetLines, Categories, CategoryLines, MeasureLine, lines_of
from measures.history.past_counts import Trend, trend
from measures.models import Attestation, Ruling
from measures.sentences import said
from measures.spread import spread
from measures.thresholds import every_number
from measures.verdicts import Verdict
from measures.where import Row, Seen, seen
from measures.words import Purpose, Scope
from measures.yardsticks import by_yardstick
from reports.stamps import Stamp, stamps_of, with_decisions

OWN = frozenset({Scope.ASSET, Scope.CARRIER})


@dataclass(frozen=True)
class Line:
    """One line with a box to tick."""

    code: str
    name: str
    verdict: str
    partly: bool
    because: tuple[str, ...]


@dataclass(frozen=True)
class Inherited:
    """One summary line: what an asset inherits in a category, told in full in the front part."""

    category: str
    met: int
    gap: int
    unknown: int
    exempt: int
    needed: int


@dataclass(frozen=True)
class Section:
    """One asset on its own page."""

    code: str
    name: str
    level: int | None
    kind: str
    department: str
    owner: str
    overridden: str
    stamps: tuple[Stamp, ...]
    carriers: tuple[str, ...]
    holders: tuple[str, ...]
    grants: tuple[str, ...]
    groups: tuple[tuple[str, tuple[Line, ...]], ...]
    inherited: tuple[Inherited, ...]
    order: tuple[Line, ...]


@dataclass(frozen=True)
class Front:
    """A measure of the company, a place, people or partners: said once, with how many assets it covers."""

    code: str
    name: str
    needed: int
    met: int
    gap: int
    unknown: int
    exempt: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class Total:
    category: str
    needed: int
    met: int
    gap: int
    unknown: int
    exempt: int
    share: int | None


@dataclass(frozen=True)
class Drawn:
    """One line of a drawing: its name, and the counts of each field and of all together, as printed beside it."""

    label: str
    fields: tuple[dict[str, int], ...]
    whole: dict[str, int]


@dataclass(frozen=True)
class Part:
    """How a category stands by one yardstick."""

    needed: int
    met: int
    share: int | None


@dataclass(frozen=True)
class Yardsticks:
    """A category, or all five, by two yardsticks."""

    label: str
    legal: Part
    good: Part


@dataclass(frozen=True)
class OwnNumber:
    """A number by which the company judges otherwise than Kura proposes."""

    rule: str
    name: str
    level: int | None
    proposed: int
    value: int
    reason: str


@dataclass(frozen=True)
class Decided:
    """What the company decided about a measure of the catalogue."""

    code: str
    name: str
    what: str
    reason: str


@dataclass(frozen=True)
class Checklist:
    """The whole paper."""

    firm: str
    scope: tuple[tuple[str, str], ...]
    on: date
    data_at: datetime
    maker: str
    level: int
    totals: tuple[Total, ...]
    matrix: tuple[Drawn, ...]
    heat: tuple[Drawn, ...]
    course: tuple[tuple[str, tuple[tuple[str, int | None], ...]], ...]  # of each category, by month
    yardsticks: tuple[Yardsticks, ...]
    own_numbers: tuple[OwnNumber, ...]
    decided: tuple[Decided, ...]
    self_approval: str
    front: tuple[tuple[str, tuple[Front, ...]], ...]
    sections: tuple[Section, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values, for keeping and for the digest."""
        return asdict(self) | {"on": self.on.isoformat(), "data_at": self.data_at.isoformat()}


def checklist(
    assets: QuerySet[Any], on: date, *, firm: str, maker: str, scope: tuple[tuple[str, str], ...], data_at: datetime
) -> tuple[Checklist, Seen]:
    """Everything that a checklist of these assets says. The number of queries does not grow with the assets."""
    question = Question(on)
    drawings, lines = seen(spread(question, assets), trend(assets, on)), lines_of(question, assets)
    found = drawings.categories
    rows = list(_with_hanging(assets, on))
    totals = tuple(Total(a.label, **a.tally.as_dict(), share=a.share) for a in found.axes)
    level = max((row.level for row in rows if row.level is not None), default=Level.PUBLIC)
    sections = tuple(_section(row, lines.get(row.pk)) for row in rows)
    paper = Checklist(
        firm,
        scope,
        on,
        data_at,
        maker,
        int(level),
        totals,
        _drawn(drawings.matrix),
        _drawn(drawings.heat),
        _course(drawings.course),
        _yardsticks(found, question),
        _own_numbers(on),
        _decided(question.catalogue),
        _self_approval(),
        _front(found, question),
        sections,
    )
    return paper, drawings


def _course(course: Trend) -> tuple[tuple[str, tuple[tuple[str, int | None], ...]], ...]:
    months = [f"{month:%Y-%m}" for month in course.months]
    return tuple((line.label, tuple(zip(months, line.shares, strict=True))) for line in course.lines)


def _drawn(rows: tuple[Row, ...]) -> tuple[Drawn, ...]:
    return tuple(Drawn(r.label, tuple(c.tally.as_dict() for c in r.cells), r.whole.tally.as_dict()) for r in rows)


def is_own(measure: Measure) -> bool:
    """Does it stand on the asset's own page? (What is asked of the asset or of what it lives on.)"""
    return bool(measure.scopes & OWN)


def _with_hanging(assets: QuerySet[Any], on: date) -> QuerySet[Any]:
    return (
        assets.select_related("department", "owner")
        .prefetch_related(
            Prefetch("judgements", Judgement.objects.select_related("by")),
            Prefetch("carriers", Carrier.objects.current().select_related("place")),
            Prefetch("holdings", Holding.objects.select_related("person").order_by("person__code")),
            Prefetch("grants", Grant.objects.current(on).select_related("person", "department")),
            with_decisions(),
        )
        .order_by("department__path", "-level", "code")
    )


def _section(asset: Any, lines: AssetLines | None) -> Section:
    groups = lines.categories if lines else ()
    return Section(
        code=asset.code,
        name=asset.name,
        level=asset.level,
        kind=str(asset.get_kind_display()),
        department=str(asset.department or asset.department_words or ""),
        owner=str(asset.owner or ""),
        overridden=_overridden(asset) if asset.named else "",
        stamps=stamps_of(asset) if asset.named else (Stamp(), Stamp(), Stamp()),
        carriers=tuple(f"{c.medium} {c.where}".strip() for c in asset.carriers.all()) if asset.named else (),
        holders=tuple(str(h.person) for h in asset.holdings.all()) if asset.named else (),
        grants=tuple(_grant(g) if asset.named else g.whom for g in asset.grants.all()),
        groups=tuple((str(g.purpose.label), own) for g in groups if (own := _own_lines(g, asset.named))),
        inherited=tuple(i for g in groups if (i := _inherited(g)).needed),
        order=_order(lines, asset.named) if lines else (),
    )


def _overridden(asset: Any) -> str:
    """That another level was chosen than the latest scores suggest, and why; empty where it was not."""
    latest = next(iter(asset.judgements.all()), None)
    if latest is None or latest.suggested == latest.level:
        return ""
    facts = {"suggested": Level(latest.suggested).label, "level": Level(latest.level).label}
    facts |= {"reason": latest.override_reason, "person": str(latest.by or "")}
    return _("The scores suggest “%(suggested)s”; %(person)s chose “%(level)s”: %(reason)s") % facts


def _order(lines: AssetLines, named: bool) -> tuple[Line, ...]:
    return tuple(
        Line(line.measure.code, line.measure.name, line.verdict.code, False, tuple(line.because) if named else ("",))
        for line in lines.order
    )


def _grant(grant: Grant) -> str:
    until = f" –{written(grant.until_on, 'SHORT_DATE_FORMAT')}" if grant.until_on else ""
    return f"{grant.whom} ({grant.purpose}{until})"


def _own_lines(group: CategoryLines, named: bool) -> tuple[Line, ...]:
    return tuple(_line(x, named) for x in group.lines if is_own(x.measure) and x.measure.same_as is None)


def _line(line: MeasureLine, named: bool) -> Line:
    """One line; of a sealed asset without its name no reasons, which quote where it is and who holds it."""
    because = tuple(line.because) if named else ()
    return Line(line.measure.code, line.measure.name, line.verdict.code, line.partly, because)


def _inherited(group: CategoryLines) -> Inherited:
    counts = Counter(x.verdict for x in group.lines if not is_own(x.measure) and x.measure.same_as is None)
    met, gap, unknown, exempt = (counts[v] for v in (Verdict.MET, Verdict.GAP, Verdict.UNKNOWN, Verdict.EXEMPT))
    return Inherited(str(group.purpose.label), met, gap, unknown, exempt, met + gap + unknown + exempt)


def _self_approval() -> str:
    """That a small firm allows it, since when, whose decision that was, and why; "" where it is not allowed."""
    firm = Company.objects.select_related("self_approval_by").order_by("pk").first()
    if firm is None or not firm.self_approval_since or firm.self_approval_by is None:
        return ""
    facts = {
        "day": written(firm.self_approval_since),
        "person": firm.self_approval_by.label,
        "reason": firm.self_approval_reason,
    }
    return _("Since %(day)s, by %(person)s: %(reason)s") % facts


def _own_numbers(on: date) -> tuple[OwnNumber, ...]:
    """Those of the day judged, with the reason that was given."""
    return tuple(
        OwnNumber(n.text.name, n.words, n.level, n.proposed, n.value, n.own.reason)
        for n in every_number(on)
        if n.own and n.differs
    )


def _yardsticks(found: Categories, question: Question) -> tuple[Yardsticks, ...]:
    lines = by_yardstick(found.by_measure, question.catalogue)
    return tuple(Yardsticks(line.label, _part(line.legal), _part(line.good)) for line in lines)


def _part(tally: Tally) -> Part:
    return Part(tally.needed, tally.met, tally.share)


def _decided(catalogue: Catalogue) -> tuple[Decided, ...]:
    """Measures that are switched off, asked from another level, reworded, or the company's own, with the reasons."""
    return tuple(
        Decided(each.code, each.name, _what(row, each), row.reason)
        for each in catalogue.every
        for row in (catalogue.ruling(each, aspect) for aspect in Ruling.Aspect)
        if row is not None
    )


def _what(row: Ruling, measure: Measure) -> str:
    if row.aspect == Ruling.Aspect.USE:
        return pgettext("measure", "switched off")
    if row.aspect == Ruling.Aspect.LEVEL:
        return _("asked from level “%(level)s”") % {"level": measure.required_from.label}
    return str(row.get_aspect_display())


def _front(found: Categories, question: Question) -> tuple[tuple[str, tuple[Front, ...]], ...]:
    # Of single systems and devices not: how these stand is not for everybody who may print this.
    words = Attestation.objects.current(question.on).filter(asset=None, system=None, device=None).with_part()
    by_measure: dict[str, list[str]] = {}
    for word in words.order_by("measure", "pk"):
        by_measure.setdefault(word.measure, []).append(said(word))
    asked = question.catalogue.by_purpose()
    return tuple((str(p.label), rows) for p in Purpose if (rows := _front_rows(asked[p], found, by_measure)))


def _front_rows(measures: tuple[Measure, ...], found: Categories, words: dict[str, list[str]]) -> tuple[Front, ...]:
    asked = [m for m in measures if m.code in found.by_measure and not is_own(m)]
    return tuple(
        Front(m.code, m.name, **found.by_measure[m.code].as_dict(), words=tuple(words.get(m.code, ())))
        for m in asked
        if found.by_measure[m.code].needed
    )
