"""Who decides on what waits, as a condition on assets (handbook.md 7.2): up to secret the department, top secret the
chief. Nobody decides on what they proposed: it goes up to the next manager, the chief, then the executive. What
waits too long goes up the same way, and stays with whoever had it as well.

Whoever submitted it, whoever gave the scores, and whoever changed something material since: all have proposed it.
"""

from collections.abc import Iterator
from datetime import timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.utils import timezone

from accounts.models import Department, Person, holders
from accounts.querysets import today
from accounts.sight import Sight, own_sight
from assets.kinds import State
from assets.models import Amendment, Asset
from assets.rights import Role, chiefs, top_secret

TOP = top_secret()
DOWN = Q(state=State.IN_REVIEW, level__isnull=False, proposed_level__lt=F("level"))  # it is to lose protection


def waiting() -> Q:
    """What waits for a decision: in review, or in force and changed since it was approved."""
    in_review = Asset.objects.filter(state=State.IN_REVIEW).order_by().values("pk")
    changed = Amendment.objects.open().filter(asset__state=State.ACTIVE).order_by().values("asset")
    return Q(pk__in=in_review.union(changed, all=True))


def with_start(assets: QuerySet[Any]) -> QuerySet[Any]:
    """With the moment since when each waits: its submission, or the first change since it was approved."""
    first = Amendment.objects.open().filter(asset=OuterRef("pk")).order_by("at").values("at")[:1]
    return assets.annotate(since=Case(When(state=State.IN_REVIEW, then="submitted_at"), default=Subquery(first)))


def changed() -> Q:
    """In force, and changed since it was approved."""
    return Q(pk__in=Amendment.objects.open().order_by().values("asset"), state=State.ACTIVE)


def decides(sight: Sight) -> bool:
    """Does this person hold an office by which one decides, or stand in for somebody who does?"""
    return any(name.leads or name.holds(Role.CHIEF, Role.EXECUTIVE) for name in (sight, *sight.stands_in))


def decided_by(sight: Sight) -> Q:
    """What of that which waits this person may decide on, in their own name or another's; never what they proposed,
    nor in the name of whoever did. (A small firm may have allowed it; in another's name it is never allowed.)"""
    return reduce(or_, (_in_the_name_of(name, sight) for name in (sight, *sight.stands_in)))


def name_of_decider(sight: Sight, asset: Asset) -> Person | None:
    """In whose name this person decides on an asset: None in their own, where they may."""
    for name in (sight, *sight.stands_in):
        if Asset.objects.filter(_in_the_name_of(name, sight), pk=asset.pk).exists():
            return None if name is sight else name.person
    return None


def deciders(asset: Asset) -> Iterator[Person]:
    """Whoever may decide now on an asset that waits, in their own name: the nearest managers first, then chiefs and
    executives. Each person that is looked at costs a few small queries."""
    for person in dict.fromkeys(_officers(asset)):
        sight = own_sight(person, today())
        if sight.person and Asset.objects.filter(_in_the_name_of(sight, sight), pk=asset.pk).exists():
            yield person


def _officers(asset: Asset) -> Iterator[Person]:
    """Who holds an office by which assets of its department may be decided on."""
    for department in (
        Department.objects.above([asset.department]).select_related("manager", "deputy").order_by("-path")
    ):
        yield from filter(None, (department.manager, department.deputy))
    for role in (Role.CHIEF, Role.EXECUTIVE):
        yield from holders(role, today(), mandates__department=None, mandates__place=None)


def _in_the_name_of(name: Sight, sight: Sight) -> Q:
    if name is sight and sight.self_approval:
        return _office(sight)
    return _office(name) & ~proposed_by([name.person, sight.person])


