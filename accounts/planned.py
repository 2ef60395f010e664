"""PostgreSQL plans anew each time it is asked, which takes it longer than most answers. What is asked again is planned
once for a connection: as a prepared statement, which knows all but the values that change.

The settings say how (`plan_cache_mode`, `prepare_threshold`). Source: PostgreSQL's documentation, PREPARE; psycopg's,
"Prepared statements".
"""

from collections.abc import Container
from typing import Any


def planning_cursor(connection: Any) -> Any:
    """A cursor of Django's, whose statements PostgreSQL plans once for their text and their kinds of values."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    session = connection.connection
    usual, session.cursor_factory = session.cursor_factory, connection.Database.Cursor
    try:
        return connection.cursor()
    finally:
        session.cursor_factory = usual


def written_out(connection: Any, sql: str, params: tuple[Any, ...], left_open: Container[int]) -> str:
    """SQL with its values written into it, but for those at the places left open.

    PostgreSQL must be told the kind of each value that it does not see; of those that never change it sees them.
    """
    connection.ensure_connection()
    quoting = connection.Database.ClientCursor(connection.connection)

    def quoted(value: Any) -> str:
        text: str = quoting.mogrify("%s", [value])
        return text.replace("%", "%%")

    given = ("%s" if at in left_open else quoted(value) for at, value in enumerate(params))
    return sql.replace("%%", "%%%%") % tuple(given)
