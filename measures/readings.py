"""How assets stand on measures: counted and listed by one expression in SQL, explained from the rows that rules ask.

What is counted is what is explained; that is tested over random registers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import batched
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.db.models.lookups import Exact

from accounts.sight import Sight
from assets.kinds import Kind
from assets.models import Asset, Carrier
from assets.written import Column
from measures.asking import Asked, Rule, row_verdict
from measures.attested import Words, verdict_of
from measures.catalogue import Measure
from measures.counting import verdicts
from measures.models import Attestation, Exemption
from measures.readers import read_by
from measures.rules import IN_FORCE, RULES
from measures.rules.carriers import CARRIERS
from measures.rulings import Catalogue, of_day, todays
from measures.sentences import nobody_said, said
from measures.subjects import keys_of
from measures.thresholds import Numbers, judged_by, numbers
from measures.verdicts import COUNTED, Verdict
from measures.words import Purpose

FEW = 100  # assets that are asked for by their keys
CHUNK = 25  # measures asked in one query: keeps the SQL of a page within every database's limits


# For each rule and asset the worst verdict with its reasons; for each asset and measure the word that decides.
type Answers = dict[str, dict[int, tuple[Verdict, str]]]
type Sources = dict[tuple[int, str], Attestation]


@dataclass(frozen=True)
class Finding:
    """One line: what was asked, the verdict, and why. `rule` is None for someone's word, `measure` for the
    register's own order (台帳の整備)."""

    asset: int
    measure: str | None
    rule: str | None
    verdict: Verdict
    because: str
    partly: bool = False
    attestation: Attestation | None = None


@dataclass
class Tally:
    """How many (asset, measure) pairs are met, missing, not known or exempt."""

    counts: Counter[Verdict] = field(default_factory=Counter)

    @property
    def needed(self) -> int:
        return sum(self.counts[v] for v in COUNTED)

    @property
    def met(self) -> int:
        return self.counts[Verdict.MET]

    @property
    def gap(self) -> int:
        return self.counts[Verdict.GAP]

    @property
    def unknown(self) -> int:
        return self.counts[Verdict.UNKNOWN]

    @property
    def exempt(self) -> int:
        return self.counts[Verdict.EXEMPT]

    @property
    def share(self) -> int | None:
        """Met in hundredths of what is needed and not exempt; None where nothing is needed."""
        base = self.needed - self.exempt
        return round(100 * self.met / base) if base else None

    def as_dict(self) -> dict[str, int]:
        return {name: getattr(self, name) for name in ("needed", "met", "gap", "unknown", "exempt")}


