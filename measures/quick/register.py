"""What the register itself answers to the questions of the quick check, for the assets that the reader may know of."""

from collections import Counter
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db.models import QuerySet

from measures.asking.attested import verdict_of
from measures.asking.counting import number_of, of_rule
from measures.asking.readings import Question
from measures.asking.whole import Whole, worst_of
from measures.models import Attestation
from measures.quick.check import Quick, questions
from measures.quick.records import Answer
from measures.rules import RULES
from measures.verdicts import COUNTED, Verdict


@dataclass(frozen=True)
class Told:
    """The register's answer, the counts that it rests on, and what each rule finds at worst."""

    answer: Answer
    met: int
    gap: int
    unknown: int
    by_rule: tuple[tuple[str, Verdict], ...]  # those that are asked of any asset


def told(question: Question, assets: QuerySet[Any]) -> dict[str, Told]:
    """By the question's code; those are left out to which the register has no answer yet. A few queries."""
    counts, worst = _counts(question, assets)
    words = {code: _word(question, code) for each in questions() for code in each.words}
    found = {each.code: _told(each, counts, words, worst) for each in questions()}
    return {code: answer for code, answer in found.items() if answer is not None}


def _told(
    each: Quick,
    counts: dict[str, Counter[Verdict]],
    words: dict[str, Counter[Verdict]],
    worst: dict[str, Verdict],
) -> Told | None:
    total: Counter[Verdict] = Counter()
    for part in (counts.get(each.code, Counter()), *(words[code] for code in each.words)):
        total.update(part)
    met, gap, unknown = (total[v] for v in (Verdict.MET, Verdict.GAP, Verdict.UNKNOWN))
    by_rule = tuple((id, worst[id]) for id in each.rules if worst.get(id))
    return Told(_answer(met, gap, unknown), met, gap, unknown, by_rule) if met + gap + unknown else None


def _answer(met: int, gap: int, unknown: int) -> Answer:
    """Not known is never yes."""
    if not gap and not unknown:
        return Answer.YES
    if met:
        return Answer.PARTLY
    return Answer.NO if gap else Answer.UNKNOWN


def _word(question: Question, code: str) -> Counter[Verdict]:
    """What was said of a measure for the whole company; partly in place is both."""
    said = [w for w in question.words.by_measure.get(code, ()) if w.of_all]
    if not said:
        return Counter()
    verdict = verdict_of(said[-1])
    partly = said[-1].state == Attestation.State.PARTLY
    return Counter({verdict: 1} | ({Verdict.MET: 1} if partly else {}))


def _counts(question: Question, assets: QuerySet[Any]) -> tuple[dict[str, Counter[Verdict]], dict[str, Verdict]]:
    """For each question, on how many assets its rules find what at worst, and what each rule finds at worst: one look
    at every asset."""
    asked = {each.code: ids for each in questions() if (ids := [id for id in each.rules if id in RULES])}
    columns = {id: of_rule(id) for ids in asked.values() for id in ids}
    worst = {f"answer_{n}": worst_of([columns[id] for id in ids]) for n, ids in enumerate(asked.values())}
    counted = [number_of(name, verdict) for name in worst for verdict in COUNTED]
    selected = [*counted, *(f"MAX({column})" for column in columns.values())]
    work_out = worst | {column: column for column in columns.values()}
    lots = question.lots({id: RULES[id] for id in columns})
    (row,) = Whole(assets, lots).rows(selected, work_out=work_out) or ((0,) * len(selected),)
    counts = batched(row[: len(counted)], len(COUNTED))
    by_rule = zip(columns, row[len(counted) :], strict=True)
    return (
        {code: Counter(dict(zip(COUNTED, each, strict=True))) for code, each in zip(asked, counts, strict=True)},
        {id: Verdict(verdict or 0) for id, verdict in by_rule},
    )
