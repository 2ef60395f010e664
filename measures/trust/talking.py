"""Talks of departments and reviews of how groups work: who records them, who reads them, what a talk is about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import Department, Person, Posting
from accounts.sight import Sight
from assets.kinds import State
from assets.querysets import AssetQuerySet
from journal.acts import act
from measures import dues
from measures.actions import planning
from measures.asking.readings import Question
from measures.company.housekeeping import keeps_company, may_take_inventory, reads_company
from measures.figures import categories, worst_gaps
from measures.models import Action, GroupReview, Talk, TalkOutcome
from measures.vouching import NotYours

MONTHS = 12  # a talk a year, a review of each side a year (Kura's proposal)
SMALLEST = 5  # a group of fewer people is reviewed together with others: else it speaks of persons
ABOUT = "E5-d"  # the measure of an action that is about none of the agenda's


@dataclass(frozen=True)
class Topic:
    """One point of an agenda, with the measure that it is about, if it is."""

    text: str
    measure: str = ""


def may_talk(who: Sight, department: Department) -> bool:
    """A department's manager records its talks; those who keep the company's records, any."""
    return may_take_inventory(who, department)


def _theirs(who: Sight) -> Q:
    """Of their own departments, those above and those that they lead."""
    return Q(department__in=who.belongs) | Q(department__in=who.leads)


def talks_of(who: Sight) -> QuerySet[Talk]:
    """The talks that somebody may read: of their own departments, or all."""
    if who.person is None:
        return Talk.objects.none()
    return Talk.objects.all() if who.roles else Talk.objects.filter(_theirs(who))


def departments_of(who: Sight) -> QuerySet[Department]:
    """The departments whose talks somebody is told of. The root of a tree is the company itself."""
    own = Q() if who.roles else Q(pk__in=who.belongs) | Q(pk__in=who.leads)
    rows = Department.objects.filter(own) if who.person is not None else Department.objects.none()
    below = Department.objects.exclude(parent=None)
    return rows.exclude(parent=None) if below.exists() else rows


def reviews_of(who: Sight) -> QuerySet[GroupReview]:
    """The reviews that somebody may read: of the company, of their own groups, or all."""
    if who.person is None:
        return GroupReview.objects.none()
    return GroupReview.objects.all() if who.roles else GroupReview.objects.filter(Q(department=None) | _theirs(who))


def may_review(who: Sight) -> bool:
    """May somebody record a review of any group?"""
    return reads_company(who) and (keeps_company(who) or bool(who.leads))


def groups_of(who: Sight) -> list[Department]:
    """The groups that somebody may record a review of: large enough that nobody in particular is meant."""
    rows = Department.objects.all() if keeps_company(who) else Department.objects.filter(pk__in=who.leads)
    postings = Posting.objects.current(who.on).values_list("department__path", "person").distinct()
    people = list(postings.order_by())
    sizes = {each: len({p for path, p in people if path.startswith(each.path)}) for each in rows.order_by("path")}
    return [each for each, size in sizes.items() if size >= SMALLEST]


def members(department: Department, on: date) -> QuerySet[Person]:
    """Who works in a department or below it."""
    posted = Posting.objects.current(on).filter(department__path__startswith=department.path)
    return Person.objects.employed(on).filter(pk__in=posted.values("person")).order_by("code")


def agenda(department: Department, who: Sight, assets: AssetQuerySet) -> list[Topic]:
    """What to talk about: what is missing most often, what waits, and what only people can say.

    Args:
        assets: those that whoever asks may know of. No asset is named: the talk is about ways, not about secrets.
    """
    theirs, question = assets.of_department(department.path), Question(who.on)
    return [*_missing(question, theirs), *_waiting(question, theirs), *_last(department), *_always()]


def _missing(question: Question, assets: QuerySet[Any]) -> Iterable[Topic]:
    for measure, _tally in worst_gaps(categories(question, assets)):
        yield Topic(_("What is missing: %(measure)s") % {"measure": measure.name}, measure.code)


def _waiting(question: Question, assets: QuerySet[Any]) -> Iterable[Topic]:
    if assets.filter(state=State.CANDIDATE).exists():
        yield Topic(_("Candidates that nobody has judged yet"), "E1-a")
    if dues.lists_to_review(question, assets).exists():
        yield Topic(_("Access lists that are to be gone through"), "E1-a")


def _last(department: Department) -> Iterable[Topic]:
    """What was planned at the talk before and is still to be done."""
    last = Talk.objects.filter(department=department).first()
    rows = TalkOutcome.objects.filter(talk=last, action__state__in=Action.OPEN)
    return (Topic(_("Still to be done: %(what)s") % {"what": text}) for text in rows.values_list("text", flat=True))


def _always() -> list[Topic]:
    return [
        Topic(_("Which rule is hard to keep in daily work, and what would make it easier?")),
        Topic(_("What do we know that is not in the register, and what in it is no secret any more?")),
        Topic(_("Are workload, communication and suggestions as they should be?"), ABOUT),
    ]


def talk(held: Talk, people: Sequence[Person], *, by: Sight) -> Talk:
    """Record a talk and who took part.

    Raises:
        NotYours: it is not their department.
    """
    if not may_talk(by, held.department):
        raise NotYours
    assert by.person is not None
    held.by = by.person
    with act(by.person, "measures.talk", held.department) as deed:
        deed.add(held)
        held.people.set(people)
        deed.facts["people"] = sorted(person.pk for person in people)
    return held


def came_out(held: Talk, text: str, action: Action | None, *, by: Sight) -> TalkOutcome:
    """Record what came out of a talk; where somebody does it by a day, as an action of the department.

    Raises:
        NotYours: it is not their department.
    """
    if not may_talk(by, held.department):
        raise NotYours
    with act(by.person, "measures.came_out", held.department) as deed:
        if action is not None:
            action.title, action.department = text, held.department
            planning.plan(action, by=by)
        return deed.add(TalkOutcome(talk=held, text=text, action=action))


def review_group(made: GroupReview, *, by: Sight) -> GroupReview:
    """Record how a side of working together was reviewed for a group.

    Raises:
        NotYours: it is not their group, or too small a one.
    """
    allowed = keeps_company(by) if made.department is None else made.department in groups_of(by)
    if not allowed:
        raise NotYours
    assert by.person is not None
    made.by = by.person
    with act(by.person, "measures.review_group") as deed:
        deed.name(deed.add(made))
    return made