@dataclass(frozen=True)
class Question:
    """Everything that is asked of assets on a day. Made once per page, command or paper."""

    on: date
    reader: Sight | None = None  # without one, rules that compare assets with each other are not asked

    @cached_property
    def catalogue(self) -> Catalogue:
        """The measures as the company has them: one look for everything."""
        return of_day(self.on)

    @cached_property
    def words(self) -> Words:
        return Words.on_day(self.on)

    @cached_property
    def numbers(self) -> Numbers:
        """The company's own thresholds: one look for all rules."""
        return numbers(self.on)

    @cached_property
    def exempted(self) -> frozenset[str]:
        """Measures for which any exemption is in force."""
        return frozenset(Exemption.objects.current(self.on).values_list("measure", flat=True))

    def needed(self, measure: Measure) -> Q:
        """The assets of which a measure is asked: by level, and by what they live on."""
        if self.catalogue.off(measure):
            return Q(pk__in=[])
        needed = IN_FORCE & Q(level__gte=measure.required_from)
        if not measure.kinds or len(measure.kinds) == len(Kind):
            return needed
        carriers = Carrier.objects.current().filter(asset=OuterRef("pk"))
        lives_on = Q(Exists(carriers.filter(kind__in=measure.kinds)))
        # An asset without a known carrier is asked by its own kind: not knowing where it is is no way out.
        return needed & (lives_on | Q(kind__in=measure.kinds) & ~Q(Exists(carriers)))

    def verdict(self, measure: Measure) -> Case:
        """How assets stand on a measure: a gap if any rule finds one, unknown if any is, else met."""
        parts = [self.worst(rule) for rule in computed(measure)]
        if needs_word(measure):
            parts.append(self.words.verdict(measure))
        answer = Greatest(*parts) if len(parts) > 1 else parts[0]
        return Case(
            When(self.needed(measure), then=self._exempting(measure, answer)),
            default=Value(0),
            output_field=IntegerField(),
        )

    def may_lack(self, measure: Measure) -> bool:
        """Can an asset have a gap in it at all? Not where nothing is computed and nobody said "partly"."""
        return bool(computed(measure)) or self.words.may_lack(measure)

    def asked(self, rule: Rule) -> Asked:
        """The rule's question on the day, put together once: some rules look something up first."""
        if rule.id not in self._asked:
            with judged_by(self.numbers), read_by(self.reader):
                self._asked[rule.id] = rule.ask(self.on)
        return self._asked[rule.id]

    def worst(self, rule: Rule) -> Any:
        """The rule's expression on assets, made once, for many measures ask the same."""
        if rule.id not in self._expressions:
            worst = rule.subject.worst(row_verdict(self.asked(rule)), self.on)
            self._expressions[rule.id] = Column.of(Asset.objects.all(), worst)
        return self._expressions[rule.id]

    @cached_property
    def _asked(self) -> dict[str, Asked]:
        return {}

    @cached_property
    def _expressions(self) -> dict[str, Any]:
        return {}

    def _exempting(self, measure: Measure, answer: Any) -> Any:
        if measure.code not in self.exempted:
            return answer
        accepted = Exemption.objects.current(self.on).filter(asset=OuterRef("pk"), measure=measure.code)
        exempt = When(
            Q(Exact(answer, Value(Verdict.GAP.value))) & Q(Exists(accepted)), then=Value(Verdict.EXEMPT.value)
        )
        return Case(exempt, default=answer, output_field=IntegerField())

    def tally(self, assets: QuerySet[Any]) -> dict[str, Tally]:
        """Counts per measure (those that the handbook repeats are counted once); a few wide queries."""
        return self.tallies(assets).get((), {measure.code: Tally() for measure in self.catalogue.counted})

    def tallies(self, assets: QuerySet[Any], *by: str) -> dict[tuple[Any, ...], dict[str, Tally]]:
        """The same for each set of values that these columns of the assets have.

        Measures about which nobody has said anything and that no rule computes differ only in whom they are asked
        of: those with the same answer to that share one column.
        """
        counted = self.catalogue.counted
        alike = {self._likeness(measure): measure for measure in counted}
        found: dict[tuple[Any, ...], dict[Any, Counter[Verdict]]] = defaultdict(dict)
        for chunk in batched(alike.items(), CHUNK):
            columns = {_column(measure): self.verdict(measure) for _alike, measure in chunk}
            for key, counts in verdicts(assets, columns, by):
                found[key].update(zip((likeness for likeness, _of in chunk), counts, strict=True))
        return {
            key: {measure.code: Tally(Counter(counts[self._likeness(measure)])) for measure in counted}
            for key, counts in found.items()
        }

    def _likeness(self, measure: Measure) -> Any:
        """What two measures have in common that stand alike on every asset."""
        plain = not computed(measure) and not self.words.has(measure)
        return _asked_of(measure) if plain else measure.code

    def register_order(self, assets: QuerySet[Any]) -> Tally:
        """Counts of the rules that belong to no measure, and of those asked where no measure of theirs is."""
        return Tally(Counter(f.verdict for f in self.explain(assets) if f.measure is None))

    def explain(self, assets: QuerySet[Any]) -> list[Finding]:
        """Every line of every asset, by asset and in the catalogue's order. The number of queries is fixed."""
        assets = named_once(assets)
        answers, sources = self._answers(assets), self._sources(assets)
        stands, used = self._stands(assets, answers, sources), self.catalogue.used
        lines = (_lines(pk, used, verdicts, answers, sources) for pk, verdicts in stands.items())
        return [f for found in lines for f in found if f.measure or f.rule not in self.catalogue.quiet]

    def stands(self, assets: QuerySet[Any]) -> dict[int, dict[str, Verdict]]:
        """Each asset's verdict on each measure, needed or not. The number of queries is fixed."""
        assets = named_once(assets)
        return self._stands(assets, self._answers(assets), self._sources(assets))

    def _stands(self, assets: QuerySet[Any], answers: Answers, sources: Sources) -> dict[int, dict[str, Verdict]]:
        """The worst of what rules answer and people say, where it is needed; `verdict` counts the same in SQL."""
        needed, accepted = self._needed_of(assets), self._accepted(assets)
        keys, codes = assets.order_by("code").values_list("pk", flat=True), [m.code for m in self.catalogue.used]
        found: dict[int, dict[str, Verdict]] = {pk: dict.fromkeys(codes, Verdict.NOT_NEEDED) for pk in keys}
        for each in self.catalogue.used:
            for pk in needed[_asked_of(each)] & found.keys():
                parts = [answers[rule.id][pk][0] for rule in computed(each) if pk in answers[rule.id]]
                if needs_word(each):
                    parts.append(_said(sources.get((pk, each.code))))
                worst = max(parts, default=Verdict.NOT_NEEDED)
                exempt = worst is Verdict.GAP and (pk, each.code) in accepted
                found[pk][each.code] = Verdict.EXEMPT if exempt else worst
        return found

    def _needed_of(self, assets: QuerySet[Any]) -> dict[Any, set[int]]:
        """The keys of the assets of which measures are asked that are asked of the same ones."""
        alike = {_asked_of(each): each for each in self.catalogue.used}
        columns = {f"n_{n}": Case(When(self.needed(of), then=Value(1))) for n, of in enumerate(alike.values())}
        found: dict[Any, set[int]] = {key: set() for key in alike}
        for pk, *values in assets.order_by().annotate(**columns).values_list("pk", *columns):
            for key, needed in zip(alike, values, strict=True):
                if needed:
                    found[key].add(pk)
        return found

    def _accepted(self, assets: QuerySet[Any]) -> set[tuple[int, str]]:
        """The gaps of these assets that are accepted: asset and measure. Asked for even where nobody accepted any:
        that a question is left out would tell of it."""
        rows = Exemption.objects.current(self.on).filter(asset__in=keys_of(assets))
        return set(rows.values_list("asset_id", "measure"))

    def _answers(self, assets: QuerySet[Any]) -> Answers:
        with judged_by(self.numbers):
            return {rule.id: _answers(rule, self.asked(rule), assets, self.on) for rule in RULES.values()}

    def carriers(self, assets: QuerySet[Any]) -> QuerySet[Any]:
        """The assets' current carriers, each with the worst `verdict` of the rules that ask carriers."""
        asked = [row_verdict(self.asked(rule)) for rule in RULES.values() if rule.subject is CARRIERS]
        current = Carrier.objects.current().filter(asset__in=assets.order_by().values("pk"))
        return (
            current.annotate(verdict=Greatest(*asked))
            .select_related("place", "device", "system")
            .order_by("asset", "pk")
        )

    def _sources(self, assets: QuerySet[Any]) -> Sources:
        """Whose word decides, for each asset and measure."""
        said = [m for m in self.catalogue.used if needs_word(m) and self.words.has(m)]
        ids: dict[tuple[int, str], int] = {}
        for chunk in batched(said, CHUNK):
            columns = {_column(m): self.words.source(m) for m in chunk}
            for pk, *values in assets.order_by().annotate(**columns).values_list("pk", *columns):
                ids |= {(pk, m.code): v for m, v in zip(chunk, values, strict=True) if v}
        rows = Attestation.objects.filter(pk__in=set(ids.values())).with_part()
        by_id = rows.in_bulk()
        return {key: by_id[value] for key, value in ids.items()}


