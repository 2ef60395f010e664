"""Giving a gap to somebody with a date, and what becomes of it. Closing asks for evidence and evaluates again."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from accounts.models import Mandate, Person
from accounts.sight import Sight, person_sight
from assets.models import Asset
from assets.rights import carried_by
from journal.acts import Act, act
from measures.asking.readings import Question
from measures.asking.subjects import Around
from measures.catalogue import Measure
from measures.models import Action, ActionAsset, Attestation
from measures.ordering import measure_or_rule
from measures.rules import RULES
from measures.verdicts import Verdict
from measures.vouching import may_attest

LISTED = 100  # assets that an action names; more are a part of the company
Role = Mandate.Role
State = Action.State


class NotYours(Exception):
    """This person may not plan or change that."""


class MayNotKnow(Exception):
    """Whoever is to do it may not know of one of the assets: nobody is told of a secret by a task."""


class AlreadyClosed(Exception):
    """It was closed meanwhile."""


def about(action: Action) -> QuerySet[Asset]:
    """The assets that an action is about; none for one about the company or a part of it."""
    return Asset.objects.filter(action_lines__action=action)


def may_plan(sight: Sight, action: Action, assets: Iterable[Asset]) -> bool:
    """Those who carry each of the assets; for the company or a part of it, those who speak for it (`vouching`)."""
    keys = {asset.pk for asset in assets}
    if keys:
        mine = Asset.objects.seen_by(sight).named_to(sight).filter(carried_by(sight), pk__in=keys)
        return mine.count() == len(keys)
    return may_attest(sight, Attestation(department=action.department, place=action.place))


def missing(question: Question, key: str, assets: Any, sight: Sight) -> list[Asset]:
    """Of some assets those that this person carries and at which a rule finds something missing.

    None where it is not about single assets: what is done once for the company, for people or places needs nobody who
    may know of all the assets; nor where they are more than one looks through.
    """
    if key not in RULES or isinstance(RULES[key].subject, Around):
        return []
    stands = question.worst(RULES[key])
    mine = assets.in_force().named_to(sight).filter(carried_by(sight))
    found = list(mine.annotate(stands=stands).filter(stands=Verdict.GAP).order_by("code")[: LISTED + 1])
    return found if len(found) <= LISTED else []


def may_tend(sight: Sight, action: Action) -> bool:
    """Whoever does it, whoever planned it, and those who might have planned it."""
    if sight.person is None:
        return False
    return sight.person.pk in (action.owner_id, action.by_id) or may_plan(sight, action, about(action))


def may_know(person: Person, assets: Sequence[Asset], sight: Sight) -> bool:
    """May this person know of all these assets, with their names?"""
    theirs = sight if sight.person == person else person_sight(person, sight.on)
    known = Asset.objects.seen_by(theirs).named_to(theirs).filter(pk__in=[asset.pk for asset in assets])
    return known.count() == len(assets)


def plan(action: Action, assets: Sequence[Asset] = (), *, by: Sight) -> Action:
    """Give a gap to somebody.

    Args:
        action: filled in, not kept yet.
        assets: what it is about; none where it is about the company, a department or a place.
        by: who plans it.

    Raises:
        NotYours: it is not theirs to plan.
        MayNotKnow: whoever is to do it may not know of all the assets.
    """
    if not may_plan(by, action, assets):
        raise NotYours
    if not may_know(action.owner, assets, by):
        raise MayNotKnow
    assert by.person is not None
    action.by, action.on = by.person, by.on
    with act(by.person, "measures.plan") as deed:
        deed.add(action)
        deed.add_all(ActionAsset(action=action, asset=asset) for asset in assets)
        _named(deed, action)
    return action


def amend(action: Action, *, by: Sight) -> None:
    """Another owner, date, effort or wording, as a form has filled it in.

    Raises:
        NotYours, MayNotKnow: as for `plan`.
        AlreadyClosed: it is done or given up.
    """
    if not may_tend(by, action):
        raise NotYours
    if not may_know(action.owner, list(about(action)), by):
        raise MayNotKnow
    with act(by.person, "measures.amend_action") as deed:
        _locked(action)
        deed.save(action)
        _named(deed, action)


def begin(action: Action, *, by: Sight) -> None:
    """Somebody has begun with it.

    Raises:
        NotYours: they may not change it.
        AlreadyClosed: it is done or given up.
    """
    _move(action, "measures.begin_action", by, state=State.BEGUN)


def drop(action: Action, why: str, *, by: Sight) -> None:
    """It is given up, and why; the gap stays. Raises: see `begin`."""
    _move(action, "measures.drop_action", by, **_closing(State.DROPPED, why, by))


def close(action: Action, evidence: str, *, by: Sight) -> dict[int, Verdict]:
    """It is done, and what shows it. How its assets stand is asked again, and kept with it.

    Returns:
        the verdict on each of its assets, by key.

    Raises:
        NotYours, AlreadyClosed: see `begin`.
        ValueError: without evidence nothing is closed.
    """
    if not evidence.strip():
        raise ValueError("evidence")
    with act(by.person, "measures.close_action") as deed:
        _move(action, "measures.close_action", by, **_closing(State.DONE, evidence, by))
        found = verdicts(Question(by.on, by), measure_or_rule(action.measure), about(action))
        lines = ActionAsset.objects.filter(action=action).order_by("pk")
        deed.change_all((line, {"after": found.get(line.asset_id)}) for line in lines)
    return found


def reopen(action: Action, *, by: Sight) -> None:
    """It was not done after all. Raises: NotYours."""
    if not may_tend(by, action):
        raise NotYours
    with act(by.person, "measures.reopen_action") as deed:
        deed.change(action, state=State.BEGUN, closed_by=None, closed_on=None, evidence="")
        _named(deed, action)


def verdicts(question: Question, of: Measure, assets: QuerySet[Any]) -> dict[int, Verdict]:
    """How some assets stand on one measure; one query."""
    rows = assets.order_by().annotate(stands=question.verdict(of)).values_list("pk", "stands")
    return {pk: Verdict(stands) for pk, stands in rows}


def _closing(state: State, evidence: str, by: Sight) -> dict[str, Any]:
    return {"state": state, "evidence": evidence.strip(), "closed_by": by.person, "closed_on": by.on}


def _move(action: Action, verb: str, by: Sight, **values: Any) -> None:
    if not may_tend(by, action):
        raise NotYours
    with act(by.person, verb) as deed:
        _locked(action)
        deed.change(action, **values)
        _named(deed, action)


def _locked(action: Action) -> None:
    """Two who close it at once: the second is told so. A conditional UPDATE, for SQLite knows no lock of rows."""
    if not Action.objects.open().filter(pk=action.pk).update(measure=action.measure):
        raise AlreadyClosed


def _named(deed: Act, action: Action) -> None:
    """Which action, and on what; its words stand on its own page alone, for they may tell of any of its assets."""
    deed.name(action)
    deed.facts["measure"] = action.measure
