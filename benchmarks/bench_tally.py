"""How do 10,000 assets stand on every measure?

Floor: reading the columns that the rules look at. Usual way: a loop over objects with prefetch_related, the rules in
Python (this twin also proves that both count the same). Then the lines of a page of 50, and of one asset.
"""

from benchmarks.common import analyze, figure, measured, scratch_database, seconds

# isort: split
from typing import Any

from assets.models import Asset, Carrier, Grant, GrantReview, Holding
from benchmarks.loops import Usual
from benchmarks.registers import ON, fill, firm, say
from measures.figures import lines_of
from measures.readings import Question

ASSETS, PAGE = 10_000, 50
READ: dict[Any, tuple[str, ...]] = {
    Asset: ("pk", "kind", "level", "state", "department_id", "owner_id", "owned_from", "registered_on", "approved_on"),
    Carrier: ("asset_id", "kind", "host", "place_id", "location", "locked", "lock_checked_on", "access_control",
              "encrypted", "label", "ended_on"),
    Grant: ("asset_id", "person_id", "department_id", "purpose", "from_on", "until_on", "approved_by_id"),
    GrantReview: ("asset_id", "on"),
    Holding: ("asset_id", "acknowledged_on"),
}  # fmt: skip


def main() -> None:
    with scratch_database():
        company = firm()
        rows = fill(company, ASSETS)
        say(company)
        analyze()
        everything = Asset.objects.all()
        ours = measured(lambda: Question(ON).tally(everything))
        usual = Usual()
        took = seconds(lambda: usual.tally(everything))
        figure("tally", ASSETS, ours, floor=seconds(scan), usual=took)
        counted_here = {code: tally.counts for code, tally in Question(ON).tally(everything).items()}
        assert usual.found == counted_here, "the loop and the queries count differently"
        page = Asset.objects.filter(pk__in=[row.pk for row in rows[:PAGE]])
        figure("explain_page", PAGE, measured(lambda: lines_of(Question(ON), page), times=3))
        one = Asset.objects.filter(pk=rows[0].pk)
        figure("explain_asset", 1, measured(lambda: lines_of(Question(ON), one), times=3))


def scan() -> None:
    """Read every row once, and do nothing."""
    for model, columns in READ.items():
        for _row in model.objects.order_by().values_list(*columns).iterator(chunk_size=5_000):
            pass


if __name__ == "__main__":
    main()
