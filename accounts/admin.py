"""Sign-ins, once more, for whoever set Kura up: nothing of daily life is here, and no page leads here (0037). Assets
and what hangs on them are never registered.

Every save is an act in the journal, like anywhere else.
"""

from importlib import import_module
from typing import Any

import django.contrib.auth.admin  # noqa: F401  (registers what is taken off below)
from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from allauth.usersessions.admin import UserSession
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from accounts.signing import links
from accounts.signing.reauthentication import recently_signed_in
from journal.acts import act

# Nobody looks at, or alters, what allauth and Django keep for themselves.
admin.site.unregister([Group, Authenticator, EmailAddress, UserSession])
if links.are_kept():
    import_module("allauth.socialaccount.admin")
    admin.site.unregister(list(apps.get_app_config("socialaccount").get_models()))


@admin.register(User)
class SignInAdmin(admin.ModelAdmin):
    """Sign-ins are made by invitation and switched off, never deleted; nobody sets another's password."""

    list_display = ("username", "person", "is_active", "is_staff")
    list_select_related = ("person",)
    list_filter = ("is_active", "is_staff")
    search_fields = ("username",)
    filter_horizontal = ("user_permissions",)
    fields = ("username", "person", "email", "is_active", "is_staff", "user_permissions")
    readonly_fields = ("person",)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return recently_signed_in(super().changeform_view)(request, *args, **kwargs)

    def get_actions(self, request: HttpRequest, action_location: Any = None) -> dict[str, Any]:
        """No bulk deletion."""
        return {}

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        with act(request.user.person, "accounts.amend_sign_in", obj) as deed:  # type: ignore[union-attr]
            deed.save(obj)
            deed.facts["fields"] = sorted(form.changed_data)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
