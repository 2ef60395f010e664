"""The lines in which an asset is explained: what was asked, the verdict, and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from measures.asking.answers import Answers
from measures.asking.attested import verdict_of
from measures.asking.needs import computed, needs_word
from measures.catalogue import Measure
from measures.models import Attestation
from measures.sentences import nobody_said, said
from measures.verdicts import Verdict

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


def findings(
    pk: int,
    asked: tuple[Measure, ...],
    verdicts: dict[str, Verdict],
    answers: Answers,
    sources: Sources,
) -> Iterator[Finding]:
    """The lines of one asset, in the catalogue's order; what no measure asks comes last."""
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
