"""The form on who may know of an asset. (Entering and judging have their own: `entry_forms`, `judge_forms`.)"""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.days.fields import ComingDay, DayField
from accounts.directory.forms import said_if_left
from accounts.models import Department, Person
from accounts.querysets import today
from assets.models import Grant


def inner_helper() -> FormHelper:
    """Fields only: the page writes the form around them."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class GrantForm(forms.ModelForm):
    """Somebody more may know of it."""

    class Meta:
        model = Grant
        fields = ("person", "department", "purpose", "from_on", "until_on", "asked_by")
        field_classes = {"from_on": DayField, "until_on": ComingDay}
        help_texts = {
            "department": _("Everyone who works there or below it."),
            "until_on": _("Leave empty for no end."),
            "asked_by": _("Whose wish it is, where somebody else has asked."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = inner_helper()
        for name in ("person", "asked_by"):
            self.fields[name].queryset = Person.objects.employed()  # type: ignore[attr-defined]
        self.fields["department"].queryset = Department.objects.all()  # type: ignore[attr-defined]
        self.initial["from_on"] = self.initial.get("from_on") or today()
        said_if_left(self)


class AcceptForm(forms.Form):
    """What for and until when, of lines that a ledger or a colleague proposed and that do not say it themselves."""

    purpose = forms.CharField(label=_("purpose"), max_length=120, required=False)
    until_on = ComingDay(label=_("until"), required=False)
