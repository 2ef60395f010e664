"""How assets stand on measures: counted and listed by one expression in SQL, explained from the rows that rules ask.

What is counted is what is explained; that is tested over random registers.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import batched
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.db.models.lookups import Exact

from accounts.sight import Sight
from assets.models import Asset, Carrier
from assets.written import Column
from measures import stating
from measures.answers import Answer, Answers, answered, concerned_of
from measures.asking import Asked, Rule
from measures.attested import Words, verdict_of
from measures.catalogue import Measure
from measures.counting import verdicts
from measures.deciding import deciding
from measures.models import Attestation, Exemption
from measures.needs import Situation, needed, situations
from measures.readers import read_by
from measures.rule_texts import partly
from measures.rules import RULES
from measures.rules.carriers import CARRIERS
from measures.rules.entered import EVERY
from measures.rulings import Catalogue, of_day, todays
from measures.sentences import nobody_said, said
from measures.stating import Setting
from measures.subjects import Around, Own, Stands, Subject
from measures.thresholds import Numbers, judged_by, numbers
from measures.verdicts import COUNTED, Verdict
from measures.words import Purpose

CHUNK = 25  # measures asked in one query: keeps the SQL of a page within every database's limits


type Sources = dict[tuple[int, str], Attestation]  # for each asset and measure the word that decides


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
    rows: tuple[Any, ...] = ()  # what a rule's answer rests on: the rows that decide
    proofs: tuple[Any, ...] = ()  # the same as links for whoever reads (`measures.proofs`)


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
        """The assets of which a measure is asked; a rule of the register's own order decides that itself."""
        if measure.is_rule:
            return EVERY
        return Q(pk__in=[]) if self.catalogue.off(measure) else needed(measure)

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

    @cached_property
    def _setting(self) -> Setting:
        return Setting.of(self.on, self.numbers)

    def asked(self, rule: Rule) -> Asked:
        """The rule's question on the day."""
        if not rule.compares:
            return stating.asked(self._setting, rule.id)
        return self._once(("asked", rule.id), lambda: self._compared(rule))

    def _compared(self, rule: Rule) -> Asked:
        with judged_by(self.numbers), read_by(self.reader):
            return rule.ask(self.on)

    def worst(self, rule: Rule) -> Any:
        """An expression on assets: the worst verdict over the rule's rows that belong to the asset; not needed where
        there are none."""
        if isinstance(rule.subject, Own) and not rule.compares:
            return stating.worst(self._setting, rule.id, rule.subject)
        return self._once(("worst", rule.id), lambda: self._worst(rule))

    def _worst(self, rule: Rule) -> Any:
        if isinstance(rule.subject, Around):
            subject = rule.subject
            ground = self._once(("ground", subject), lambda: subject.ground(self.on))
            return Column.of(Asset.objects.all(), subject.worst(self.rows_stand(rule), ground))
        assert isinstance(rule.subject, Own)
        return stating.worst_of_own(rule.subject, self.asked(rule))

    def rows_stand(self, rule: Rule) -> Stands:
        """How every row that a rule asks stands: all rules of the rows in one query."""
        if rule.compares:
            return self._once(("rows", rule.id), lambda: self._alone(rule))
        by_rule: dict[str, Stands] = self._once(("rows", rule.subject), lambda: self._together(rule.subject))
        return by_rule[rule.id]

    def _alone(self, rule: Rule) -> Stands:
        rows = stating.stood({rule.id: self.asked(rule)}, rule.subject).of()
        return {pk: Verdict(verdict) for pk, verdict in rows}

    def _together(self, subject: Subject) -> dict[str, Stands]:
        rows = stating.standing(self._setting, subject).of()
        return {id: {row[0]: Verdict(row[n]) for row in rows} for n, id in enumerate(stating.plain(subject), 1)}

    def _once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What was made for this question already, or is made now."""
        if key not in self._held:
            self._held[key] = make()
        return self._held[key]

    @cached_property
    def _held(self) -> dict[Hashable, Any]:
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

    def explain(self, assets: QuerySet[Any]) -> list[Finding]:
        """Every line of every asset, by asset and in the catalogue's order. The number of queries is fixed."""
        keys, used = _keys(assets), self.catalogue.used
        at_hand = situations(keys)
        answers, sources = self.answers(keys), self._sources(at_hand)
        stands = self._stands(keys, at_hand, answers, sources)
        with judged_by(self.numbers):
            lines = (_lines(pk, used, verdicts, answers, sources) for pk, verdicts in stands.items())
            return [f for found in lines for f in found if f.measure or f.rule not in self.catalogue.quiet]

    def stands(self, assets: QuerySet[Any]) -> dict[int, dict[str, Verdict]]:
        """Each asset's verdict on each measure, needed or not. The number of queries is fixed."""
        return self.looked(assets)[0]

    def looked(self, assets: QuerySet[Any]) -> tuple[dict[int, dict[str, Verdict]], dict[int, dict[str, Verdict]]]:
        """The same, and beside it each asset's verdict on the rules that none of its measures asks."""
        keys = _keys(assets)
        at_hand = situations(keys)
        answers = self.answers(keys)
        stands = self._stands(keys, at_hand, answers, self._sources(at_hand))
        return stands, {pk: self._order(pk, each, answers) for pk, each in stands.items()}

    def _order(self, pk: int, stands: Mapping[str, Verdict], answers: Answers) -> dict[str, Verdict]:
        used = self.catalogue.used
        told = {rule for each in used if stands[each.code] is not Verdict.NOT_NEEDED for rule in each.rules}
        left = (id for id in answers if id not in told and id not in self.catalogue.quiet)
        return {id: answers[id][pk].verdict for id in left if pk in answers[id]}

    def _sources(self, at_hand: Mapping[int, Situation]) -> Sources:
        return deciding(self.words, at_hand, [measure for measure in self.catalogue.used if needs_word(measure)])

    def _stands(
        self, keys: list[int], at_hand: Mapping[int, Situation], answers: Answers, sources: Sources
    ) -> dict[int, dict[str, Verdict]]:
        """The worst of what rules answer and people say, where it is needed; `verdict` counts the same in SQL."""
        accepted, used = self._accepted(keys), self.catalogue.used
        found: dict[int, dict[str, Verdict]] = {}
        for pk in keys:
            stands = found[pk] = {measure.code: Verdict.NOT_NEEDED for measure in used}
            for each in used:
                if at_hand[pk].needs(each):
                    worst = _worst(pk, each, answers, sources)
                    exempt = worst is Verdict.GAP and (pk, each.code) in accepted
                    stands[each.code] = Verdict.EXEMPT if exempt else worst
        return found

    def _accepted(self, keys: list[int]) -> set[tuple[int, str]]:
        """The gaps of these assets that are accepted: asset and measure. Asked for even where nobody accepted any:
        that a question is left out would tell of it."""
        rows = Exemption.objects.current(self.on).filter(asset__in=keys)
        return set(rows.values_list("asset_id", "measure"))

    def answers(self, keys: list[int]) -> Answers:
        """What every rule says of these assets; a few queries for each kind of rows."""
        concerned = concerned_of(keys)
        found: dict[str, dict[int, Answer]] = {}
        for subject in stating.subjects():
            questions = {id: self.asked(RULES[id]) for id in stating.plain(subject)}
            statement = stating.explaining(self._setting, subject)
            found |= answered(questions, subject, statement, concerned.get(subject, keys), self.on)
        for rule in (rule for rule in RULES.values() if rule.compares):
            alone = {rule.id: self.asked(rule)}
            statement = stating.explained(alone, rule.subject)
            found |= answered(alone, rule.subject, statement, concerned.get(rule.subject, keys), self.on)
        return {id: found[id] for id in RULES}

    def carriers(self, keys: list[int]) -> list[tuple[Carrier, Verdict]]:
        """The current carriers of these assets, each with the worst of what rules find of it."""
        columns = [stating.verdict_of(id) for id in stating.plain(CARRIERS)]
        rows = stating.explaining(self._setting, CARRIERS).of(keys)
        return [(row, Verdict(max(getattr(row, column) for column in columns))) for row in rows]


