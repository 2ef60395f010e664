"""The demo company: loaded whole, once, into an empty database, and with nothing in it that the rules forbid."""

import json
import stat
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.db.models import F, Q
from django.test import RequestFactory

from accounts.models import Company, Department, Mandate, Person, Place, Posting, User
from accounts.sight import person_sight, sight_of
from accounts.signing.adapter import ClosedAdapter
from accounts.trees import path_of
from assets.codes import is_code
from assets.deciding.approval import STEPS
from assets.judging.judging import proposal_for
from assets.kinds import State
from assets.models import Asset, Decision, Grant, Judgement
from journal.models import Change, Entry
from measures.asking.readings import Question
from measures.models import Attestation
from measures.rules import RULES
from measures.verdicts import Verdict
from measures.vouching import may_attest

TODAY = date(2026, 11, 23)
PASSWORD = "mikan-batake-7-tsubo"
EXPECTED: dict[str, list[str]] = json.loads(Path(__file__).with_name("expected_findings.json").read_text())

pytestmark = pytest.mark.django_db
type Run = Callable[..., str]


@pytest.fixture(autouse=True)
def password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KURA_DEMO_PASSWORD", PASSWORD)


@pytest.fixture
def run() -> Run:
    def run(*options: str) -> str:
        out = StringIO()
        call_command("load_demo", "--today", TODAY.isoformat(), *options, stdout=out, stderr=out)
        return out.getvalue()

    return run


@pytest.fixture
def loaded(run: Run) -> str:
    return run()


def test_a_second_time_it_refuses_and_changes_nothing(loaded: str, run: Run) -> None:
    with pytest.raises(CommandError, match="not empty"):
        run()
    assert (Asset.objects.count(), Entry.objects.count()) == (40, 1)


def test_a_second_time_if_empty_is_a_success_that_keeps_the_data(loaded: str, run: Run) -> None:
    assert "not empty" in run("--if-empty")
    assert (Asset.objects.count(), Entry.objects.count()) == (40, 1)


def test_a_single_sign_in_is_enough_to_refuse(run: Run) -> None:
    User.objects.create(username="root")
    with pytest.raises(CommandError):
        run()
    assert not Company.objects.exists()


def test_the_company_is_there(loaded: str) -> None:
    assert Company.objects.get().demo
    assert (Asset.objects.count(), Person.objects.count(), User.objects.count()) == (40, 24, 24)
    assert set(Asset.objects.values_list("pk", flat=True)) == set(range(1, 41))


def test_codes_are_valid_and_fixed(loaded: str) -> None:
    codes = list(Asset.objects.order_by("pk").values_list("code", flat=True))
    assert codes == list(EXPECTED)
    assert all(map(is_code, codes))


def test_every_row_is_as_its_form_would_have_it(loaded: str) -> None:
    for model in (Asset, Judgement, Decision, Grant, Attestation, Person, Posting, Mandate):
        for row in model._base_manager.all():
            row.full_clean()


def test_trees_have_their_paths(loaded: str) -> None:
    assert all(node.path == path_of(node) for model in (Department, Place) for node in model.objects.all())
    assert Department.objects.get(parent=None).code == "ALL"


def test_names_can_be_searched(loaded: str) -> None:
    assert Asset.objects.get(name_key__contains="rx-300 設計図").business_key == "設計"


def test_nobody_is_without_a_posting(loaded: str) -> None:
    assert not Person.objects.filter(postings=None).exists()


def test_nobody_approved_their_own(loaded: str) -> None:
    approved = Decision.objects.filter(step="approve")
    assert approved.count() == Asset.objects.filter(state=State.ACTIVE).count() == 38
    assert not approved.filter(Q(by=F("asset__submitted_by")) | Q(by=F("asset__judged_by"))).exists()
    own = Grant.objects.filter(approved_by=F("person"))
    assert list(own.values_list("asset_id", "person__code")) == [(29, "P14")]  # seeded, and found: ACC-09


def test_whoever_submitted_and_approved_might_have(loaded: str) -> None:
    steps = {"submit": State.CANDIDATE, "approve": State.IN_REVIEW}
    for decision in Decision.objects.select_related("by", "asset"):
        Asset.objects.filter(pk=decision.asset_id).update(state=steps[decision.step], level=None)
        assert STEPS[decision.step].open_to(person_sight(decision.by, TODAY)).filter(pk=decision.asset_id).exists()


def test_nothing_waits_for_approval(loaded: str) -> None:
    assert not Asset.objects.filter(state=State.IN_REVIEW).exists()
    assert set(Asset.objects.filter(state=State.CANDIDATE).values_list("pk", flat=True)) == {39, 40}


