"""What is kept once a day: gaps that came, gaps that went, counts by month; and what is told of it to whom."""

from datetime import date, timedelta
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.test import Client

from accounts.querysets import today
from accounts.sight import person_sight
from assets.models import Asset
from classification.levels import Level
from journal.models import Change, Entry
from measures.asking.readings import Question
from measures.catalogue.rulings import todays
from measures.history.earlier import Gap, Snapshot
from measures.history.past_counts import every_month, found_since, gone_since, trend
from measures.rules import RULES
from measures.verdicts import Verdict
from tests import make
from tests.cast import Cast

DAY = timedelta(days=1)


def test_gaps_come_and_go_by_day_and_are_told_to_whom_they_may_be(cast: Cast, client: Client) -> None:
    first, later, last = today() - 40 * DAY, today() - 10 * DAY, today()
    asset = make.asset("図面", Level.SECRET, department=cast.design, owner=cast.owner)
    paper = make.carrier(asset, locked=True, lock_checked_on=first, place=cast.store)
    make.asset("別", Level.SECRET, department=cast.sales, owner=cast.listed)
    other = make.asset("他", Level.SECRET, department=cast.design, owner=cast.owner)

    take(first)
    there = Gap.objects.filter(asset=asset)
    assert all(gap.from_start for gap in there)
    assert not there.filter(measure="E1-c").exists()
    counts = Snapshot.objects.filter(asset=asset).count()
    assert counts
    take(first)
    assert Snapshot.objects.filter(asset=asset).count() == counts  # once a month

    paper.locked = False
    paper.save()
    Asset.objects.filter(pk=other.pk).update(name="")
    take(later)
    gap = Gap.objects.get(asset=asset, measure="E1-c")
    assert (gap.from_on, gap.from_start, gap.until_on) == (later, False, None)
    open_now = {(g.asset_id, g.measure) for g in Gap.objects.open() if g.measure not in RULES}
    stands = Question(later).stands(Asset.objects.all())
    assert open_now == {(pk, code) for pk, v in stands.items() for code, verdict in v.items() if verdict is Verdict.GAP}

    known, mine = todays(), Asset.objects.seen_by(person_sight(cast.owner))
    found = {each.measure.code: each for each in found_since(known, mine, first, last)}
    assert found["E1-c"].assets == ((asset, later),)
    assert (found["DAT-01"].measure.is_rule, found["DAT-01"].assets) == (True, ((other, later),))
    theirs = Asset.objects.seen_by(person_sight(cast.listed))
    assert not {"E1-c", "DAT-01"} & {each.measure.code for each in found_since(known, theirs, first, last)}

    paper.locked = True
    paper.save()
    take(last)
    gap.refresh_from_db()
    assert (gap.until_on, gap.became) == (last, Verdict.MET)
    gone = {each.measure.code: each for each in gone_since(known, mine, later, last)}
    assert (gone["E1-c"].because, gone["E1-c"].assets) == ((("met", 1),), ((asset, last),))
    assert "E1-c" not in {each.measure.code for each in found_since(known, mine, first, last)}

    the_course_has_its_months(mine, last)
    # It follows from other records: the journal says that it was done, not each row.
    assert {entry.verb for entry in Entry.objects.all()} == {"measures.snapshot"}
    assert not Change.objects.exists()

    what_is_retired_has_none(asset, last)
    the_page_names_it_to_nobody_else(asset, cast, client)


def test_a_month_without_counts_keeps_its_place() -> None:
    months = every_month({date(2026, 2, 1), date(2025, 11, 1), date(2025, 12, 1)})
    assert months == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert every_month({date(2026, 2, 1)}) == [date(2026, 2, 1)]
    assert every_month(set()) == []


def take(on: date) -> None:
    call_command("record_measures", on=on, stdout=StringIO())


def what_is_retired_has_none(asset: Asset, on: date) -> None:
    Asset.objects.filter(pk=asset.pk).update(state="RETIRED")
    take(on)
    assert not Gap.objects.open().filter(asset=asset).exists()


def the_course_has_its_months(mine: Any, last: date) -> None:
    course = trend(mine, last)
    assert list(course.months) == every_month(course.months)
    assert course.tells
    assert all(len(line.shares) == len(course.months) for line in course.lines)
    assert not trend(Asset.objects.none(), last).months


def the_page_names_it_to_nobody_else(asset: Asset, cast: Cast, client: Client) -> None:
    client.force_login(cast.sign_in("listed"))
    shown = client.get("/measures/changes/?after=2020-01-01").content.decode()
    assert asset.code not in shown
    assert client.get("/measures/changes/?after=nonsense").status_code == 200
