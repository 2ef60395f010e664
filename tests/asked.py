"""What was asked of the database."""

from django.test.utils import CaptureQueriesContext


def beginnings(queries: CaptureQueriesContext) -> set[str]:
    """The first words of what was asked. (Of a prepared statement Django tells as `QUERY = '…' - PARAMS = …`.)"""
    return {query["sql"].removeprefix("QUERY = ").lstrip("'\"").split()[0] for query in queries}
