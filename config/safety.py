"""What must hold before Kura answers a single request."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection

SHORTEST_KEY = 50


def key_is_weak(key: str) -> bool:
    """Is this session key missing, the demo's, or too short to resist guessing?"""
    return key == settings.DEMO_KEY or len(key) < SHORTEST_KEY or len(set(key)) < 5


def is_demo() -> bool:
    """Does the database carry the demo's mark? A database without tables does not."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM accounts_company WHERE demo = %s", [True])
            return bool(cursor.fetchone()[0])
    except DatabaseError:
        return False


def refuse_weak_key() -> None:
    """Stop here unless the session key is strong or the database is the demo's.

    Raises:
        ImproperlyConfigured: with a sentence that says what to do.
    """
    if key_is_weak(settings.SECRET_KEY) and not is_demo():
        raise ImproperlyConfigured(
            f"Kura does not start: SECRET_KEY is missing or too short. Set it to {SHORTEST_KEY} or more random "
            "characters, or use `make run DEMO=no`, which writes one. Only the demo company runs without."
        )
