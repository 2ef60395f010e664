"""What is kept of rules is the question, never an answer, and all that the question depends on."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from accounts.models import Company
from accounts.prepared import Among
from accounts.querysets import today
from accounts.sight import person_sight
from assets.models import Asset, Carrier
from assets.written import Statement
from classification.levels import Level
from measures.asking import stating
from measures.asking.readers import reader
from measures.asking.readings import Question
from measures.rules import RULES
from measures.thresholds import decide, judged_by, number
from measures.verdicts import Verdict
from tests import make
from tests.cast import Cast

pytestmark = pytest.mark.django_db
GAP, MET = Verdict.GAP, Verdict.MET


@pytest.mark.parametrize("id", [id for id, rule in RULES.items() if not rule.compares])
def test_a_rule_looks_nothing_up_and_asks_for_no_reader(id: str) -> None:
    with judged_by({}), CaptureQueriesContext(connection) as captured:
        RULES[id].ask(today())
    assert len(captured) == 0


def test_a_statement_reads_the_rows_of_the_keys_it_is_asked_of() -> None:
    first, second = make.asset(name="a"), make.asset(name="b")
    statement = Statement(Asset.objects.filter(Among("pk")).order_by("pk"))
    values = Statement(Asset.objects.filter(Among("pk"), name__in=("a", "c")).values_list("name", flat=True))
    assert [statement.of(keys) for keys in ([second.pk], [], [second.pk, first.pk])] == [[second], [], [first, second]]
    Asset.objects.filter(pk=second.pk).update(name="c")
    assert statement.of([second.pk])[0].name == "c"
    assert sorted(values.of([first.pk, second.pk])) == ["a", "c"]
    with CaptureQueriesContext(connection) as captured:
        statement.of([])
    assert len(captured) == 1  # that there is nothing to ask is told by no missing question


def test_a_change_is_seen_in_its_verdicts_at_once(cast: Cast) -> None:
    asset = make.asset(level=Level.SECRET, department=cast.design)
    carrier = make.carrier(asset, kind="PAP", locked=False)
    rule, mine = RULES["STO-02"], Asset.objects.filter(pk=asset.pk)

    def stands() -> tuple[Verdict, Verdict]:
        counted = mine.annotate(worst=Question(today()).worst(rule)).get().worst
        return Verdict(counted), Question(today()).answers([asset.pk])[rule.id][asset.pk].verdict

    assert stands() == (GAP, GAP)
    Carrier.objects.filter(pk=carrier.pk).update(locked=True)
    assert stands() == (MET, MET)


def test_another_day_number_or_language_is_another_question(cast: Cast) -> None:
    months = number("STO-02", "lock_check_months", "ALL")
    assert months is not None
    plain = stating.Setting.of(today(), {})
    assert plain == stating.Setting.of(today(), {})
    assert plain != stating.Setting.of(today() + timedelta(days=1), {})
    with translation.override("ja"):
        assert plain != stating.Setting.of(today(), {})
    decide(months, 1, "stricter", by=cast.chief)
    assert plain != Question(today())._setting


def test_only_a_rule_that_compares_may_ask_for_its_reader(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def asks(_on: Any) -> Any:
        raise AssertionError(reader())

    setting = stating.Setting.of(today(), {}).read_by(person_sight(cast.owner))
    for rule, raised in ((RULES["DAT-02"], AssertionError), (RULES["STO-02"], LookupError)):
        monkeypatch.setitem(RULES, rule.id, replace(rule, ask=asks))
        with pytest.raises(raised):
            stating.asked.__wrapped__(setting, rule.id)


@pytest.mark.parametrize("id", [id for id, rule in RULES.items() if rule.compares])
def test_a_rule_that_compares_is_another_question_for_whoever_knows_of_more(cast: Cast, id: str) -> None:
    plain = stating.Setting.of(today(), {})
    stranger, chief = (person_sight(make.person(name)) for name in ("甲", "乙"))
    make.mandate(chief.person, "CHIEF")
    asset = make.asset(department=cast.design)
    make.grant(asset, stranger.person)
    before = plain.read_by(stranger)
    with CaptureQueriesContext(connection) as captured:
        stating.explaining(plain.read_by(stranger), RULES[id].subject, id)
    assert len(captured) == 0  # it looks nothing up: a line on a list changes its answer and not its question
    assert plain.read_by(person_sight(stranger.person)) == before  # asked again
    assert len({plain, before, plain.read_by(chief), plain.read_by(person_sight(chief.person))}) == 4


def test_what_a_rule_finds_of_the_company_is_said_in_the_readers_language(cast: Cast) -> None:
    asset = make.asset(level=Level.SECRET, department=cast.design)
    Company.objects.get_or_create(defaults={"name": "試験"})
    told = {}
    for language in ("en", "ja"):
        with translation.override(language):
            told[language] = Question(today()).answers([asset.pk])["GOV-01"][asset.pk].because
    assert told["en"] != told["ja"]
