"""How allauth behaves in a closed house: nobody signs up, whoever has left does not sign in, and all of it is noted."""

import time
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.signing.security_keys import usable
from journal import sightings

KEY = "mfa_reauthenticate:webauthn"  # allauth's name for it


class ClosedAdapter(DefaultAccountAdapter):
    """Signs in whom the register knows as somebody who works here, and says to all others the same."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "enter_current_password": _("This is not your current password."),
        "username_password_mismatch": _("The sign-in name or the password is not right."),
        "too_many_login_attempts": _("Too many attempts have failed. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The user; None, after the same checks and the same time, for a wrong password and for whoever has left."""
        user = super().authenticate(request, **credentials)
        if not isinstance(user, User) or user.may_sign_in():
            return user
        self.pre_authenticate(request, **credentials)  # counted: allauth took a right password off the count
        self.authentication_failed(request, **credentials)
        return None

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note it. What was typed is kept only as the sign-in it names, if there is one."""
        known = User.objects.filter(username__iexact=credentials.get("username", "")).first()
        sightings.note(None, "accounts.sign_in_failed", known, address=self.get_client_ip(request), factor="password")

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        factors = [record["method"] for record in get_authentication_records(request, user)]
        sightings.note(user.person, "accounts.sign_in", user, address=self.get_client_ip(request), factors=factors)
        return super().post_login(request, user, **kwargs)

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            sightings.note(request.user.person, "accounts.sign_out", request.user)
        super().logout(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Signing in a moment ago is as good as having said again who one is."""
        records = get_authentication_records(self.request, self.request.user)
        freshest = max((record["at"] for record in records), default=0.0)
        return bool(time.time() - freshest >= app_settings.REAUTHENTICATION_TIMEOUT)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Whoever has a second factor shows that: the password may have been read over a shoulder.

        A security key comes first, where it works.
        """
        methods = super().get_reauthentication_methods(user)
        keys = [method for method in methods if method["id"] == KEY and usable(self.request)]
        codes = [method for method in methods if method["id"] not in (KEY, "reauthenticate")]
        return keys + codes or [method for method in methods if method["id"] != KEY]

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")
