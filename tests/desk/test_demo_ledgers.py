"""The demo's ledgers, through the real importer, become what demo/README.md says."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from accounts.models import User
from accounts.sight import sight_of
from exchange.ledger import understand
from exchange.plan import plan
from exchange.reader import read

EXPECTED: dict[str, Any] = json.loads((Path(__file__).parent / "expected_import.json").read_text())
DEMO = Path(__file__).parents[2] / "demo"


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ledger.xlsx", "ledger.csv", "ledger-wrong.xlsx"])
def test_each_ledger_becomes_what_it_should(name: str) -> None:
    call_command("load_demo", today=date(2026, 11, 24), stdout=StringIO(), stderr=StringIO())
    ledger = understand(read((DEMO / name).read_bytes(), name))
    found = plan(ledger, sight_of(User.objects.get(username="kobayashi")))
    assert found.counts() == EXPECTED[name]
    fates = {fate: sum(line.fate == fate for line in found.lines) for fate in ("new", "changed", "same", "wrong")}
    assert fates == EXPECTED["rows_by_fate"][name]
    rejected = [line.row.number for line in found.lines if line.fate == "wrong"]
    assert sorted(set(rejected)) == EXPECTED["rejected_rows"].get(name, [])
