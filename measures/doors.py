"""Measures and rules as addresses name them: what there is not is not found."""

from collections.abc import Callable

from django.http import Http404

from measures.catalogue import Measure
from measures.catalogue.rulings import measure
from measures.ordering import measure_or_rule


def measure_or_404(code: str) -> Measure:
    """The measure with this code."""
    return _found(measure, code)


def measure_or_rule_or_404(code: str) -> Measure:
    """The same, or a rule of the register's own order, read as a measure."""
    return _found(measure_or_rule, code)


def _found(look_up: Callable[[str], Measure], code: str) -> Measure:
    try:
        return look_up(code)
    except KeyError:
        raise Http404 from None
