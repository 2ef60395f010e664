"""The journal stands up: whatever is cut, edited, forged or truncated is found, and the first bad entry named."""

import json
from typing import Any

import pytest
from django.db import connection

from accounts.models import Place
from journal.acts import act
from journal.chain import ACTS, Chain
from journal.models import Change, Entry, Head, Private
from journal.verify import verify

pytestmark = pytest.mark.django_db(transaction=True)


def five_acts() -> None:
    for n in range(5):
        one_act(f"place {n}")


def one_act(name: str) -> None:
    with act(None, "test.place") as deed:
        deed.add(Place(code=f"P{Place.objects.count()}", name=name))


def test_an_untouched_journal_holds() -> None:
    five_acts()
    assert (verify().entries, verify().ok, verify().first_bad) == (5, True, None)


TAMPERING = {
    "an actor is replaced": ("UPDATE journal_entry SET actor_id = 7 WHERE id = 3", 3),
    "the last actor is replaced": ("UPDATE journal_entry SET actor_id = 7 WHERE id = 5", 5),
    "a number is moved": ("UPDATE journal_entry SET id = 9 WHERE id = 3", 3),
    "the last number is moved": ("UPDATE journal_entry SET id = 9 WHERE id = 5", 5),
    "an act's key is replaced": (
        "UPDATE journal_entry SET act = '00000000000000000000000000000001' WHERE id = 2",
        2,
    ),
    "an act's Changes are handed to another": (
        "UPDATE journal_change SET act = (SELECT act FROM journal_entry WHERE id = 4) "
        "WHERE act = (SELECT act FROM journal_entry WHERE id = 2)",
        2,
    ),
    "a moment is restamped": (
        "UPDATE journal_entry SET at = (SELECT at FROM journal_entry WHERE id = 5) WHERE id = 3",
        3,
    ),
    "all moments are restamped": ("UPDATE journal_entry SET at = '2020-01-01 00:00:00+00:00'", 1),
    "what it is about": ("UPDATE journal_entry SET about = 'accounts.place:1' WHERE id = 5", 5),
    "facts are added": ("""UPDATE journal_entry SET facts = '{"a": 1}' WHERE id = 1""", 1),
    "facts are nonsense": ("UPDATE journal_entry SET facts = '[]' WHERE id = 1", 1),
    "the number of Changes": ("UPDATE journal_entry SET changes = 0 WHERE id = 3", 3),
    "a digest": ("UPDATE journal_entry SET digest = (SELECT digest FROM journal_entry WHERE id = 1) WHERE id = 3", 3),
    "a seal": ("UPDATE journal_entry SET mac = (SELECT mac FROM journal_entry WHERE id = 1) WHERE id = 3", 3),
    "the last seal": ("UPDATE journal_entry SET mac = (SELECT mac FROM journal_entry WHERE id = 1) WHERE id = 5", 5),
    "a Change's row": (
        "UPDATE journal_change SET row = 'x:1' WHERE act = (SELECT act FROM journal_entry WHERE id = 2)",
        2,
    ),
    "on what a Change's row hangs": (
        "UPDATE journal_change SET under = 'assets.asset:1' WHERE act = (SELECT act FROM journal_entry WHERE id = 2)",
        2,
    ),
    "the head's seal": ("UPDATE journal_head SET mac = 'x'", 6),
    "everything is deleted": ("DELETE FROM journal_entry", 1),
    "a verb is rewritten": ("UPDATE journal_entry SET verb = 'x' WHERE id = 2", 2),
    "an entry is cut out": ("DELETE FROM journal_entry WHERE id = 3", 3),
    "the end is cut off": ("DELETE FROM journal_entry WHERE id > 3", 4),
    "the beginning is cut off": ("DELETE FROM journal_entry WHERE id = 1", 1),
    "a change is deleted": ("DELETE FROM journal_change WHERE id = (SELECT min(id) FROM journal_change)", 1),
    "the head is rewritten": ("UPDATE journal_head SET count = 4", 6),
    "two entries are swapped": (
        "UPDATE journal_entry SET at = (SELECT at FROM journal_entry WHERE id = 4) WHERE id = 2",
        2,
    ),
}


@pytest.mark.parametrize("how", TAMPERING)
def test_tampering_is_found(how: str) -> None:
    five_acts()
    statement, first_bad = TAMPERING[how]
    with connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify().ok is False
    assert verify().first_bad == first_bad


def test_a_change_is_edited() -> None:
    five_acts()
    change = Change.objects.order_by("pk")[2]
    Change.objects.filter(pk=change.pk).update(values={"name": [None, "another"]})
    assert verify().first_bad == 3


def test_a_chain_truncated_together_with_its_head_does_not_match_the_head_outside() -> None:
    five_acts()
    fourth = Entry.objects.get(pk=4)
    Entry.objects.filter(pk=5).delete()
    Change.objects.exclude(act__in=Entry.objects.values("act")).delete()
    Head.objects.update(count=4, mac=fourth.mac)
    assert verify().first_bad == 5


def test_the_head_outside_cannot_be_forged_or_removed() -> None:
    five_acts()
    head = json.loads(ACTS.path.read_text())
    ACTS.path.write_text(json.dumps(head | {"count": 3}))
    assert not verify().ok
    ACTS.path.unlink()
    assert not verify().ok


@pytest.mark.parametrize("before", [0, 1, 5])
def test_a_head_that_was_not_copied_outside_is_healed_by_the_next_act(
    before: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process was killed between the commit and the copy: nothing was tampered with, from the first act on."""
    write_head = Chain.write_head
    for number in range(before):
        one_act(f"before {number}")
    with monkeypatch.context() as killed:
        killed.setattr(Chain, "write_head", lambda self, count, mac: count == 0 and write_head(self, count, mac))
        one_act("killed")
    assert verify().ok
    assert ACTS.read_head()[0] == before
    one_act("next")
    assert verify().ok
    assert ACTS.read_head()[0] == before + 2


def test_changes_that_belong_to_no_entry_are_found() -> None:
    five_acts()
    stray = Change.objects.order_by("pk")[0]
    Change.objects.create(act="00000000-0000-0000-0000-000000000001", row=stray.row, values=stray.values)
    assert not verify().ok


def test_personal_values_can_be_erased_without_breaking_the_chain(make: Any) -> None:
    from accounts.models import Person

    with act(None, "test.person") as deed:
        deed.add(Person(code="P1", name="山田 太郎"))
    assert "山田" not in json.dumps(list(Change.objects.values_list("values", flat=True)), ensure_ascii=False)
    assert Private.objects.filter(value="山田 太郎").exists()
    Private.objects.all().delete()
    assert verify().ok


def test_an_act_that_fails_leaves_nothing() -> None:
    def half_done() -> None:
        with act(None, "test.fail") as deed:
            deed.add(Place(code="P1", name="x"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_done()
    assert not Place.objects.exists()
    assert verify().entries == 0


def test_an_act_inside_another_joins_it() -> None:
    with act(None, "test.outer") as outer, act(None, "test.inner") as inner:
        inner.add(Place(code="P1", name="x"))
    assert outer is inner
    assert list(Entry.objects.values_list("verb", "changes")) == [("test.outer", 1)]


def test_old_and_new_values_are_kept() -> None:
    with act(None, "test.place") as deed:
        place = deed.add(Place(code="P1", name="old"))
    with act(None, "test.rename") as deed:
        deed.change(place, name="new")
    assert Change.objects.latest("pk").values == {"name": ["old", "new"]}
