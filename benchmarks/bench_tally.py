"""How does the whole register stand on every measure, a page of it, and one asset?

Floor: reading the columns that the rules look at. Usual way: a loop over objects with prefetch_related, the rules in
Python, on KURA_BENCH_LOOP assets at most and scaled. By hand: the same evaluation as one would write it in SQL, without
Django. All three are proved to count the same. Then a page of 50 with all verdicts, one asset explained, and all of it
once more with ten times as many assets, to see how time grows.

KURA_BENCH_ASSETS: how many assets at last (2,000); KURA_BENCH_WORDS: attestations of each (10); three grants each.
"""

from benchmarks.common import analyze, figure, measured, scratch_database, seconds

# isort: split
import gc
import os
from time import perf_counter
from typing import Any

from assets.models import Asset, Carrier, Grant, GrantReview
from benchmarks.by_hand import by_hand
from benchmarks.furnished import furnished
from benchmarks.loop_world import World
from benchmarks.loops import Usual, differences, told
from benchmarks.registers import ON
from benchmarks.words import attest
from measures.asking.readings import Question
from measures.figures import lines_of
from measures.models import Attestation

ASSETS, WORDS = int(os.environ.get("KURA_BENCH_ASSETS", 2_000)), int(os.environ.get("KURA_BENCH_WORDS", 10))
LOOPED, PAGE, TIMES = int(os.environ.get("KURA_BENCH_LOOP", 2_000)), 50, 3
READ: dict[Any, tuple[str, ...]] = {
    Asset: ("pk", "kind", "level", "state", "department_id", "owner_id", "owned_from", "registered_on", "approved_on"),
    Carrier: ("asset_id", "kind", "host", "place_id", "device_id", "system_id", "location", "locked",
              "lock_checked_on", "access_control", "network", "encrypted", "label", "ended_on"),
    Grant: ("asset_id", "person_id", "department_id", "purpose", "from_on", "until_on", "approved_by_id"),
    GrantReview: ("asset_id", "on"),
    Attestation: ("asset_id", "measure", "state", "from_on", "until_on"),
}  # fmt: skip


def main() -> None:
    few, many = (whole(size) for size in (ASSETS // 10, ASSETS))
    print(f"ten times the register, {many / few:.1f} times the time")


def whole(size: int) -> float:
    """Everything about a register of this size; returns how long the whole of it took to evaluate."""
    with scratch_database():
        start = perf_counter()
        company, rows = furnished(size)
        said = attest(company, WORDS)
        analyze()
        print(f"{size} assets, {said} attestations, made in {perf_counter() - start:.0f} s", flush=True)
        keys = [row.pk for row in rows]
        usual, note = loop(keys)
        agree()
        took = measured(lambda: Question(ON).tally(Asset.objects.all()), times=TIMES)
        hand = seconds(lambda: by_hand(Question(ON)), times=TIMES)
        figure("tally", size, took, floor=seconds(scan), usual=usual, by_hand=hand, note=note)
        gc.collect()
        gc.freeze()  # the rows that were made stay in memory here, and in no server
        page, one = (Asset.objects.filter(pk__in=keys[:n]) for n in (PAGE, 1))
        figure("page", PAGE, measured(lambda: Question(ON).stands(page), times=5), note=f"of {size}")
        figure("explain_asset", 1, measured(lambda: lines_of(Question(ON), one), times=5), note=f"of {size}")
        return took[0]


def loop(keys: list[int]) -> tuple[float, str]:
    """How long the loop takes for all of them, and whether that was scaled; it counts as the queries do.

    What it reads once, whatever it is asked of, is not scaled: that is by how much longer it takes at first.
    """
    asked, world = keys[:LOOPED], World(ON)
    sample, usual = Asset.objects.filter(pk__lte=asked[-1]), Usual(world)
    first = seconds(lambda: Usual(world).tally(sample))
    took = seconds(lambda: usual.tally(sample))
    assert not (found := differences(usual, Question(ON), sample)), found
    note = "" if len(asked) == len(keys) else f"loop over {len(asked)} assets, scaled"
    return first - took + took * len(keys) / len(asked), note


def agree() -> None:
    """The statements written by hand count as ours do."""
    ours = Question(ON).tally(Asset.objects.all())
    for code, counts in by_hand(Question(ON)).items():
        assert told(counts) == told(ours[code].counts), (code, told(counts), told(ours[code].counts))


def scan() -> None:
    """Read every row once, and do nothing."""
    for model, columns in READ.items():
        for _row in model.objects.order_by().values_list(*columns).iterator(chunk_size=5_000):
            pass


if __name__ == "__main__":
    main()
