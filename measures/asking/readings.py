"""How assets stand on measures: counted and listed by one expression in SQL, explained from the rows that rules ask.

What is counted is what is explained; that is tested over random registers.
"""

from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Greatest
from django.db.models.lookups import Exact

from accounts.prepared import Among, Prepared
from accounts.sight import Sight
from assets.models import Asset, Carrier
from assets.written import Column
from measures.asking import stating
from measures.asking.answers import Answer, Answers, answered, concerned_of, verdicts
from measures.asking.asked import Asked, Rule, row_verdict
from measures.asking.attested import Words, verdict_of
from measures.asking.counting import Everything, accepted, asked_of, of_rule, of_word, tallies
from measures.asking.deciding import deciding, told
from measures.asking.findings import Finding, Sources, findings
from measures.asking.needs import Situation, computed, needed, needs_word, situations
from measures.asking.stating import Basis, Setting
from measures.asking.subjects import CARRIERS, Around, Own, Stands, Subject
from measures.asking.whole import Lot
from measures.catalogue import Measure
from measures.catalogue.rulings import Catalogue, of_day, todays
from measures.models import Attestation, Exemption
from measures.rules import RULES
from measures.rules.entered import EVERY
from measures.thresholds import Numbers, judged_by, numbers
from measures.verdicts import COUNTED, Verdict
from measures.words import Purpose

