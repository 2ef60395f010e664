"""Sessions, kept in the database as Django keeps them; the question that every request asks is prepared."""

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore as InDatabase
from django.contrib.sessions.models import Session
from django.utils import timezone

from accounts.prepared import Prepared

_open: Prepared[Session] = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now), str, datetime
)


class SessionStore(InDatabase):
    """Django's own name: a setting names the module."""

    def _get_session_from_db(self) -> Session | None:
        """The session of this key, if it is not over; a key of none is forgotten."""
        found = _open.first(str(self.session_key), timezone.now())
        if found is None:
            self._session_key = None
        return found