def computed(measure: Measure) -> list[Rule]:
    """The measure's rules that are computed by now."""
    return [RULES[id] for id in measure.rules if id in RULES]


def needs_word(measure: Measure) -> bool:
    """Does it rest, wholly or in part, on attestation? (No rules, or some that are not or only partly computed yet.)"""
    return not measure.rules or any(id not in RULES or id in partly() for id in measure.rules)


def by_purpose(tallies: dict[str, Tally]) -> dict[Purpose, Tally]:
    """The five totals."""
    totals = {purpose: Tally() for purpose in Purpose}
    known = todays()
    for code, tally in tallies.items():
        totals[known.measure(code).purpose].counts.update(tally.counts)
    return totals


def _asked_of(measure: Measure) -> Any:
    """What two measures have in common that are asked of the same assets."""
    return measure.kinds, measure.required_from


def _keys(assets: QuerySet[Any]) -> list[int]:
    """Assets by their keys, in the order of their codes: what makes them known is asked once, not with each rule."""
    return list(assets.order_by("code").values_list("pk", flat=True))


def _worst(pk: int, measure: Measure, answers: Answers, sources: Sources) -> Verdict:
    """The worst of what rules and people say of a measure at an asset."""
    parts = [answers[rule.id][pk].verdict for rule in computed(measure) if pk in answers[rule.id]]
    if needs_word(measure):
        parts.append(_said(sources.get((pk, measure.code))))
    return max(parts, default=Verdict.NOT_NEEDED)


def _said(word: Attestation | None) -> Verdict:
    return verdict_of(word) if word else Verdict.UNKNOWN


def _column(measure: Measure) -> str:
    return "m_" + measure.code.replace("-", "_")


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
                answer = answers[rule.id][pk]
                told.add(rule.id)
                yield Finding(
                    pk, measure.code, rule.id, _exempted(answer.verdict, stands), answer.because, rows=answer.of
                )
        if needs_word(measure):
            yield _word(pk, measure, stands, sources.get((pk, measure.code)))
    for id, found in answers.items():
        if pk in found and id not in told:
            yield Finding(pk, None, id, found[pk].verdict, found[pk].because, rows=found[pk].of)


def _word(pk: int, measure: Measure, stands: Verdict, word: Attestation | None) -> Finding:
    if word is None:
        return Finding(pk, measure.code, None, Verdict.UNKNOWN, nobody_said(measure))
    partly = word.state == Attestation.State.PARTLY
    verdict = _exempted(verdict_of(word), stands)
    return Finding(pk, measure.code, None, verdict, said(word), partly, word)


def _exempted(verdict: Verdict, stands: Verdict) -> Verdict:
    return Verdict.EXEMPT if stands is Verdict.EXEMPT and verdict is Verdict.GAP else verdict
