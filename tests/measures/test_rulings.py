"""What the company decides about the catalogue: shown, counted and explained alike, from its day on."""

from collections import Counter
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.querysets import today
from accounts.sight import person_sight
from assets.kinds import Kind
from assets.models import Asset
from classification.levels import Level
from journal.models import Entry
from measures import catalogue
from measures.asking.readings import Question, by_purpose
from measures.catalogue import rulings
from measures.catalogue.ruling import decide
from measures.models import Attestation, Ruling
from measures.verdicts import Verdict
from measures.words import Purpose, Yardstick
from measures.yardsticks import by_yardstick
from reports.figures import checklist
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


def test_rules_of_what_is_not_asked_are_quiet(cast: Cast) -> None:
    make.asset("curves", Level.SECRET, department=cast.design, owner=cast.owner)  # nobody knows where it is

    def told() -> set[str | None]:
        return {f.measure for f in Question(today()).explain(Asset.objects.all()) if f.rule == "STO-01"}

    assert told() == {"E1-c"}
    rule(cast, "E1-c", Aspect.USE, used=False)
    assert told() == set()
    rule(cast, "E1-c", Aspect.USE, used=True)
    rule(cast, "E1-c", Aspect.LEVEL, required_from=Level.TOP_SECRET)
    assert told() == set()


BOOK = catalogue.measures()
FILTERS = {
    "": len(BOOK),
    "purpose=TRUST": sum(each.purpose == Purpose.TRUST for each in BOOK),
    "route=EXTENSION": sum(each.code.startswith("Z") for each in BOOK),
    "purpose=TRUST&route=EMPLOYEE": sum(each.code.startswith("E5-") for each in BOOK),
    "yardstick=legal_minimum": sum(each.yardstick == Yardstick.LEGAL_MINIMUM for each in BOOK),
    "state=off": 0,
    "priority=9": len(BOOK),
}


def test_the_pages_of_the_catalogue(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("chief"))
    for query, n in FILTERS.items():
        page = client.get(f"/measures/catalogue/?{query}").content.decode()
        assert page.count('<td class="whole">') == n, query

    def post(address: str, **facts: str) -> None:
        assert client.post(f"/measures/catalogue/{address}/", {**facts}).status_code == 422  # why is it so?
        assert client.post(f"/measures/catalogue/{address}/", {**facts, "reason": WHY}).status_code == 302

    post("E3-e/use")
    post("E1-a/level", required_from="30")
    post("E4-a/words", ja="回覧する", en="Pass round")
    own = {
        "ja": "朝礼で確認",
        "purpose": "AWARENESS",
        "audience": "EMPLOYEE",
        "scope": "COMPANY",
        "required_from": "20",
    }
    post("new", **own, guidance_ja="月曜に確認する")
    page = client.get("/measures/catalogue/?state=changed").content.decode()
    assert page.count('<td class="whole">') == 4
    assert WHY in page
    for code, words in {"E3-e": WHY, "E4-a": "Pass round", "C4-1": "朝礼で確認", "E1-a": WHY}.items():
        assert words in client.get(f"/measures/catalogue/{code}/").content.decode(), code
    assert "Making the rules known" in client.get("/measures/catalogue/E4-a/").content.decode()
    assert WHY in client.get("/measures/E3-e/").content.decode()
    assert client.get("/measures/catalogue/X3-a/use/").status_code == 404  # goes with what it repeats
    assert client.get("/measures/catalogue/E9-z/").status_code == 404
    told = client.get("/journal/").content.decode()
    assert all(code in told for code in ("E3-e", "E1-a", "E4-a", "C4-1"))  # which measure each decision was about


def test_it_is_for_administrators_and_the_chief(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("steward"))
    assert client.get("/measures/catalogue/E3-e/").status_code == 200
    assert client.post("/measures/catalogue/E3-e/use/", {"reason": WHY}).status_code == 404
    assert not Ruling.objects.exists()


def test_two_yardsticks_add_up(cast: Cast) -> None:
    one_asset(cast)
    question = Question(today())
    tallies = question.tally(Asset.objects.all())
    lines = by_yardstick(tallies, question.catalogue)
    for line, tally in zip(lines, by_purpose(tallies).values(), strict=False):
        assert +(line.legal.counts + line.good.counts) == +tally.counts, line.label
    legal = {m.code for m in question.catalogue.counted if m.yardstick == Yardstick.LEGAL_MINIMUM}
    assert lines[-1].legal.needed == sum(tallies[code].needed for code in legal) > 0


def test_the_checklist_names_what_was_decided(cast: Cast) -> None:
    one_asset(cast)
    rule(cast, "E3-e", Aspect.USE, used=False)
    rule(cast, "E1-a", Aspect.LEVEL, required_from=Level.TOP_SECRET)
    facts: dict[str, Any] = {"firm": "A", "maker": "B", "scope": (), "data_at": timezone.now()}
    paper, *_rest = checklist(Asset.objects.seen_by(person_sight(cast.chief)).kept(), today(), **facts)
    assert [(row.code, row.what, row.reason) for row in paper.decided] == [
        ("E1-a", "asked from level “Top secret”", WHY),
        ("E3-e", "switched off", WHY),
    ]
    assert not {"E1-a", "E3-e"} & {row.code for _category, rows in paper.front for row in rows}
    assert [line.label for line in paper.yardsticks][-1] == "All five"
