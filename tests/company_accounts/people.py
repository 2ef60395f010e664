"""Makes the people of the test in a Kura of its own, and erases one: `python -m … make|erase`."""

import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from accounts.directory.erasing import erase  # noqa: E402
from accounts.models import Company, Person  # noqa: E402
from tests import make  # noqa: E402


def made() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    Company.objects.create(name="試験製作所")
    root = make.department("ROOT")
    for name, facts in {
        "aoki": {},
        "ueda": {},
        "goto": {"left_on": "2026-01-01"},
        "endo": {},
        "twin": {},
        "other": {},
    }.items():
        person = make.person(name, root, **facts)
        address = "twin@example.co.jp" if name in ("twin", "other") else f"{name}@example.co.jp"
        make.user(person, name, factor=name == "ueda", email=address, is_active=name != "endo")
    make.user(make.person("管理", root), "kubo", is_staff=True)  # with a second factor, as ueda


def gone() -> None:
    """Aoki has left, and is erased."""
    person = Person.objects.get(name="aoki")
    Person.objects.filter(pk=person.pk).update(left_on="2026-01-01")
    person.refresh_from_db()
    erase(person, by=None)


{"make": made, "erase": gone}[sys.argv[1]]()
