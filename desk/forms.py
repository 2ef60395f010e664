"""Forms of the desk's own pages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from assets.forms import inner_helper
from desk.models import Contact
from desk.upkeep import texts_of


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
