"""The people of every test, named for what they are to the register.

The company has two departments: design, which has the asset, and sales, which has nothing to do with it.
"""

from datetime import timedelta
from functools import cached_property
from typing import Any

from accounts.models import Company, Department, Mandate, Person, User
from accounts.querysets import today
from tests import make

Role = Mandate.Role


class Cast:
    """Everybody; made when first asked for. `cast.owner` is a person, `cast.sign_in("owner")` the user."""

    def __init__(self) -> None:
        self.company = Company.objects.create(name="試験精機", name_en="Test Works", headcount=20)
        self.root = make.department("ALL", name="試験精機", name_en="Test Works")
        self.design: Department = make.department("ENG", self.root, name="技術部（設計課・開発課）", name_en="Design")
        self.sales: Department = make.department("SAL", self.root, name="営業部", name_en="Sales")
        self.site = make.place("S1", name="本社")
        self.store = make.place("Z2", self.site, name="金型倉庫", zone=2)
        self._users: dict[str, User] = {}

    def sign_in(self, name: str) -> User:
        """The user of this member of the cast."""
        if name not in self._users:
            if name == "root":
                self._users[name] = make.user(None, "root", is_superuser=True, is_staff=True)
            else:
                staff = name == "administrator"
                self._users[name] = make.user(getattr(self, name), name, is_staff=staff, is_superuser=staff)
        return self._users[name]

    @cached_property
    def owner(self) -> Person:
        """Answers for the asset."""
        return make.person("小川 花", self.design)

    @cached_property
    def enterer(self) -> Person:
        """Entered the candidate."""
        return make.person("江口 亮", self.sales)

    @cached_property
    def listed(self) -> Person:
        """Is on the access list, in person."""
        return make.person("林 緑", self.sales)

    @cached_property
    def manager(self) -> Person:
        """Manages the asset's department."""
        person = make.person("三浦 剛", self.design)
        Department.objects.filter(pk=self.design.pk).update(manager=person)
        return person

    @cached_property
    def deputy(self) -> Person:
        """Stands in for the manager."""
        person = make.person("出口 歩", self.design)
        Department.objects.filter(pk=self.design.pk).update(deputy=person)
        return person

    @cached_property
    def chief(self) -> Person:
        return self._with(Role.CHIEF, "千田 司")

    @cached_property
    def executive(self) -> Person:
        return self._with(Role.EXECUTIVE, "社 長")

    @cached_property
    def steward(self) -> Person:
        return self._with(Role.STEWARD, "主 税")

    @cached_property
    def auditor(self) -> Person:
        return self._with(Role.AUDITOR, "監 査")

    @cached_property
    def colleague(self) -> Person:
        """Works in the asset's department and is on no list."""
        return make.person("同 僚", self.design)

    @cached_property
    def nobody(self) -> Person:
        """Has nothing to do with the asset."""
        return make.person("無 関係", self.sales)

    @cached_property
    def administrator(self) -> Person:
        """Looks after sign-ins and settings; reads no secrets by that."""
        return make.person("管 理", self.sales)

    @cached_property
    def newcomer(self) -> Person:
        """Works here and does not sign in."""
        return make.person("新 人", self.sales)

    @cached_property
    def leaver(self) -> Person:
        """Left yesterday; was the owner's right hand."""
        return make.person("去 年", self.design, left_on=today() - timedelta(days=1))

    def _with(self, role: str, name: str, **facts: Any) -> Person:
        person = make.person(name, self.root)
        make.mandate(person, role, **facts)
        return person


MEMBERS = (
    "owner",
    "enterer",
    "listed",
    "manager",
    "deputy",
    "chief",
    "executive",
    "steward",
    "auditor",
    "colleague",
    "nobody",
    "administrator",
    "leaver",
    "root",
)
