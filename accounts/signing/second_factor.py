"""The second factor: of whom it is asked, and how its secrets are kept."""

import base64
import secrets
from typing import Any

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, InvalidToken
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Company, Person, SecondFactor, User
from accounts.sight import sight_of
from accounts.signing import sessions
from journal import sightings
from journal.acts import act
from journal.keys import key_named

FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_factor(user: User) -> bool:
    """Has this sign-in a second factor? (Recovery codes alone are none.)"""
    return bool(is_mfa_enabled(user, FACTORS))


def must_have_factor(user: User, company: Company | None = None) -> bool:
    """Does the company (of the request, where that is at hand) ask one of them? The demo asks nobody: its password is
    on the console anyway."""
    company = company or Company.objects.first() or Company()
    if company.pk is None or company.demo or company.mfa_required == SecondFactor.NOBODY:
        return False
    if company.mfa_required == SecondFactor.EVERYBODY or user.is_staff or user.is_superuser:
        return True
    sight = sight_of(user)
    return bool(sight.leads or sight.mandates)


def remove(user: User, by: Person | None) -> None:
    """Take the second factor off a sign-in, and end its sessions: for whoever lost it together with the codes."""
    with act(by, "accounts.remove_factor", user):
        for factor in Authenticator.objects.filter(user=user):
            sightings.note(by, "accounts.mfa_off", user, factor=factor.type)
            factor.delete()  # not through the act: its secret has no place in the journal
        sessions.end(user, by)


class FactorAdapter(DefaultMFAAdapter):
    """Secrets lie encrypted in the database, with a key that does not; the QR code is drawn on the page itself."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy(
            "This code is not right. Enter the digits that the app shows now, "
            "and see that the telephone's clock is right."
        ),
    }

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What cannot be read (another key) becomes a secret that nobody has, so that no code fits."""
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def get_totp_issuer(self) -> str:
        return "Kura"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "Kura"}

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("Security key %(number)s") % {"number": number} if number > 1 else _("Security key")

    def build_totp_svg(self, url: str) -> str:
        svg = segno.make(url, error="m").svg_inline(scale=5, dark="#22262b", light="#fff", svgclass="qr")
        return mark_safe(svg)  # drawn by segno from numbers: no text of anyone's is in it


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(key_named("mfa_key")))
