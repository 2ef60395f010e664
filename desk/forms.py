"""Forms of the desk's own pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.directory.logos import LARGEST, Picture, looked_at
from accounts.models import Company
from assets.knowing.forms import inner_helper
from desk.leaks.upkeep import texts_of
from desk.models import Contact
from measures.thresholds import MOST


class ContactForm(forms.ModelForm):
    """Whom to ask, for what, and how they are reached."""

    class Meta:
        model = Contact
        fields = ("group", "name", "name_en", "use", "phone", "hours", "mail", "web")
        widgets = {"use": forms.Textarea(attrs={"rows": 2})}
        help_texts = {
            "name": _("Example: Sakura Law Office, Ms. Mori"),
            "use": _("In a sentence. Example: before we talk to the police or to the person concerned"),
            "phone": _("Example: 03-3581-1101 extension 3844"),
            "hours": _("Example: weekdays 9:00–17:30"),
        }

    def __init__(self, data: Any, *, instance: Contact) -> None:
        super().__init__(data, instance=instance, initial=texts_of(instance))
        self.helper = inner_helper()
        self.fields["name"].required = True
        self.fields["web"].assume_scheme = "https"  # type: ignore[attr-defined]


class CompanyForm(forms.ModelForm):
    """Who we are, and how Kura speaks and writes dates here."""

    class Meta:
        model = Company
        fields = (
            "name",
            "name_en",
            "headcount",
            "prefecture",
            "fiscal_year_month",
            "language",
            "calendar",
            "mfa_required",
            "decide_within",
            "escalate_after",
        )
        widgets = {"calendar": forms.RadioSelect}
        help_texts = {
            "headcount": _("For rules that ask for a share of the people."),
            "prefecture": _("Its police stands first on “If it leaked”."),
            "language": _("For whoever has not chosen one. Everyone may choose their own below the menu."),
            "mfa_required": _("At sign-in they are asked for a code as well. Not asked in the demo."),
            "decide_within": _("Then it is shown as late."),
            "escalate_after": _("First the chief, after as many days again an executive; whoever had it keeps it."),
            "calendar": _("On pages and papers in Japanese. Dates may be typed in either calendar."),
        }

    def __init__(self, data: Any, *, instance: Company) -> None:
        super().__init__(data, instance=instance)
        self.helper = inner_helper()
        languages: Any = self.fields["language"]
        languages.choices = [("", _("as the browser asks")), *[c for c in languages.choices if c[0]]]


class LogoForm(forms.Form):
    """A small picture."""

    logo = forms.FileField(
        label=_("Logo"),
        help_text=_("PNG or JPEG, 200 KB at most, about 600 pixels wide."),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = inner_helper()

    def clean_logo(self) -> Picture:
        try:
            return looked_at(self.cleaned_data["logo"].read(LARGEST + 1))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from None


class ThresholdForm(forms.Form):
    """The company's own number, and why."""

    value = forms.IntegerField(label=_("Our number"), min_value=1, max_value=MOST)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        help_text=_("An auditor will ask. Example: the yearly stock-take covers it"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = inner_helper()
