"""The quick check: the flyer's 18 questions, kept by round, what to do first, and what the register says itself."""

from collections import Counter
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.querysets import today
from accounts.sight import person_sight
from assets.models import Asset
from classification.levels import Level
from journal.models import Entry
from measures.asking.readings import Question
from measures.catalogue import rulings
from measures.models import Attestation
from measures.ordering import measure_or_rule
from measures.quick.check import Result, answer, questions
from measures.quick.records import Answer, QuickRound
from measures.quick.register import told
from measures.quick.views import rows_of
from measures.rule_texts import rule_texts
from measures.verdicts import Verdict
from reports.models import Report
from reports.quick import make_quick
from tests import make
from tests.cast import Cast

CODES = [each.code for each in questions()]


def test_the_questions_are_the_flyers_18_and_lead_somewhere() -> None:
    assert Counter(code[0] for code in CODES) == {"A": 3, "B": 6, "C": 8, "D": 1}
    known = rule_texts()
    for each in questions():
        assert set(each.rules) <= known.keys(), each.code
        assert all(rulings.book_measure(code) for code in (*each.words, each.measure) if code), each.code
        assert each.page == "" or reverse(each.page), each.code


def test_points_shares_and_what_to_do_first() -> None:
    given = dict.fromkeys(CODES, "yes") | {"A-1a": "partly", "A-1b": "no", "C-2": "unknown", "C-3": "not_here"}
    result = Result({code: Answer(value) for code, value in given.items()})
    shares = {each.part: (each.points, each.most, each.share) for each in result.shares}
    assert shares["A"] == (6, 12, 50)
    assert shares["C-1"] == (16, 16, 100)
    assert shares["C-2"] == (-1, 4, 0)  # not knowing is less than no, yet no share is below nought
    assert shares["C-3"] == (0, 0, None)
    assert (result.total.points, result.total.most) == (14 * 4 + 2 - 1, 17 * 4)
    assert [q.code for q, _answer in result.first] == ["A-1b", "A-1a", "C-2"]


def test_the_register_answers_for_what_the_reader_may_know(cast: Cast) -> None:
    asset = make.asset("curves", Level.SECRET, department=cast.design, owner=cast.owner)
    who = person_sight(cast.owner)

    def of(code: str, sight: Any = who) -> Answer | None:
        found = told(Question(today(), sight), Asset.objects.seen_by(sight).kept()).get(code)
        return found.answer if found else None

    assert (of("A-1b"), of("C-1a"), of("C-5"), of("B-2a")) == (Answer.NO, Answer.NO, None, None)
    assert of("A-1b", person_sight(cast.enterer if cast.enterer.pk != cast.owner.pk else cast.listed)) is None
    make.carrier(asset)
    said = {"by": cast.chief, "from_on": today(), "until_on": today(), "evidence": "survey"}
    Attestation.objects.create(measure="E5-d", state="PARTLY", **said)
    assert (of("A-1b"), of("C-5")) == (Answer.YES, Answer.PARTLY)
    with CaptureQueriesContext(connection) as few:
        of("A-1b")
    make.asset("more", Level.SECRET, department=cast.design, owner=cast.owner)
    assert of("A-1b") is Answer.PARTLY
    with CaptureQueriesContext(connection) as many:
        of("A-1b")
    assert len(many) == len(few)


def test_a_round_is_answered_kept_and_printed(cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("manager"))
    open_ones = dict.fromkeys(CODES[1:], "yes")
    page = client.post("/measures/quick/new/", open_ones)
    assert page.status_code == 422
    assert page.content.decode().count("checked") == 17  # nothing that was chosen is lost
    assert client.post("/measures/quick/new/", open_ones | {"A-1a": "no"}).status_code == 302
    held = QuickRound.objects.get()
    assert (held.by, held.on, held.answers["A-1a"]) == (cast.manager, today(), "no")
    assert Entry.objects.get().verb == "measures.quick_check"
    page = client.get("/measures/quick/")
    assert "Bring in the ledger" in page.content.decode()
    report = make_quick(held, by=person_sight(cast.manager), language="ja")
    assert (report.kind, Report.objects.get().path.read_bytes()[:5]) == ("quick", b"%PDF-")
    client.force_login(cast.sign_in("colleague"))
    assert client.get("/measures/quick/").status_code == 200
    assert client.post("/measures/quick/new/", open_ones).status_code == 404
    assert answer(held.answers, by=person_sight(cast.chief)).pk != held.pk
    assert "Every round" in client.get("/measures/quick/").content.decode()


def test_each_rule_behind_an_answer_leads_to_assets_that_stand_so(cast: Cast) -> None:
    """One of a question's rules may find a gap where another finds none: each has its own worst."""
    asset = make.asset("curves", Level.SECRET, department=cast.design, owner=cast.owner)
    make.carrier(asset, kind="PAP", locked=False)
    make.grant(asset, cast.listed)
    question = Question(today(), person_sight(cast.chief))
    found = [pair for each in told(question, Asset.objects.all()).values() for pair in each.by_rule]
    assert {Verdict.MET, Verdict.GAP} <= {worst for _id, worst in found}
    rows = rows_of(Result({}), told(question, Asset.objects.all()))
    labels = {str(proof.label) for row in rows for proof in row.rests_on}
    names = {rule_texts()[id].name: worst for id, worst in found}
    assert labels & names.keys() == {name for name, worst in names.items() if worst is Verdict.GAP}
    for id, worst in found:
        if worst is Verdict.MET:
            assert f"none: {rule_texts()[id].name} ({id})" in labels
        stands = Asset.objects.annotate(stands=question.verdict(measure_or_rule(id))).filter(stands=worst)
        assert stands.exists(), (id, worst)
