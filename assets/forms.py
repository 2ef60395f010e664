"""Forms on who may know of an asset, and on how it is judged. (Entering has its own: `entry_forms`.)"""

from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.dayfields import DayField
from accounts.models import Department, Person
from accounts.querysets import today
from assets.models import Grant
from classification.criteria import CRITERIA, REASON_FROM
from classification.levels import Level


def inner_helper() -> FormHelper:
    """Fields only: the page writes the form around them."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper


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
        fields = ("person", "department", "purpose", "from_on", "until_on", "asked_by")
        field_classes = {"from_on": DayField, "until_on": DayField}
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

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("person")) == bool(cleaned.get("department")):
            raise ValidationError(_("Choose a person or a department, one of the two."))
        return cleaned


class AcceptForm(forms.Form):
    """What for and until when, of lines that a ledger or a colleague proposed and that do not say it themselves."""

    purpose = forms.CharField(label=_("purpose"), max_length=120, required=False)
    until_on = DayField(label=_("until"), required=False)

    def clean_until_on(self) -> date | None:
        until_on: date | None = self.cleaned_data["until_on"]
        if until_on is not None and until_on < today():
            raise ValidationError(_("The last day lies before the first."))
        return until_on