type Judged = Mapping[str, Mapping[int, Verdict]]  # by rule and asset; only where the rule asks the asset


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

    @cached_property
    def _comparing(self) -> Setting:
        """The same for rules that compare, which depend on their reader as well."""
        return self._setting.read_by(self.reader) if self.reader else self._setting

    def _of(self, rule: Rule) -> Setting:
        return self._comparing if rule.compares else self._setting

    def asked(self, rule: Rule) -> Asked:
        """The rule's question on the day."""
        return stating.asked(self._of(rule), rule.id)

    def worst(self, rule: Rule) -> Any:
        """An expression on assets: the worst verdict over the rule's rows that belong to the asset; not needed where
        there are none."""
        if isinstance(rule.subject, Own):
            return stating.worst(self._of(rule), rule.id, rule.subject)
        return self._once(("worst", rule.id), lambda: Column.of(Asset.objects.all(), self._expression(rule)))

    def _expression(self, rule: Rule) -> Any:
        if isinstance(rule.subject, Around):
            return rule.subject.worst(self.rows_stand(rule), self._ground(rule))
        assert isinstance(rule.subject, Own)
        return rule.subject.worst(row_verdict(self.asked(rule)))

    def _ground(self, rule: Rule) -> Any:
        subject = rule.subject
        assert isinstance(subject, Around)
        return self._once(("ground", subject), lambda: subject.ground(self.on))

    def rows_stand(self, rule: Rule) -> Stands:
        """How every row that a rule asks stands: all rules of the rows in one query."""
        rules = (rule.id,) if rule.compares else stating.plain(rule.subject)
        by_rule: dict[str, Stands] = self._once(("rows", rules), lambda: self._together(rule, rules))
        return by_rule[rule.id]

    def _together(self, rule: Rule, rules: tuple[str, ...]) -> dict[str, Stands]:
        rows = stating.judging(self._of(rule), rule.subject, *rules, every=True).of()
        return {id: {row[0]: Verdict(row[n]) for row in rows} for n, id in enumerate(rules, 1)}

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
        """Counts per measure (those that the handbook repeats are counted once); one wide query."""
        return self.tallies(assets).get((), {measure.code: Tally() for measure in self.catalogue.counted})

    def tallies(self, assets: QuerySet[Any], *by: str) -> dict[tuple[Any, ...], dict[str, Tally]]:
        """The same for each set of values that these columns of the assets have."""
        counted = tallies(self.everything(self.catalogue.counted), assets, by)
        return {key: {code: Tally(counts) for code, counts in found.items()} for key, found in counted}

    def everything(self, measures: Sequence[Measure]) -> Everything:
        """All that these measures ask, to be counted over many assets."""
        rules = {rule.id: rule for measure in measures for rule in computed(measure)}
        said = [measure for measure in measures if needs_word(measure) and self.words.has(measure)]
        exempted = self.exempted & {measure.code for measure in measures}

        def further() -> dict[str, Any]:
            words = {of_word(measure.code): self.words.verdict(measure) for measure in said}
            return asked_of(measures) | words | accepted(exempted, self.on)

        lots = self.lots(rules, (tuple(measures), self.words.basis, exempted), further)
        return Everything(measures, lots, frozenset(measure.code for measure in said), exempted)

    def lots(
        self, rules: Mapping[str, Rule], of: Hashable = None, further: Callable[[], dict[str, Any]] = dict
    ) -> list[Lot]:
        """What these rules say of assets, to be asked of many at once, and further expressions on assets.

        Args:
            of: all that these further expressions depend on besides the rules' setting.
        """
        plain = {id: rule for id, rule in rules.items() if not rule.compares}
        around = [rule for rule in plain.values() if isinstance(rule.subject, Around)]
        stands = tuple((rule.id, frozenset(self.rows_stand(rule).items()), self._ground(rule)) for rule in around)
        basis = Basis(self._setting, (tuple(plain), stands, of), lambda: self._columns(plain) | further())
        compared = self._columns({id: rule for id, rule in rules.items() if rule.compares})
        return [stating.whole(basis), *([Lot.of("compared", compared)] if compared else [])]

    def _columns(self, rules: Mapping[str, Rule]) -> dict[str, Any]:
        return {of_rule(id): self._expression(rule) for id, rule in rules.items()}

    def explain(self, assets: QuerySet[Any]) -> list[Finding]:
        """Every line of every asset, by asset and in the catalogue's order. The number of queries is fixed."""
        keys, used = _keys(assets), self.catalogue.used
        at_hand = situations(keys)
        answers, sources = self.answers(keys), told(self._sources(at_hand, used))
        stands = self._stands(keys, at_hand, _verdicts(answers), sources, used)
        with judged_by(self.numbers):
            lines = (findings(pk, used, verdicts, answers, sources) for pk, verdicts in stands.items())
            return [f for found in lines for f in found if f.measure or f.rule not in self.catalogue.quiet]

    def stands(self, assets: QuerySet[Any]) -> dict[int, dict[str, Verdict]]:
        """Each asset's verdict on each measure, needed or not. The number of queries is fixed."""
        return self.looked(assets)[0]

    def looked(self, assets: QuerySet[Any]) -> tuple[dict[int, dict[str, Verdict]], dict[int, dict[str, Verdict]]]:
        """The same, and beside it each asset's verdict on the rules that none of its measures asks."""
        keys = _keys(assets)
        at_hand = situations(keys)
        answers = self._judged(keys)
        stands = self._stands(keys, at_hand, answers, self._sources(at_hand, self.catalogue.used), self.catalogue.used)
        return stands, {pk: self._order(pk, each, answers) for pk, each in stands.items()}

    def _order(self, pk: int, stands: Mapping[str, Verdict], answers: Judged) -> dict[str, Verdict]:
        used = self.catalogue.used
        told = {rule for each in used if stands[each.code] is not Verdict.NOT_NEEDED for rule in each.rules}
        left = (id for id in answers if id not in told and id not in self.catalogue.quiet)
        return {id: answers[id][pk] for id in left if pk in answers[id]}

    def _sources(self, at_hand: Mapping[int, Situation], measures: Iterable[Measure]) -> Sources:
        return deciding(self.words, at_hand, [measure for measure in measures if needs_word(measure)])

    def _stands(
        self,
        keys: list[int],
        at_hand: Mapping[int, Situation],
        answers: Judged,
        sources: Sources,
        measures: Iterable[Measure],
    ) -> dict[int, dict[str, Verdict]]:
        """The worst of what rules answer and people say, where it is needed; `verdict` counts the same in SQL."""
        accepted, used = self.accepted(keys), tuple(measures)
        found: dict[int, dict[str, Verdict]] = {}
        for pk in keys:
            stands = found[pk] = {measure.code: Verdict.NOT_NEEDED for measure in used}
            for each in used:
                if at_hand[pk].needs(each):
                    worst = _worst(pk, each, answers, sources)
                    exempt = worst is Verdict.GAP and (pk, each.code) in accepted
                    stands[each.code] = Verdict.EXEMPT if exempt else worst
        return found

    def accepted(self, keys: list[int]) -> set[tuple[int, str]]:
        """The gaps of these assets that are accepted: asset and measure. Asked for even where nobody accepted any:
        that a question is left out would tell of it."""
        return set(_accepted(keys, self.on))

    def answers(self, keys: list[int]) -> Answers:
        """What every rule says of these assets; a few queries for each kind of rows."""
        found: dict[str, dict[int, Answer]] = {}
        for setting, subject, rules, about in self.questions(keys):
            questions = {id: stating.asked(setting, id) for id in rules}
            found |= answered(questions, subject, stating.explaining(setting, subject, *rules), about, self.on)
        return {id: found[id] for id in RULES}

    def _judged(self, keys: list[int], among: Collection[str] = RULES) -> Judged:
        """The same without reasons, of some rules."""
        found: dict[str, dict[int, Verdict]] = {}
        for setting, subject, rules, about in self.questions(keys, among):
            found |= verdicts(rules, subject, stating.judging(setting, subject, *rules), about, self.on)
        return {id: found[id] for id in RULES if id in among}

    def questions(
        self, keys: list[int], among: Collection[str] = RULES
    ) -> Iterator[tuple[Setting, Subject, tuple[str, ...], Sequence[int]]]:
        """Which rules are asked together of which rows, and about which of these assets. Those that compare are asked
        by themselves: their statements are others for each reader."""
        concerned = concerned_of(keys)
        for subject in stating.subjects():
            if rules := tuple(id for id in stating.plain(subject) if id in among):
                yield self._setting, subject, rules, concerned.get(subject, keys)
        for rule in (rule for rule in RULES.values() if rule.compares and rule.id in among):
            yield self._comparing, rule.subject, (rule.id,), concerned.get(rule.subject, keys)

    def carriers(self, keys: list[int]) -> list[tuple[Carrier, Verdict]]:
        """The current carriers of these assets, each with the worst of what rules find of it."""
        rules = stating.plain(CARRIERS)
        columns = [stating.verdict_of(id) for id in rules]
        rows = stating.explaining(self._setting, CARRIERS, *rules).of(keys)
        return [(row, Verdict(max(getattr(row, column) for column in columns))) for row in rows]


