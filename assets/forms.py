"""Forms for assets, what they live on, who may know of them, and how they are judged."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseInlineFormSet, inlineformset_factory
from django.utils.translation import gettext_lazy as _

from accounts.dayfields import DayField
from accounts.models import Department, Person
from accounts.querysets import today
from assets.kinds import HOSTS_OF, Host, Kind
from assets.models import Asset, Carrier, Grant, Holding
from classification.criteria import CRITERIA, REASON_FROM
from classification.levels import Level

YES_NO = ((None, _("not known")), (True, _("yes")), (False, _("no")))


def inner_helper() -> FormHelper:
    """Fields only: the page writes the form around them."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


class AssetForm(forms.ModelForm):
    """What the information is, whose it is, and where it came from. All eight kinds."""

    class Meta:
        model = Asset
        fields = (
            "kind",
            "name",
            "business",
            "department",
            "owner",
            "custodian",
            "summary",
            "origin",
            "giver",
            "personal",
            "sensitive",
            "my_number",
        )
        widgets = {"summary": forms.Textarea(attrs={"rows": 2}), "kind": forms.RadioSelect}
        help_texts = {
            "name": _(
                "A short name; what is managed alike goes in one line. Example: heat treatment curves of the reducer"
            ),
            "business": _("The work it is made or used in. Example: production, sales, personnel"),
            "summary": _("What it is for, in a sentence. Never the secret itself: no figures, no formulas."),
            "owner": _("Who answers for it. If you do not know, leave it empty."),
            "giver": _("Only for information from others: who gave it to us."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = inner_helper()
        people = Person.objects.employed()
        for name in ("owner", "custodian"):
            self.fields[name].queryset = people | Person.objects.filter(pk=getattr(self.instance, f"{name}_id"))  # type: ignore[attr-defined]
        self.fields["kind"].choices = Kind.choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("origin") == "RECEIVED" and not cleaned.get("giver"):
            self.add_error("giver", _("Say who gave it to us."))
        return cleaned


MEDIA = [
    *((kind.value, kind.label) for kind in Kind if kind not in HOSTS_OF),
    *((f"{kind.value}/{host.value}", host.label) for kind, hosts in HOSTS_OF.items() for host in hosts),
    *((kind.value, _("%(kind)s, elsewhere") % {"kind": kind.label}) for kind in HOSTS_OF),
]


class CarrierForm(forms.ModelForm):
    """One thing on which the information lives."""

    medium = forms.ChoiceField(label=_("Medium"))
    locked = forms.TypedChoiceField(label=_("Locked up"), required=False, choices=YES_NO, empty_value=None)
    encrypted = forms.TypedChoiceField(label=_("Encrypted"), required=False, choices=YES_NO, empty_value=None)

    class Meta:
        model = Carrier
        fields = (
            "place",
            "location",
            "locked",
            "lock_checked_on",
            "access_control",
            "network",
            "encrypted",
            "label",
            "retention",
            "notes",
        )
        field_classes = {"lock_checked_on": DayField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = inner_helper()
        self.fields["medium"].choices = [("", "―"), *MEDIA]  # type: ignore[attr-defined]
        if self.instance.pk:
            self.initial["medium"] = "/".join(part for part in self.instance.natural_key() if part)
        self.order_fields(["medium"])
        for name in ("access_control", "network", "label"):
            field: Any = self.fields[name]
            field.choices = [("", _("not known")), *[c for c in field.choices if c[0] not in ("", None)]]

    def clean_locked(self) -> bool | None:
        return as_bool(self.cleaned_data["locked"])

    def clean_encrypted(self) -> bool | None:
        return as_bool(self.cleaned_data["encrypted"])

    def _post_clean(self) -> None:
        kind, _slash, host = self.cleaned_data.get("medium", "").partition("/")
        self.instance.kind, self.instance.host = kind, Host(host).value if host else ""
        super()._post_clean()  # type: ignore[misc]


def as_bool(value: Any) -> bool | None:
    """A choice among yes, no and not known."""
    return {"True": True, "False": False, True: True, False: False}.get(value)


class HoldingForm(forms.ModelForm):
    """Who holds a know-how."""

    class Meta:
        model = Holding
        fields = ("person", "skill", "told_on", "acknowledged_on")
        field_classes = {"told_on": DayField, "acknowledged_on": DayField}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = inner_helper()


class PlainFormSet(BaseInlineFormSet):
    """Formsets whose helper writes no form tag."""

    helper = inner_helper()


CarrierFormSet = inlineformset_factory(
    Asset, Carrier, form=CarrierForm, formset=PlainFormSet, extra=1, can_delete=True, can_delete_extra=False
)
HoldingFormSet = inlineformset_factory(
    Asset, Holding, form=HoldingForm, formset=PlainFormSet, extra=1, can_delete=True, can_delete_extra=False
)


class JudgeForm(forms.Form):
    """Five scores, a reason for each 2 and 3, and the level if it is to differ from the suggestion."""

    level = forms.TypedChoiceField(
        label=_("Level"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("as the scores suggest")), *Level.choices],
    )
    override_reason = forms.CharField(
        label=_("Why another level than suggested"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = inner_helper()
        for criterion in CRITERIA:
            scores = [(i, f"{i}  {anchor}") for i, anchor in enumerate(criterion.anchors)]
            self.fields[criterion.code] = forms.TypedChoiceField(
                label=str(criterion.label), coerce=int, choices=scores, widget=forms.RadioSelect
            )
            self.fields[f"{criterion.code}_reason"] = forms.CharField(
                label=_("Reason"), required=False, max_length=300, help_text=_("Needed for 2 and 3.")
            )
        self.order_fields([name for c in CRITERIA for name in (c.code, f"{c.code}_reason")])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for criterion in CRITERIA:
            if (cleaned.get(criterion.code) or 0) >= REASON_FROM and not cleaned.get(f"{criterion.code}_reason"):
                self.add_error(f"{criterion.code}_reason", _("Give a reason: the score is 2 or 3."))
        return cleaned

    @property
    def scores(self) -> dict[str, int]:
        return {c.code: self.cleaned_data[c.code] for c in CRITERIA}

    @property
    def reasons(self) -> dict[str, str]:
        named = {c.code: self.cleaned_data[f"{c.code}_reason"] for c in CRITERIA}
        return {code: reason for code, reason in named.items() if reason}

    @property
    def chosen_level(self) -> Level | None:
        chosen = self.cleaned_data["level"]
        return None if chosen is None else Level(chosen)


class GrantForm(forms.ModelForm):
    """Somebody more may know of it."""

    class Meta:
        model = Grant
        fields = ("person", "department", "purpose", "from_on", "until_on")
        field_classes = {"from_on": DayField, "until_on": DayField}
        help_texts = {
            "department": _("Everyone who works there or below it."),
            "until_on": _("Leave empty for no end."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = inner_helper()
        self.fields["person"].queryset = Person.objects.employed()  # type: ignore[attr-defined]
        self.fields["department"].queryset = Department.objects.all()  # type: ignore[attr-defined]
        self.initial["from_on"] = self.initial.get("from_on") or today()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("person")) == bool(cleaned.get("department")):
            raise ValidationError(_("Choose a person or a department, one of the two."))
        return cleaned
