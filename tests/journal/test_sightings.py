"""The second chain: what was looked at, beside the acts, just as whole and never behind them."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import Place
from journal.acts import act
from journal.chain import SIGHTINGS
from journal.models import Entry, Head, Sighting
from journal.sightings import note
from journal.verify import Outcome, verify, verify_all

pytestmark = pytest.mark.django_db(transaction=True)


def five_notes() -> None:
    place = Place.objects.create(code="P1", name="x")
    for n in range(5):
        note(None, "test.look", place, page="desk:detail", n=n)


def test_an_untouched_chain_holds_and_says_what_was_seen() -> None:
    five_notes()
    assert verify(SIGHTINGS) == Outcome(5, True, None)
    first = Sighting.objects.get(pk=1)
    place = Place.objects.get()
    assert (first.verb, first.about) == ("test.look", f"accounts.place:{place.pk}")
    assert first.facts == {"page": "desk:detail", "n": 0}
    assert not Entry.objects.exists()


TAMPERING = {
    "a number": ("UPDATE journal_sighting SET id = 9 WHERE id = 3", 3),
    "a moment": ("UPDATE journal_sighting SET at = (SELECT at FROM journal_sighting WHERE id = 5) WHERE id = 2", 2),
    "an actor": ("UPDATE journal_sighting SET actor_id = 7 WHERE id = 4", 4),
    "a verb": ("UPDATE journal_sighting SET verb = 'x' WHERE id = 5", 5),
    "what it is about": ("UPDATE journal_sighting SET about = '' WHERE id = 1", 1),
    "facts": ("UPDATE journal_sighting SET facts = '{}' WHERE id = 3", 3),
    "facts that are nonsense": ("UPDATE journal_sighting SET facts = '[1]' WHERE id = 3", 3),
    "a seal": ("UPDATE journal_sighting SET mac = (SELECT mac FROM journal_sighting WHERE id = 1) WHERE id = 2", 2),
    "one cut out": ("DELETE FROM journal_sighting WHERE id = 3", 3),
    "the end cut off": ("DELETE FROM journal_sighting WHERE id > 3", 4),
    "all of them": ("DELETE FROM journal_sighting", 1),
    "the head": ("UPDATE journal_head SET count = 4 WHERE id = 2", 6),
    "the head removed": ("DELETE FROM journal_head WHERE id = 2", 6),
}


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_found_and_the_acts_are_not_blamed(what: str) -> None:
    with act(None, "test.place") as deed:
        deed.add(Place(code="P0", name="x"))
    five_notes()
    statement, first_bad = TAMPERING[what]
    with connection.cursor() as cursor:
        cursor.execute(statement)
    found = verify_all()
    assert found["sightings"].ok is False
    assert found["sightings"].first_bad == first_bad
    assert found["acts"] == Outcome(1, True, None)


def test_a_chain_truncated_together_with_its_head_does_not_match_the_head_outside() -> None:
    five_notes()
    Sighting.objects.filter(pk=5).delete()
    Head.objects.filter(pk=2).update(count=4, mac=Sighting.objects.get(pk=4).mac)
    assert verify(SIGHTINGS).first_bad == 5


def test_the_heads_of_the_two_chains_cannot_stand_in_for_each_other() -> None:
    from journal.chain import ACTS

    five_notes()
    with act(None, "test.place") as deed:
        deed.add(Place(code="P2", name="x"))
    ours = SIGHTINGS.path.read_text()
    SIGHTINGS.path.write_text(ACTS.path.read_text())
    assert not verify(SIGHTINGS).ok
    SIGHTINGS.path.write_text(ours)
    assert verify(SIGHTINGS).ok


def test_within_an_act_it_is_written_with_the_act() -> None:
    with act(None, "test.act") as deed:
        note(None, "test.look")
        assert not Sighting.objects.exists()
        deed.add(Place(code="P1", name="x"))
    assert (Entry.objects.count(), Sighting.objects.count()) == (1, 1)
    assert all(outcome.ok for outcome in verify_all().values())


def test_an_act_that_fails_takes_its_sightings_with_it() -> None:
    def half_done() -> None:
        with act(None, "test.act"):
            note(None, "test.look")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_done()
    assert not Sighting.objects.exists()
    assert verify(SIGHTINGS) == Outcome(0, True, None)


def test_a_note_within_a_transaction_goes_with_it() -> None:
    def undone() -> None:
        with transaction.atomic():
            note(None, "test.look")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    note(None, "test.look")
    assert verify(SIGHTINGS) == Outcome(1, True, None)


@pytest.mark.parametrize("bad", ["journal_entry", "journal_sighting"])
def test_the_command_reports_both_and_fails_for_either(bad: str) -> None:
    with act(None, "test.place") as deed:
        deed.add(Place(code="P0", name="x"))
    note(None, "test.look")
    good = {"entries": 1, "ok": True, "first_bad": None}
    assert verified() == (good | {"sightings": good}, 0)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {bad} SET verb = 'x'")
    found, code = verified()
    assert (code, found["ok"], found["sightings"]["ok"]) == (1, bad != "journal_entry", bad != "journal_sighting")


def verified() -> tuple[dict[str, Any], int]:
    out, code = StringIO(), 0
    try:
        call_command("verify_journal", "--json", stdout=out)
    except SystemExit as end:
        code = int(str(end.code))
    return json.loads(out.getvalue()), code
