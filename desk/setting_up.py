"""What a new company is asked for first: people, departments, places, a chief, sign-ins. Told until it is there."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Company, Department, Invitation, Mandate, Person, Place, User

FIRST: Final = 1  # who set Kura up is there already


@dataclass(frozen=True)
class Step:
    """One thing to enter: in words, why, where, and whether it is there."""

    words: Promise
    why: Promise
    route: str
    done: bool

    @property
    def url(self) -> str:
        return reverse(self.route)


def steps_left(user: Any) -> list[Step]:
    """All steps while one of them is open, for whoever looks after sign-ins; none afterwards. One query."""
    company = Company.objects.annotate(**_there()).first() if user.is_staff else None
    if company is None:
        return []
    steps = [Step(words, why, route, getattr(company, f"has_{name}")) for name, words, why, route in STEPS]
    return steps if not all(step.done for step in steps) else []


def _there() -> dict[str, Any]:
    """What is there already, as a column each."""
    people, users = Person.objects.employed(), User.objects.filter(person__isnull=False)
    asked = Invitation.objects.open().filter(person__isnull=False)
    return {
        "has_people": Exists(people.order_by("pk")[FIRST:]),
        "has_departments": Exists(Department.objects.exclude(manager=None)),  # the first page tells of the others
        "has_places": Exists(Place.objects.all()),
        "has_chief": Exists(Mandate.objects.current().filter(role=Mandate.Role.CHIEF)),
        "has_sign_ins": Exists(users.order_by("pk")[FIRST:]) | Exists(asked),
    }


STEPS: Final = (
    (
        "people",
        _("Enter your people"),
        _("Those who work with secrets first; the others may follow."),
        "people:list",
    ),
    (
        "departments",
        _("Enter the departments, and who leads each"),
        _("The manager approves what the department registers."),
        "people:departments",
    ),
    (
        "places",
        _("Enter sites, rooms and cabinets"),
        _("So that it can be said where each secret is kept."),
        "places:list",
    ),
    (
        "chief",
        _("Appoint the chief information manager"),
        _(
            "Responsible for the secrets of the whole company. Nobody can appoint themself: your own post "
            "is given by another."
        ),
        "people:mandates",
    ),
    (
        "sign_ins",
        _("Invite those who are to use Kura"),
        _("Each gets a link that works once, and chooses a password."),
        "sign_ins",
    ),
)
