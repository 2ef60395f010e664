"""What the company decides about the catalogue: shown, counted and explained alike, from its day on."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.querysets import today
from assets.kinds import Kind
from assets.models import Asset
from classification.levels import Level
from journal.models import Entry
from measures import rulings
from measures.models import Attestation, Ruling
from measures.readings import Question
from measures.ruling import decide
from measures.verdicts import Verdict
from tests import make
from tests.cast import Cast

Aspect = Ruling.Aspect
WHY = "the landlord does it"


def one_asset(cast: Cast, level: Level = Level.SECRET) -> Asset:
    asset = make.asset("curves", level, department=cast.design, owner=cast.owner)
    make.carrier(asset, kind=Kind.PAP)
    return asset


def rule(cast: Cast, code: str, aspect: Aspect, **facts: Any) -> Ruling:
    return decide(Ruling(measure=code, aspect=aspect, reason=WHY, **facts), by=cast.chief)


def counted_and_explained(question: Question | None = None) -> dict[str, Counter[Verdict]]:
    """Counts by measure, after seeing that the lines say the same."""
    question = question or Question(today())
    tallies = question.tally(Asset.objects.all())
    counts = {code: +tally.counts for code, tally in tallies.items() if tally.needed}
    worst: dict[str, dict[int, Verdict]] = {}
    for f in question.explain(Asset.objects.all()):
        if f.measure in tallies:
            known = worst.setdefault(f.measure, {})
            known[f.asset] = max(f.verdict, known.get(f.asset, f.verdict), key=lambda v: (v is Verdict.GAP, v))
    assert {code: Counter(found.values()) for code, found in worst.items()} == counts
    return counts


def test_rulings_are_counted_and_explained(cast: Cast) -> None:
    one_asset(cast)
    before = counted_and_explained()
    assert "E3-c" in before

    rule(cast, "E3-c", Aspect.USE, used=False)  # a measure that another repeats
    off = counted_and_explained()
    assert off.keys() == before.keys() - {"E3-c"}
    told = {f.measure for f in Question(today()).explain(Asset.objects.all())}
    assert not told & {"E3-c", "X3-a"}
    assert rulings.todays().off(rulings.measure("X3-a")).reason == WHY
    assert counted_and_explained(Question(today() - timedelta(days=1))).keys() == before.keys()
    rule(cast, "E3-c", Aspect.USE, used=True)
    assert counted_and_explained().keys() == before.keys()

    rule(cast, "E1-a", Aspect.LEVEL, required_from=Level.TOP_SECRET)
    assert counted_and_explained().keys() == before.keys() - {"E1-a"}
    rule(cast, "E1-a", Aspect.LEVEL, required_from=None)
    assert counted_and_explained() == before

    rule(cast, "E4-a", Aspect.WORDS, ja="回覧する", en="Pass round")
    assert (rulings.measure("E4-a").ja, rulings.book_measure("E4-a").ja) == ("回覧する", "取扱いルールの周知")
    assert rulings.measure("E4-a").guidance_ja == rulings.book_measure("E4-a").guidance_ja
    rule(cast, "E4-a", Aspect.WORDS)
    assert rulings.measure("E4-a") == rulings.book_measure("E4-a")


def test_a_measure_of_our_own_is_asked_and_attested_like_others(cast: Cast) -> None:
    one_asset(cast)
    facts = {"ja": "朝礼で確認", "purpose": "AWARENESS", "audience": "EMPLOYEE", "scope": "COMPANY"}
    own = rule(cast, "", Aspect.OWN, required_from=Level.SECRET, **facts)
    assert (own.measure, Entry.objects.get().facts["measure"]) == ("C4-1", "C4-1")
    assert rule(cast, "", Aspect.OWN, required_from=Level.SECRET, **facts).measure == "C4-2"
    assert counted_and_explained()["C4-1"] == {Verdict.UNKNOWN: 1}
    state = {"state": "IN_PLACE", "by": cast.chief, "from_on": today(), "until_on": today()}
    Attestation.objects.create(measure="C4-1", **state)
    assert counted_and_explained()["C4-1"] == {Verdict.MET: 1}
    rule(cast, "C4-1", Aspect.USE, used=False)
    assert "C4-1" not in counted_and_explained()


def test_they_are_read_once_for_a_page(cast: Cast) -> None:
    one_asset(cast)
    rule(cast, "E3-c", Aspect.USE, used=False)
    with CaptureQueriesContext(connection) as captured, rulings.held():
        question = Question(today())
        question.explain(Asset.objects.all())
        question.tally(Asset.objects.all())
        assert rulings.measure("E3-c").code == "E3-c"
    assert sum("measures_ruling" in q["sql"] for q in captured.captured_queries) == 1
