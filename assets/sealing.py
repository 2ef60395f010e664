"""A sealed asset shows its code only to whoever administers it without being on its access list.

The name is known to its owner and custodian, to whoever entered it (until it is approved), to people with a grant,
to whoever sealed it, and, while it is in review, to those who may have to decide. Everyone else who may see the
asset by an office or a mandate sees that it is there, its code and its level (handbook.md 7.1).
"""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q

from accounts.sight import Sight
from assets.kinds import State
from assets.rights import EVERY, NONE, Role
from assets.visibility import BRANCHES, KEPT, Reach, hanging
from assets.written import Condition, Written

DECIDE = (Role.CHIEF, Role.EXECUTIVE)  # for the whole company


def named(assets: Any, sight: Sight) -> Q:
    """The condition under which this person may read an asset's name, on a queryset of assets."""
    if sight.person is None:
        return NONE
    model: Any = assets.model
    return Q(Written(sight.once(named, lambda: _written(model, _of_names(sight), Reach.of(sight)))))


def _of_names(sight: Sight) -> tuple[Any, ...]:
    """What this rule is made of beside what that of visibility is made of."""
    return sight.person and sight.person.pk, sight.holds(*DECIDE), sight.leads


@lru_cache(maxsize=KEPT)
def _written(model: Any, _of_names: tuple[Any, ...], reach: Reach) -> Condition:
    """The rule in SQL, kept from one request to the next (as that of visibility is)."""
    rows = model._base_manager.all()
    return Condition(lambda: rows.filter(_rule(rows, reach.sight)))


def _rule(assets: Any, sight: Sight) -> Q:
    """The same, put together."""
    rule = Q(sealed=False) | Q(sealed_by=sight.person) | _may_have_to_decide(assets, sight)
    for branch in BRANCHES:
        way = branch.condition(sight) if branch.names else None
        if way is not None:
            rule |= Q(Exists(hanging(assets, branch.on).filter(way, asset=OuterRef("pk")))) if branch.on else way
    return rule


def _may_have_to_decide(assets: Any, sight: Sight) -> Q:
    """While it is in review, or was changed since it was approved."""
    deciders = EVERY if sight.holds(*DECIDE) else Q(department__in=sight.leads)
    changed = assets.model._meta.get_field("amendments").related_model._base_manager.filter(decision=None)
    return (Q(state=State.IN_REVIEW) | Q(pk__in=changed.order_by().values("asset"), state=State.ACTIVE)) & deciders


@dataclass(frozen=True)
class Knowing:
    """All of a sight that says which assets somebody may know of, and whose names: where it is the same, whatever is
    asked on their behalf reads the same."""

    everything: bool
    reach: Reach
    of_names: tuple[Any, ...]
    sight: Sight = field(compare=False, repr=False)

    @classmethod
    def of(cls, sight: Sight) -> Self:
        return sight.once("knowing", lambda: cls._of(sight, Reach.of(sight)))

    @classmethod
    def _of(cls, sight: Sight, reach: Reach) -> Self:
        return cls(sight.everything, reach, _of_names(sight), reach.sight)


def sealable_by(sight: Sight) -> Q:
    """May seal and unseal: the chief, and the managers of the asset's department (those who approve)."""
    if sight.person is None:
        return NONE
    return EVERY if sight.holds(Role.CHIEF) else Q(department__in=sight.leads)
