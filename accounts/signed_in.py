"""Who is signed in, as every request asks: their sign-in and their person by one prepared question."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from accounts.prepared import Prepared

_signed_in: Prepared[User] = Prepared(lambda pk: User.objects.filter(pk=pk).select_related("person"), int)


class Backend(AuthenticationBackend):
    """Signing in is allauth's; who it was is asked here."""

    def get_user(self, user_id: Any) -> User | None:  # Django's own name
        """The sign-in with this key; None where there is none, or it is shut."""
        found = _signed_in.first(int(user_id))
        return found if found is not None and self.user_can_authenticate(found) else None
