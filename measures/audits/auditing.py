"""Holding audits, and putting right what they find."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from accounts.models import Department, Mandate, Person, Place, Posting
from accounts.sight import Sight
from journal.acts import act
from measures.audits.records import Audit, AuditPart, Remark
from measures.company.housekeeping import reads_company
from measures.vouching import NotYours

Role = Mandate.Role


class OwnDepartment(ValueError):
    """Nobody audits the department that they work in."""


class Finished(ValueError):
    """An audit is finished once: what it found then stays on record."""


class NothingDone(ValueError):
    """A remark is closed with what was done about it."""


def may_audit(who: Sight) -> bool:
    """Who records audits and closes remarks: auditors of the whole company, and the chief."""
    return who.person is not None and who.holds(Role.AUDITOR, Role.CHIEF)


def audits_of(who: Sight) -> QuerySet[Audit]:
    """The audits that somebody may read: all for those who read how the company stands, else those with a remark that
    is theirs to put right."""
    if who.person is None:
        return Audit.objects.none()
    return Audit.objects.all() if reads_company(who) else Audit.objects.filter(remarks__owner=who.person).distinct()


def remarks_of(who: Sight) -> QuerySet[Remark]:
    """The remarks that somebody may read: of such an audit all, or their own."""
    if who.person is None:
        return Remark.objects.none()
    return Remark.objects.all() if reads_company(who) else Remark.objects.filter(owner=who.person)


def own_department(auditor: Person, departments: Iterable[Department], on: date) -> Department | None:
    """Of the departments that an audit looks at, with those below them, one in which its auditor works."""
    looked_at = Q(pk__in=[])
    for department in departments:
        looked_at |= Q(department__path__startswith=department.path)
    posting = Posting.objects.current(on).filter(looked_at, person=auditor).select_related("department").first()
    return posting.department if posting else None


def looked_at(departments: Iterable[Department], places: Iterable[Place]) -> list[Department]:
    """The departments that an audit of these parts looks at: all of them where it is of the whole company."""
    departments, placed = list(departments), any(True for _place in places)
    return departments if departments or placed else list(Department.objects.filter(parent=None))


def check_auditors(audit: Audit, departments: Iterable[Department]) -> None:
    """Raises: OwnDepartment, when one works in a department that is looked at and no other auditor from elsewhere
    looks at that one."""
    own = own_department(audit.auditor, departments, audit.on)
    if own is not None and (audit.second is None or own_department(audit.second, [own], audit.on) is not None):
        raise OwnDepartment(own.label)


def hold(audit: Audit, departments: Iterable[Department], places: Iterable[Place], *, by: Sight) -> Audit:
    """Record an audit of these departments and places; of the whole company where none is named.

    Raises:
        NotYours: it is not theirs to record.
        OwnDepartment: its auditor works in what it looks at, and nobody else looks at that.
    """
    if not may_audit(by):
        raise NotYours
    departments, places = list(departments), list(places)
    check_auditors(audit, looked_at(departments, places))
    assert by.person is not None
    audit.by = by.person
    with act(by.person, "measures.audit") as deed:
        deed.name(deed.add(audit))
        deed.add_all(AuditPart(audit=audit, department=each) for each in departments)
        deed.add_all(AuditPart(audit=audit, place=each) for each in places)
    return audit


def finish(audit: Audit, found: str, on: date, *, by: Sight) -> None:
    """The audit is done: what it found in short.

    Raises:
        NotYours: it is not theirs to finish.
        Finished: somebody has finished it already.
    """
    if not may_audit(by):
        raise NotYours
    with act(by.person, "measures.finish_audit", audit) as deed:
        if not Audit.objects.select_for_update().filter(pk=audit.pk, finished_on=None).exists():
            raise Finished
        deed.change(audit, found=found, finished_on=on)


def remark(made: Remark, *, by: Sight) -> Remark:
    """Record what an audit found wanting.

    Raises:
        NotYours: it is not theirs to record.
    """
    if not may_audit(by):
        raise NotYours
    with act(by.person, "measures.remark", made.audit) as deed:
        return deed.add(made)


def report_done(about: Remark, done: str, *, by: Sight) -> None:
    """Whoever puts it right says what was done; an auditor may write it down for them.

    Raises:
        NotYours: it is not theirs, or it is closed.
    """
    if about.closed_on is not None or not (about.owner == by.person or may_audit(by)):
        raise NotYours
    with act(by.person, "measures.report_done", about.audit) as deed:
        deed.change(about, done=done)


def close(about: Remark, *, by: Sight) -> None:
    """Somebody who audits, and not who put it right, agrees that it is put right.

    Raises:
        NotYours: it is not theirs to close, or it is closed.
        NothingDone: nobody has said what was done.
    """
    if about.closed_on is not None or not may_audit(by) or about.owner == by.person:
        raise NotYours
    if not about.done:
        raise NothingDone
    with act(by.person, "measures.close_remark", about.audit) as deed:
        deed.change(about, closed_on=by.on, closed_by=by.person)
