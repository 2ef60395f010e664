"""What waits for a person, as a table: adding a kind is a line here and two small functions, its rows and its line.

Each kind is one query whatever the register holds; nothing is counted or named of which the person may not know.
"""

from desk.addressee import Addressee
from desk.waiting.kinds import Group, group_of
from desk.waiting.table import TABLE

__all__ = ["TABLE", "Group", "waiting_for"]


def waiting_for(who: Addressee) -> list[Group]:
    """What waits, kind by kind: those with something overdue first, then in the order of the table."""
    if who.sight.person is None:
        return []
    groups = [group for kind in TABLE if (group := group_of(kind, who)).count]
    return sorted(groups, key=lambda group: not group.overdue)
