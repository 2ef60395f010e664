"""What is read for a paper stood so at one moment, though others go on writing."""

import pytest

from accounts.models import Place
from journal.acts import act
from journal.models import Entry, Head
from journal.moments import of_one_moment

pytestmark = pytest.mark.django_db(transaction=True)


def write(code: str) -> None:
    with act(None, "test.place") as deed:
        deed.add(Place(code=code, name=code))


@pytest.mark.parametrize(("disturbed", "asked"), [(0, 1), (1, 2), (2, 3)])
def test_it_is_read_again_while_acts_close_in_between(disturbed: int, asked: int) -> None:
    write("begin")
    times: list[int] = []

    def read() -> tuple[int, int]:
        before = Place.objects.count()
        if len(times) < disturbed:
            write(f"P{len(times)}")
        times.append(1)
        return before, Place.objects.count()

    (before, after), head = of_one_moment(read)
    assert before == after == disturbed + 1
    assert (len(times), head.count) == (asked, Entry.objects.count())


def test_an_empty_journal_is_a_moment_too() -> None:
    found, head = of_one_moment(lambda: "x")
    assert (found, head.count, head.mac) == ("x", 0, "")
    assert not Head.objects.exists()
