"""Twins of the rules that are asked of people: an asset stands on them as the worst of those who have access to it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from benchmarks.loop_world import ASK, NOT_NEEDED, World, ago, answer, days_ago, holds, number
from classification import handling
from classification.levels import Level
from measures.verdicts import Verdict

type OfPerson = Callable[[Any, World], Verdict]


def twin(id: str) -> Callable[[OfPerson], OfPerson]:
    """Enter the function below; each person is asked once."""

    def enter(ask: OfPerson) -> OfPerson:
        def of_asset(asset: Any, world: World) -> Verdict:
            return max((once(person, world) for person in world.listed(asset)), default=NOT_NEEDED)

        def once(person: int, world: World) -> Verdict:
            if (id, person) not in world.answered:
                world.answered[id, person] = ask(world.people[person], world)
            return world.answered[id, person]

        ASK[id] = of_asset
        return ask

    return enter


def may_know(person: Any, level: int, world: World) -> bool:
    """Are they here, and is there something of at least this level that they have access to?"""
    return person.is_employed(world.on) and max(world.levels[person.pk], default=-1) >= level


@twin("PER-01")
def pledged(person: Any, world: World) -> Verdict:
    if not may_know(person, Level.SECRET, world):
        return NOT_NEEDED
    return answer(True, any(binds(row, world.on) and row.kind != "EXIT" for row in world.pledges[person.pk]))


def binds(pledge: Any, on: date) -> bool:
    return pledge.signed_on <= on and (pledge.until_on is None or pledge.until_on >= on)


@twin("PER-02")
def trained(person: Any, world: World) -> Verdict:
    if not may_know(person, Level.INTERNAL, world):
        return NOT_NEEDED
    last = max((row.on for row in world.trainings[person.pk] if row.on <= world.on), default=None)
    if last is None:
        fresh = days_ago(world, number("PER-02", "new_hire_days"))
        return answer(True, person.entered_on and person.entered_on >= fresh)
    return answer(True, last >= ago(world, number("PER-02", "months")))


@twin("PER-03")
def leaving(person: Any, world: World) -> Verdict:
    on, last = world.on, person.left_on
    if not ((person.notice_on and person.notice_on <= on) or (last and last <= on)):
        return NOT_NEEDED
    if last is None:
        return Verdict.UNKNOWN
    ends = [*world.own_grants[person.pk], *(row for row in world.mandates[person.pk] if holds(row, on))]
    goes_on = any(row.until_on is None or row.until_on > last for row in ends) or person.pk in world.in_charge
    cases = [case for case in world.cases[person.pk] if case.last_on == last]
    returned = any(case.items_returned_on and case.items_returned_on <= on for case in cases)
    closed = any(case.closed_on and case.closed_on <= on for case in cases)
    signed = any(binds(row, on) and row.kind == "EXIT" for row in world.pledges[person.pk])
    return answer(True, returned and closed and signed and not goes_on)


@twin("PER-05")
def confirmed(person: Any, world: World) -> Verdict:
    if not may_know(person, Level.INTERNAL, world):
        return NOT_NEEDED
    since = days_ago(world, number("PER-05", "days"))
    return answer(True, not any(unread(person, lv, rules, world, since) for lv, rules in rules_on(world, since)))


def rules_on(world: World, since: date) -> list[tuple[Level, Any]]:
    found = world.__dict__.setdefault("_rules", handling.in_force(since))
    return [(level, rules) for level, rules in found.items() if level >= handling.CONFIRMED_FROM]


def unread(person: Any, level: int, rules: Any, world: World, since: date) -> bool:
    """Have they known of something of this level for some days, and not confirmed its rules?"""
    levels = world.__dict__.setdefault("_long", None)
    if levels is None:
        levels = world.__dict__["_long"] = world.long_levels(since)
    rows = world.confirmed[person.pk]
    read = any(row.level == level and row.version >= rules.version and day_of(row) <= world.on for row in rows)
    return level in levels[person.pk] and not read


def day_of(row: Any) -> date:
    return timezone.localdate(row.at)
