"""By when devices and systems are to be looked at again, each for itself, whatever is on it.

The numbers are those by which the rules judge the assets on them; the conditions here say nothing of any asset.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils.functional import Promise

from assets.devices.hosts import CHECKS
from assets.models import Device, System
from measures.asking.asked import months_before
from measures.dues import last_day
from measures.thresholds import threshold

# Of each check the rule that asks for it, and its threshold.
ASKED: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "antivirus": ("DEV-01", "check_days"),
        "updates": ("DEV-02", "update_days"),
        "rights": ("ACC-10", "months"),
        "logs": ("VIS-03", "months"),
        "terms": ("STO-09", "months"),
    }
)
_COMPUTER: Final = ~Q(kind__in=(Device.Kind.MEMORY, Device.Kind.CONTROL))
_OWN, _OUTSIDE = Q(kind=System.Kind.OWN), Q(kind=System.Kind.OUTSIDE)
_ANY: Final = _OWN | _OUTSIDE
# Which checks are asked of which rows.
OF: Final[Mapping[Any, Mapping[str, Q]]] = MappingProxyType(
    {
        Device: {"antivirus": _COMPUTER, "updates": _COMPUTER},
        System: {"antivirus": _OWN, "updates": _OWN, "rights": _ANY, "logs": _ANY, "terms": _OUTSIDE},
    }
)  # fmt: skip


@dataclass(frozen=True)
class Look:
    """One check of one row: when somebody last looked, by when the next look is due, and whether that has passed."""

    name: str
    words: Promise
    on: date | None
    due: date | None
    late: bool


def with_looks(rows: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Devices or systems, each with what `looks` needs."""
    asked = OF[rows.model]
    columns: dict[str, Any] = {f"asks_{name}": asks for name, asks in asked.items()}
    columns |= {f"late_{name}": asks & too_old(name, on) for name, asks in asked.items()}
    return rows.annotate(
        **{name: ExpressionWrapper(each, output_field=BooleanField()) for name, each in columns.items()}
    )


def overdue(model: Any, on: date) -> Q:
    """Something on the row is to be looked at: it was not, or not lately, or a maker's support has ended."""
    late = Q(support_ends_on__lt=on)
    for name, asks in OF[model].items():
        late |= asks & too_old(name, on)
    return late


def too_old(name: str, on: date) -> Q:
    """Nobody looked, or not since the day that the threshold allows; an antivirus that is off is no better."""
    column, (rule, number) = CHECKS[name].column, ASKED[name]
    allowed = threshold(rule, number)
    first = months_before(on, allowed) if number == "months" else on - timedelta(days=allowed)
    missing = Q(**{column: None}) | Q(**{f"{column}__lt": first})
    return missing | Q(antivirus=False) if name == "antivirus" else missing


def looks(row: Any) -> list[Look]:
    """The checks that are asked of a row with what `with_looks` adds."""
    asked = [name for name in OF[type(row)] if getattr(row, f"asks_{name}")]
    return [_look(row, name) for name in asked]


def _look(row: Any, name: str) -> Look:
    seen, (rule, number) = getattr(row, CHECKS[name].column), ASKED[name]
    allowed = threshold(rule, number)
    due = seen and (last_day(seen, allowed) if number == "months" else seen + timedelta(days=allowed))
    return Look(name, CHECKS[name].words, seen, due, getattr(row, f"late_{name}"))
