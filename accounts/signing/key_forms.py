"""What a security key answers, checked and noted."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm, ReauthenticateWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.signing.security_keys import switched_on
from journal import sightings

# What fido2 raises over an answer that no key gave. (Wrong keys and old challenges are ValidationErrors already.)
GARBLED = (AttributeError, KeyError, TypeError, ValueError)


def _no_key() -> forms.ValidationError:
    return forms.ValidationError(_("The security key was not recognised. Please try again."))


class Answer(forms.JSONField):
    """What the key answered; text that is nested without end is refused like any other nonsense."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput)

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise _no_key() from error

    def bound_data(self, data: Any, initial: Any) -> None:
        """An answer is good for one time: the page never shows it again."""


class AddKeyForm(AddWebAuthnForm):
    """A new key, with a name by which its owner knows it."""

    credential = Answer()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label, name.help_text = _("Name of the key"), _("To tell it from others. Example: on my key ring")
        name.widget.attrs["maxlength"] = 60

    def clean_name(self) -> str:
        return str(super().clean_name())[:60]

    def clean(self) -> dict[str, Any]:
        try:
            return dict(super().clean())
        except (*GARBLED, forms.ValidationError) as error:
            raise _no_key() from error


class SignInKeyForm(AuthenticateWebAuthnForm):
    """A key at sign-in; where keys are switched off, none opens anything."""

    credential = Answer()

    def clean_credential(self) -> Any:
        try:
            if not switched_on():
                raise _no_key()
            return super().clean_credential()
        except (*GARBLED, forms.ValidationError) as error:
            sightings.note(None, "accounts.sign_in_failed", self.user, factor="webauthn")
            raise _no_key() from error


class ReauthenticationKeyForm(ReauthenticateWebAuthnForm):
    """A key before what matters."""

    credential = Answer()

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()
        except (*GARBLED, forms.ValidationError) as error:
            sightings.note(self.user.person, "accounts.sign_in_failed", self.user, factor="webauthn")
            raise _no_key() from error
