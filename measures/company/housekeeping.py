"""Putting the company's own records in: the reporting contact, reviews of the rules, inventories; and who does."""

from accounts.models import Department, Mandate, Person
from accounts.sight import Sight
from journal.acts import act
from measures.company.records import Inventory, ReportingContact, RuleReview
from measures.vouching import NotYours

Role = Mandate.Role


def reads_company(who: Sight) -> bool:
    """Who reads how the company stands: those who lead a department or hold a mandate for the company."""
    return who.person is not None and (bool(who.leads) or bool(who.roles))


def keeps_company(who: Sight) -> bool:
    """Who records it: the chief, stewards, executives."""
    return who.person is not None and who.holds(Role.CHIEF, Role.STEWARD, Role.EXECUTIVE)


def may_take_inventory(who: Sight, department: Department) -> bool:
    """A department's manager records its inventory; those who keep the company's records, any."""
    return keeps_company(who) or department.pk in who.leads


def announce(contact: ReportingContact, *, by: Sight) -> ReportingContact:
    """Record to whom people report, and when everybody was told.

    Raises:
        NotYours: it is not theirs to record.
    """
    if not keeps_company(by):
        raise NotYours
    contact.by = _named(by)
    with act(by.person, "measures.announce_contact") as deed:
        deed.name(deed.add(contact))
    return contact


def review(found: RuleReview, *, by: Sight) -> RuleReview:
    """Record that company rules were gone through.

    Raises:
        NotYours: it is not theirs to record.
    """
    if not keeps_company(by):
        raise NotYours
    found.by = _named(by)
    with act(by.person, "measures.review_rules", found.rulebook) as deed:
        deed.add(found)
    return found


def take_inventory(taken: Inventory, *, by: Sight) -> Inventory:
    """Record that a department has finished its inventory.

    Raises:
        NotYours: it is not their department.
    """
    if not may_take_inventory(by, taken.department):
        raise NotYours
    taken.by = _named(by)
    with act(by.person, "measures.take_inventory", taken.department) as deed:
        deed.add(taken)
    return taken


def _named(by: Sight) -> Person:
    assert by.person is not None  # whoever has a right is somebody
    return by.person