_accepted: Prepared[tuple[int, str]] = Prepared(
    lambda assets, on: (
        Exemption.objects.current(on).filter(Among("asset", assets)).order_by().values_list("asset_id", "measure")
    ),
    list,
    date,
)


def by_purpose(tallies: dict[str, Tally]) -> dict[Purpose, Tally]:
    """The five totals."""
    totals = {purpose: Tally() for purpose in Purpose}
    known = todays()
    for code, tally in tallies.items():
        totals[known.measure(code).purpose].counts.update(tally.counts)
    return totals


def _keys(assets: QuerySet[Any]) -> list[int]:
    """Assets by their keys, in the order of their codes: what makes them known is asked once, not with each rule."""
    return list(assets.order_by("code").values_list("pk", flat=True))


def _verdicts(answers: Answers) -> Judged:
    return {rule: {pk: each.verdict for pk, each in found.items()} for rule, found in answers.items()}


def _worst(pk: int, measure: Measure, answers: Judged, sources: Sources) -> Verdict:
    """The worst of what rules and people say of a measure at an asset."""
    parts = [answers[rule.id][pk] for rule in computed(measure) if pk in answers[rule.id]]
    if needs_word(measure):
        parts.append(_said(sources.get((pk, measure.code))))
    return max(parts, default=Verdict.NOT_NEEDED)


def _said(word: Attestation | None) -> Verdict:
    return verdict_of(word) if word else Verdict.UNKNOWN
