"""Forms around signing in: codes, invitations."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.utils import encrypt
from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from accounts.models import Person, User
from journal import sightings

DIGITS = {"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}


class Unlike:
    """A form with a sign-in name: none that another has, in whatever case; both could no longer sign in."""

    cleaned_data: dict[str, Any]
    instance: User  # whose it is, if anybody's yet

    def clean_username(self) -> str:
        username = User.normalize_username(str(self.cleaned_data["username"]))
        if User.objects.filter(username__iexact=username).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Choose another sign-in name."))
        return username


class AmendSignInForm(Unlike, forms.ModelForm):
    """What an administrator settles of a sign-in; of their own not whether it is one, or opens at all."""

    class Meta:
        model = User
        fields = ("username", "email", "is_active", "is_staff")
        labels = {
            "username": _("Sign-in name"),
            "email": _("Mail address"),
            "is_active": _("May sign in"),
            "is_staff": _("Administrator"),
        }
        help_texts = {
            "username": "",
            "email": _("For the weekly reminder and the news of an opened emergency door. Empty: no mail."),
            "is_active": _("Taken off, the sign-in is switched off at once; nothing of it is deleted."),
            "is_staff": _("Looks after people, places, sign-ins and settings. Reads no secrets by that."),
        }

    def __init__(self, *args: Any, own: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        for name in ("is_active", "is_staff") if own else ():
            del self.fields[name]


class SignInForm(LoginForm):
    """Name and password; whoever mistyped the password goes on there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Sign-in name")
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["password" if self.is_bound else "login"].widget.attrs["autofocus"] = True


class NewPasswordForm(ChangePasswordForm):
    """What a password must be stands once, above the fields, and no field repeats its label inside."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        labels = (_("Current password"), _("New password"), _("New password once more"))
        for field, label in zip(self.fields.values(), labels, strict=True):
            field.label = label
            field.help_text = ""
            field.widget.attrs.pop("placeholder", None)


class SignInCodeForm(AuthenticateForm):
    """The code of the second factor, at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self)

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except forms.ValidationError:
            sightings.note(None, "accounts.sign_in_failed", self.user, factor="code")
            raise


class ReauthenticationCodeForm(ReauthenticateForm):
    """The code of the second factor, before what matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self)

    def clean_code(self) -> str:
        try:
            return str(super().clean_code())
        except forms.ValidationError:
            sightings.note(self.user.person, "accounts.sign_in_failed", self.user, factor="code")
            raise


class SetUpForm(ActivateTOTPForm):
    """The first code of an authenticator app; it does not open the door a second time."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _as_code(self)

    def clean_code(self) -> str:
        code = str(super().clean_code())
        tried = Authenticator(user=self.user, type=Authenticator.Type.TOTP, data={"secret": encrypt(self.secret)})
        if not tried.wrap().validate_code(code):  # marks it as used, as at sign-in
            raise forms.ValidationError(_("This code was used already. Wait for the next one."))
        return code


def _as_code(form: forms.Form) -> None:
    field = form.fields["code"]
    field.label = _("Code")
    field.widget = forms.TextInput(attrs=DIGITS)


class ChosenForm(forms.Form):
    """A sign-in name and a password of one's own choice, typed twice."""

    username = forms.SlugField(
        label=_("Sign-in name"),
        max_length=60,
        help_text=_("Latin letters and digits. Example: tanaka"),
        error_messages={"invalid": _("Only Latin letters, digits, - and _, without spaces.")},
    )
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; a few words in a row are good. Not the company's name or your own."),
    )
    again = forms.CharField(
        label=_("Password once more"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False

    def judge(self, password: str, facts: dict[str, Any]) -> None:
        """Raises: ValidationError, where the password will not do beside what else was entered."""
        validate_password(password)

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        password, again = facts.get("password"), facts.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ."))
        elif password:
            try:
                self.judge(password, facts)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return facts


class InvitationForm(Unlike, ChosenForm):
    """What somebody with a link chooses: a sign-in name, if they have none, and a password."""

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = User.objects.filter(person=person).first()
        self.instance = self.user or User()
        self.person = person
        if self.user:
            del self.fields["username"]

    def judge(self, password: str, facts: dict[str, Any]) -> None:
        validate_password(password, self.user or User(username=facts.get("username", ""), person=self.person))


class InviteForm(forms.Form):
    """Where the link is mailed to; the address is not kept."""

    address = forms.EmailField(
        label=_("Mail the link to"), required=False, help_text=_("Optional. The address is not kept.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False


class LinkForm(forms.Form):
    """The company account that opens a sign-in."""

    subject = forms.CharField(
        label=_("Subject of the company account"),
        max_length=191,
        help_text=_("As the account service calls it: `sub` in its id tokens. Not the mail address."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
