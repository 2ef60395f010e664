"""A prepared question is answered as the queryset that it was made of, whatever it is asked with."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Mandate, Person, Posting
from accounts.prepared import Among, Prepared
from tests.cast import Cast

NOW = datetime(2026, 4, 1, 8, tzinfo=UTC)
NAMED: Prepared[Any] = Prepared(lambda name, code: Person.objects.filter(name=name, code__lt=code), str, str)
POSTED: Prepared[Any] = Prepared(
    lambda person, on: Posting.objects.current(on).filter(person=person).values_list("department", flat=True), int, date
)
HELD: Prepared[Any] = Prepared(
    lambda on, at: Mandate.objects.filter(from_on__lte=on).exclude(until_at__lt=at).select_related("person"),
    date,
    datetime,
)


@pytest.mark.django_db
def test_it_answers_as_the_queryset_does(cast: Cast, make: Any) -> None:
    person = make.person("二重")
    make.person("二重")
    for day in (date(2020, 1, 1), date(2026, 1, 1), date(2030, 1, 1)):
        for each in (person, cast.listed):
            plain = Posting.objects.current(day).filter(person=each).values_list("department", flat=True)
            assert POSTED(each.pk, day) == list(plain)
        for at in (NOW, NOW + timedelta(days=5000)):
            held = Mandate.objects.filter(from_on__lte=day).exclude(until_at__lt=at).select_related("person")
            assert HELD(day, at) == list(held)
    for name in ("二重", "だれも", "%s", "\N{REPLACEMENT CHARACTER}0"):
        assert NAMED(name, "zzz") == list(Person.objects.filter(name=name, code__lt="zzz"))


@pytest.mark.django_db
def test_it_is_one_query_and_brings_what_was_joined(cast: Cast) -> None:
    cast.sign_in("steward")
    HELD(date(2026, 1, 1), NOW)
    with CaptureQueriesContext(connection) as asked:
        people = [mandate.person.label for mandate in HELD(date(2099, 1, 1), NOW)]
    assert people
    assert len(asked) == 1


@pytest.mark.parametrize("values", [(1,), (None, date(2026, 1, 1)), (NOW, 1)])
def test_it_is_asked_with_what_it_was_made_for(values: Any) -> None:
    with pytest.raises(TypeError):
        POSTED(*values)


OF: Prepared[Any] = Prepared(
    lambda people, on: (
        Posting.objects.current(on)
        .filter(Among("person", people), person__name__contains="100%")
        .order_by("pk")
        .values_list("person", flat=True)
    ),
    list,
    date,
)


@pytest.mark.django_db
def test_it_is_asked_with_any_number_of_keys(cast: Cast, make: Any) -> None:
    day = date(2026, 1, 1)
    people = [make.person(name) for name in ("100% A", "100%% B", "100 C")]
    for person in people:
        Posting.objects.create(person=person, department=cast.design, from_on=day)
    keys = [person.pk for person in people]
    assert [OF(some, day) for some in (keys, keys[1:], [], [-1])] == [keys[:2], keys[1:2], [], []]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL is told to plan once")
def test_it_is_planned_once_for_a_connection(cast: Cast) -> None:
    def planned() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%accounts_posting%'")
            return int(cursor.fetchone()[0])

    for keys in ([1], [2, 3], []):
        OF(keys, date(2026, 1, len(keys) + 1))
    assert planned() == 1
