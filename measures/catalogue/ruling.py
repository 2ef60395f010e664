"""Deciding about the catalogue: switching a measure off or on, its level, its words, a measure of our own."""

from accounts.models import Company, Mandate, Person, User
from accounts.sight import sight_of
from journal.acts import act
from measures.catalogue.rulings import OWN
from measures.models import Ruling
from measures.words import Purpose

Aspect = Ruling.Aspect


def decider(user: object) -> Person | None:
    """The person, if they may decide about the catalogue, as about the numbers of rules: administrators, the chief."""
    if not isinstance(user, User):
        return None
    who = sight_of(user)
    return who.person if user.is_staff or who.holds(Mandate.Role.CHIEF) else None


def decide(row: Ruling, *, by: Person) -> Ruling:
    """Record a decision; it holds from today on. What was decided before stays on record."""
    row.by = by
    with act(by, "measures.rule") as deed:
        if row.aspect == Aspect.OWN:
            row.measure = _fresh_code(row.purpose)
        deed.add(row)
        deed.name(row)
        deed.facts["measure"] = row.measure
    return row


def _fresh_code(purpose: str) -> str:
    """C, the place of the category, and a number; none is given twice, for rulings are never taken away."""
    Company.objects.select_for_update().first()  # two at one instant: the second counts once the first has written
    own = Ruling.objects.filter(aspect=Aspect.OWN, purpose=purpose).count()
    return f"{OWN}{list(Purpose).index(Purpose(purpose)) + 1}-{own + 1}"
