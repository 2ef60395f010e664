"""What is counted is what is explained, for any register; whose word counts where; and at what cost in queries."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from accounts.sight import person_sight
from assets.kinds import Kind, State
from assets.models import Asset
from measures.asking.readings import Question, Tally, by_purpose
from measures.catalogue import counted, measure
from measures.figures import MeasureLine, categories, lines_of
from measures.models import Attestation
from measures.rules import RULES
from measures.verdicts import COUNTED, Verdict
from tests import make
from tests.asked import beginnings
from tests.cast import Cast
from tests.measures.registers import ON, Register, word

MET, GAP, UNKNOWN, NOT_NEEDED, EXEMPT = (
    Verdict.MET, Verdict.GAP, Verdict.UNKNOWN, Verdict.NOT_NEEDED, Verdict.EXEMPT,
)  # fmt: skip
DAY = timedelta(days=1)
PARTLY = Attestation.State.PARTLY
SAID = "E2-i"  # rests on people's word alone; asked of paper from secret on
COMPUTED = "E2-c"  # STO-05 and nothing else
MIXED = "X1-a"  # STO-02, and a rule that is not computed yet


def explained(question: Question, assets: QuerySet[Any]) -> dict[str, Counter[Verdict]]:
    """How often the lines of these assets give each verdict, by measure."""
    found = {each.code: Counter[Verdict]() for each in counted()}
    for lines in lines_of(question, assets).values():
        for line in measure_lines(lines):
            if line.measure.same_as is None:
                found[line.measure.code][line.verdict] += 1
    return found


def measure_lines(lines: Any) -> list[MeasureLine]:
    return [line for category in lines.categories for line in category.lines]


def counts(tallies: dict[str, Tally]) -> dict[str, Counter[Verdict]]:
    return {code: tally.counts for code, tally in tallies.items()}


# The invariant


@pytest.mark.parametrize("seed", range(6))
def test_what_is_counted_is_what_is_explained(cast: Cast, seed: int) -> None:
    register = Register(cast, seed, size=25)
    register.say(160)
    register.exempt(400)
    question, everything = Question(ON), Asset.objects.all()
    tallies = question.tally(everything)
    assert counts(tallies) == explained(question, everything)
    assert all(tally.counts.total() == tally.needed <= len(register.assets) for tally in tallies.values())
    found = sum((tally.counts for tally in tallies.values()), Counter[Verdict]())
    assert all(found[verdict] for verdict in COUNTED)  # else this register proved little


@pytest.mark.parametrize("seed", [7, 8])
def test_the_same_for_each_single_asset(cast: Cast, seed: int) -> None:
    register = Register(cast, seed, size=4)
    register.say(160)
    register.exempt(60)
    question, sum_of_all = Question(ON), {each.code: Counter[Verdict]() for each in counted()}
    for asset in register.assets:
        alone = Asset.objects.filter(pk=asset.pk)
        tallies = counts(question.tally(alone))
        assert tallies == explained(question, alone)
        for code, tally in tallies.items():
            sum_of_all[code] += tally
    assert sum_of_all == counts(question.tally(Asset.objects.all()))


@pytest.mark.parametrize("name", ["listed", "manager", "steward", "nobody"])
def test_the_same_for_what_somebody_may_know_of(cast: Cast, name: str) -> None:
    register = Register(cast, 9, size=20)
    register.say(80)
    mine = Asset.objects.seen_by(person_sight(getattr(cast, name))).kept()
    question = Question(ON)
    assert counts(question.tally(mine)) == explained(question, mine)
    assert set(lines_of(question, mine)) <= set(mine.values_list("pk", flat=True))


def test_each_line_rests_on_its_findings(cast: Cast) -> None:
    """A gap if any rule finds one, unknown if any is, else met; and every line says why."""
    register = Register(cast, 10, size=25)
    register.say(120)
    register.exempt(60)
    question, everything = Question(ON), Asset.objects.all()
    stands = question.stands(everything)
    for pk, lines in lines_of(question, everything).items():
        told = {line.measure.code: line for line in measure_lines(lines)}
        assert {code for code, verdict in stands[pk].items() if verdict is not NOT_NEEDED} == told.keys()
        for code, line in told.items():
            assert line.verdict is stands[pk][code]
            assert line.because
            assert all(line.because)
            verdicts = {finding.verdict for finding in line.findings}
            assert line.verdict is next(v for v in (EXEMPT, GAP, UNKNOWN, MET) if v in verdicts)


def test_every_rule_that_asks_something_of_an_asset_is_told(cast: Cast) -> None:
    register = Register(cast, 11, size=10)
    question = Question(ON)
    for asset in register.assets:
        alone = Asset.objects.filter(pk=asset.pk)
        columns = {id.replace("-", "_"): question.worst(rule) for id, rule in RULES.items()}
        answers = alone.annotate(**columns).values(*columns).get()
        told = {finding.rule: finding.verdict for finding in question.explain(alone) if finding.rule}
        assert told == {id.replace("_", "-"): Verdict(v) for id, v in answers.items() if v}


def test_the_registers_own_order_is_what_belongs_to_no_measure(cast: Cast) -> None:
    Register(cast, 12, size=20)
    everything = lines_of(Question(ON), Asset.objects.all()).values()
    order = [finding for lines in everything for line in lines.order for finding in line.findings]
    assert {f.measure for f in order} == {None}
    assert "DAT-01" in {f.rule for f in order}


def test_retired_and_not_yet_judged_assets_count_nowhere(cast: Cast) -> None:
    for state in (State.CANDIDATE, State.RETIRED):
        make.carrier(make.asset(level=None, state=state, kind=Kind.PAP))
    word(SAID, by=cast.chief)
    assert not any(tally.needed for tally in Question(ON).tally(Asset.objects.all()).values())


# The cost


@pytest.mark.parametrize(
    "read",
    [
        Question.tally,
        Question.explain,
        Question.stands,
        lines_of,
        categories,
    ],
    ids=lambda read: read.__name__,
)
def test_the_number_of_queries_does_not_grow_with_the_assets(cast: Cast, read: Callable[..., Any]) -> None:
    register = Register(cast, 13, size=30)
    register.say(200)
    register.exempt(60)
    few, many = [a.pk for a in register.assets[:3]], [a.pk for a in register.assets]
    spent = []
    for keys in (few, many):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read(Question(ON), Asset.objects.filter(pk__in=keys))
        spent.append(len(queries))
    assert spent[0] == spent[1]


def test_nothing_is_written(cast: Cast) -> None:
    register = Register(cast, 14, size=5)
    register.say(40)
    with CaptureQueriesContext(connection) as queries:
        categories(Question(ON), Asset.objects.all())
        lines_of(Question(ON), Asset.objects.all())
    assert beginnings(queries) <= {"SELECT", "WITH"}  # WITH … SELECT


# Repeats


def test_a_measure_that_the_handbook_repeats_is_counted_once_and_told_twice(cast: Cast) -> None:
    make.carrier(make.asset(kind=Kind.PAP))
    question, everything = Question(ON), Asset.objects.all()
    tallies = question.tally(everything)
    assert "E1-d" in tallies
    assert "X1-c" not in tallies
    (lines,) = lines_of(question, everything).values()
    told = [line.measure.code for line in measure_lines(lines)]
    assert {"E1-d", "X1-c"} <= set(told)
    assert sum(c.tally.needed for c in lines.categories) == sum(t.needed for t in tallies.values())
    assert sum(c.tally.needed for c in lines.categories) == sum(measure(c).same_as is None for c in told)


def test_the_five_totals_are_sums_over_their_measures(cast: Cast) -> None:
    Register(cast, 15, size=10).say(60)
    tallies = Question(ON).tally(Asset.objects.all())
    for purpose, total in by_purpose(tallies).items():
        own = [tallies[m.code].counts for m in counted() if m.purpose == purpose]
        assert total.counts == sum(own, Counter[Verdict]())


def test_a_share_is_of_what_is_needed_and_not_exempt() -> None:
    assert Tally(Counter({MET: 2, GAP: 1, UNKNOWN: 1, EXEMPT: 4})).share == 50
    assert Tally(Counter({MET: 1, GAP: 2})).share == 33
    assert Tally(Counter({EXEMPT: 3})).share is None
    assert Tally().share is None
