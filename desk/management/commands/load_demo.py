"""`manage.py load_demo`: the demo company, into an empty database only."""

import os
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from accounts.models import Mandate
from desk.demo.load import Demo, NotEmpty, fresh_password, is_empty, load, password_file

REFUSED = "This database is not empty: the demo company was not loaded, and nothing was changed."


class Command(BaseCommand):
    help = "Load the demo company, its people, assets and sign-ins. Only into an empty database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--today", type=date.fromisoformat, metavar="DATE", help="the day around which its dates lie (YYYY-MM-DD)"
        )
        parser.add_argument("--if-empty", action="store_true", help="keep what is there, and call that a success")

    def handle(self, *args: Any, **options: Any) -> None:
        if not is_empty():
            return self.keep(options["if_empty"])
        password = wanted_password()
        try:
            demo = load(options["today"], password)
        except NotEmpty:  # somebody was faster
            return self.keep(options["if_empty"])
        self.stdout.write(f"The demo company is loaded: {len(demo.facts['assets'])} assets around {demo.on:%Y-%m-%d}.")
        self.stdout.write(f"Password of every sign-in below: {password} (kept in {password_file()})")
        for line in who_signs_in(demo):
            self.stdout.write(line)

    def keep(self, wanted: bool) -> None:
        """Leave the database as it is.

        Raises:
            CommandError: unless that was `wanted`.
        """
        if not wanted:
            raise CommandError(REFUSED)
        self.stderr.write(REFUSED)


def wanted_password() -> str:
    """The password from the environment, or a fresh one.

    Raises:
        CommandError: the one from the environment is too easy to guess.
    """
    password = os.environ.get("KURA_DEMO_PASSWORD", "")
    if not password:
        return fresh_password()
    try:
        validate_password(password)
    except ValidationError as error:
        raise CommandError(f"KURA_DEMO_PASSWORD: {' '.join(error.messages)}") from error
    return password


def who_signs_in(demo: Demo) -> list[str]:
    """One line for each sign-in: name, and what sets the person apart."""
    return [f"  {row['sign_in']:<12}{row['name_en']}{_standing(demo, row)}" for row in demo.facts["people"]]


def _standing(demo: Demo, row: dict[str, Any]) -> str:
    if "left_on" in row and demo.day(row["left_on"]) < demo.on:
        return ": has left and is refused"
    words = [f"manager of {d['name_en']}" for d in demo.facts["departments"] if d.get("manager") == row["code"]]
    words += [Mandate.Role(m["role"]).name.lower() for m in demo.facts["mandates"] if m["person"] == row["code"]]
    words += ["sign-ins and settings"] if row.get("is_staff") else []
    return f": {', '.join(words)}" if words else ""
