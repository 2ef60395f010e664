"""`manage.py evaluate_measures`: what it prints, what it refuses, and that it writes nothing."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.querysets import today
from assets.kinds import Kind, State
from assets.models import Asset
from classification.levels import Level
from measures.catalogue import counted
from measures.words import Purpose
from tests import make
from tests.asked import beginnings
from tests.cast import Cast
from tests.measures.registers import word

COUNTS = ["needed", "met", "gap", "unknown", "exempt"]
VERDICTS = {"met", "gap", "unknown", "exempt"}

type Run = Callable[..., str]


@pytest.fixture
def secret(cast: Cast) -> Asset:
    """A secret of the design department that somebody is listed for; unlocked, and owned by a leaver."""
    asset = make.asset(department=cast.design, owner=cast.leaver)
    make.carrier(asset, locked=False)
    make.grant(asset, cast.listed)
    return asset


@pytest.fixture
def run(cast: Cast) -> Run:
    def run(name: str, *options: str) -> str:
        cast.sign_in(name)
        out, err = StringIO(), StringIO()
        call_command("evaluate_measures", "--as", name, *options, stdout=out, stderr=err)
        assert err.getvalue() == ""
        return out.getvalue()

    return run


def test_the_register_as_json(secret: Asset, run: Run) -> None:
    found = json.loads(run("steward", "--json"))
    assert list(found) == ["on", "assets", "categories", "measures"]
    assert (found["on"], found["assets"]) == (today().isoformat(), 1)
    assert list(found["categories"]) == Purpose.values
    assert list(found["measures"]) == [measure.code for measure in counted()]
    for counts in (*found["categories"].values(), *found["measures"].values()):
        assert list(counts) == COUNTS
        assert counts["needed"] == counts["met"] + counts["gap"] + counts["unknown"] + counts["exempt"]
    for column in COUNTS:
        by_measure = sum(counts[column] for counts in found["measures"].values())
        assert by_measure == sum(counts[column] for counts in found["categories"].values())
    assert found["measures"]["X1-a"] == {"needed": 1, "met": 0, "gap": 1, "unknown": 0, "exempt": 0}


def test_one_asset_as_json(secret: Asset, run: Run) -> None:
    make.asset("another")
    found = json.loads(run("steward", "--json", "--asset", secret.code))
    assert list(found) == ["asset", "findings"]
    assert found["asset"] == secret.code
    for finding in found["findings"]:
        assert list(finding) == ["measure", "rule", "verdict", "because"]
        assert finding["verdict"] in VERDICTS
        assert finding["because"]
        assert finding["measure"] or finding["rule"]
    by_rule = {finding["rule"]: finding for finding in found["findings"]}
    assert by_rule["STO-02"]["because"] == "Paper and drawings (cabinet 1): not locked up."
    assert by_rule["GOV-02"]["verdict"] == "gap"
    assert by_rule["DAT-01"]["measure"] is None


def test_json_stands_alone_on_one_line_in_japanese_letters(secret: Asset, run: Run) -> None:
    printed = run("steward", "--json", "--asset", secret.code)
    assert printed.count("\n") == 1
    assert "去 年" in printed


def test_the_same_in_words(secret: Asset, run: Run) -> None:
    found = json.loads(run("steward", "--json"))
    printed = run("steward").splitlines()
    assert printed[0] == f"1 assets on {today()}"
    assert [line.split()[0] for line in printed[1:]] == Purpose.values
    for line, counts in zip(printed[1:], found["categories"].values(), strict=True):
        assert [int(part) for part in line.split() if part.isdigit()] == list(counts.values())
    assert "not locked up" in run("steward", "--asset", secret.code)


def test_the_day_can_be_chosen(secret: Asset, cast: Cast, run: Run) -> None:
    word("E2-i", by=cast.chief, from_on=date(2026, 1, 1), until_on=date(2026, 6, 30))
    for day, met in (("2025-12-31", 0), ("2026-01-01", 1), ("2026-06-30", 1), ("2026-07-01", 0)):
        found = json.loads(run("steward", "--json", "--on", day))
        assert (found["on"], found["measures"]["E2-i"]["met"]) == (day, met)
    owner = {"rule": "GOV-02", "verdict": "met"}
    on = (today() - timedelta(days=2)).isoformat()
    findings = json.loads(run("steward", "--json", "--on", on, "--asset", secret.code))["findings"]
    assert owner.items() <= next(f for f in findings if f["rule"] == "GOV-02").items()


def test_each_sees_their_own(secret: Asset, cast: Cast, run: Run) -> None:
    make.asset("sales", department=cast.sales, owner=cast.nobody, kind=Kind.PAP)
    for name, assets in (("steward", 2), ("listed", 1), ("nobody", 1), ("colleague", 0), ("root", 0)):
        found = json.loads(run(name, "--json"))
        assert found["assets"] == assets
        assert found["measures"]["E3-b"]["needed"] == assets  # asked of every asset in force


def test_what_is_retired_is_left_out(secret: Asset, run: Run) -> None:
    Asset.objects.update(state=State.RETIRED)
    assert json.loads(run("steward", "--json"))["assets"] == 0
    with pytest.raises(CommandError):
        run("steward", "--asset", secret.code)


def test_what_is_hidden_is_refused_like_what_is_missing(secret: Asset, run: Run) -> None:
    answers = []
    for name, code in (("steward", "K-22222-2"), ("nobody", secret.code), ("root", secret.code)):
        with pytest.raises(CommandError) as refusal:
            run(name, "--asset", code)
        assert refusal.value.returncode == 1
        answers.append(str(refusal.value).replace(code, "CODE"))
    assert set(answers) == {"There is no asset CODE."}


@pytest.mark.parametrize("name", ["stranger", "leaver", "locked"])
def test_who_may_not_sign_in_is_refused(secret: Asset, cast: Cast, name: str) -> None:
    cast.sign_in("leaver")
    make.user(make.person("休 職"), "locked", is_active=False)
    with pytest.raises(CommandError, match="Nobody may sign in") as refusal:
        call_command("evaluate_measures", "--as", name)
    assert refusal.value.returncode == 1


@pytest.mark.parametrize(
    "options", [[], ["--as", "steward", "--on", "yesterday"], ["--as", "steward", "--on", "2026-02-30"]]
)
def test_options_that_make_no_sense_are_refused(db: None, options: list[str]) -> None:
    with pytest.raises(CommandError):
        call_command("evaluate_measures", *options)


@pytest.mark.parametrize("options", [[], ["--json"], ["--on", "2026-01-31"], ["--json", "--asset"]])
def test_it_writes_nothing(secret: Asset, cast: Cast, run: Run, options: list[str]) -> None:
    cast.sign_in("steward")
    make.carrier(make.asset(level=Level.TOP_SECRET), locked=None)
    word("E2-i", by=cast.chief)
    chosen = [*options, secret.code] if "--asset" in options else options
    before = rows()
    with CaptureQueriesContext(connection) as queries:
        run("steward", *chosen)
    assert rows() == before
    assert beginnings(queries) <= {"SELECT", "WITH"}  # WITH … SELECT


def rows() -> dict[str, int]:
    """How many rows every table holds, the journal's too."""
    models: list[Any] = [model for model in apps.get_models() if model._meta.managed]
    return {model._meta.label: model._base_manager.count() for model in models}
