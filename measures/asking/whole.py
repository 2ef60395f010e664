"""Everything that is asked of a whole register, in one statement.

What rows say that hang on assets is grouped and stands beside them (`measures.asking.beside`); what each asset is
asked is worked out once, and only then counted: databases unfold what they are not told to keep, and would ask the
same again for each number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from assets.models import Asset
from assets.written import HERE, Sql, joins, written
from measures.asking.beside import CHOSEN, Beside, Joined, Rows
from measures.verdicts import Verdict

ASKED = "asked"  # the assets with everything that is asked of them
STANDS = "stands"  # the same, with what was worked out of it
THEMSELVES = Rows("themselves", Asset.objects.all, key="id")
WORST_FIRST = (Verdict.GAP, Verdict.UNKNOWN, Verdict.MET)


@dataclass(frozen=True)
class Lot:
    """Expressions on assets, turned into SQL together: a column for each, and the sources that they look into."""

    columns: Mapping[str, Sql] = field(default_factory=dict)
    sources: Sequence[tuple[str, Sql]] = ()

    @classmethod
    def of(cls, prefix: str, expressions: Mapping[str, Any]) -> Self:
        """
        Args:
            prefix: no other lot of the same statement has it.
        """
        with Joined(prefix) as joined:
            query = _annotated(expressions)
            if joins(query):
                query = _annotated({name: _by_itself(each) for name, each in expressions.items()})
            columns = {name: written(query, query.annotations[name]) for name in expressions}
        return cls(columns, joined.sources())


def _annotated(expressions: Mapping[str, Any]) -> Any:
    query = Asset.objects.order_by().annotate(**expressions).query
    query.get_initial_alias()  # else it has no table, where none of them names a column
    return query


def _by_itself(expression: Any) -> Any:
    """What reads other tables through the asset's columns is asked beside it, as if of rows that hang on it."""
    return Beside(THEMSELVES, expression) if joins(_annotated({"it": expression})) else expression


@dataclass(frozen=True)
class Whole:
    """Some assets, and what is asked of each.

    Attributes:
        assets: which.
        lots: what.
        by: columns of the assets that are kept beside it.
    """

    assets: QuerySet[Any]
    lots: Sequence[Lot]
    by: Sequence[str] = ()

    def rows(
        self, selected: Sequence[str], by: Sequence[str] = (), work_out: Mapping[str, str] | None = None
    ) -> list[tuple[Any, ...]]:
        """What is selected, for each set of values of some columns.

        Args:
            selected: SQL on the columns of the lots, or on those worked out.
            by: the columns.
            work_out: further columns that are worked out of those of the lots first.
        """
        try:
            asked, params = self._asked()
        except EmptyResultSet:
            return []
        within = ASKED
        if work_out is not None:
            columns = ", ".join([*self.by, *(f"{sql} AS {name}" for name, sql in work_out.items())])
            asked += f", {STANDS} AS MATERIALIZED (SELECT {columns} FROM {ASKED})"
            within = STANDS
        group = f" GROUP BY {', '.join(by)}" if by else ""
        with connection.cursor() as cursor:
            cursor.execute(f"WITH {asked} SELECT {', '.join((*by, *selected))} FROM {within}{group}", params)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def _asked(self) -> Sql:
        """The assets and everything that is asked of them."""
        chosen, params = self.assets.order_by().values("id", *self.by).query.sql_with_params()
        columns = [(name, sql) for lot in self.lots for name, sql in lot.columns.items()]
        sources = [source for lot in self.lots for source in lot.sources]
        held = ", ".join(
            [*(f"{CHOSEN}.{name}" for name in self.by), *(f"{sql} AS {name}" for name, (sql, _) in columns)]
        )
        beside = " ".join(
            f'LEFT JOIN ({sql}) AS "{name}" ON "{name}".asset_id = "{HERE}".id' for name, (sql, _) in sources
        )
        table = Asset._meta.db_table
        text = (
            f"{CHOSEN} AS MATERIALIZED ({chosen}), {ASKED} AS MATERIALIZED ("
            f'SELECT {held} FROM {CHOSEN} JOIN {table} AS "{HERE}" ON "{HERE}".id = {CHOSEN}.id {beside})'
        )
        given = [value for _, (_, values) in (*columns, *sources) for value in values]
        return text, (*params, *given)


def worst_of(columns: Sequence[str]) -> str:
    """The worst verdict in some columns."""
    if len(columns) == 1:
        return columns[0]
    among = ", ".join(columns)
    arms = " ".join(f"WHEN {verdict.value} IN ({among}) THEN {verdict.value}" for verdict in WORST_FIRST)
    return f"CASE {arms} ELSE {Verdict.NOT_NEEDED.value} END"