def test_scores_lead_to_the_levels(loaded: str) -> None:
    for judgement in Judgement.objects.select_related("asset"):
        assert judgement.suggested == proposal_for(judgement.asset, judgement.scores).level
        assert judgement.level == judgement.asset.level
        assert all(code in judgement.reasons for code, score in judgement.scores.items() if score >= 2)


def test_words_were_given_by_those_who_may(loaded: str) -> None:
    assert all(may_attest(person_sight(word.by, TODAY), word) for word in Attestation.objects.all())


def test_the_seeded_gaps_are_there_and_no_others(loaded: str) -> None:
    found: dict[str, list[str]] = {code: [] for code in EXPECTED}
    question = Question(TODAY)
    for name, rule in sorted(RULES.items()):
        verdicts = Asset.objects.annotate(found=question.worst(rule)).values_list("code", "found")
        assert Verdict.UNKNOWN not in dict(verdicts).values()
        for code, verdict in verdicts:
            found[code] += [name] if verdict == Verdict.GAP else []
    assert found == EXPECTED


def test_it_is_one_act_of_kura(loaded: str) -> None:
    entry = Entry.objects.get()
    assert (entry.verb, entry.actor_id) == ("desk.load_demo", None)
    assert entry.facts == {"day": TODAY.isoformat()}
    assert entry.changes > 300
    assert entry.digest


def test_the_journal_holds_no_password(loaded: str) -> None:
    assert not Change.objects.filter(row__startswith="accounts.user:").exists()


def test_the_password_opens_and_is_kept_for_kuras_account_only(loaded: str, home: Path) -> None:
    user = authenticate(RequestFactory().post("/"), username="eto", password=PASSWORD)
    assert isinstance(user, User)
    assert sight_of(user, TODAY).leads == {Department.objects.get(code="ENG").pk}
    assert (home / "demo-password").read_text() == f"{PASSWORD}\n"
    assert stat.S_IMODE((home / "demo-password").stat().st_mode) == 0o600
    assert PASSWORD in loaded


def test_passwords_are_hashed_by_argon2_and_once_for_all(run: Run, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    run()
    hashes = set(User.objects.values_list("password", flat=True))
    assert len(hashes) == 1
    assert hashes.pop().startswith("argon2$argon2id$")


def test_a_password_is_made_up_where_none_is_given(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KURA_DEMO_PASSWORD")
    printed = run()
    password = (home / "demo-password").read_text().strip()
    assert len(password) >= 12
    assert password in printed
    assert User.objects.get(username="chiba").check_password(password)


def test_a_password_that_is_easily_guessed_is_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KURA_DEMO_PASSWORD", "kura")
    with pytest.raises(CommandError, match="KURA_DEMO_PASSWORD"):
        run()
    assert not User.objects.exists()


def test_who_has_left_has_a_sign_in_that_is_refused(loaded: str) -> None:
    user = User.objects.get(username="tsuchiya")
    assert user.person is not None
    assert not user.person.is_employed(TODAY)
    assert sight_of(user, TODAY).person is None
    assert ClosedAdapter().authenticate(RequestFactory().post("/"), username="tsuchiya", password=PASSWORD) is None


def test_who_looks_after_sign_ins_knows_of_no_more_than_anybody(loaded: str) -> None:
    kubo = User.objects.get(username="kubo")
    assert kubo.is_staff
    assert not Mandate.objects.filter(person=kubo.person).exists()
    assert set(Asset.objects.visible_to(kubo, on=TODAY).values_list("pk", flat=True)) == {24, 30}


def test_ids_after_the_demo_are_free(loaded: str) -> None:
    """Which number comes next is the database's business: tests before may have counted it up."""
    assert Asset.objects.create(name="新しい情報", kind="DIG").pk > 40
    assert Person.objects.create(code="P25", name="新入 社員").pk > 24


def test_mandates_for_a_place_are_dated_and_show_that_place(loaded: str) -> None:
    placed = Mandate.objects.exclude(place=None).select_related("person__user", "place")
    assert {mandate.person.user.username for mandate in placed} == {"tezuka", "hirai"}
    for mandate in placed:
        assert mandate.until_on is not None
        there = Asset.objects.filter(carriers__place__path__startswith=mandate.place.path, carriers__ended_on=None)
        assert there.exists()
        user = User.objects.get(pk=mandate.person.user.pk)
        assert not there.exclude(pk__in=Asset.objects.visible_to(user)).exists()
        after = mandate.until_on + timedelta(days=1)
        gone = User.objects.get(pk=user.pk)
        assert Asset.objects.visible_to(gone, on=after).count() < Asset.objects.visible_to(user).count()