def _office(sight: Sight) -> Q:
    """What falls to the offices that this person holds, whoever proposed it."""
    rule = Q(department__in=sight.leads) & ~TOP
    if sight.holds(Role.CHIEF):
        rule |= TOP | _without_other_manager() | waits_longer_than(sight.escalate_after)
    if sight.holds(Role.EXECUTIVE):
        rule |= proposed_by(chiefs(sight.on)) | waits_longer_than(2 * sight.escalate_after)
        rule |= TOP & waits_longer_than(sight.escalate_after)
    return rule


def waits_longer_than(days: int) -> Q:
    """It has waited for its decider for more days than that; while a question is open it waits for an answer."""
    since = timezone.now() - timedelta(days=days)
    amended = Amendment.objects.open().filter(asset=OuterRef("pk"), at__lt=since)
    late = Q(state=State.IN_REVIEW, submitted_at__lt=since) | Q(state=State.ACTIVE) & Q(Exists(amended))
    return late & Q(asked_by=None)


def proposed_by(people: Any) -> Q:
    """Proposed by one of them: submitted, judged, or changed in something material since."""
    amended = Amendment.objects.open().filter(asset=OuterRef("pk"), by__in=people)
    return Q(Exists(amended)) | Q(state=State.IN_REVIEW) & (Q(submitted_by__in=people) | Q(judged_by__in=people))


def _without_other_manager() -> Q:
    """No manager or deputy of the asset's department can decide: there is none, or they proposed it."""
    department = Department.objects.filter(pk=OuterRef("department"))
    unchanged = department.filter(_free("manager") | _free("deputy"))
    unproposed = department.filter(
        _free("manager") & ~_proposed_from("manager") | _free("deputy") & ~_proposed_from("deputy")
    )
    return Q(state=State.IN_REVIEW) & ~Q(Exists(unproposed)) | Q(state=State.ACTIVE) & ~Q(Exists(unchanged))


def _free(post: str) -> Q:
    """Somebody holds the post who has not changed the asset since."""
    amended = Amendment.objects.open().filter(asset=OuterRef(OuterRef("pk")), by=OuterRef(post))
    return Q(**{f"{post}__isnull": False}) & ~Q(Exists(amended))


def _proposed_from(post: str) -> Q:
    return Q(**{post: OuterRef("submitted_by")}) | Q(**{post: OuterRef("judged_by")})


# What hangs on an asset and is proposed by itself (`assets.deciding.steps`): the same offices, another table.


def proposal_decided_by(sight: Sight) -> Q:
    """Which proposals about assets this person may decide on, in their own name or another's; never their own."""
    return reduce(or_, (_proposal_in_the_name_of(name, sight) for name in (sight, *sight.stands_in)))


def name_of_proposals_decider(sight: Sight, rows: QuerySet[Any]) -> Person | None:
    """In whose name this person decides on one proposal (of `rows`): None in their own, where they may."""
    for name in (sight, *sight.stands_in):
        if rows.filter(_proposal_in_the_name_of(name, sight)).exists():
            return None if name is sight else name.person
    return None


def _proposal_in_the_name_of(name: Sight, sight: Sight) -> Q:
    if name is sight and sight.self_approval:
        return _proposal_office(sight)
    return _proposal_office(name) & ~Q(proposed_by__in=[name.person, sight.person])


def _proposal_office(sight: Sight) -> Q:
    top = top_secret("asset__")
    rule = Q(asset__department__in=sight.leads) & ~top
    if sight.holds(Role.CHIEF):
        free = Department.objects.filter(pk=OuterRef("asset__department"))
        others = (Q(**{f"{p}__isnull": False}) & ~Q(**{p: OuterRef("proposed_by")}) for p in ("manager", "deputy"))
        rule |= top | ~Q(Exists(free.filter(reduce(or_, others)))) | _since(sight.escalate_after)
    if sight.holds(Role.EXECUTIVE):
        rule |= Q(proposed_by__in=chiefs(sight.on)) | _since(2 * sight.escalate_after)
        rule |= top & _since(sight.escalate_after)
    return rule


def _since(days: int) -> Q:
    return Q(proposed_at__lt=timezone.now() - timedelta(days=days))
