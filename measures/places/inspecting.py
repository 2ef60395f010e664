"""Putting on record what somebody found in a place."""

from collections.abc import Iterable

from accounts.models import Place
from accounts.sight import Sight
from journal.acts import act
from measures.places.looking import may_inspect
from measures.places.records import Inspection
from measures.vouching import NotYours


def inspect(place: Place, found: Iterable[Inspection], *, by: Sight) -> list[Inspection]:
    """Record what was found at several points of a place.

    Raises:
        NotYours: this person does not look at places.
    """
    if not may_inspect(by):
        raise NotYours
    assert by.person is not None
    with act(by.person, "measures.inspect", place) as deed:
        rows = [Inspection(place=place, by=by.person, **_facts(row)) for row in found]
        return deed.add_all(rows)


def _facts(row: Inspection) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("point", "found", "kept_days", "announced", "remark", "on")}
