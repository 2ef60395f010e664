"""What is written out once means the same wherever it is put: in a query of its own, in another, in a text in a text."""

from typing import Any

import pytest
from django.db.models import Exists, OuterRef, Q

from assets.models import Asset, Grant
from assets.written import Column, Condition, Written
from tests.cast import Cast

LISTED = Q(Exists(Grant.objects.filter(asset=OuterRef("pk"))))


def others(condition: Any) -> Exists:
    """Is there another asset that meets it?"""
    return Exists(Asset.objects.filter(condition).exclude(pk=OuterRef("pk")))


@pytest.mark.django_db
def test_a_text_within_a_text_asks_its_own_row(cast: Cast, make: Any) -> None:
    listed, bare = make.asset("図面"), make.asset("配合")
    make.grant(listed, cast.listed)
    once = Written(Condition(lambda: Asset.objects.filter(LISTED)))
    twice = Column.of(Asset.objects.all(), others(Q(Written(Condition(lambda: Asset.objects.filter(Q(once)))))))
    plain, found = (dict(Asset.objects.annotate(it=it).values_list("pk", "it")) for it in (others(LISTED), twice))
    assert plain == found == {listed.pk: False, bare.pk: True}


@pytest.mark.django_db
@pytest.mark.parametrize(("condition", "n"), [(Q(pk__in=[]), 0), (~Q(pk__in=[]), 1)])
def test_what_nothing_or_everything_meets(make: Any, condition: Q, n: int) -> None:
    make.asset("図面")
    written = Q(Written(Condition(lambda: Asset.objects.filter(condition))))
    assert Asset.objects.filter(written).count() == n
    assert Asset.objects.filter(~written).count() == 1 - n


@pytest.mark.django_db
def test_what_joins_other_tables_stays_as_it_is(make: Any) -> None:
    joined = Q(department__code="ENG")
    assert Column.of(Asset.objects.all(), joined) is joined
