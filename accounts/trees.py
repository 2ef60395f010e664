"""Departments and places are trees; a path of ids ("1.4.9.") answers "below" and "above" without recursion."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import ExpressionWrapper
from django.db.models.lookups import StartsWith


class TreeQuerySet(models.QuerySet[Any]):
    """Words on trees."""

    def below(self, roots: Iterable[Any]) -> Self:
        """The given nodes and everything under them."""
        return self._either(models.Q(path__startswith=node.path) for node in roots)

    def above(self, leaves: Iterable[Any]) -> Self:
        """The given nodes and everything over them."""
        ids = {int(step) for node in leaves for step in node.path.split(".") if step}
        return self.filter(pk__in=ids)

    def _either(self, conditions: Iterable[models.Q]) -> Self:
        either = models.Q()
        for condition in conditions:
            either |= condition
        return self.filter(either) if either else self.none()


class PlaceQuerySet(TreeQuerySet):
    """Words on places."""

    def in_use(self, on: date | None = None) -> Self:
        """Those that are not closed; with a day, those that were not closed by then."""
        open_ = models.Q(closed_on=None)
        return self.filter(open_ | models.Q(closed_on__gt=on) if on else open_)


def lies_below(node: str, above: str) -> StartsWith:
    """A condition on rows with a path in the column `above`: they are, or lie over, the node whose path the outer query
    has in its column `node`."""
    return StartsWith(ExpressionWrapper(models.OuterRef(node), models.CharField()), models.F(above))


def path_of(node: Any) -> str:
    """The path of a node that has an id: its parent's path and its own id."""
    above = node.parent.path if node.parent_id else ""
    return f"{above}{node.pk}."


def below(paths: Mapping[int, str], roots: Iterable[int]) -> frozenset[int]:
    """The given nodes and everything under them, of a tree that is at hand as {id: path}."""
    starts = tuple(paths[root] for root in roots)
    return frozenset(pk for pk, path in paths.items() if path.startswith(starts))


def above(paths: Mapping[int, str], leaves: Iterable[int]) -> frozenset[int]:
    """The given nodes and everything over them."""
    return frozenset(int(step) for leaf in leaves for step in paths[leaf].split(".") if step)
