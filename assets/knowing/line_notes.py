"""What whoever decides about a line of an access list should see beside it. Notes, not verdicts: nothing is refused.

All lines of a page are looked at together: the number of queries is fixed, however many lines there are.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.days.calendars import written
from accounts.models import Company, Department, Employment, Mandate, Person, Posting, User
from assets.kinds import AccessControl
from assets.models import Carrier, Grant, GrantProposal, GrantReview

type Line = Grant | GrantProposal

HERE_FOR_A_TIME = (Employment.DISPATCHED, Employment.OUTSIDE)
UNENFORCED = (AccessControl.NONE, AccessControl.LOGIN)


@dataclass(frozen=True)
class Note:
    """One thing to consider; `grave` where it is rather a reason to say no."""

    kind: str
    text: str
    grave: bool = False


@dataclass(frozen=True)
class Surroundings:
    """What is known of the people and departments that some lines name, and of their assets; made by `around`."""

    on: date
    headcount: int | None
    postings: dict[int, list[Posting]]  # by person, the earliest first
    signed_in: dict[int, bool]  # those who have a sign-in: did they ever use it?
    departments: dict[int, Department]
    mandates: dict[int, list[Mandate]]
    listed: dict[int, list[Grant]]  # by asset: lines in force that name a department
    reviewed: dict[int, date]

    def posted(self, department: Department) -> int:
        """How many people work in a department or below it."""
        rows = (row for rows in self.postings.values() for row in rows if self.holds(row))
        return len({row.person_id for row in rows if row.department.path.startswith(department.path)})

    def holds(self, row: Posting) -> bool:
        return row.from_on <= self.on and (row.until_on is None or row.until_on >= self.on)

    def above(self, department: int | None) -> list[Department]:
        """A department and those above it."""
        steps = self.departments[department].path.split(".") if department in self.departments else []
        return [self.departments[int(step)] for step in steps if step]


def notes_on(lines: Sequence[Line], on: date) -> list[list[Note]]:
    """The notes on each line, in the order of the lines. Seven queries.

    Args:
        lines: each with its person, department and asset at hand.
        on: the day on which it is decided.
    """
    known = around(lines, on)
    return [[note for look in LOOKS for note in look(line, known)] for line in lines]


def noted(lines: Sequence[Line], on: date) -> list[Any]:
    """The same lines, each with its `notes`; for pages that show many at once."""
    for line, notes in zip(lines, notes_on(lines, on), strict=True):
        line.notes = notes  # type: ignore[union-attr]
    return list(lines)


def around(lines: Sequence[Line], on: date) -> Surroundings:
    """What the notes on these lines are made from."""
    people = {line.person_id for line in lines if line.person_id}
    assets = {line.asset_id for line in lines}
    company = Company.objects.first()
    logins = User.objects.filter(person__in=people, is_active=True).values_list("person", "last_login")
    to_departments = Grant.objects.current(on).filter(asset__in=assets, department__isnull=False)
    reviews = GrantReview.objects.filter(asset__in=assets, on__lte=on).order_by().values_list("asset")
    here = Person.objects.employed(on).values("pk")
    postings = Posting.objects.filter(person__in=here).select_related("department").order_by("from_on", "pk")
    return Surroundings(
        on=on,
        headcount=company.headcount if company else None,
        postings=_by(postings, lambda row: row.person_id),
        signed_in={person: last is not None for person, last in logins},
        departments=Department.objects.in_bulk(),
        mandates=_by(Mandate.objects.current(on).filter(person__in=people), lambda row: row.person_id),
        listed=_by(to_departments.select_related("department"), lambda row: row.asset_id),
        reviewed=dict(reviews.annotate(last=Max("on"))),
    )


def _by(rows: Any, key: Callable[[Any], int]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[key(row)].append(row)
    return found


def _leaver(line: Line, known: Surroundings) -> Iterator[Note]:
    person = line.person
    if person is None or person.left_on is None:
        return
    facts = {"day": written(person.left_on)}
    if person.left_on < known.on:
        yield Note("leaver", _("left on %(day)s") % facts, grave=True)
    else:
        yield Note("leaver", _("leaves: last day %(day)s") % facts, grave=True)


def _mover(line: Line, known: Surroundings) -> Iterator[Note]:
    """Works elsewhere since the line began, and nobody has confirmed the list since then."""
    rows = known.postings.get(line.person_id or 0, [])
    since = line.from_on or (line.proposed_on if isinstance(line, GrantProposal) else known.on)
    moves = [row for row in rows if known.holds(row) and row.from_on > since and row.from_on > rows[0].from_on]
    reviewed = known.reviewed.get(line.asset_id)
    if moves and not (reviewed and reviewed >= moves[-1].from_on):
        facts = {"day": written(moves[-1].from_on), "department": moves[-1].department.label}
        yield Note("mover", _("has moved since: %(department)s, from %(day)s") % facts, grave=True)


def _purposeless(line: Line, known: Surroundings) -> Iterator[Note]:
    if not line.purpose:
        yield Note("no_purpose", _("no purpose is given"), grave=True)


def _endless(line: Line, known: Surroundings) -> Iterator[Note]:
    person = line.person
    if person and line.until_on is None and (person.employment in HERE_FOR_A_TIME or person.party_id):
        says = _("%(employment)s, and no end is set") % {"employment": person.get_employment_display()}
        yield Note("endless", says, grave=True)


def _never_signed_in(line: Line, known: Surroundings) -> Iterator[Note]:
    if line.person_id and line.person_id not in known.signed_in:
        yield Note("no_sign_in", _("has no sign-in to Kura"))
    elif line.person_id and not known.signed_in[line.person_id]:
        yield Note("never_signed_in", _("has never signed in"))


def _broad(line: Line, known: Surroundings) -> Iterator[Note]:
    """A department: how many people that is, and of how many."""
    if line.department is None:
        return
    n = known.posted(line.department)
    facts: dict[str, Any] = {"n": n, "all": known.headcount}
    if line.department.parent_id is None:
        yield Note("broad", _("the whole company: %(n)s people") % facts, grave=True)
    elif known.headcount:
        facts["share"] = round(100 * n / known.headcount)
        text = ngettext(
            "the whole department: %(n)s of %(all)s person (%(share)s%%)",
            "the whole department: %(n)s of %(all)s people (%(share)s%%)",
            known.headcount,
        )
        yield Note("broad", text % facts)
    else:
        text = ngettext("the whole department: %(n)s person", "the whole department: %(n)s people", n)
        yield Note("broad", text % facts)


def _otherwise(line: Line, known: Surroundings) -> Iterator[Note]:
    """Knows of it already by another sentence of the rule: then this line changes nothing."""
    if line.person_id is None:
        return
    ways = [*_charged(line), *_led(line, known), *_mandated(line, known), *_through_department(line, known)]
    if ways:
        yield Note("otherwise", _("may know of it anyway: %(ways)s") % {"ways": _(", ").join(dict.fromkeys(ways))})


def _charged(line: Line) -> Iterator[str]:
    if line.asset.owner_id == line.person_id:
        yield _("in charge")
    if line.asset.custodian_id == line.person_id:
        yield _("keeps it")


def _led(line: Line, known: Surroundings) -> Iterator[str]:
    for department in known.above(line.asset.department_id):
        if line.person_id in (department.manager_id, department.deputy_id):
            yield _("leads %(department)s") % {"department": department.label}


def _mandated(line: Line, known: Surroundings) -> Iterator[str]:
    above = {department.pk for department in known.above(line.asset.department_id)}
    for mandate in known.mandates.get(line.person_id or 0, ()):
        if mandate.place_id is None and (mandate.department_id is None or mandate.department_id in above):
            yield str(mandate.get_role_display())


def _through_department(line: Line, known: Surroundings) -> Iterator[str]:
    at = [row.department.path for row in known.postings.get(line.person_id or 0, ()) if known.holds(row)]
    for other in known.listed.get(line.asset_id, ()):
        if other.department and any(path.startswith(other.department.path) for path in at):
            yield _("through the department: %(department)s") % {"department": other.department.label}


LOOKS = (_leaver, _mover, _purposeless, _endless, _broad, _never_signed_in, _otherwise)


def unenforced(assets: Any) -> dict[int, list[Carrier]]:
    """Carriers of some assets (keys) that whoever can sign in at all can open: there the list decides nothing
    (handbook STO-03). One query."""
    rows = Carrier.objects.current().filter(asset__in=assets, access_control__in=UNENFORCED)
    return _by(rows.select_related("place").order_by("pk"), lambda row: row.asset_id)
