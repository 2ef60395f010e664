"""Taking acts back gives what stood then: random edits through acts, compared with snapshots taken meanwhile."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assets.models import Asset, Carrier, Grant, Holding
from journal.acts import Act, act, name_of, stored
from journal.rewinding import Rows, as_of, is_entered
from tests import make
from tests.cast import Cast

START = datetime(2026, 4, 1, tzinfo=UTC)
SKIPPED = (
    "updated_at",
    "name_key",
    "business_key",
    "like_key",
    "review_from",
    "review_key",
)  # written by the database's side of things, never recorded


def rows_now(asset: Asset) -> list[Any]:
    fresh = Asset.objects.filter(pk=asset.pk)
    hung = [m._base_manager.filter(asset=asset) for m in (Carrier, Grant, Holding)]
    return [row for rows in (fresh, *hung) for row in rows]


def filled(rows: Rows) -> Rows:
    """What is not empty: an empty text and nothing are the same to a reader."""
    return {
        name: {f: v for f, v in values.items() if v not in (None, "") and f not in (*SKIPPED, "id")}
        for name, values in rows.items()
    }


def snapshot(asset: Asset) -> Rows:
    """What stands now, without what the database makes of the rest by itself: that is not in the journal."""
    return filled({name_of(r): {f.name: stored(r, f) for f in _kept(r)} for r in rows_now(asset)})


def _kept(row: Any) -> list[Any]:
    return [field for field in row._meta.concrete_fields if not field.generated]


def enter_carrier(deed: Act, asset: Asset, pick: int, cast: Cast) -> None:
    place = [None, cast.store, cast.site][pick % 3]
    deed.add(Carrier(asset=asset, kind="PAP", place=place, locked=[None, True, False][pick % 3], quantity=pick))


def change_carrier(deed: Act, asset: Asset, pick: int, cast: Cast) -> None:
    for row in list(asset.carriers.all())[: pick % 3]:
        deed.change(row, notes=["", "x", "-20℃"][pick % 3], encrypted=[None, True, False][pick % 3], quantity=None)


def change_many(deed: Act, asset: Asset, pick: int, cast: Cast) -> None:
    deed.change_all((row, {"retention": f"{pick}年"}) for row in asset.carriers.all())


def drop_carrier(deed: Act, asset: Asset, pick: int, cast: Cast) -> None:
    if (row := asset.carriers.order_by("pk").last()) is not None:
        deed.remove(row)


def amend(deed: Act, asset: Asset, pick: int, cast: Cast) -> None:
    asset.owner, asset.summary = [None, cast.owner, cast.listed][pick % 3], f"words {pick % 2}"
    asset.personal, asset.registered_on = bool(pick % 2), date(2026, 1, 1 + pick)
    deed.save(asset)


def step(deed: Act, asset: Asset, pick: int, cast: Cast) -> None:
    """As `approval.take` records: by column, moments as they are."""
    before = {"submitted_by_id": asset.submitted_by_id, "submitted_at": asset.submitted_at}
    after = {"submitted_by_id": cast.owner.pk, "submitted_at": START + timedelta(days=pick)}
    Asset.objects.filter(pk=asset.pk).update(**after)
    asset.refresh_from_db()
    deed.record(asset, {name: (before[name], after[name]) for name in after})


def give(deed: Act, asset: Asset, pick: int, cast: Cast) -> None:
    deed.add(Grant(asset=asset, person=cast.listed, purpose=f"{pick}", from_on=date(2026, 1, 1)))


def end(deed: Act, asset: Asset, pick: int, cast: Cast) -> None:
    for grant in asset.grants.all():
        deed.change(grant, until_on=date(2026, 2, 1 + pick))


EDITS = (enter_carrier, change_carrier, change_many, drop_carrier, amend, step, give, end)


class Rewinding(TestCase):
    @settings(max_examples=25)
    @given(st.lists(st.lists(st.tuples(st.sampled_from(EDITS), st.integers(0, 9)), min_size=1, max_size=3), max_size=8))
    def test_what_stood_then(self, acts: list[Any]) -> None:
        with pytest.MonkeyPatch.context() as patch:
            cast, clock = Cast(), [START]
            patch.setattr("journal.chain.timezone.now", lambda: clock[0])
            with act(None, "assets.enter") as deed:
                asset = deed.add(Asset(name="curves", kind="PAP"))
            taken = [(START, snapshot(asset))]
            for edits in acts:
                clock[0] += timedelta(days=1)
                with act(None, "test.edit") as deed:
                    for edit, pick in edits:
                        asset.refresh_from_db()
                        edit(deed, asset, pick, cast)
                taken.append((clock[0], snapshot(asset)))
        for moment, then in taken:
            assert filled(as_of(moment, name_of(asset), rows_now(asset))) == then
        assert as_of(START - timedelta(seconds=1), name_of(asset), rows_now(asset)) == {}
        assert is_entered(name_of(asset))


@pytest.mark.django_db
def test_what_no_act_entered_is_not_said_to_have_been_entered() -> None:
    asset = make.asset()
    with act(None, "assets.amend", asset) as deed:
        deed.change(asset, summary="x", origin="JOINT")
    assert not is_entered(name_of(asset))
    before = as_of(timezone.now() - timedelta(days=1), name_of(asset), [Asset.objects.get()])
    assert (before[name_of(asset)]["summary"], before[name_of(asset)]["origin"]) == ("", "OWN")
