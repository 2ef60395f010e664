"""How many people an access list lets in, each counted once: those named, and those posted to a department on the list
or to one below it. Whoever answers for the asset without being on the list is not counted.

Written out in SQL, because a department and what lies below it are joined by their paths, for which Django has no
words; asked of each asset, department by department, it took fifty times as long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Expression, F, IntegerField, Value
from django.db.models.functions import Coalesce

from accounts.models import Department, Person, Posting
from assets.models import Asset, Grant
from assets.written import Sql
from classification.levels import Level
from measures.asking.beside import CHOSEN, Beside, Of, Source

# SQLite takes joins in the order in which CROSS JOIN has them; to PostgreSQL all orders are the same.
LET_IN = """
WITH team AS MATERIALIZED (
  SELECT listed.id AS department_id, posting.person_id
  FROM {department} listed CROSS JOIN {department} below CROSS JOIN {posting} posting CROSS JOIN {person} person
  WHERE listed.id IN (SELECT line.department_id FROM {grant} line WHERE {asset})
    AND SUBSTR(below.path, 1, LENGTH(listed.path)) = listed.path
    AND posting.department_id = below.id AND {posted} AND person.id = posting.person_id AND {here}
)
SELECT line.asset_id, line.person_id
FROM {grant} line JOIN {person} person ON person.id = line.person_id
WHERE {line} AND {here} AND {asset}
UNION ALL
SELECT line.asset_id, team.person_id
FROM {grant} line {before} team
WHERE team.department_id = line.department_id AND {line} AND {asset}
"""
TABLES = {model.__name__.lower(): model._meta.db_table for model in (Grant, Person, Department, Posting)}
IN_FORCE = "{0}.from_on <= %s AND ({0}.until_on IS NULL OR {0}.until_on >= %s)"
CONDITIONS = {
    "line": IN_FORCE.format("line"),
    "posted": IN_FORCE.format("posting"),
    "here": "(person.left_on IS NULL OR person.left_on >= %s)",
}
DAYS = 2 + 1 + 2 + 1 + 2  # how often a day stands in it


def people_let_in(on: date, least: Level) -> Any:
    """An expression on assets of this level or above: how many people their access lists let in on a day."""
    count = Beside(LetIn("let_in", on, least), F("person"), Of.COUNT)
    return Coalesce(count, Value(0), output_field=IntegerField())


@dataclass(frozen=True)
class LetIn(Source):
    """Each asset of a level or above, and whoever is let in on a day, perhaps more than once; what is counted are
    people."""

    on: date
    least: Level

    def alone(self, value: Any, of: Of) -> Expression:
        return _Count(self.on)

    def source(self, columns: Sequence[Beside]) -> Sql:
        asked = f"SELECT id FROM {CHOSEN} JOIN {Asset._meta.db_table} USING (id) WHERE level >= {int(self.least)}"
        sql, params = _let_in(self.on, f"line.asset_id IN ({asked})", before=",")
        counts = ", ".join(f"COUNT(DISTINCT person_id) AS c{n}" for n in range(len(columns)))
        return f"SELECT asset_id, {counts} FROM ({sql}) AS let_in GROUP BY asset_id", params


class _Count(Expression):
    """The number for one asset."""

    def __init__(self, on: date) -> None:
        super().__init__(output_field=IntegerField())
        self.on = on
        self.asset: Any = F("pk")

    def get_source_expressions(self) -> list[Any]:  # Django's own name
        return [self.asset]

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:  # Django's own name
        (self.asset,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> Sql:
        asset, _params = compiler.compile(self.asset)
        sql, params = _let_in(self.on, f"line.asset_id = {asset}", before="CROSS JOIN")
        return f"(SELECT COUNT(DISTINCT person_id) FROM ({sql}) AS let_in)", params


def _let_in(on: date, asset: str, *, before: str) -> Sql:
    """For a few lines, which stand before the people of departments: else SQLite reads all lines there are. For many,
    the database may choose."""
    day = connection.ops.adapt_datefield_value(on)
    return LET_IN.format(asset=asset, before=before, **TABLES, **CONDITIONS), (day,) * DAYS
