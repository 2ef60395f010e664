"""What the register itself answers to the questions of the quick check, for the assets that the reader may know of."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Greatest

from measures.asking import Rule
from measures.attested import verdict_of
from measures.counting import verdicts
from measures.models import Attestation
from measures.quick import Quick, questions
from measures.quick_records import Answer
from measures.readings import Question
from measures.rules import RULES
from measures.verdicts import Verdict


@dataclass(frozen=True)
class Told:
    """The register's answer, and the counts that it rests on."""

    answer: Answer
    met: int
    gap: int
    unknown: int


def told(question: Question, assets: QuerySet[Any]) -> dict[str, Told]:
    """By the question's code; those are left out to which the register has no answer yet. A few queries."""
    counts = _counts(question, assets)
    words = {code: _word(question, code) for each in questions() for code in each.words}
    found = {each.code: _told(each, counts, words) for each in questions()}
    return {code: answer for code, answer in found.items() if answer is not None}


def _told(each: Quick, counts: dict[str, Counter[Verdict]], words: dict[str, Counter[Verdict]]) -> Told | None:
    total: Counter[Verdict] = Counter()
    for part in (counts.get(each.code, Counter()), *(words[code] for code in each.words)):
        total.update(part)
    met, gap, unknown = (total[v] for v in (Verdict.MET, Verdict.GAP, Verdict.UNKNOWN))
    return Told(_answer(met, gap, unknown), met, gap, unknown) if met + gap + unknown else None


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


def _counts(question: Question, assets: QuerySet[Any]) -> dict[str, Counter[Verdict]]:
    """For each question, on how many assets its rules find what at worst: one look at every asset."""
    asked = {each.code: rules for each in questions() if (rules := [RULES[id] for id in each.rules if id in RULES])}
    columns = {f"q_{n}": _worst(question, rules) for n, rules in enumerate(asked.values())}
    found = next(iter(verdicts(assets, columns)), ((), []))[1]
    return dict(zip(asked, found, strict=False))


def _worst(question: Question, rules: list[Rule]) -> Any:
    worst = [question.worst(rule) for rule in rules]
    return Greatest(*worst) if len(worst) > 1 else worst[0]
