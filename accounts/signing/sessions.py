"""Where somebody is signed in, and ending that."""

from dataclasses import dataclass
from datetime import datetime

from allauth.usersessions.models import UserSession

from accounts.models import Person, User
from journal import sightings

BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class SignedIn:
    """One place where somebody is signed in, as the page shows it."""

    pk: int
    since: datetime
    address: str
    browser: str
    here: bool


def sessions_of(user: User) -> list[SignedIn]:
    """The sessions that are still alive, newest first."""
    rows = sorted(UserSession.objects.purge_and_list(user), key=lambda row: row.created_at, reverse=True)
    return [SignedIn(row.pk, row.created_at, row.ip, browser_of(row.user_agent), row.is_current()) for row in rows]


def end(user: User, by: Person | None, *, only: int | None = None, spare: str | None = None) -> int:
    """End sessions of a user; says how many.

    Args:
        user: whose.
        by: who ends them.
        only: the id of the one to end; None: all.
        spare: the key of a session that goes on.
    """
    rows = UserSession.objects.filter(user=user).exclude(session_key=spare or "")
    ended = list(rows.filter(pk=only) if only is not None else rows)
    for row in ended:
        sightings.note(by, "accounts.session_ended", user)
        row.end()
    return len(ended)


def browser_of(agent: str) -> str:
    """“Chrome, Windows” from what a browser says of itself; empty when it says nothing that we know."""
    words = [next((name for sign, name in table if sign in agent), "") for table in (BROWSERS, SYSTEMS)]
    return ", ".join(word for word in words if word)
