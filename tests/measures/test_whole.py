"""A whole register is asked in one statement: what is beside an asset is what is asked of it alone."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from accounts.models import Person
from assets.kinds import Kind
from assets.models import Asset, Carrier
from measures.asking.beside import DIGITS, Beside, Keyed, Of, Rows
from measures.asking.counting import tallies
from measures.asking.readings import Question
from measures.asking.whole import Lot, Whole, worst_of
from measures.models import Attestation
from tests import make
from tests.cast import Cast
from tests.measures.registers import ON, Register, word

pytestmark = pytest.mark.django_db

CARRIERS = Rows("carriers", Carrier.objects.current)


def both(assets: QuerySet[Any], **expressions: Any) -> list[tuple[Any, ...]]:
    """What expressions come to, asked asset by asset; asked all at once they come to the same."""
    alone = list(assets.order_by("pk").annotate(**expressions).values_list("pk", *expressions))
    lot = Lot.of("lot", {"key": F("pk"), **expressions})
    together = Whole(assets, [lot]).rows(["key", *expressions])
    assert sorted(together) == alone
    return alone


def test_rows_beside_an_asset(cast: Cast) -> None:
    two, none = make.asset(), make.asset()
    for kind in (Kind.PAP, Kind.MLD):
        make.carrier(two, kind=kind)
    make.carrier(none, kind=Kind.PAP, ended_on=ON - timedelta(days=400))
    points = Case(When(kind=Kind.MLD, then=Value(7)), default=Value(2), output_field=IntegerField())
    asked = {of.name.lower(): Beside(CARRIERS, points, of) for of in Of}
    assert both(Asset.objects.all(), **asked) == [(two.pk, 7, 2, 72), (none.pk, None, None, None)]


def test_what_joins_another_table_is_asked_beside_too(cast: Cast) -> None:
    mine = make.asset(owner=cast.chief)
    Person.objects.filter(pk=cast.chief.pk).update(left_on=ON)
    gone = Case(When(Q(owner__left_on__lte=ON), then=Value(3)), default=Value(1), output_field=IntegerField())
    of_department = Case(When(department__code="", then=Value(0)), default=F("department"), output_field=IntegerField())
    assert both(Asset.objects.all(), gone=gone, of_department=of_department) == [(mine.pk, 3, mine.department_id)]


def test_more_keys_than_a_number_has_digits(cast: Cast) -> None:
    """Each key's number comes out as it went in, also the greatest, also nought, and nothing where there is none."""
    first, second = make.asset(), make.asset()
    keys = [f"K-{n}" for n in range(2 * DIGITS + 3)]
    for n, key in enumerate(keys):
        word(key, by=cast.chief, asset=first, evidence=str(n % 7))
    word(keys[-1], by=cast.chief, asset=second, evidence="6")
    said = Keyed("words", Attestation.objects.all, number=Case(*_numbers(), output_field=IntegerField()))
    lot = Lot.of("lot", {"key": F("pk"), **{f"k{n}": Beside(said, key) for n, key in enumerate(keys)}})
    rows = {key: found for key, *found in Whole(Asset.objects.all(), [lot]).rows(["key", *list(lot.columns)[1:]])}
    assert rows[first.pk] == [n % 7 for n in range(len(keys))]
    assert rows[second.pk] == [None] * (len(keys) - 1) + [6]


def _numbers() -> list[When]:
    return [When(evidence=str(n), then=Value(n)) for n in range(7)]


@pytest.mark.parametrize(("stands", "worst"), [((1, 3, 2), 3), ((0, 1, 2), 2), ((0, 1, 0), 1), ((0, 0, 0), 0)])
def test_the_worst_of_some_columns(cast: Cast, stands: tuple[int, ...], worst: int) -> None:
    make.asset()
    columns = {f"c{n}": Value(value) for n, value in enumerate(stands)}
    rows = Whole(Asset.objects.all(), [Lot.of("lot", columns)]).rows(
        ["worst"], work_out={"worst": worst_of(list(columns))}
    )
    assert rows == [(worst,)]


def test_what_is_kept_is_the_statement_and_never_an_answer(cast: Cast) -> None:
    """Whatever changes is in the next count."""
    register = Register(cast, 17, size=12)

    def counted() -> dict[str, dict[str, int]]:
        tally = Question(ON).tally(Asset.objects.all())
        assert tally == summed()
        return {code: each.as_dict() for code, each in tally.items()}

    def summed() -> dict[str, Any]:
        """The same, by department."""
        by_department = Question(ON).tallies(Asset.objects.all(), "department_id")
        total = Question(ON).tally(Asset.objects.none())
        for each in by_department.values():
            for code, tally in each.items():
                total[code].counts.update(tally.counts)
        return total

    before = counted()
    assert before == counted()
    register.say(60)
    after = counted()
    assert after != before
    Person.objects.filter(grants__isnull=False).update(left_on=ON - timedelta(days=1))
    assert counted() != after


def test_measures_that_are_not_asked_are_not_counted(cast: Cast) -> None:
    make.asset()
    assert list(tallies(Question(ON).everything(()), Asset.objects.all(), ())) == []
