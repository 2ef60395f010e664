"""What the people of the demo company say about its assets, and which of these belong together."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time
from typing import Any, Protocol

from assets.models import Comment, Link

SAID, TAKEN_UP = time(11, 20), time(16, 5)


class Company(Protocol):
    """The company as its file has it (desk.demo.load.Demo)."""

    @property
    def facts(self) -> Mapping[str, Any]: ...

    def id_of(self, kind: str, code: str) -> int: ...

    def moment(self, value: int | str, hour: time) -> datetime: ...

    def day(self, value: int | str) -> Any: ...


def comments(demo: Company) -> Iterator[Comment]:
    """Comments, ideas and questions; an idea or two is taken up."""
    for row in demo.facts["talk"]:
        made = Comment(asset_id=row["asset"], by_id=demo.id_of("people", row["by"]), kind=row["kind"], text=row["text"])
        made.at = demo.moment(row["on"], SAID)
        if taken := row.get("taken_up"):
            made.taken_up_by_id = demo.id_of("people", taken["by"])
            made.taken_up_at, made.taken_up_words = demo.moment(taken["on"], TAKEN_UP), taken["words"]
        yield made


def relations(demo: Company) -> Iterator[Link]:
    """What is made from what, and the like."""
    for row in demo.facts["relations"]:
        ends = {"asset_id": row["asset"], "other_id": row["other"]}
        by = demo.id_of("people", row["by"])
        yield Link(kind=row["kind"], by_id=by, on=demo.day(row["on"]), **ends)
