"""What rows that hang on assets come to, as expressions on assets.

Of few assets it is asked within each asset's SQL: an index leads from the asset to its few rows. Of the whole register
the rows themselves are asked, all at once and grouped by asset, and what was found is joined. Which of both is written
is settled where the expression is put into a query, not where it is made: so that what is counted either way is the
same.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from enum import StrEnum
from itertools import batched
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Count, Expression, F, IntegerField, Lookup, Max, Min, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from assets.written import Sql
from measures.verdicts import Verdict

CHOSEN = "chosen"  # the assets that a statement is about, by `id`
DIGITS = 20  # octal ones, of which a whole number of 63 bits has room for so many


class Of(StrEnum):
    """What counts of an asset's values: the greatest, how many there are, or the greatest (its tens) and the least."""

    MOST = "MAX({0})"
    COUNT = "COUNT({0})"
    ENDS = "10 * MAX({0}) + MIN({0})"

    def aggregate(self, value: Any) -> Any:
        """The same for Django."""
        made = {Of.MOST: Max(value), Of.COUNT: Count(value), Of.ENDS: 10 * Max(value) + Min(value)}
        return made[self]


@dataclass(frozen=True)
class Source(ABC):
    """What is grouped by asset and stands beside it.

    Attributes:
        name: what it is called in a statement.
    """

    name: str

    @abstractmethod
    def alone(self, value: Any, of: Of) -> Any:
        """What a value comes to, asked within an asset's own SQL."""

    @abstractmethod
    def source(self, columns: "Sequence[Beside]") -> Sql:
        """Of the chosen assets `asset_id`, and what each column comes to."""

    def column(self, source: str, nth: int) -> str:
        """The value of a column, by its number."""
        return f'"{source}".c{nth}'


@dataclass(frozen=True)
class Rows(Source):
    """Rows that hang on one asset each.

    Attributes:
        all: all of them.
        key: the column with their asset.
    """

    all: Callable[[], QuerySet[Any]]
    key: str = "asset_id"

    def alone(self, value: Any, of: Of) -> Subquery:
        mine = self.all().order_by().filter(**{self.key: OuterRef("pk")}).values(self.key)
        return Subquery(mine.annotate(it=of.aggregate(value)).values("it"), output_field=IntegerField())

    def source(self, columns: "Sequence[Beside]") -> Sql:
        names = {f"c{n}": column for n, column in enumerate(columns)}
        sql, params = self._chosen({name: column.value for name, column in names.items()})
        found = ", ".join(f"{column.of.format(name)} AS {name}" for name, column in names.items())
        return f"SELECT {self.key} AS asset_id, {found} FROM ({sql}) AS each_row GROUP BY {self.key}", params

    def _chosen(self, values: Mapping[str, Any]) -> Sql:
        rows = self.all().select_related(None).order_by().filter(AmongChosen(self.key)).annotate(**values)
        sql, params = rows.values(self.key, *values).query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        return sql, tuple(params)


@dataclass(frozen=True)
class Keyed(Rows):
    """Rows of which an asset has at most one for each key, with a small number each. A column's value is its key; how
    it is asked alone, its column says.

    Many columns, each looking for its key, would ask every row as often. So the numbers are put into few, an octal
    digit for each key: no digit where there is no row, else one more than its number.

    Attributes:
        keyed_by: the column of rows with the key.
        number: an expression on rows, from 0 to 6.
    """

    keyed_by: str = "measure"
    number: Any = None

    def source(self, columns: "Sequence[Beside]") -> Sql:
        sql, params = self._chosen({"of_key": F(self.keyed_by), "number": self.number})
        sums = ", ".join(f"{_digits(len(each))} AS d{n}" for n, each in enumerate(batched(columns, DIGITS)))
        keys = tuple(column.value for column in columns)
        return f"SELECT asset_id, {sums} FROM ({sql}) AS each_row GROUP BY asset_id", (*keys, *params)

    def column(self, source: str, nth: int) -> str:
        digits, place = divmod(nth, DIGITS)
        return f'(NULLIF(("{source}".d{digits} >> {3 * place}) & 7, 0) - 1)'


