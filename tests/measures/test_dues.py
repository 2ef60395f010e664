"""By when something is to be looked at again."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from measures.asking.asked import months_before
from measures.dues import last_day


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_the_last_day_is_the_last_one_on_which_a_rule_finds_it_recent(since: date, months: int) -> None:
    due = last_day(since, months)
    assert months_before(due, months) <= since
    assert months_before(due + timedelta(days=1), months) > since
