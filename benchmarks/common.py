"""What every benchmark stands on: Django with a home that is gone afterwards, a throw-away database, a stop-watch.

Importing this sets Django up, so it comes before any model. Each figure is one line, printed and added to
`bench.jsonl` in the KURA_HOME that was given (default: `var`). Ratios travel from machine to machine, seconds do not:
that is why ours, the floor and the usual way are measured in one run.
"""

import atexit
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("KURA_HOME", ROOT / "var"))
SCRATCH = Path(tempfile.mkdtemp(prefix="kura-bench-"))


def set_up() -> None:
    """Django with keys, heads and reports in a folder of its own; the real ones are never touched."""
    atexit.register(shutil.rmtree, SCRATCH, ignore_errors=True)
    os.environ["KURA_HOME"] = str(SCRATCH)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.path.insert(0, str(ROOT))
    import django

    django.setup()


set_up()

from django.db import connection  # noqa: E402
from django.utils import translation  # noqa: E402


@contextmanager
def scratch_database() -> Iterator[None]:
    """An empty database with all tables, beside the one of DATABASE_URL where that is given; dropped at the end."""
    name = connection.settings_dict["NAME"]
    own = str(SCRATCH / "bench.sqlite3") if connection.vendor == "sqlite" else f"kura_bench_{os.getpid()}"
    connection.settings_dict["TEST"]["NAME"] = own
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with translation.override("en"):
            yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def analyze() -> None:
    """Let the database count its rows and tidy up, as it does by itself in a register that is in use."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def seconds(work: Callable[[], Any], times: int = 1) -> float:
    """How long the work takes, at best, of so many times."""
    best = float("inf")
    for _ in range(times):
        start = perf_counter()
        work()
        best = min(best, perf_counter() - start)
    return best


def spent() -> float:
    """Seconds that processors have spent on this process, and on its session with PostgreSQL where that runs on this
    machine and Linux tells; by the clock where it does not."""
    if connection.vendor != "postgresql":
        return process_time()
    connection.ensure_connection()
    assert connection.connection is not None
    try:
        told = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text()
    except OSError:
        return perf_counter()
    return process_time() + int(told.split()[0]) / 1e9


def measured(work: Callable[[], Any], times: int = 1) -> tuple[float, float | None]:
    """The same, and the most memory (MB) that this process held meanwhile; None where that cannot be told."""
    forget = Path("/proc/self/clear_refs")
    try:
        forget.write_text("5")  # Linux: forget the peak so far
    except OSError:
        return seconds(work, times), None
    took = seconds(work, times)
    status = Path("/proc/self/status").read_text()
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return took, round(int(peak.split()[1]) / 1024, 1)


def figure(
    bench: str,
    n: int,
    ours: tuple[float, float | None] | float,
    *,
    floor: float | None = None,
    usual: float | None = None,
    by_hand: float | None = None,
    note: str = "",
) -> None:
    """Print one figure and keep it.

    Args:
        bench: its name.
        n: how many things it is about.
        ours: seconds, or seconds and peak memory from `measured`.
        floor: seconds of the least that could do.
        usual: seconds of what one would write without thinking.
        by_hand: seconds of the same in SQL written by hand.
        note: what else has to be known to read it.
    """
    took, peak = ours if isinstance(ours, tuple) else (ours, None)
    line = {
        "bench": bench,
        "db": connection.vendor,
        "n": n,
        "seconds": rounded(took),
        "floor_seconds": rounded(floor),
        "usual_seconds": rounded(usual),
        "by_hand_seconds": rounded(by_hand),
        "peak_mb": peak,
        "note": note,
    }
    text = json.dumps(line)
    print(text, flush=True)
    HOME.mkdir(parents=True, exist_ok=True)
    with (HOME / "bench.jsonl").open("a") as file:
        file.write(text + "\n")


def rounded(value: float | None) -> float | None:
    """Four digits that mean something."""
    return None if value is None else float(f"{value:.4g}")