def _digits(keys: int) -> str:
    arms = " ".join(f"WHEN %s THEN {8**place}" for place in range(keys))
    return f"CAST(SUM(CASE of_key {arms} ELSE 0 END * (1 + number)) AS bigint)"


class Beside(Expression):
    """The most that a value comes to among an asset's rows (or what else counts of it); null where it has none.

    Args:
        rows: the rows.
        value: an expression on them, a whole number.
        of: what counts.
        alone: makes what is asked of an asset by itself, where there is a better way than through all of its rows.
    """

    def __init__(self, rows: Source, value: Any, of: Of = Of.MOST, alone: Callable[[], Any] | None = None) -> None:
        super().__init__(output_field=IntegerField())
        self.rows, self.value, self.of = rows, value, of
        self.mark = object()  # its copies are the same column
        self._alone = alone or (lambda: rows.alone(value, of))
        self.asked: Any = None  # of an asset by itself; none while joined

    def resolve_expression(self, *of: Any, **further: Any) -> Any:  # Django's own name
        found: Any = self.copy()
        if JOINED.get() is None:
            found.asked = self._alone().resolve_expression(*of, **further)
        return found

    def get_source_expressions(self) -> list[Any]:  # Django's own name
        return [self.asked]

    def set_source_expressions(self, exprs: Any) -> None:  # Django's own name
        (self.asked,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> Sql:
        joined = JOINED.get()
        if joined is not None:
            return joined.column(self), ()
        sql, params = compiler.compile(self.asked)
        return sql, tuple(params)


def worst_of_rows(rows: Rows, answer: Any) -> Coalesce:
    """The worst answer of an asset's rows; not needed where it has none."""
    return Coalesce(Beside(rows, answer), Value(Verdict.NOT_NEEDED.value), output_field=IntegerField())


class Joined(AbstractContextManager["Joined"]):
    """Within it what is put into a query and turned into SQL looks for rows beside the asset, instead of asking each.

    Args:
        prefix: tells the sources of one lot of expressions from those of another in the same statement.
    """

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._asked: dict[Source, dict[object, tuple[int, Beside]]] = {}
        self._token: Token[Joined | None] | None = None

    def __enter__(self) -> "Joined":
        self._token = JOINED.set(self)
        return self

    def __exit__(self, *_of: object) -> None:
        if self._token is not None:
            JOINED.reset(self._token)

    def column(self, beside: Beside) -> str:
        """What stands for it in SQL."""
        asked = self._asked.setdefault(beside.rows, {})
        nth, _first = asked.setdefault(beside.mark, (len(asked), beside))
        return beside.rows.column(self._alias(beside.rows), nth)

    def sources(self) -> list[tuple[str, Sql]]:
        """Whatever was looked for: its name, and its rows with `asset_id`. To be asked for outside."""
        asked = self._asked.items()
        return [(self._alias(rows), rows.source([each for _, each in columns.values()])) for rows, columns in asked]

    def _alias(self, rows: Source) -> str:
        return f"{self._prefix}_{rows.name}"


JOINED: ContextVar[Joined | None] = ContextVar("joined", default=None)


class AmongChosen(Lookup):
    """Is a column of rows one of the chosen assets? (A lookup: SQLite asks of any other condition whether it equals 1,
    which no index answers.)"""

    prepare_rhs = False

    def __init__(self, column: str) -> None:
        super().__init__(F(column), CHOSEN)

    def as_sql(self, compiler: Any, connection: Any) -> Sql:
        sql, params = self.process_lhs(compiler, connection)
        return f"{sql} IN (SELECT id FROM {CHOSEN})", tuple(params)
