"""Forms for attestations and exemptions."""

from datetime import timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.dayfields import DayField
from accounts.models import Department, Place
from accounts.querysets import today
from assets.models import Asset
from measures.catalogue import Measure
from measures.models import Attestation, Exemption
from measures.words import Scope

LONGEST = timedelta(days=366)


class UntilForm(forms.ModelForm):
    """Something that holds from today until a day, a year away at most."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.instance.from_on = today()
        self.initial["until_on"] = self.initial.get("until_on") or today() + timedelta(days=365)

    def clean_until_on(self) -> Any:
        until = self.cleaned_data["until_on"]
        if until < today():
            raise forms.ValidationError(_("This day has passed."))
        if until > today() + LONGEST:
            raise forms.ValidationError(_("At most a year ahead: then look again."))
        return until


class AttestForm(UntilForm):
    """Someone's word, for the company, a department or a place; on an asset's own page, for that asset."""

    class Meta:
        model = Attestation
        fields = ("state", "department", "place", "evidence", "until_on")
        field_classes = {"until_on": DayField}
        widgets = {"state": forms.RadioSelect}
        help_texts = {
            "evidence": _("What an auditor can look at. Example: purchase record of the cabinets, photo of the sign"),
            "department": _("Leave both empty to speak for the whole company."),
        }

    def __init__(self, *args: Any, measure: Measure, asset: Asset | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.measure, self.instance.asset = measure.code, asset
        self.fields["department"].queryset = Department.objects.all()  # type: ignore[attr-defined]
        self.fields["place"].queryset = Place.objects.all()  # type: ignore[attr-defined]
        if asset is not None or Scope.PLACE not in measure.attestable:
            del self.fields["place"]
        if asset is not None:
            del self.fields["department"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("department") and cleaned.get("place"):
            self.add_error("place", _("Choose a department or a place, not both."))
        return cleaned


class ExemptForm(UntilForm):
    """A gap accepted: why, and until when."""

    class Meta:
        model = Exemption
        fields = ("reason", "until_on")
        field_classes = {"until_on": DayField}
