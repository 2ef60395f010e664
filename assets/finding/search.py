"""Finding assets by what they are called: pairs of characters lead to a few candidates, and LIKE has the last word.

Both the index and LIKE go over the folded words of `SearchText`, so the answer is exactly what LIKE alone would find.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Func, Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.db.models.sql.compiler import SQLCompiler

from accounts.prepared import Among, Prepared
from accounts.sight import Sight
from assets.models import SearchText
from assets.sealing import named
from assets.visibility import Span
from assets.words import fold

SHORTEST = 2
LONGEST = 100
SAMPLE, COMMON = 1_000, 20  # on PostgreSQL, a needle in so many of the newest is common


def needle_of(text: str) -> str:
    """What is looked for, folded as the words are; "" where nothing is left of it."""
    return fold(text.replace("\0", ""))[:LONGEST].strip()


def pairs_of(needle: str) -> list[str]:
    """The pairs of neighbouring characters, each once."""
    return list(dict.fromkeys(needle[i : i + 2] for i in range(len(needle) - 1)))


def holding(assets: Any, needle: str, sight: Sight) -> Q:
    """The condition on assets, for whoever asks: of a name that they may not read, the code alone is searched."""
    readable = named(assets, sight) | Q(code__icontains=needle)
    return Q(search_text__words__contains=needle) & readable


def candidates(needle: str, limit: int) -> list[int] | None:
    """The keys of the assets whose words hold the needle, if they are at most so many; None where there are more."""
    postgresql, pairs = connection.vendor == "postgresql", pairs_of(needle)
    looked, held = _among_newest([needle, *pairs]) if postgresql or len(pairs) > SHORTEST else (0, {})
    if postgresql and held[needle] >= COMMON:
        return None  # the index would list them all before it gave the first
    telling = _telling(pairs, looked, held)
    keys = _by_pairs(needle, telling, limit + 1) if postgresql else _sqlite(needle, telling, limit + 1)
    return None if len(keys) > limit else keys


def _among_newest(needles: list[str]) -> tuple[int, dict[str, int]]:
    """How many of the newest texts were looked at, and how many of them hold each of these."""
    position = "strpos" if connection.vendor == "postgresql" else "instr"
    sums = "".join(f", COALESCE(SUM(CASE WHEN {position}(words, %s) > 0 THEN 1 ELSE 0 END), 0)" for _ in needles)
    newest = f"SELECT words FROM assets_searchtext ORDER BY asset_id DESC LIMIT {SAMPLE:d}"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*){sums} FROM ({newest}) AS newest", needles)
        looked, *held = cursor.fetchone()
    return looked, dict(zip(needles, held, strict=True))


def _telling(pairs: list[str], looked: int, held: dict[str, int]) -> list[str]:
    """The pairs that most texts do not hold: the others lead through all of the index, and leave out little."""
    return [pair for pair in pairs if 2 * held.get(pair, 0) <= looked] or [min(pairs, key=held.__getitem__)]


def near(needle: str) -> Callable[[int, Span | None, bool], list[int]] | None:
    """A way to the nearest of them, in order (or back), within a span; None where the index has no order."""
    if connection.vendor != "sqlite":
        return None
    pairs = pairs_of(needle)
    telling = cache(lambda: _telling(pairs, *_among_newest(pairs))) if len(pairs) > SHORTEST else lambda: pairs
    return lambda limit, span, back: _sqlite(needle, telling(), limit, span, back)


_holders: Prepared[int] = Prepared(
    lambda keys, needle: (
        SearchText.objects.filter(Among("asset", keys), GreaterThan(StrIndex("words", Value(needle)), 0))
        .order_by()
        .values_list("asset", flat=True)
    ),
    list,
    str,
)


def holders(needle: str, keys: list[int]) -> list[int]:
    """Those of some assets whose words hold the needle, told without reading the assets."""
    return _holders(keys, needle)


def by_pairs(pairs: list[str]) -> Any:
    """The texts that hold every one of these pairs, whatever their order."""
    return SearchText.objects.filter(HoldsPairs("asset_id", "words", pairs=pairs))


def _by_pairs(needle: str, pairs: list[str], limit: int) -> list[int]:
    found = by_pairs(pairs).filter(words__contains=needle)
    return list(found.order_by().values_list("pk", flat=True)[:limit])


def _sqlite(needle: str, pairs: list[str], limit: int, span: Span | None = None, back: bool = False) -> list[int]:
    """The index read in its own order, which ends as soon as there are enough."""
    within = f"AND assets_search.rowid {'<' if span.word == 'lt' else '>'} {span.key:d}" if span else ""
    sql = f"""SELECT assets_search.rowid FROM assets_search JOIN assets_searchtext ON asset_id = assets_search.rowid
        WHERE assets_search MATCH %s AND instr(words, %s) {within}
        ORDER BY assets_search.rowid {"ASC" if back else "DESC"} LIMIT %s"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [_match(pairs), needle, limit])
        return [key for (key,) in cursor.fetchall()]


def _match(pairs: list[str]) -> str:
    """A question to FTS5: all of these tokens."""
    return " ".join(f'"{pair.encode().hex()}"' for pair in pairs)


class HoldsPairs(Func):
    """Does a text hold all of these pairs, by the index of this database?"""

    output_field = BooleanField()

    def __init__(self, *expressions: Any, pairs: list[str], **extra: Any) -> None:
        super().__init__(*expressions, **extra)
        self.pairs = pairs

    def as_sqlite(self, compiler: SQLCompiler, _connection: Any, **_context: Any) -> tuple[str, Any]:  # type: ignore[override]
        key, params = compiler.compile(self.source_expressions[0])
        sql = f"{key} IN (SELECT rowid FROM assets_search WHERE assets_search MATCH %s)"
        return sql, [*params, _match(self.pairs)]

    def as_postgresql(self, compiler: SQLCompiler, _connection: Any, **_context: Any) -> tuple[str, Any]:
        words, params = compiler.compile(self.source_expressions[1])
        return f"kura_pairs({words}) @> %s::text[]", [*params, self.pairs]