def computed(measure: Measure) -> list[Rule]:
    """The measure's rules that are computed by now."""
    return [RULES[id] for id in measure.rules if id in RULES]


def needs_word(measure: Measure) -> bool:
    """Does it rest, wholly or in part, on attestation? (No rules, or some that are not computed yet.)"""
    return not measure.rules or any(id not in RULES for id in measure.rules)


def by_purpose(tallies: dict[str, Tally]) -> dict[Purpose, Tally]:
    """The five totals."""
    totals = {purpose: Tally() for purpose in Purpose}
    known = todays()
    for code, tally in tallies.items():
        totals[known.measure(code).purpose].counts.update(tally.counts)
    return totals


def named_once(assets: QuerySet[Any]) -> QuerySet[Any]:
    """Few assets by their keys, so that what makes them known is asked once, not with each rule; many as they are."""
    keys = list(assets.order_by().values_list("pk", flat=True)[: FEW + 1])
    return assets if len(keys) > FEW else Asset.objects.filter(pk__in=keys)


def _asked_of(measure: Measure) -> Any:
    """What two measures have in common that are asked of the same assets."""
    return measure.kinds, measure.required_from


def _said(word: Attestation | None) -> Verdict:
    return verdict_of(word) if word else Verdict.UNKNOWN


def _column(measure: Measure) -> str:
    return "m_" + measure.code.replace("-", "_")


