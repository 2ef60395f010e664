"""Sign-ins and settings, for administrators. Assets and what hangs on them are never registered here.

Every save and deletion is an act in the journal, like anywhere else.
"""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

import django.contrib.auth.admin  # noqa: F401  (registers what is taken off below)
from allauth.account.admin import EmailAddress
from allauth.mfa.admin import Authenticator
from allauth.usersessions.admin import UserSession
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from accounts import links
from accounts.models import Company, User
from accounts.reauthentication import recently_signed_in
from journal.acts import act

# Nobody looks at, or alters, what allauth and Django keep for themselves.
admin.site.unregister([Group, Authenticator, EmailAddress, UserSession])
if links.are_kept():
    import_module("allauth.socialaccount.admin")
    admin.site.unregister(list(apps.get_app_config("socialaccount").get_models()))


class JournalledAdmin(admin.ModelAdmin):
    """Writes through the journal; asks first who is there."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return recently_signed_in(super().changeform_view)(request, *args, **kwargs)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return recently_signed_in(super().delete_view)(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Model, form: ModelForm, change: bool) -> None:
        with act(request.user.person, f"accounts.{'amend' if change else 'add'}", obj) as deed:  # type: ignore[union-attr]
            if change:
                deed.save(obj)
            else:
                deed.add(obj)
                deed.name(obj)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        with act(request.user.person, "accounts.remove", obj) as deed:  # type: ignore[union-attr]
            deed.remove(obj)

    def get_actions(self, request: HttpRequest, action_location: Any = None) -> dict[str, Any]:
        """No bulk deletion: what is to go, goes one by one and is recorded."""
        return {}

    def get_deleted_objects(self, objs: Iterable[Any], request: HttpRequest) -> tuple[Any, Any, Any, Any]:
        """Only what nothing refers to is deleted; what refers to it is not told, for it may be an asset."""
        rows = list(objs)
        _nested, counts, forbidden, protected = super().get_deleted_objects(rows, request)
        if protected or sum(counts.values()) > len(rows):
            forbidden, protected = (
                set(),
                [gettext("Other entries in Kura refer to it. Give it a last day instead of deleting it.")],
            )
        return [str(row) for row in rows], {self.opts.verbose_name: len(rows)}, forbidden, protected


class LastingAdmin(JournalledAdmin):
    """What assets may refer to is never deleted: whether it could be would tell if something hidden refers to it."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Company)
class CompanyAdmin(LastingAdmin):
    list_display = ("name", "name_en", "headcount")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(User)
class SignInAdmin(JournalledAdmin):
    """Sign-ins are made by invitation and switched off, never deleted; nobody sets another's password."""

    list_display = ("username", "person", "is_active", "is_staff")
    list_select_related = ("person",)
    list_filter = ("is_active", "is_staff")
    search_fields = ("username",)
    filter_horizontal = ("user_permissions",)
    fields = ("username", "person", "email", "is_active", "is_staff", "user_permissions")
    readonly_fields = ("person",)

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        with act(request.user.person, "accounts.amend_sign_in", obj) as deed:  # type: ignore[union-attr]
            deed.save(obj)
            deed.facts["fields"] = sorted(form.changed_data)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
