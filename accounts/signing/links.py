"""Which of the company's own accounts opens whose sign-in (OpenID Connect): kept by subject, where that is set up."""

from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from accounts.models import Person, User
from journal import sightings

PROVIDER = "company"  # the one account service


def _rows() -> Any:
    """The table of links; only where there is one."""
    return apps.get_app_config("socialaccount").get_model("SocialAccount")._base_manager.all()


def are_kept() -> bool:
    """Do company accounts open this Kura?"""
    return apps.is_installed("allauth.socialaccount")


def link_of(user: User) -> Any:
    """The company account that opens this sign-in, if one."""
    return _rows().filter(user=user).first() if are_kept() else None


def tie(user: User, subject: str, by: Person | None) -> bool:
    """The company account with this subject opens this sign-in; says whether it could be so.

    It cannot where the subject opens another sign-in, or this sign-in is opened by another subject.
    """
    with transaction.atomic():
        taken = not are_kept() or _rows().filter(Q(user=user) | Q(provider=PROVIDER, uid=subject)).exists()
        if not taken:
            _rows().create(user=user, provider=PROVIDER, uid=subject)
            sightings.note(by, "accounts.link_account", user)
    return not taken


def cut(user: User, by: Person | None) -> bool:
    """The company account opens this sign-in no more; says whether one did."""
    cut = bool(are_kept() and _rows().filter(user=user).delete()[0])
    if cut:
        sightings.note(by, "accounts.unlink_account", user)
    return cut


def user_with_address(address: str) -> User | None:
    """The sign-in with this mail address, which an administrator gave it; None if there is none, or more than one.

    One that a company account opens already is none either: a second account does not come in by an address.
    """
    if not address:
        return None
    found = User.objects.filter(email__iexact=address)
    free = [user for user in found if link_of(user) is None]
    return free[0] if len(free) == len(found) == 1 else None
