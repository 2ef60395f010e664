"""The keys next in line among all that a person may know of, without reading the rest of their reach.

Each way to know of an asset (`visibility.BRANCHES`) is, for one department, one place or the person, a stretch of an
index that holds the assets' keys in order. The first few of each, merged, are the first few of all.

Where keys are read from another index, those that the person may know of are told `among` them.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from accounts.planned import planning_cursor
from accounts.sight import Sight
from assets.models import Asset
from assets.visibility import BRANCHES, KEPT, Branch, Plan, Reach, Span, hanging, union, visible
from assets.written import Sql

MOST = 60  # stretches that are merged; whoever has more of them sees so much that walking is soon done
# Of some keys those of a reach. PostgreSQL joins the two: where both come in order it ends as soon as there are enough,
# else it hashes the shorter. As a set (`IN`) it would hash the reach and ask of each key; as one query it would look
# each of the person's assets up. SQLite takes the reach as a set, read once.
AMONG = {
    "postgresql": "SELECT DISTINCT walked.pk FROM ({0}) AS walked JOIN ({1} OFFSET 0) AS known ON known.pk = walked.pk",
    "sqlite": "SELECT walked.pk FROM ({0}) AS walked WHERE walked.pk IN ({1})",
}
SORTED = {"postgresql": "walked.pk", "sqlite": "+walked.pk"}  # where many fit, the list leads SQLite, not an index
ANY, KEY = -1, -2  # stand for the value of a branch and the key of a span in SQL that is put together once


def nearest(sight: Sight, limit: int, span: Span | None = None, back: bool = False) -> list[int]:
    """The newest keys of what this person may know of, within a span; each once, at most so many.

    `back`: the oldest instead, the very oldest first.
    """
    if sight.everything or sum(len(branch.values(sight)) for branch in BRANCHES) > MOST:
        rows = visible(Asset.objects.all(), sight, Plan.WALK, span)
        return list(rows.order_by("pk" if back else "-pk").values_list("pk", flat=True)[:limit])
    made = _text(Reach.of(sight), limit, span.word if span else "", back)
    if made is None:
        return []
    # The same for everybody with as many ways to know of assets: PostgreSQL plans it once for all of them.
    with planning_cursor(connection) as cursor:
        cursor.execute(*_within(made, span))
        return [key for (key,) in cursor.fetchall()]


def reach(sight: Sight, span: Span | None = None) -> Sql | None:
    """The keys of all that a person may know of, some twice, as SQL; None where no branch is open to them."""
    made = _all(Reach.of(sight), span.word if span else "")
    return None if made is None else _within(made, span)


def among(walked: Sql, sight: Sight, span: Span | None = None, back: bool = False, limit: int = 0) -> list[int]:
    """Those of some keys that a person may know of; on SQLite some twice.

    Args:
        walked: the keys, as SQL with a column `pk`.
        sight: the person's.
        span: among these keys only.
        limit: so many of the newest at most (`back`: of the oldest), in order; 0: all, in any order.
    """
    known = reach(sight, span)
    if known is None:
        return []
    sql = AMONG[connection.vendor].format(walked[0], known[0])
    sql += f" ORDER BY {SORTED[connection.vendor]} {'ASC' if back else 'DESC'} LIMIT {limit:d}" if limit else ""
    with connection.cursor() as cursor:
        cursor.execute(sql, (*walked[1], *known[1]))
        return [key for (key,) in cursor.fetchall()]


def listed(keys: Iterable[int]) -> Sql:
    """Some keys as SQL with a column `pk`."""
    written = ",".join(f"{key:d}" for key in keys)
    if connection.vendor == "postgresql":
        return f"SELECT unnest('{{{written}}}'::bigint[]) AS pk", ()
    return f"SELECT value AS pk FROM json_each('[{written}]')", ()


@lru_cache(maxsize=KEPT)
def _all(made_of: Reach, word: str) -> Sql | None:
    rows = union(Asset.objects.all(), made_of.sight, Span(word, KEY) if word else None)
    return None if rows is None else rows.order_by().query.sql_with_params()


def _within(made: Sql, span: Span | None) -> Sql:
    """With the key of the span in place."""
    sql, params = made
    return sql, tuple(type(each)(span.key) if span and each == KEY else each for each in params)


@lru_cache(maxsize=KEPT)
def _text(reach: Reach, limit: int, word: str, back: bool) -> Sql | None:
    """All stretches merged, kept from one request to the next; KEY stands for the key of the span. None: no branch is
    open to this person."""
    span = Span(word, KEY) if word else None
    parts = [part for branch in BRANCHES for part in _stretches(branch, reach.sight, limit, span, back)]
    if not parts:
        return None
    ordered = " UNION ".join(f"SELECT * FROM ({sql}) AS s{n}" for n, (sql, _params) in enumerate(parts))
    sql = f"SELECT * FROM ({ordered}) AS merged ORDER BY 1 {'ASC' if back else 'DESC'} LIMIT {limit:d}"
    return sql, tuple(each for _sql, params in parts for each in params)


def _stretches(
    branch: Branch, sight: Sight, limit: int, span: Span | None, back: bool
) -> Iterator[tuple[str, list[Any]]]:
    """One branch, value by value, as SQL and its parameters."""
    values = branch.values(sight)
    if not values:
        return
    column = "asset_id" if branch.on else "pk"
    first = ANY if len(values) > 1 else next(iter(values))
    rows = _rows(branch).filter(branch.with_value(first, sight))
    keys = (rows.filter(span.of(column)) if span else rows).order_by(column if back else f"-{column}")
    sql, params = keys.values_list(column, flat=True)[:limit].query.sql_with_params()
    for value in values:
        yield sql, [type(each)(value) if each == ANY else each for each in params]


def _rows(branch: Branch) -> QuerySet[Any]:
    """Where a branch is looked up: the assets, or the rows that hang on them; of these many lead to one asset."""
    return hanging(Asset.objects.all(), branch.on).distinct() if branch.on else Asset._base_manager.all()