def _answers(rule: Rule, asked: Asked, assets: QuerySet[Any], on: date) -> dict[int, tuple[Verdict, str]]:
    """For each asset that the rule asks: the worst verdict, and the sentences of the rows that have it."""
    rows = rule.subject.rows().filter(asked.needed).annotate(verdict=row_verdict(asked), **asked.facts)
    found: dict[int, tuple[Verdict, list[str]]] = {}
    for asset, row in rule.subject.belonging(rows, assets, on):
        verdict = Verdict(row.verdict)
        worst, sentences = found.get(asset, (Verdict.NOT_NEEDED, []))
        if verdict > worst:
            worst, sentences = verdict, []
        if verdict == worst:
            sentences.append(asked.because(row, verdict))
        found[asset] = (worst, sentences)
    # Rows that say the same say it once.
    return {pk: (verdict, " ".join(dict.fromkeys(sentences))) for pk, (verdict, sentences) in found.items()}


def _lines(
    pk: int,
    asked: tuple[Measure, ...],
    verdicts: dict[str, Verdict],
    answers: Answers,
    sources: Sources,
) -> Iterator[Finding]:
    told: set[str] = set()
    for measure in asked:
        stands = verdicts[measure.code]
        if stands is Verdict.NOT_NEEDED:
            continue
        for rule in computed(measure):
            if pk in answers[rule.id]:
                verdict, because = answers[rule.id][pk]
                told.add(rule.id)
                yield Finding(pk, measure.code, rule.id, _exempted(verdict, stands), because)
        if needs_word(measure):
            yield _word(pk, measure, stands, sources.get((pk, measure.code)))
    for id, found in answers.items():
        if pk in found and id not in told:
            yield Finding(pk, None, id, *found[pk])


def _word(pk: int, measure: Measure, stands: Verdict, word: Attestation | None) -> Finding:
    if word is None:
        return Finding(pk, measure.code, None, Verdict.UNKNOWN, nobody_said(measure))
    partly = word.state == Attestation.State.PARTLY
    verdict = _exempted(verdict_of(word), stands)
    return Finding(pk, measure.code, None, verdict, said(word), partly, word)


def _exempted(verdict: Verdict, stands: Verdict) -> Verdict:
    return Verdict.EXEMPT if stands is Verdict.EXEMPT and verdict is Verdict.GAP else verdict
