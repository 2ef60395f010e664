"""Forms for attestations and exemptions."""

from datetime import timedelta
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.days.fields import ComingDay
from accounts.directory.forms import said_if_left
from accounts.models import Department, Place
from accounts.querysets import today
from accounts.sight import Sight
from assets.models import Asset, Device, System
from files.forms import FileAgain, StoredFileField
from measures.catalogue import Measure
from measures.models import Attestation, Exemption
from measures.sentences import called
from measures.vouching import hosts_of, speaks_for_all
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
        if until > today() + LONGEST:
            raise forms.ValidationError(_("At most a year ahead: then look again."))
        return until


class AttestForm(FileAgain, UntilForm):
    """Someone's word, for the company or a part of it; on an asset's own page, for that asset or a carrier of it."""

    paper = StoredFileField(required=False)

    class Meta:
        model = Attestation
        fields = ("state", "department", "place", "system", "device", "carrier", "evidence", "paper", "until_on")
        field_classes = {"until_on": ComingDay}
        widgets = {"state": forms.RadioSelect}
        help_texts = {
            "evidence": _("What an auditor can look at. Example: purchase record of the cabinets, photo of the sign"),
            "department": _("Name one part, or leave all empty to speak for the whole company."),
            "carrier": _("Leave it empty to speak for all of the asset."),
        }

    def __init__(
        self, *args: Any, measure: Measure, by: Sight, asset: Asset | None = None, off: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial["state"] = (kwargs.get("initial") or {}).get("state")  # nobody's word is put in their mouth
        self.instance.measure, self.instance.asset, self.off = measure.code, asset, off
        self.names_a_part = False
        parts = self._of_asset(measure, asset) if asset else self._of_company(measure, by)
        for name in ("department", "place", "system", "device", "carrier"):
            if parts.get(name) is None:
                del self.fields[name]
            else:
                self.fields[name].queryset = parts[name]  # type: ignore[attr-defined]
        said_if_left(self)

    def _of_company(self, measure: Measure, by: Sight) -> dict[str, Any]:
        """What one may speak of, and nothing that would be refused."""
        parts: dict[str, Any] = {}
        if speaks_for_all(by):
            parts["department"] = Department.objects.all()
            parts["place"] = Place.objects.in_use() if Scope.PLACE in measure.attestable else None
        elif by.leads:
            parts["department"] = Department.objects.filter(pk__in=by.leads)
        for scope, name, model in ((Scope.SYSTEM, "system", System), (Scope.DEVICE, "device", Device)):
            if scope in measure.attestable:
                mine = hosts_of(by, model.objects.in_use())
                parts[name] = mine if mine.exists() else None
        self._of_one(parts, by)
        return parts

    def _of_one(self, parts: dict[str, Any], by: Sight) -> None:
        """Whoever may not speak for the whole company names a part; the only kind that there is has to be filled in."""
        self.names_a_part = not speaks_for_all(by)
        offered = [name for name, rows in parts.items() if rows is not None]
        if self.names_a_part:
            self.fields[offered[0] if offered else "department"].help_text = gettext("Name one part.")
        if self.names_a_part and len(offered) == 1:
            self.fields[offered[0]].required = True

    def _of_asset(self, measure: Measure, asset: Asset) -> dict[str, Any]:
        """Its carriers that are asked, where there are several."""
        if Scope.CARRIER not in measure.attestable:
            return {}
        asked = Q(kind__in=measure.covered) if measure.covered else Q()
        carriers = asset.carriers.current().filter(asked).select_related("place")
        self.fields["carrier"].label_from_instance = called  # type: ignore[attr-defined]
        return {"carrier": carriers} if len(carriers) > 1 else {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        named = [name for name in ("department", "place", "system", "device") if cleaned.get(name)]
        for name in named[1:]:
            self.add_error(name, _("Name one part only."))
        if self.names_a_part and not named and not self.errors:
            self.add_error(None, _("Name one part."))
        if self.off:
            self.add_error(None, _("This measure is switched off: an attestation would count nowhere."))
        return cleaned


class ExemptForm(UntilForm):
    """A gap accepted: why, and until when."""

    class Meta:
        model = Exemption
        fields = ("reason", "until_on")
        widgets = {"reason": forms.Textarea({"rows": 3})}
        help_texts = {"reason": _("Why it cannot be done yet, and what protects the asset until then.")}
        field_classes = {"until_on": ComingDay}
